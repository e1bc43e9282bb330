import Testing

@testable import Tokenization

@Suite struct AddedTokenMatcherTests {
  static func parts(_ tokens: [Vocabulary.AddedToken], _ text: String) -> [AddedTokenMatcher.Part] {
    Array(text.utf8).withUnsafeBufferPointer { AddedTokenMatcher(tokens).parts(of: $0) }
  }

  static func token(_ id: TokenID, _ content: String, word: Bool = false, left: Bool = false, right: Bool = false)
    -> Vocabulary.AddedToken
  {
    .init(id: id, content: Array(content.utf8), special: false, singleWord: word, stripsLeft: left, stripsRight: right)
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
  }

  @Test func takesWhiteSpaceAside() {
    let tokens = [Self.token(1, "<m>", left: true), Self.token(2, "<n>", right: true)]
    #expect(Self.parts(tokens, "a \u{3000}<m> b") == [.text(0..<1), .token(1, 1..<8), .text(8..<10)])
    #expect(Self.parts(tokens, "a <n> \n<m>") == [.text(0..<2), .token(2, 2..<7), .token(1, 7..<10)])
  }

  @Test func addedTokensAreTextUnlessAsked() throws {
    var entries: [(id: TokenID, bytes: [UInt8])] = (0..<256).map { (TokenID($0), [UInt8($0)]) }
    entries.append((256, Array("<|end|>".utf8)))
    let end = Vocabulary.AddedToken(id: 256, content: Array("<|end|>".utf8), special: true, stripsLeft: true)
    let vocabulary = try Vocabulary(name: "added", entries: entries, merges: [], pattern: .tokview, addedTokens: [end])
    let text = Array("a <|end|>b".utf8)
    #expect(BPETokenizerTests.ids(BPETokenizer(vocabulary: vocabulary), text) == text.map { TokenID($0) })
    let parsing = BPETokenizer(vocabulary: vocabulary, parsesAddedTokens: true)
    #expect(BPETokenizerTests.ids(parsing, text) == [0x61, 256, 0x62])
    #expect(parsing.segmentation(of: text).tokens.map(\.range) == [0..<1, 1..<9, 9..<10])
    #expect(parsing.derivation(at: 4, of: text).steps.isEmpty)
    #expect(parsing.derivation(at: 9, of: text).steps.map(\.range) == [9..<10])
  }
}
