import TestSupport
import Testing
import Tokenization
import TokenizerTraining

@Suite struct ScaffoldBPETrainerTests {
  private let example = words(["abc": 6, "abd": 2, "de": 4, "ef": 3])

  @Test func workedExample() throws {
    let result = try ScaffoldBPETrainer(size: 259).train(PretokenTable(example))
    #expect(result.learned == ["ab", "abc", "de", "ef"])
    #expect(result.scaffoldText == ["ab"])
    #expect(result.visibleCount == 259)
  }

  @Test func scaffoldTokenReturns() throws {
    let result = try ScaffoldBPETrainer(size: 260).train(PretokenTable(example))
    #expect(result.learned == ["ab", "abc", "de", "ef"])
    #expect(result.scaffoldText.isEmpty)
  }

  @Test(arguments: 0..<160) func sameAsFullRecount(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let alphabet = Array("abcde".utf8.prefix(Int.random(in: 1...5, using: &generator)))
    let sample = randomWords(
      alphabet: alphabet, count: Int.random(in: 1...40, using: &generator),
      longest: Int.random(in: 1...14, using: &generator),
      using: &generator)
    let size = 256 + Int.random(in: 0...50, using: &generator)
    let minimum = Int.random(in: 1...3, using: &generator)
    let fast = try ScaffoldBPETrainer(size: size, minimumCount: minimum).train(PretokenTable(sample))
    #expect(fast == slowScaffoldBPE(sample, size: size, minimumCount: minimum), "seed \(seed)")
  }

  @Test func theRandomSamplesHaveScaffoldTokens() throws {
    var generator = SeededGenerator(seed: 3)
    let sample = randomWords(alphabet: Array("abcde".utf8), count: 200, longest: 10, using: &generator)
    let fast = try ScaffoldBPETrainer(size: 330).train(PretokenTable(sample))
    #expect(fast.scaffoldTokens.count > 1)
    #expect(fast == slowScaffoldBPE(sample, size: 330))
  }

  @Test func digitStringsAreNeverScaffold() throws {
    // 12 and 7 are swallowed by longer tokens while xy is still to come: other tokens would become scaffold.
    let sample = words(["12a": 50, "b7": 40, "34cd": 30, "xy": 10])
    let result = try ScaffoldBPETrainer(size: 1_370, seedsDigits: true).train(PretokenTable(sample))
    #expect(result == slowScaffoldBPE(sample, size: 1_370, seeds: DigitMerges.all))
    #expect(result.learned.dropFirst(1_100) == ["12a", "b7", "cd", "34cd", "xy"])
    #expect(result.scaffoldText == ["cd"])
    #expect(result.scaffoldTokens.allSatisfy { $0 >= 1_356 })
  }

  @Test func bytesAreNeverScaffold() throws {
    var generator = SeededGenerator(seed: 9)
    let sample = randomWords(alphabet: Array("ab".utf8), count: 30, longest: 9, using: &generator)
    let result = try ScaffoldBPETrainer(size: 300, minimumCount: 1).train(PretokenTable(sample))
    #expect(result.scaffoldTokens.allSatisfy { $0 >= 256 })
    #expect(result.vocabulary(name: "test", pattern: .tokview).scaffoldTokens == result.scaffoldTokens)
  }

  @Test func cancelEndsTheRun() throws {
    #expect(throws: TrainingError.cancelled) {
      _ = try ScaffoldBPETrainer(size: 260).train(PretokenTable(example)) { _ in false }
    }
    #expect(throws: TrainingError.sizeTooSmall(size: 0, smallest: 256)) { try ScaffoldBPETrainer(size: 0) }
  }

  @Test func nothingToLearn() throws {
    let result = try ScaffoldBPETrainer(size: 300).train(PretokenTable())
    #expect(result.tokens.count == 256 && result.scaffoldTokens.isEmpty)
  }
}
