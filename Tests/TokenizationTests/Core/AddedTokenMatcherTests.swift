import TestSupport
import Testing

@testable import Tokenization

@Suite struct AddedTokenMatcherTests {
  static func parts(_ tokens: [AddedTokenMatcher.Pattern], _ text: String) -> [AddedTokenMatcher.Part] {
    Array(text.utf8).withUnsafeBufferPointer { AddedTokenMatcher(tokens).parts(of: $0) }
  }

  static func token(
    _ id: TokenID, _ content: String, word: Bool = false, left: Bool = false, right: Bool = false, skipped: Bool = false
  ) -> AddedTokenMatcher.Pattern {
    .init(
      id: id, content: Array(content.utf8), singleWord: word, stripsLeft: left, stripsRight: right, isSkipped: skipped)
  }

  @Test func takesTheLeftmostThenLongest() {
    let tokens = [Self.token(1, "ab"), Self.token(2, "abcd"), Self.token(3, "bcde"), Self.token(4, "a")]
    #expect(Self.parts(tokens, "xabcde") == [.text(0..<1), .token(2, 1..<5), .text(5..<6)])
    #expect(Self.parts(tokens, "abcaab") == [.token(1, 0..<2), .text(2..<3), .token(4, 3..<4), .token(1, 4..<6)])
    #expect(Self.parts(tokens, "") == [])
  }

  @Test func aSingleWordStandsAlone() {
    let tokens = [Self.token(1, "F.3d", word: true)]
    #expect(Self.parts(tokens, "F.3d, F.3da _F.3d") == [.token(1, 0..<4), .text(4..<17)])
    #expect(Self.parts(tokens, "éF.3d") == [.text(0..<6)])
    // Circled letters and roman numerals are words to a regular expression, fractions are not.
    #expect(Self.parts(tokens, "ⒶF.3d") == [.text(0..<7)])
    #expect(Self.parts(tokens, "F.3dⅧ") == [.text(0..<7)])
    #expect(Self.parts(tokens, "½F.3d") == [.text(0..<2), .token(1, 2..<6)])
  }

  @Test func takesWhiteSpaceAside() {
    let tokens = [Self.token(1, "<m>", left: true), Self.token(2, "<n>", right: true)]
    #expect(Self.parts(tokens, "a \u{3000}<m> b") == [.text(0..<1), .token(1, 1..<8), .text(8..<10)])
    #expect(Self.parts(tokens, "a <n> \n<m>") == [.text(0..<2), .token(2, 2..<7), .token(1, 7..<10)])
  }

  /// A skipped token hides those that begin inside it.
  @Test func skippedTokensStayText() {
    let tokens = [Self.token(1, "<|end|>", skipped: true), Self.token(2, "end"), Self.token(3, "|>x")]
    #expect(Self.parts(tokens, "<|end|>x end") == [.text(0..<9), .token(2, 9..<12)])
  }

  /// At every byte all tokens are tried.
  private static func naive(_ tokens: [AddedTokenMatcher.Pattern], _ text: [UInt8]) -> [AddedTokenMatcher.Part] {
    // ASCII and one word scalar of two bytes, é.
    func isWord(_ bytes: ArraySlice<UInt8>) -> Bool {
      guard let byte = bytes.first else { return false }
      return byte == 0xC3 || byte == 0xA9 || byte == 0x5F || byte >= 0x30 && byte < 0x3A
        || (byte | 0x20) >= 0x61 && byte < 0x7B
    }
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A }
    var parts: [AddedTokenMatcher.Part] = []
    var (done, place) = (0, 0)
    while place < text.count {
      let here = tokens.filter { text[place...].starts(with: $0.content) }
      guard let token = here.max(by: { $0.content.count < $1.content.count }) else {
        place += 1
        continue
      }
      var (start, end) = (place, place + token.content.count)
      place = end
      let touchesWord = start > 0 && isWord(text[(start - 1)...]) || isWord(text[end...])
      if token.isSkipped || token.singleWord && touchesWord { continue }
      while token.stripsLeft, start > done, isSpace(text[start - 1]) { start -= 1 }
      while token.stripsRight, end < text.count, isSpace(text[end]) { end += 1 }
      if done < start { parts.append(.text(done..<start)) }
      parts.append(.token(token.id, start..<end))
      (done, place) = (end, end)
    }
    return done < text.count ? parts + [.text(done..<text.count)] : parts
  }

  @Test func equalsTheNaiveTwin() {
    let seed: UInt64 = 40_404
    var random = SeededGenerator(seed: seed)
    let units = ["a", "b", "c", " ", "\n", "_", "é", "."]
    for round in 0..<3000 {
      var contents = Set<String>()
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        contents.insert(
          (0..<Int.random(in: 1...4, using: &random)).map { _ in units.randomElement(using: &random)! }.joined())
      }
      let tokens = contents.sorted().enumerated().map { index, content in
        Self.token(
          TokenID(index), content, word: Int.random(in: 0..<4, using: &random) == 0,
          left: Int.random(in: 0..<4, using: &random) == 0, right: Int.random(in: 0..<4, using: &random) == 0,
          skipped: Int.random(in: 0..<6, using: &random) == 0)
      }
      let text = Array(
        (0..<Int.random(in: 0...30, using: &random)).map { _ in units.randomElement(using: &random)! }.joined().utf8)
      let expected = Self.naive(tokens, text)
      for patience in [16, -5000] {
        let found = text.withUnsafeBufferPointer { AddedTokenMatcher(tokens, patience: patience).parts(of: $0) }
        #expect(found == expected, "seed \(seed), round \(round), \(tokens.map(\.content)) in \(text)")
      }
    }
  }

  /// Every byte begins tokens of tens of thousands of bytes that fail at their ends.
  @Test(.timeLimit(.minutes(1))) func hostileTokensTakeLinearTime() {
    let run = [UInt8](repeating: 0x61, count: 60_000)
    let tokens = (0..<8).map { AddedTokenMatcher.Pattern(id: TokenID($0), content: run.dropLast($0) + [0x62]) }
    let text = [UInt8](repeating: 0x61, count: 2_000_000) + [0x62]
    let matcher = AddedTokenMatcher(tokens)
    let parts = text.withUnsafeBufferPointer { matcher.parts(of: $0) }
    #expect(parts == [.text(0..<1_940_000), .token(0, 1_940_000..<2_000_001)])
    let blanks = [AddedTokenMatcher.Pattern(id: 1, content: [0x78], stripsLeft: true, stripsRight: true)]
    let spaces = [UInt8](repeating: 0x20, count: 2_000_000) + [0x78] + [UInt8](repeating: 0x0A, count: 2_000_000)
    #expect(spaces.withUnsafeBufferPointer { AddedTokenMatcher(blanks).parts(of: $0) } == [.token(1, 0..<4_000_001)])
    let many = (0..<100_000).map { AddedTokenMatcher.Pattern(id: TokenID($0), content: Array("<\($0)>".utf8)) }
    let all = Array(many.map(\.content).joined())
    let found = all.withUnsafeBufferPointer { AddedTokenMatcher(many).parts(of: $0) }
    #expect(found.count == 100_000 && !found.contains { if case .text = $0 { true } else { false } })
  }
}
