import TestSupport
import Testing

@testable import Tokenization

@Suite struct BPETokenizerTests {
  static func ids(_ tokenizer: BPETokenizer, _ text: [UInt8]) -> [TokenID] {
    var ids: [TokenID] = []
    text.withUnsafeBufferPointer { tokenizer.encode($0, into: &ids) }
    return ids
  }

  static func pieces(_ vocabulary: Vocabulary, _ text: String) -> String {
    ids(BPETokenizer(vocabulary: vocabulary), Array(text.utf8))
      .map { String(decoding: vocabulary.bytes(of: $0), as: UTF8.self) }.joined(separator: "|")
  }

  @Test func mergesByRankNotByLength() {
    let ther = Vocabulary.merging([("e", "r"), ("t", "h"), ("th", "e"), ("h", "er")])
    #expect(Self.pieces(ther, "ther") == "th|er")
    let abcde = Vocabulary.merging([("a", "b"), ("c", "d"), ("b", "c"), ("d", "e"), ("bc", "de")])
    #expect(Self.pieces(abcde, "abcde") == "ab|cd|e")
  }

  @Test func mergesLeftmostFirst() {
    #expect(Self.pieces(.merging([("a", "a")]), "aaaaa") == "aa|aa|a")
    #expect(Self.pieces(.merging([("a", "a"), ("aa", "a")]), "aaaaa") == "aa|aaa")
    #expect(Self.pieces(.merging([("a", "a"), ("aa", "a")]), "aaa") == "aaa")
  }

  @Test func looksWholePretokensUpOnlyWhereTold() {
    // No merge reaches `abc`.
    func vocabulary(_ looksUp: Bool) -> Vocabulary {
      .merging([("b", "c"), ("a", "b"), ("ab", "c")], looksUp: looksUp)
    }
    #expect(Self.pieces(vocabulary(false), "abc abc") == "a|bc| |a|bc")
    #expect(Self.pieces(vocabulary(true), "abc abc") == "abc| |a|bc")
    let ranks = Vocabulary.merging([("b", "c"), ("a", "b"), ("ab", "c")], ranking: .tokenID)
    #expect(Self.pieces(ranks, "abc") == "abc")
  }

  @Test func twoMergesMayShareAResult() {
    let shared = Vocabulary.merging([("a", "b"), ("ab", "c"), ("c", "d"), ("b", "cd"), ("a", "bcd"), ("abc", "d")])
    #expect(Self.pieces(shared, "abcd") == "abcd")
    #expect(Self.pieces(shared, "bcd") == "bcd")
  }

  @Test(arguments: [Vocabulary.Ranking.mergeList, .tokenID], [false, true])
  func equalsTheNaiveTwin(ranking: Vocabulary.Ranking, isSparse: Bool) {
    let seed: UInt64 = isSparse ? 90_125 : 5_150
    var random = SeededGenerator(seed: seed)
    for round in 0..<80 {
      let alphabet = Array("abcde".utf8.prefix(Int.random(in: 1...5, using: &random)))
      let vocabulary = Vocabulary.random(
        alphabet: alphabet, tokens: Int.random(in: 1...40, using: &random), ranking: ranking, isSparse: isSparse,
        looksUp: round % 2 == 0, using: &random)
      let naive = NaiveBPE(vocabulary: vocabulary)
      let tokenizer = BPETokenizer(vocabulary: vocabulary)
      for length in [1, 3, 8, 15, 16, 17, 60, 300] + (round % 8 < 2 ? [700] : []) {
        var text = (0..<length).map { _ in alphabet.randomElement(using: &random)! }
        if length == 60 { for index in stride(from: 7, to: 60, by: 9) { text[index] = 0x20 } }
        let found = Self.ids(tokenizer, text)
        guard found == naive.encode(text) else {
          Issue.record("seed \(seed), round \(round), \(String(decoding: text, as: UTF8.self)): \(found)")
          return
        }
        // From the cache this time.
        #expect(Self.ids(tokenizer, text) == found)
      }
    }
  }

