import TestSupport
import Testing
import Tokenization
import TokenizerTraining

@Suite struct HandMadeTokenTests {
  /// What is whole in a learned token is not appended, a single word only when it was learned alone or behind a space; the rest comes
  /// last, in the order given.
  @Test func onlyWhatIsMissingIsAppended() throws {
    let table = PretokenTable(words([" ab": 9, "cdef": 5, "     ": 4, "xyz": 3]))
    func token(_ text: String, word: Bool = false) -> HandMadeToken {
      HandMadeToken(Array(text.utf8), isSingleWord: word)
    }
    let wanted = [
      token("(a)"), token("ab", word: true), token("de"), token("ef", word: true), token("U.S.", word: true),
      token("  "), token("x"), token("xyz", word: true), token("c"), token("xy", word: true),
    ]
    let result = try BPETrainer(size: 280, handMadeTokens: wanted).train(table)
    #expect(result.tokens.contains(Array("cdef".utf8)) && !result.tokens.contains(Array("de".utf8)))
    let missing = [token("(a)"), token("U.S.", word: true)]
    #expect(result.appendedTokens.filter { $0.bytes != Array("ef".utf8) && $0.bytes != Array("xy".utf8) } == missing)
    #expect(result.tokens.suffix(result.appendedTokens.count) == result.appendedTokens.map(\.bytes)[...])
    let vocabulary = result.vocabulary(name: "v", pattern: .gpt2)
    #expect(vocabulary.addedTokens.map(\.content) == result.appendedTokens.map(\.bytes))
    #expect(vocabulary.addedTokens.map(\.singleWord) == result.appendedTokens.map(\.isSingleWord))
    #expect(vocabulary.addedTokens.allSatisfy { !$0.special && $0.normalized })
  }

  /// Learning makes room for exactly those that are still missing.
  @Test func theSizeIsKept() throws {
    var generator = SeededGenerator(seed: 21)
    let sample = randomWords(alphabet: Array("abc ".utf8), count: 200, longest: 9, using: &generator)
    let wanted = ["ab", "bca", "zz", "(q)", "cab"].map { HandMadeToken(Array($0.utf8)) }
    for size in 261...300 {
      let result = try BPETrainer(size: size, minimumCount: 1, handMadeTokens: wanted).train(PretokenTable(sample))
      #expect(result.tokens.count == size && Set(result.tokens).count == size)
    }
    #expect(throws: TrainingError.sizeTooSmall(size: 260, smallest: 261)) {
      try BPETrainer(size: 260, handMadeTokens: wanted)
    }
  }

  @Test(arguments: 0..<60) func sameAsLookingThroughAllTokensEachTime(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(2_000 + seed))
    let sample = randomWords(
      alphabet: Array("ab ".utf8), count: Int.random(in: 1...40, using: &generator), longest: 8, using: &generator)
    var wanted: [HandMadeToken] = []
    for _ in 0..<Int.random(in: 1...12, using: &generator) {
      let bytes = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
        Array("ab c".utf8).randomElement(using: &generator)!
      }
      if !wanted.contains(where: { $0.bytes == bytes }) {
        wanted.append(HandMadeToken(bytes, isSingleWord: Bool.random(using: &generator)))
      }
    }
    let size = 256 + wanted.count + Int.random(in: 0...30, using: &generator)
    let longest = Int.random(in: 2...6, using: &generator)
    let fast = try BPETrainer(size: size, maximumLength: longest, handMadeTokens: wanted).train(PretokenTable(sample))
    #expect(
      fast == slowBPE(sample, size: size, maximumLength: longest, handMade: wanted), "seed \(2_000 + seed)")
  }
}
