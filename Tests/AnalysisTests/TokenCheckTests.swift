import Analysis
import Testing
import Tokenization

@Suite struct TokenCheckTests {
  private static let tokenizer = BytesTokenizer()

  private func check(_ expected: String, _ pieces: String...) -> TokenCheck.Difference? {
    var check = TokenCheck(expected.utf8.map { TokenID($0) }, by: Self.tokenizer)
    for piece in pieces { if let difference = check.add(Array(piece.utf8)) { return difference } }
    return check.end()
  }

  private func text(_ pieces: [TokenCheck.Piece]?) -> String? {
    pieces.map { $0.map { String(decoding: $0.bytes ?? [], as: UTF8.self) }.joined() }
  }

  @Test func equalIDsHaveNone() {
    #expect(check("") == nil && check("", "") == nil && check("a\nb", "a", "\n", "b") == nil)
  }

  /// Lines are counted through the pieces before, and inside the one with the difference.
  @Test func aDifferenceIsWhereItIs() throws {
    let found = try #require(check("one\ntwo\nthrXe four", "one\n", "two\nthree four"))
    #expect(found.index == 11 && found.byte == 11 && found.line == 3)
    #expect(text(found.before) == "\nthr" && text(found.expected) == "Xe f" && text(found.found) == "ee f")
    let early = try #require(check("Xne", "one"))
    #expect(early.index == 0 && early.byte == 0 && early.line == 1 && early.before.isEmpty)
  }

  @Test func anEndIsADifference() throws {
    let fewer = try #require(check("a\nb\nc", "a\n", "b\n"))
    #expect(fewer.index == 4 && fewer.byte == 4 && fewer.line == 3 && fewer.found.isEmpty)
    #expect(text(fewer.expected) == "c" && text(fewer.before) == "a\nb\n")
    let more = try #require(check("a", "ab"))
    #expect(more.index == 1 && more.byte == 1 && more.expected.isEmpty && text(more.found) == "b")
  }

  @Test func idsOutsideTheVocabularyHaveNoBytes() throws {
    var check = TokenCheck([97, 70_000], by: Self.tokenizer)
    let difference = check.add([0x61, 0x62])
    let found = try #require(difference)
    #expect(found.expected.map(\.id) == [70_000] && found.expected[0].bytes == nil && found.before[0].bytes == [0x61])
  }
}
