import TestSupport
import Testing

@testable import Tokenization

@Suite struct ScaffoldBPETokenizerTests {
  /// What training on `abc`×6, `abd`×2, `de`×4, `ef`×3 gives: `ab` is a scaffold token at 259 visible tokens, and
  /// visible again at 260.
  static func trained(scaffold: [TokenID]) throws -> ScaffoldBPETokenizer {
    let expanded = Vocabulary.merging([("a", "b"), ("ab", "c"), ("d", "e"), ("e", "f")])
    return try ScaffoldBPETokenizer(
      expanded: Vocabulary(
        name: "e", entries: expanded.ids.map { ($0, Array(expanded.bytes(of: $0))) }, merges: expanded.merges,
        pattern: .tokview, scaffoldTokens: scaffold))
  }

  static func expanded(
    _ tokens: [String], _ merges: [(TokenID, TokenID, TokenID)], scaffold: [TokenID]
  ) throws -> Vocabulary {
    var entries: [(id: TokenID, bytes: [UInt8])] = (0..<256).map { (TokenID($0), [UInt8($0)]) }
    for token in tokens { entries.append((TokenID(entries.count), Array(token.utf8))) }
    return try Vocabulary(
      name: "e", entries: entries, merges: merges.map { Merge(left: $0.0, right: $0.1, result: $0.2) },
      pattern: .tokview, scaffoldTokens: scaffold)
  }

  @Test func demolishesWhatNeverStandsAlone() throws {
    let tokenizer = try Self.trained(scaffold: [256])
    #expect(tokenizer.vocabulary.count == 259)
    #expect(tokenizer.pieces("abd") == "a|b|d")
    #expect(tokenizer.pieces("abc") == "abc")
    #expect(tokenizer.pieces("de ef") == "de| |ef")
    let stage1 = tokenizer.stage1(of: Array("abd".utf8))
    #expect(
      stage1.tokens == [
        Token(id: 256, start: 0, end: 2, kind: .scaffold, internalID: 256),
        Token(id: 0x64, start: 2, end: 3, kind: .byte, internalID: 0x64),
      ])
  }

  @Test func returnsWhenTheVocabularyGrows() throws {
    let tokenizer = try Self.trained(scaffold: [])
    #expect(tokenizer.vocabulary.count == 260)
    #expect(tokenizer.pieces("abd") == "ab|d")
  }

  @Test func numbersVisibleTokensInTheOrderOfTheirMaking() throws {
    let tokenizer = try Self.trained(scaffold: [256])
    #expect(tokenizer.vocabulary.ids == Array(0..<259))
    #expect(
      (256..<259).map { String(decoding: tokenizer.vocabulary.bytes(of: $0), as: UTF8.self) } == ["abc", "de", "ef"])
    let tokens = tokenizer.segmentation(of: Array("abcab".utf8)).tokens
    #expect(tokens.map(\.id) == [256, 0x61, 0x62])
    #expect(tokens.map(\.internalID) == [257, 0x61, 0x62])
    #expect(tokens.map(\.kind) == [.merge, .byte, .byte])
    #expect(try tokenizer.decode([256, 257, 258]) == Array("abcdeef".utf8))
  }

  @Test func choosesTheFewestVisibleTokensThenTheLowestIDs() throws {
    // `abc` (258) from `ab`+`c` and from `a`+`bc`: 256 `ab` is a scaffold token, 257 `bc` is not.
    let fewest = try Self.expanded(
      ["ab", "bc", "abc"], [(0x61, 0x62, 256), (256, 0x63, 258), (0x62, 0x63, 257), (0x61, 257, 258)],
      scaffold: [256, 258])
    #expect(try ScaffoldBPETokenizer(expanded: fewest).pieces("abc") == "a|bc")
    // Both are visible: `ab`,`c` is 256, 99; `a`,`bc` is 97, 257, which is lower.
    let lowest = try Self.expanded(
      ["ab", "bc", "abc"], [(0x61, 0x62, 256), (256, 0x63, 258), (0x62, 0x63, 257), (0x61, 257, 258)], scaffold: [258])
    #expect(try ScaffoldBPETokenizer(expanded: lowest).pieces("abc") == "a|bc")
  }

  @Test func refusesWhatCannotBeTakenApart() throws {
    let orphan = try Self.expanded(["ab"], [], scaffold: [256])
    #expect(throws: VocabularyError.scaffoldTokenWithoutMerge(256)) { try ScaffoldBPETokenizer(expanded: orphan) }
    let byte = try Self.expanded([], [], scaffold: [0x61])
    #expect(throws: VocabularyError.scaffoldTokenWithoutMerge(0x61)) { try ScaffoldBPETokenizer(expanded: byte) }
  }

  @Test func explainsBothStages() throws {
    // 256 `ab`, 257 `abc`, 258 `abcd`, the last two scaffold tokens.
    let vocabulary = try Self.expanded(
      ["ab", "abc", "abcd"], [(0x61, 0x62, 256), (256, 0x63, 257), (257, 0x64, 258)], scaffold: [257, 258])
    let steps = try ScaffoldBPETokenizer(expanded: vocabulary).derivation(at: 0, of: Array("abcd".utf8)).steps
    #expect(
      steps.map(\.operation) == [
        .pretoken(.tokview), .merge(rank: 0), .merge(rank: 1), .merge(rank: 2), .demolish(internalID: 258),
        .demolish(internalID: 257),
      ])
    #expect(steps.map(\.pieces).suffix(3) == [[0..<4], [0..<3, 3..<4], [0..<2, 2..<3, 3..<4]])
    #expect(steps.map(\.token) == [nil, 256, 257, 258, 258, 257])
  }

  /// Stage 1 by the definition, then the best of all ways to take each scaffold token apart.
  @Test func equalsTheNaiveTwin() throws {
    let seed: UInt64 = 17_808
    var random = SeededGenerator(seed: seed)
    for round in 0..<120 {
      let vocabulary = Vocabulary.random(
        alphabet: RandomText.alphabet, merges: Int.random(in: 1...50, using: &random),
        scaffoldShare: [0, 0.3, 0.9][round % 3], using: &random)
      let scaffold = Set(vocabulary.scaffoldTokens)
      var memo: [TokenID: [TokenID]] = [:]
      func visible(_ id: TokenID) -> [TokenID] {
        if !scaffold.contains(id) { return [id] }
        if let known = memo[id] { return known }
        let ways = vocabulary.merges.filter { $0.result == id }.map { visible($0.left) + visible($0.right) }
        let best = ways.min { $0.count != $1.count ? $0.count < $1.count : $0.lexicographicallyPrecedes($1) } ?? []
        memo[id] = best
        return best
      }
      let shown = vocabulary.ids.filter { !scaffold.contains($0) }
      let naive = NaiveBPE(vocabulary: vocabulary)
      let tokenizer = try ScaffoldBPETokenizer(expanded: vocabulary)
      for size in [1, 7, 16, 80] {
        let text = RandomText.next(length: size, using: &random)
        let stage1 = naive.encode(text)
        let expected = stage1.flatMap(visible)
        #expect(tokenizer.stage1(of: text).tokens.map(\.id) == stage1, "seed \(seed), round \(round), text \(text)")
        let tokens = tokenizer.segmentation(of: text).tokens
        #expect(tokens.map(\.internalID) == expected, "seed \(seed), round \(round), text \(text)")
        #expect(
          tokenizer.ids(of: text) == expected.map { id in TokenID(shown.firstIndex(of: id) ?? -1) },
          "seed \(seed), round \(round), text \(text)")
      }
    }
  }
}
