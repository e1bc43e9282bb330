import Testing
import Tokenization

@testable import Analysis

@Suite struct ExpectationTests {
  /// Cuts `text` after each of `ends`.
  private func cut(_ text: String, _ ends: Int...) throws -> Segmentation {
    var tokens: [Token] = []
    var start = 0
    for end in ends + [text.utf8.count] {
      tokens.append(Token(id: 0, start: start, end: end, kind: .merge))
      start = end
    }
    return try Segmentation(tokens: tokens, byteCount: text.utf8.count)
  }

  @Test(arguments: [
    ("a < b", true), ("a <= b", true), ("a = b", false), ("a >= b", false), ("a > b", false), ("a == b", false),
    ("a != b", true), ("a == a", true), ("a = a", true), ("a cuts bcd", false), ("a cuts bc|d", true),
    ("b cuts b|cd", true), ("b cuts bcd", false), ("a cuts xyz", false), ("a cuts abcdefgh", false),
  ])
  func evaluates(line: String, expected: Bool) throws {
    let text = "abcdef"
    let segmentations = ["a": try cut(text, 3), "b": try cut(text, 2, 5)]
    let claim = try #require(Expectation(line))
    #expect(try claim.holds(for: Array(text.utf8)) { try #require(segmentations[$0]) } == expected)
  }

  @Test(arguments: ["", "a", "a <", "a < b c", "a ~ b", "a cuts ", "a cuts x||y", " < b", "a shares x", "a shares x|"])
  func refusesOtherForms(line: String) { #expect(Expectation(line) == nil) }

  @Test(arguments: [
    ("a shares ab|ab", true), ("a shares ab|cd", false), ("a shares b|a", true), ("a shares ab|ef", true),
    ("a shares ab|xy", false),
  ])
  func comparesIDs(line: String, expected: Bool) throws {
    let ids: [TokenID] = [7, 8, 7]
    let cut = try Segmentation(
      tokens: ids.enumerated().map { Token(id: $1, start: $0 * 2, end: $0 * 2 + 2, kind: .merge) }, byteCount: 6)
    let claim = try #require(Expectation(line))
    #expect(claim.tokenizers == ["a"])
    #expect(claim.holds(for: Array("abcdef".utf8)) { _ in cut } == expected)
  }

  @Test func namesItsTokenizers() {
    #expect(Expectation("bpe < lbpe")?.tokenizers == ["bpe", "lbpe"])
    #expect(Expectation("r2l cuts 1|234")?.tokenizers == ["r2l"])
  }
}
