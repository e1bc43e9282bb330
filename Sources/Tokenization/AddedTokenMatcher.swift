import Synchronization
import UnicodeText

/// Finds added tokens in a text before the pattern cuts it: leftmost, then longest (as Hugging Face does).
///
/// A token that must stand alone (`singleWord`) and does not is passed over whole, and so is a skipped one.
/// `stripsLeft` and `stripsRight` take the white space beside the token into it, as far as no token before has taken it; where
/// Hugging Face then finds a token inside white space that was taken, it gives overlapping tokens, this goes on behind.
///
/// A table of first two bytes says where to look. The contents are sorted; the tokens that begin with the bytes seen so
/// far are a range of them, which each further byte narrows. Where that takes more than a few steps a byte, an automaton
/// (`TokenAutomaton`) finds the longest token at every byte of the rest: linear in the text, whatever the tokens.
///
/// Example: tokens `ab abcd bcde` in `xabcde`: `x`, then `abcd`, then `e`.
final class AddedTokenMatcher: Sendable {
  /// A token as it is looked for.
  struct Pattern: Sendable {
    var id: TokenID
    var content: [UInt8]
    var singleWord = false
    var stripsLeft = false
    var stripsRight = false
    /// Matched, so that no other token is found in it, and left as text.
    var isSkipped = false
  }

  enum Part: Hashable {
    case text(Range<Int>)
    case token(TokenID, Range<Int>)
  }

  /// Ascending by content, so that a token comes before those that it begins.
  let patterns: [Pattern]
  /// Tokens whose content begins with each byte, as a range of `patterns`.
  private let starts: [Range<Int>]
  private let firstPairs: ByteJoins
  /// For texts that take many steps; made when the first one comes.
  private let automaton = Mutex<TokenAutomaton?>(nil)
  /// Steps for each byte before the automaton takes over.
  private let patience: Int

  init(_ patterns: [Pattern], patience: Int = 16) {
    let sorted = patterns.filter { !$0.content.isEmpty }.sorted { $0.content.lexicographicallyPrecedes($1.content) }
    self.patterns = sorted
    self.patience = patience
    var ends = [Int](repeating: 0, count: 257)
    for pattern in sorted { ends[Int(pattern.content[0]) + 1] += 1 }
    for byte in 1...256 { ends[byte] += ends[byte - 1] }
    starts = (0..<256).map { ends[$0]..<ends[$0 + 1] }
    var pairs = ByteJoins()
    for pattern in sorted {
      if pattern.content.count > 1 {
        pairs.insert(pattern.content[0], pattern.content[1])
      } else {
        for second in UInt8.min...UInt8.max { pairs.insert(pattern.content[0], second) }
      }
    }
    firstPairs = pairs
  }

  /// The tokens in `text` and what lies between them, in order.
  func parts(of text: UnsafeBufferPointer<UInt8>) -> [Part] {
    var parts: [Part] = []
    var done = 0
    var position = 0
    var steps = 0
    // From `automaticStart` on: the longest token at each byte.
    var automatic: [TokenAutomaton.Entry] = []
    var automaticStart = Int.max
    while position < text.count {
      let found: Int?
      if position >= automaticStart {
        let entry = automatic[position - automaticStart]
        found = entry == TokenAutomaton.none ? nil : Int(entry)
      } else if position + 1 < text.count, !firstPairs.contains(text[position], text[position + 1]) {
        found = nil
      } else {
        found = longest(at: position, in: text, &steps)
        if steps > patience * position + 4096 {
          automaticStart = position + 1
          automatic = longestTokens(in: UnsafeBufferPointer(rebasing: text[automaticStart...]))
        }
      }
      guard let found else {
        position += 1
        continue
      }
      let pattern = patterns[found]
      var start = position
      var end = position + pattern.content.count
      position = end
      if pattern.isSkipped || pattern.singleWord && (endsInWord(start, text) || startsWord(end, text)) { continue }
      if pattern.stripsLeft { start = whiteSpaceStart(before: start, from: done, text) }
      if pattern.stripsRight { end = whiteSpaceEnd(after: end, text) }
      if done < start { parts.append(.text(done..<start)) }
      parts.append(.token(pattern.id, start..<end))
      done = end
      position = end
    }
    if done < text.count { parts.append(.text(done..<text.count)) }
    return parts
  }

  /// Index of the longest token at `position`.
  private func longest(at position: Int, in text: UnsafeBufferPointer<UInt8>, _ steps: inout Int) -> Int? {
    var range = starts[Int(text[position])]
    var longest: Int?
    var depth = 1
    while !range.isEmpty {
      steps += 1
      if patterns[range.lowerBound].content.count == depth {
        longest = range.lowerBound
        range = range.lowerBound + 1..<range.upperBound
      }
      guard position + depth < text.count else { break }
      let byte = text[position + depth]
      let low = firstIndex(in: range) { $0[depth] >= byte }
      range = low..<firstIndex(in: low..<range.upperBound) { $0[depth] > byte }
      depth += 1
    }
    return longest
  }

  private func longestTokens(in text: UnsafeBufferPointer<UInt8>) -> [TokenAutomaton.Entry] {
    let automaton = automaton.withLock { automaton in
      let made = automaton ?? TokenAutomaton(contents: patterns.map(\.content), direction: .backward)
      automaton = made
      return made
    }
    var longest = [TokenAutomaton.Entry](repeating: TokenAutomaton.none, count: text.count)
    var state = TokenAutomaton.start
    for index in stride(from: text.count - 1, through: 0, by: -1) {
      state = automaton.step(state, text[index])
      longest[index] = automaton.longest(at: state)
    }
    return longest
  }

  /// Binary search for the first token of `range` whose content passes `test`, the end of the range if none does.
  private func firstIndex(in range: Range<Int>, _ test: ([UInt8]) -> Bool) -> Int {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high {
      let middle = (low + high) / 2
      if test(patterns[middle].content) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private func whiteSpaceStart(before end: Int, from lowest: Int, _ text: UnsafeBufferPointer<UInt8>) -> Int {
    let text = UnsafeBufferPointer(rebasing: text[lowest...])
    var start = end - lowest
    while let scalar = SafeBoundary.scalar(before: start, in: text), ScalarClass.of(scalar).contains(.whiteSpace) {
      start -= 1
      while text[start] & 0xC0 == 0x80 { start -= 1 }
    }
    return lowest + start
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
    offset < text.count && ScalarClass.of(UTF8Scanner.decode(at: offset, in: text).value).isWord
  }

  private func endsInWord(_ offset: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    SafeBoundary.scalar(before: offset, in: text).map { ScalarClass.of($0).isWord } ?? false
  }
}