  @Test func heapEqualsTheArray() {
    let seed: UInt64 = 616
    var random = SeededGenerator(seed: seed)
    for round in 0..<300 {
      let alphabet = Array("abc".utf8.prefix(Int.random(in: 1...3, using: &random)))
      let vocabulary = Vocabulary.random(
        alphabet: alphabet, tokens: 30, ranking: round % 2 == 0 ? .mergeList : .tokenID, isSparse: false,
        looksUp: false,
        using: &random)
      let table = MergeTable(vocabulary: vocabulary)
      let merger = PretokenMerger(pairs: table.pairs)
      var heap = MergeHeap()
      let text = (0..<Int.random(in: 1...PretokenMerger.arrayLimit, using: &random)).map { _ in
        alphabet.randomElement(using: &random)!
      }
      text.withUnsafeBufferPointer { buffer in
        let byHeap = heap.merge(buffer, by: table.pairs)
        let count = merger.merge(buffer)
        #expect(
          byHeap == Array(UnsafeBufferPointer(start: merger.tokens, count: count)), "seed \(seed), round \(round)")
      }
    }
  }

  @Test func everyByteAndEmptyText() throws {
    let vocabulary = Vocabulary.merging([("a", "b")])
    let tokenizer = BPETokenizer(vocabulary: vocabulary)
    #expect(Self.ids(tokenizer, []).isEmpty)
    #expect(tokenizer.segmentation(of: []) == .empty)
    let all = (0...255).map { UInt8($0) } + Array("ab\0ab\0\0".utf8)
    let segmentation = tokenizer.segmentation(of: all)
    #expect(segmentation.tokens.map(\.id) == Self.ids(tokenizer, all))
    #expect(try tokenizer.decode(segmentation.tokens.map(\.id)) == all)
  }

  @Test func trailingZeroBytesAreNotTheEndOfAKey() {
    let tokenizer = BPETokenizer(vocabulary: .merging([("a", "\0")]))
    #expect(Self.ids(tokenizer, [0x61]) == [0x61])
    #expect(Self.ids(tokenizer, [0x2E]) == [0x2E])
    #expect(Self.ids(tokenizer, [0x2E, 0]) == [0x2E, 0])
    #expect(Self.ids(tokenizer, [0x2E, 0, 0]) == [0x2E, 0, 0])
  }

  @Test func theCacheMayOverflowAndGrow() {
    let vocabulary = Vocabulary.merging([("a", "b"), ("c", "a"), ("ab", "ca"), (" ", "d"), ("d", "d"), (" d", "ab")])
    let naive = NaiveBPE(vocabulary: vocabulary)
    let tokenizer = BPETokenizer(vocabulary: vocabulary)
    let seed: UInt64 = 8_086
    var random = SeededGenerator(seed: seed)
    // Far more pretokens than the smallest table holds, in texts too small to make it grow, then one that does.
    for size in Array(repeating: 600, count: 6) + [20_000] {
      let text = (0..<size).map { _ in Array("abcd  ".utf8).randomElement(using: &random)! }
      let wanted = naive.encode(text)
      #expect(Self.ids(tokenizer, text) == wanted, "seed \(seed), \(size) bytes")
      #expect(Self.ids(tokenizer, text) == wanted, "seed \(seed), \(size) bytes, again")
    }
  }

  @Test func longTextsFillTheirReserve() {
    let vocabulary = Vocabulary.merging([("a", "b"), (" ", "ab")])
    // The first part has long tokens, the rest has short ones: the forecast falls short.
    let words = Array(repeating: Array(" ab".utf8), count: 200_000).flatMap { $0 }
    let text = words + Array(repeating: 0x2E, count: 600_000)
    let ids = Self.ids(BPETokenizer(vocabulary: vocabulary), text)
    #expect(ids.count == 800_000)
    #expect(ids.prefix(200_000).allSatisfy { $0 == 257 } && ids.dropFirst(200_000).allSatisfy { $0 == 0x2E })
  }

  @Test func windowsJoinToTheWhole() {
    let vocabulary = Vocabulary.merging([
      ("o", "n"), ("e", " "), ("t", "w"), (" ", "t"), ("h", "r"), ("hr", "ee"), ("e", "e"),
    ])
    let tokenizer = BPETokenizer(vocabulary: vocabulary)
    let text = Array("one two.\nthree one, two three \n\n one two".utf8)
    let whole = Self.ids(tokenizer, text)
    text.withUnsafeBufferPointer { buffer in
      for place in 0...buffer.count where SafeBoundary.patterns.isSafe(place, in: buffer) {
        #expect(Self.ids(tokenizer, Array(text[..<place])) + Self.ids(tokenizer, Array(text[place...])) == whole)
      }
    }
  }

  @Test func threadsGetTheSameIDs() async {
    let tokenizer = BPETokenizer(vocabulary: .merging([("a", "b"), ("ab", "a"), (" ", "aba")]))
    let text = Array(repeating: Array("aba abab ba baab ".utf8), count: 4_000).flatMap { $0 }
    let wanted = Self.ids(tokenizer, text)
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 { group.addTask { Self.ids(tokenizer, text) == wanted } }
      for await isSame in group { #expect(isSame) }
    }
  }

  @Test func derivationTellsTheMergesInOrder() {
    let vocabulary = Vocabulary.merging([("e", "r"), ("t", "h"), ("th", "er")])
    let derivation = BPETokenizer(vocabulary: vocabulary).derivation(at: 4, of: Array("a; ther".utf8))
    func id(_ text: String) -> TokenID? { vocabulary.id(of: Array(text.utf8)[...]) }
    let wanted: [Derivation.Step] = [
      .init(.pretoken(.tokview), range: 2..<7, pieces: [2..<7]),
      .init(.merge(rank: 0), range: 5..<7, token: id("er"), pieces: [2..<3, 3..<4, 4..<5, 5..<7]),
      .init(.merge(rank: 1), range: 3..<5, token: id("th"), pieces: [2..<3, 3..<5, 5..<7]),
      .init(.merge(rank: 2), range: 3..<7, token: id("ther"), pieces: [2..<3, 3..<7]),
    ]
    #expect(derivation.steps == wanted)
    let whole = BPETokenizer(vocabulary: .merging([("t", "h")], looksUp: true)).derivation(
      at: 9, of: Array("x th".utf8))
    #expect(whole.steps.map(\.operation).last == .merge(rank: 0))
    let direct = BPETokenizer(vocabulary: .merging([("t", "h")], looksUp: true)).derivation(at: 0, of: Array("th".utf8))
    #expect(direct.steps.map(\.operation) == [.pretoken(.tokview), .wholePretoken])
    #expect(BPETokenizer(vocabulary: vocabulary).derivation(at: 0, of: []).steps.isEmpty)
  }
}
