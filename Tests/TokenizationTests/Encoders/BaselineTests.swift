import TestSupport
import Testing

@testable import Tokenization

@Suite struct GreedyTokenizerTests {
  @Test func eatsFromEitherSide() {
    let vocabulary = Vocabulary.tokens(["ab", "abc", "cde"])
    #expect(GreedyTokenizer(vocabulary: vocabulary).pieces("abcde") == "abc|d|e")
    #expect(GreedyTokenizer(vocabulary: vocabulary, from: .right).pieces("abcde") == "ab|cde")
  }

  @Test func findsALongTokenBehindAPrefixThatIsNone() {
    // `abcd` and `abc` are no tokens on the way to `abcde`.
    let vocabulary = Vocabulary.tokens(["abcde", "ab"])
    #expect(GreedyTokenizer(vocabulary: vocabulary).pieces("abcdabcde") == "ab|c|d|abcde")
    #expect(GreedyTokenizer(vocabulary: vocabulary, from: .right).pieces("abcdeabcd") == "abcde|ab|c|d")
  }

  @Test(arguments: GreedyTokenizer.Side.allCases)
  func equalsTheNaiveTwin(side: GreedyTokenizer.Side) {
    let seed: UInt64 = 77
    var random = SeededGenerator(seed: seed)
    for round in 0..<120 {
      let vocabulary = Vocabulary.random(
        alphabet: RandomText.alphabet, merges: Int.random(in: 1...60, using: &random), using: &random)
      let naive = NaiveEncoders(vocabulary: vocabulary)
      let tokenizer = GreedyTokenizer(vocabulary: vocabulary, from: side)
      for size in [1, 6, 15, 16, 60] {
        let text = RandomText.next(length: size, using: &random)
        let expected = naive.encode(text) {
          side == .left ? naive.greedyFromTheLeft($0) : naive.greedyFromTheRight($0)
        }
        #expect(tokenizer.ids(of: text) == expected, "seed \(seed), round \(round), text \(text)")
      }
    }
  }

  @Test func explainsItsBites() {
    let vocabulary = Vocabulary.tokens(["ab", "abc", "cde"])
    let left = GreedyTokenizer(vocabulary: vocabulary).derivation(at: 0, of: Array("abcde".utf8)).steps
    #expect(
      left.map(\.operation) == [
        .pretoken(.tokview), .longestPrefix(length: 3), .longestPrefix(length: 1), .longestPrefix(length: 1),
      ])
    #expect(left.map(\.pieces) == [[0..<5], [0..<3, 3..<5], [0..<3, 3..<4, 4..<5], [0..<3, 3..<4, 4..<5]])
    let right = GreedyTokenizer(vocabulary: vocabulary, from: .right).derivation(at: 0, of: Array("abcde".utf8)).steps
    #expect(right.map(\.operation) == [.pretoken(.tokview), .longestSuffix(length: 3), .longestSuffix(length: 2)])
    #expect(right.map(\.pieces) == [[0..<5], [0..<2, 2..<5], [0..<2, 2..<5]])
  }
}

@Suite struct FewestTokensTokenizerTests {
  @Test func tiesGoToTheLongestLastToken() {
    let tokenizer = FewestTokensTokenizer(vocabulary: .tokens(["ab", "abc", "bcde", "ef"]))
    #expect(tokenizer.pieces("abcdef") == "abc|d|ef")
    // Both have two tokens.
    #expect(FewestTokensTokenizer(vocabulary: .tokens(["ab", "abc", "bcd", "cd"])).pieces("abcd") == "a|bcd")
  }

  @Test func givesLongTokensUpForFewer() {
    let vocabulary = Vocabulary.tokens(["abc", "def", "bcde"])
    #expect(FewestTokensTokenizer(vocabulary: vocabulary).pieces("abcdef") == "abc|def")
  }

  @Test func equalsTheNaiveTwin() {
    let seed: UInt64 = 16_987
    var random = SeededGenerator(seed: seed)
    for round in 0..<120 {
      let vocabulary = Vocabulary.random(
        alphabet: RandomText.alphabet, merges: Int.random(in: 1...60, using: &random), using: &random)
      let naive = NaiveEncoders(vocabulary: vocabulary)
      let tokenizer = FewestTokensTokenizer(vocabulary: vocabulary)
      for size in [1, 4, 9, 14] {
        let text = RandomText.next(length: size, using: &random)
        #expect(
          tokenizer.ids(of: text) == naive.encode(text, naive.fewest), "seed \(seed), round \(round), text \(text)")
      }
    }
  }

  @Test func explainsThePath() {
    let tokenizer = FewestTokensTokenizer(vocabulary: .tokens(["abc", "def", "bcde"]))
    let steps = tokenizer.derivation(at: 5, of: Array("abcdef".utf8)).steps
    #expect(steps.map(\.operation) == [.pretoken(.tokview), .shortestPath(total: 2), .shortestPath(total: 2)])
    #expect(steps.map(\.pieces) == [[0..<6], [0..<3, 3..<6], [0..<3, 3..<6]])
  }
}

@Suite struct BytesTokenizerTests {
  @Test func idsAreBytes() throws {
    let tokenizer = BytesTokenizer()
    let all = (0...255).map(UInt8.init)
    #expect(tokenizer.ids(of: all) == all.map(TokenID.init))
    #expect(tokenizer.ids(of: Array("aş".utf8)) == [97, 197, 159])
    #expect(try tokenizer.decode([97, 255]) == [97, 255])
    #expect(throws: UnknownTokenID(id: 256, index: 1)) { try tokenizer.decode([0, 256]) }
    #expect(tokenizer.vocabulary.count == 256)
  }

  @Test func explainsItselfInTwoSteps() {
    let steps = BytesTokenizer().derivation(at: 2, of: Array("a bc".utf8)).steps
    #expect(steps.map(\.operation) == [.pretoken(.tokview), .singleBytes])
    #expect(steps.map(\.pieces) == [[1..<4], [1..<2, 2..<3, 3..<4]])
  }
}
