import UnicodeText

// What: what in a text is likely to be tokenized otherwise than its reader expects.
//
// Each kind is found by rules on scalars, without a tokenizer; only the special tokens of tokenizers' own files are given. Linear in the bytes.
//
// Example: `<s><s>a ` has two special texts, the start of a text twice, and a space at its end.

/// One kind of surprise in a text.
package struct TextWarning: Hashable, Sendable {
  /// In the order of urgency.
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    /// Controls that show text in another order than it is read.
    case bidirectional
    /// Characters that show nothing, where writing does not call for them.
    case invisible
    /// Bytes that are not UTF-8.
    case invalid
    /// Text that spells a special token; it is cut as ordinary text.
    case special
    /// Spellings of the token that begins a text, at the start; `count` of them.
    case begin
    /// A combining mark with nothing before it to combine with.
    case loneMark
    /// Characters that normal form C writes otherwise.
    case notComposed
    /// The text ends with spaces or tabs.
    case trailingSpace
    /// The text ends with a letter, digit or mark.
    case trailingWord
  }

  package let kind: Kind
  package let count: Int
  /// Bytes of the first.
  package let first: Range<Int>
}

/// All surprises of a text.
package struct TextWarnings: Hashable, Sendable {
  /// One of each kind that is there, the most urgent first.
  package let all: [TextWarning]

  package subscript(kind: TextWarning.Kind) -> TextWarning? { all.first { $0.kind == kind } }

  /// - Parameters:
  ///   - specials: special tokens of tokenizers' files, beside the usual ones.
  ///   - isStart: whether the text begins with `bytes`.
  ///   - isEnd: whether it ends with them.
  package init(_ bytes: [UInt8], specials: [[UInt8]] = [], isStart: Bool = true, isEnd: Bool = true) {
    var scan = Scan(specials: SpecialTexts(specials), isStart: isStart)
    bytes.withUnsafeBufferPointer { scan.run($0) }
    let hidden = HiddenScalars(in: bytes[...])
    if hidden.bidirectional > 0, let first = scan.firstBidirectional {
      scan.add(.bidirectional, hidden.bidirectional, first)
    }
    if hidden.invisible > 0, let first = scan.firstInvisible { scan.add(.invisible, hidden.invisible, first) }
    if let composed = bytes.withUnsafeBufferPointer({ NormalizedText.bytes(of: $0, form: .nfc) }), composed != bytes {
      let first = zip(bytes, composed).enumerated().first { $1.0 != $1.1 }?.offset ?? min(bytes.count, composed.count)
      let start = max(0, min(first, bytes.count - 1))
      scan.add(.notComposed, 1, start..<start + 1)
    }
    if isEnd { scan.addEnd(bytes) }
    let order = TextWarning.Kind.allCases
    all = order.compactMap { scan.found[$0] }
  }

  /// One pass over the scalars.
  private struct Scan {
    let specials: SpecialTexts
    let isStart: Bool
    var found: [TextWarning.Kind: TextWarning] = [:]
    var firstBidirectional: Range<Int>?
    var firstInvisible: Range<Int>?

    mutating func add(_ kind: TextWarning.Kind, _ count: Int, _ range: Range<Int>) {
      let old = found[kind]
      found[kind] = TextWarning(kind: kind, count: (old?.count ?? 0) + count, first: old?.first ?? range)
    }

    mutating func run(_ bytes: UnsafeBufferPointer<UInt8>) {
      var offset = 0
      // What a mark can combine with.
      var hasBase = !isStart
      var begins = isStart
      while offset < bytes.count {
        let step = UTF8Scanner.decode(at: offset, in: bytes)
        let range = offset..<offset + step.length
        if step.isInvalid {
          add(.invalid, 1, range)
          hasBase = false
        } else if step.value < 0x80 {
          if let length = specials.length(at: offset, in: bytes) {
            add(.special, 1, offset..<offset + length)
            if begins, SpecialTexts.begins(bytes[offset..<offset + length]) {
              add(.begin, 1, offset..<offset + length)
              offset += length
              hasBase = true
              continue
            }
          }
          hasBase = step.value > 0x20 && step.value != 0x7F
        } else {
          let scalarClass = ScalarClass.of(step.value)
          if scalarClass.contains(.mark) {
            if !hasBase { add(.loneMark, 1, range) }
          } else {
            hasBase = !scalarClass.contains(.whiteSpace)
          }
          switch HiddenScalars.kind(of: step.value) {
          case .bidirectional where firstBidirectional == nil: firstBidirectional = range
          case .invisible where firstInvisible == nil: firstInvisible = range
          default: break
          }
        }
        begins = false
        offset += step.length
      }
    }

    mutating func addEnd(_ bytes: [UInt8]) {
      let blanks = bytes.reversed().prefix { $0 == 0x20 || $0 == 0x09 }.count
      if blanks > 0 { return add(.trailingSpace, blanks, bytes.count - blanks..<bytes.count) }
      guard !bytes.isEmpty else { return }
      let start = Graphemes.start(before: bytes.count, in: bytes)
      let (first, last) = bytes.withUnsafeBufferPointer {
        (UTF8Scanner.decode(at: start, in: $0), start..<bytes.count)
      }
      if ScalarClass.of(first.value) == [.whiteSpace], first.value != 0x0A, first.value != 0x0D {
        return add(.trailingSpace, 1, last)
      }
      if !ScalarClass.of(first.value).isDisjoint(with: [.letter, .number, .mark]) { add(.trailingWord, 1, last) }
    }
  }
}
