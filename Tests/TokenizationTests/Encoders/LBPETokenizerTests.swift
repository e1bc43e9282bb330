import TestSupport
import Testing

@testable import Tokenization

@Suite struct LBPETokenizerTests {
  @Test func takesLongTokensBeforeEarlyMerges() {
    let ther = Vocabulary.merging([("e", "r"), ("t", "h"), ("th", "e"), ("h", "er")])
    #expect(LBPETokenizer(vocabulary: ther).pieces("ther") == "the|r")
    #expect(BPETokenizer(vocabulary: ther).pieces("ther") == "th|er")
    let abcde = Vocabulary.merging([("a", "b"), ("c", "d"), ("b", "c"), ("d", "e"), ("bc", "de")])
    #expect(LBPETokenizer(vocabulary: abcde).pieces("abcde") == "a|bcde")
    #expect(BPETokenizer(vocabulary: abcde).pieces("abcde") == "ab|cd|e")
  }

  @Test func longFirstIsNotFewest() {
    let tokenizer = LBPETokenizer(vocabulary: .tokens(["abc", "def", "bcde"]))
    #expect(tokenizer.pieces("abcdef") == "a|bcde|f")
  }

  @Test func takesTheLeftmostOfEqualLengths() {
    #expect(LBPETokenizer(vocabulary: .tokens(["ab", "bc"])).pieces("abc") == "ab|c")
    #expect(LBPETokenizer(vocabulary: .tokens(["aa"])).pieces("aaaaa") == "aa|aa|a")
    // `xyz` is in the way of `zabc` and comes back as `xy`, behind `wx`.
    #expect(LBPETokenizer(vocabulary: .tokens(["wx", "xy", "xyz", "zabc"])).pieces("wxyzabc") == "wx|y|zabc")
    // `bcd` is in the way of `defg`, and goes back to the queue.
    #expect(LBPETokenizer(vocabulary: .tokens(["bcd", "defg", "ab", "ef"])).pieces("abcdefg") == "ab|c|defg")
  }

  @Test func neverCrossesPretokens() {
    let tokenizer = LBPETokenizer(vocabulary: .tokens(["a b"]))
    #expect(tokenizer.pieces("a b") == "a| |b")
  }

  @Test func countsCharactersWhenTold() {
    // Five bytes, three characters against four of each.
    let clash = Vocabulary.tokens(["şğa", "abcd"])
    #expect(LBPETokenizer(vocabulary: clash).pieces("şğabcd") == "şğa|b|c|d")
    let ids = LBPETokenizer(vocabulary: clash, length: .characters).ids(of: Array("şğabcd".utf8))
    #expect(ids == [0xC5, 0x9F, 0xC4, 0x9F, 257])
  }

  @Test func tokensThatEndInsideACharacterMeasureTheSame() {
    // The last one is taken first; it leaves `!` and the first byte of the corner, which are as long as with the second.
    let vocabulary = Vocabulary.tokens(bytes: [[0x21, 0xE2], [0x21, 0xE2, 0x94], [0x94, 0x95, 0x21, 0x21, 0x21]])
    let text: [UInt8] = [0x21, 0xE2, 0x94, 0x95, 0x21, 0x21, 0x21]
    let tokenizer = LBPETokenizer(vocabulary: vocabulary, length: .characters)
    #expect(tokenizer.ids(of: text) == [256, 258])
    #expect(tokenizer.ids(of: [0x21, 0xE2]) == [256])
  }

  @Test(arguments: TokenLength.allCases)
  func equalsTheNaiveTwin(length: TokenLength) {
    let seed: UInt64 = 2_411_05504
    var random = SeededGenerator(seed: seed)
    for round in 0..<120 {
      let vocabulary = Vocabulary.random(
        alphabet: RandomText.alphabet, merges: Int.random(in: 1...60, using: &random), using: &random)
      let naive = NaiveEncoders(vocabulary: vocabulary)
      let tokenizer = LBPETokenizer(vocabulary: vocabulary, length: length)
      for size in [1, 5, 14, 15, 16, 40, 90] {
        let text = RandomText.next(length: size, using: &random)
        #expect(
          tokenizer.ids(of: text) == naive.encode(text) { naive.longestFirst($0, by: length) },
          "seed \(seed), round \(round), text \(text)")
      }
    }
  }

  /// Two letters, and the parts of box corners: most tokens overlap, and in characters many measure the same.
  @Test(arguments: TokenLength.allCases, [[0x61, 0x62], [0xE2, 0x94, 0x95, 0x21]] as [[UInt8]])
  func equalsTheNaiveTwinWhereTokensOverlap(length: TokenLength, alphabet: [UInt8]) {
    let seed: UInt64 = 606
    var random = SeededGenerator(seed: seed)
    for round in 0..<120 {
      let vocabulary = Vocabulary.random(
        alphabet: alphabet.map { [$0] }, merges: Int.random(in: 3...25, using: &random), using: &random)
      let naive = NaiveEncoders(vocabulary: vocabulary)
      let tokenizer = LBPETokenizer(vocabulary: vocabulary, length: length)
      for size in [6, 15, 40] {
        let text = (0..<size).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] }
        #expect(
          tokenizer.ids(of: text) == naive.encode(text) { naive.longestFirst($0, by: length) },
          "seed \(seed), round \(round), text \(text)")
      }
    }
  }

  @Test func explainsTheSpansInTheOrderOfTaking() {
    let tokenizer = LBPETokenizer(vocabulary: .tokens(["abc", "def", "bcde"]))
    let steps = tokenizer.derivation(at: 4, of: Array(" abcdef".utf8)).steps
    #expect(steps.map(\.operation) == [.pretoken(.tokview), .longestSpan(length: 4), .singleBytes])
    #expect(steps.map(\.pieces) == [[0..<7], [0..<2, 2..<6, 6..<7], [0..<1, 1..<2, 2..<6, 6..<7]])
    #expect(steps.map(\.token) == [nil, tokenizer.vocabulary.id(of: Array("bcde".utf8)[...]), nil])
  }

  /// Every start offers its tokens; what goes back is bounded by the tokens that begin there.
  @Test(arguments: ["runs", "overlaps", "random"])
  func worksInProportionToTheText(kind: String) {
    var random = SeededGenerator(seed: 12)
    let runs = (1...7).map { String(repeating: "a", count: 1 << $0) }
    let vocabulary = Vocabulary.tokens(runs + ["ab", "bab", "ababb", "bbabaab", "aabbaabba"])
    let count = 1 << 20
    let text: [UInt8] =
      switch kind {
      case "runs": Array(repeating: 0x61, count: count)
      case "overlaps": Array(String(repeating: "ababbabaabbaabba", count: count / 16).utf8)
      default: (0..<count).map { _ in Bool.random(using: &random) ? 0x61 : 0x62 }
      }
    var model = LongestFirstModel(vocabulary: vocabulary, length: .bytes)
    var ids: [TokenID] = []
    text.withUnsafeBufferPointer { model.encode($0, into: &ids) }
    #expect(ids.reduce(0) { $0 + vocabulary.byteCount(of: $1) } == count)
    #expect(model.steps <= 3 * count)
  }
}
