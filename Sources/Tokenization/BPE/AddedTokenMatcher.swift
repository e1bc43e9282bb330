import UnicodeText

/// Finds a vocabulary's added tokens in text before the pattern cuts it: leftmost, then longest (as Hugging Face does).
///
/// A token that must stand alone (`singleWord`) and does not is passed over whole. `stripsLeft` and `stripsRight` take
/// the white space beside the token into it. The contents are sorted; the tokens that begin with the bytes seen so far are
/// a range of them, which each further byte narrows.
struct AddedTokenMatcher: Sendable {
  enum Part: Hashable {
    case text(Range<Int>)
    case token(TokenID, Range<Int>)
  }

  /// Ascending by content, so that a token comes before those that it begins.
  private let tokens: [Vocabulary.AddedToken]
  /// Tokens whose content begins with each byte, as a range of `tokens`.
  private let starts: [Range<Int>]

  init(_ tokens: [Vocabulary.AddedToken]) {
    let sorted = tokens.filter { !$0.content.isEmpty }.sorted { $0.content.lexicographicallyPrecedes($1.content) }
    self.tokens = sorted
    starts = (0..<256).map { byte in
      let first = sorted.firstIndex { $0.content[0] >= byte } ?? sorted.count
      let last = sorted.firstIndex { $0.content[0] > byte } ?? sorted.count
      return first..<last
    }
  }

  /// The tokens in `text` and what lies between them, in order.
  func parts(of text: UnsafeBufferPointer<UInt8>) -> [Part] {
    var parts: [Part] = []
    var done = 0
    var position = 0
    while position < text.count {
      guard let token = longest(at: position, in: text) else {
        position += 1
        continue
      }
      var start = position
      var end = position + token.content.count
      position = end
      if token.singleWord, endsInWord(start, text) || startsWord(end, text) { continue }
      if token.stripsLeft { start = whiteSpaceStart(before: start, from: done, text) }
      if token.stripsRight { end = whiteSpaceEnd(after: end, text) }
      if done < start { parts.append(.text(done..<start)) }
      parts.append(.token(token.id, start..<end))
      done = end
      position = end
    }
    if done < text.count { parts.append(.text(done..<text.count)) }
    return parts
  }

  private func longest(at position: Int, in text: UnsafeBufferPointer<UInt8>) -> Vocabulary.AddedToken? {
    var range = starts[Int(text[position])]
    var longest: Int?
    var depth = 1
    while !range.isEmpty {
      if tokens[range.lowerBound].content.count == depth {
        longest = range.lowerBound
        range = range.lowerBound + 1..<range.upperBound
      }
      guard position + depth < text.count else { break }
      let byte = text[position + depth]
      let low = firstIndex(in: range) { $0[depth] >= byte }
      range = low..<firstIndex(in: low..<range.upperBound) { $0[depth] > byte }
      depth += 1
    }
    return longest.map { tokens[$0] }
  }

  /// Binary search for the first token of `range` whose content passes `test`, the end of the range if none does.
  private func firstIndex(in range: Range<Int>, _ test: ([UInt8]) -> Bool) -> Int {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high {
      let middle = (low + high) / 2
      if test(tokens[middle].content) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private func whiteSpaceStart(before end: Int, from lowest: Int, _ text: UnsafeBufferPointer<UInt8>) -> Int {
    var start = end
    while start > lowest, let scalar = scalar(before: start, text), start - scalar.length >= lowest,
      ScalarClass.of(scalar.value).contains(.whiteSpace)
    { start -= scalar.length }
    return start
  }

  private func whiteSpaceEnd(after start: Int, _ text: UnsafeBufferPointer<UInt8>) -> Int {
    var end = start
    while end < text.count {
      let step = UTF8Scanner.decode(at: end, in: text)
      guard ScalarClass.of(step.value).contains(.whiteSpace) else { break }
      end += step.length
    }
    return end
  }

  private func startsWord(_ offset: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    offset < text.count && AddedTokenMatcher.isWord(UTF8Scanner.decode(at: offset, in: text).value)
  }

  private func endsInWord(_ offset: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    scalar(before: offset, text).map { AddedTokenMatcher.isWord($0.value) } ?? false
  }

  private func scalar(before end: Int, _ text: UnsafeBufferPointer<UInt8>) -> UTF8Scanner.Step? {
    for length in 1...4 where length <= end {
      let step = UTF8Scanner.decode(at: end - length, in: text)
      if step.length == length, !step.isInvalid { return step }
    }
    return nil
  }

  /// `\w`: letters, marks, decimal digits, connector punctuation and the two joiners.
  private static func isWord(_ value: UInt32) -> Bool {
    let kind = ScalarClass.of(value)
    if kind.contains(.letter) || kind.contains(.mark) || kind.contains(.decimalDigit) { return true }
    switch value {
    case 0x5F, 0x200C, 0x200D, 0x203F, 0x2040, 0x2054, 0xFE33, 0xFE34, 0xFE4D...0xFE4F, 0xFF3F: return true
    default: return false
    }
  }
}
