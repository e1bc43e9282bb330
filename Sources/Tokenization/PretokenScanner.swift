import UnicodeText

/// Cuts text into pretokens, exactly as the regular expression of a `PretokenPattern` does.
///
/// Each pattern is a hand-written automaton over scalar classes; a byte that is not UTF-8 counts as one scalar of no
/// class, so it joins punctuation. Work is linear in the text: a scalar is looked at a bounded number of times, also
/// where the regular expression would back off (`\s+(?!\S)`, the two word rules of o200k).
///
/// Example: `Ankara'da` is `Ankara|'d|a` under gpt2, cl100k and qwen2, `Ankara'd|a` under o200k, `Ankara|'da` under
/// tokview.
package struct PretokenScanner: Sendable {
  package let pattern: PretokenPattern
  private let joins: ByteJoins?

  package init(pattern: PretokenPattern) {
    self.pattern = pattern
    joins = nil
  }

  /// A scanner for the pattern of `vocabulary`.
  ///
  /// Without a pattern it cuts where no token has the two bytes beside each other: nothing merges there, so the tokens are those of the whole
  /// text, and the parts are short. Whole texts that are looked up stay whole.
  package init(vocabulary: Vocabulary) {
    pattern = vocabulary.pattern
    joins = pattern == .whole && !vocabulary.looksUpWholePretokens ? ByteJoins(vocabulary: vocabulary) : nil
  }

  /// The end of the pretoken that begins at `start`, which must be the start of a pretoken inside `text`.
  package func nextEnd(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var end = start
    withUnsafeMutablePointer(to: &end) {
      _ = ends(in: text, from: start, into: UnsafeMutableBufferPointer(start: $0, count: 1))
    }
    return end
  }

  /// Writes the ends of the pretokens from `start` on, until they are all there or `ends` is nearly full: at least one
  /// where any is left.
  ///
  /// - Returns: how many were written.
  package func ends(
    in text: UnsafeBufferPointer<UInt8>, from start: Int, into ends: UnsafeMutableBufferPointer<Int>
  ) -> Int {
    guard let out = ends.baseAddress else { return 0 }
    if pattern == .whole { return wholeEnds(in: text, from: start, into: ends) }
    let cursor = PretokenCursor(text: text)
    #if arch(x86_64)
      if pattern == .cl100k || pattern == .qwen2 || pattern == .tokview {
        return endsByBlocks(with: cursor, from: start, into: ends)
      }
    #endif
    var position = start
    var written = 0
    while written < ends.count, position < cursor.count {
      position = PretokenScanner.end(from: position, with: cursor, pattern)
      out[written] = position
      written += 1
    }
    return written
  }

  private func wholeEnds(
    in text: UnsafeBufferPointer<UInt8>, from start: Int, into ends: UnsafeMutableBufferPointer<Int>
  ) -> Int {
    var written = 0
    var position = start
    while written < ends.count, position < text.count {
      position += 1
      if let joins {
        while position < text.count, joins.contains(text[position - 1], text[position]) { position += 1 }
      } else {
        position = text.count
      }
      ends[written] = position
      written += 1
    }
    return written
  }

  /// The start of a pretoken at or before `offset`, a byte of `text`; not too far away where the text allows.
  package func start(before offset: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
    guard pattern == .whole else { return SafeBoundary.patterns.before(offset, in: text, limit: 1 << 16) ?? 0 }
    guard let joins else { return 0 }
    var start = offset
    while start > 0, joins.contains(text[start - 1], text[start]) { start -= 1 }
    return start
  }

  /// The byte ranges of all pretokens of `text`.
  package func pretokens(of text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    var out: [Range<Int>] = []
    var start = 0
    while start < text.count {
      let end = nextEnd(in: text, from: start)
      out.append(start..<end)
      start = end
    }
    return out
  }

  /// One match of `pattern` at `start`: the alternatives in the order of the regular expression.
  @inline(__always)
  static func end(from start: Int, with cursor: PretokenCursor, _ pattern: PretokenPattern) -> Int {
    let (kind, length) = cursor.scalar(at: start)
    let next = start + length
    if pattern == .gpt2 { return gpt2End(from: start, next: next, kind: kind, with: cursor) }
    if pattern == .o200k {
      if let end = casedWordEnd(from: start, next: next, kind: kind, with: cursor) { return end }
    } else if kind & PretokenCursor.letter != 0 {
      return cursor.skipLetters(from: next)
    }
    if kind & PretokenCursor.number != 0 {
      return pattern == .qwen2 ? next : cursor.skipNumbers(from: next, atMost: 2)
    }
    let byte = cursor.byte(at: start)
    if pattern == .cl100k || pattern == .qwen2, byte == UInt8(ascii: "'") {
      let end = cursor.contractionEnd(at: start, ignoringCase: true)
      if end > start { return end }
    }
    let isNewline = byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    guard next < cursor.count else { return next }
    if !isNewline {
      let (second, secondLength) = cursor.scalar(at: next)
      if pattern != .o200k, second & PretokenCursor.letter != 0 { return cursor.skipLetters(from: next + secondLength) }
      let isSymbol = kind & PretokenCursor.classified == 0
      if isSymbol || byte == UInt8(ascii: " ") && second & PretokenCursor.classified == 0 {
        let end = cursor.skipSymbols(from: isSymbol ? next : next + secondLength)
        return cursor.skipNewlines(from: end, andSlashes: pattern == .o200k)
      }
    }
    return cursor.spaceEnd(from: start, breaksAtNewlines: true)
  }

  @inline(__always)
  private static func gpt2End(from start: Int, next: Int, kind: UInt16, with cursor: PretokenCursor) -> Int {
    let byte = cursor.byte(at: start)
    if byte == UInt8(ascii: "'") {
      let end = cursor.contractionEnd(at: start, ignoringCase: false)
      if end > start { return end }
    }
    var kind = kind
    var next = next
    if byte == UInt8(ascii: " ") {
      guard next < cursor.count else { return next }
      let (second, length) = cursor.scalar(at: next)
      kind = second
      if second & PretokenCursor.whiteSpace == 0 { next += length }
    }
    if kind & PretokenCursor.letter != 0 { return cursor.skipLetters(from: next) }
    if kind & PretokenCursor.number != 0 { return cursor.skipNumbers(from: next, atMost: .max) }
    if kind & PretokenCursor.whiteSpace == 0 { return cursor.skipSymbols(from: next) }
    return cursor.spaceEnd(from: start, breaksAtNewlines: false)
  }

  /// The two word rules of o200k; nil when neither matches at `start`.
  ///
  /// `U* L+` takes the longest run of upper-like scalars and then needs one that is lower-like: the scalar after the run
  /// or, backing off, the last one of the run that is both. Without any, `U+ L*` takes the run.
  @inline(__always)
  private static func casedWordEnd(from start: Int, next: Int, kind: UInt16, with cursor: PretokenCursor) -> Int? {
    if kind & PretokenCursor.letter != 0 {
      let run = cursor.upperRun(from: start)
      return cursor.contractionEnd(at: run.lowerEnd ?? run.end, ignoringCase: true)
    }
    guard kind & (PretokenCursor.number) == 0, cursor.byte(at: start) != UInt8(ascii: "\n"),
      cursor.byte(at: start) != UInt8(ascii: "\r")
    else { return nil }
    let run = cursor.upperRun(from: next)
    if let end = run.lowerEnd { return cursor.contractionEnd(at: end, ignoringCase: true) }
    // Without the prefix, the first rule can still match a mark alone; it comes before the second rule.
    if kind & PretokenCursor.mark != 0 { return cursor.contractionEnd(at: next, ignoringCase: true) }
    return run.end > next ? cursor.contractionEnd(at: run.end, ignoringCase: true) : nil
  }
}
