import TestSupport
import Testing
import Tokenization
import TokenizerTraining

@Suite struct BPETrainerTests {
  @Test func workedExample() throws {
    let counter = try counted(["aaab aab ab"])
    #expect(counter.table.contents == [Array("aaab".utf8): 1, Array(" aab".utf8): 1, Array(" ab".utf8): 1])
    let result = try BPETrainer(size: 1_000, minimumCount: 1).train(counter.table)
    #expect(result.learned.prefix(2) == ["aa", "ab"])
    #expect(
      result.merges.prefix(2) == [Merge(left: 97, right: 97, result: 256), Merge(left: 97, right: 98, result: 257)])
    // Four pairs remain that occur once; the default minimum of two merges none of them.
    #expect(try BPETrainer(size: 1_000).train(counter.table).tokens.count == 258)
  }

  @Test(arguments: 0..<120) func sameAsFullRecount(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    let alphabet = Array("abcd".utf8.prefix(Int.random(in: 1...4, using: &generator)))
    let sample = randomWords(
      alphabet: alphabet, count: Int.random(in: 1...40, using: &generator),
      longest: Int.random(in: 1...14, using: &generator),
      using: &generator)
    let size = 256 + Int.random(in: 0...60, using: &generator)
    let minimum = Int.random(in: 1...3, using: &generator)
    let fast = try BPETrainer(size: size, minimumCount: minimum).train(PretokenTable(sample))
    #expect(fast == slowBPE(sample, size: size, minimumCount: minimum), "seed \(seed)")
  }

  @Test func sameAsFullRecountWithDigits() throws {
    var generator = SeededGenerator(seed: 77)
    for _ in 0..<3 {
      let sample = randomWords(alphabet: Array("0179a ".utf8), count: 60, longest: 7, using: &generator)
      let fast = try BPETrainer(size: 1_400, seedsDigits: true).train(PretokenTable(sample))
      #expect(fast == slowBPE(sample, size: 1_400, seeds: DigitMerges.all))
    }
  }

  @Test func sameAsFullRecountOnManyWordsWithRuns() throws {
    for seed in 0..<6 {
      var generator = SeededGenerator(seed: UInt64(1_000 + seed))
      let sample = randomWords(alphabet: Array("aaab".utf8), count: 150, longest: 30, using: &generator)
      let fast = try BPETrainer(size: 500).train(PretokenTable(sample))
      #expect(fast == slowBPE(sample, size: 500), "seed \(1_000 + seed)")
    }
  }

  /// A pair that would be too long is passed over and the next one taken.
  @Test(arguments: 0..<60) func longTokensAreNotLearned(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(3_000 + seed))
    let alphabet = Array("abcd".utf8.prefix(Int.random(in: 1...4, using: &generator)))
    let sample = randomWords(
      alphabet: alphabet, count: Int.random(in: 1...40, using: &generator), longest: 20, using: &generator)
    let longest = Int.random(in: 2...5, using: &generator)
    let fast = try BPETrainer(size: 330, minimumCount: 1, maximumLength: longest).train(PretokenTable(sample))
    #expect(fast.tokens.allSatisfy { $0.count <= longest })
    #expect(
      fast == slowBPE(sample, size: 330, minimumCount: 1, maximumLength: longest), "seed \(3_000 + seed)")
  }

  @Test func aWeightIsTheSameAsRepeating() throws {
    let text = "the other mother bothers another brother; 12 + 345 = 357"
    let weighted = try counted([text, "and so on and on"], weights: [3, 1])
    let repeated = try counted([text, text, text, "and so on and on"])
    let trainer = try BPETrainer(size: 300)
    #expect(try trainer.train(weighted.table) == trainer.train(repeated.table))
    #expect(weighted.table.contents == repeated.table.contents)
  }

  @Test func nothingToLearn() throws {
    let result = try BPETrainer(size: 300).train(PretokenTable())
    #expect(result.tokens.count == 256 && result.merges.isEmpty)
    #expect(result.counts == Array(repeating: 0, count: 256))
    let seeded = try BPETrainer(size: 5_000, seedsDigits: true).train(PretokenTable())
    #expect(seeded.tokens.count == 256 + 1_100)
    #expect(throws: TrainingError.sizeTooSmall(size: 255, smallest: 256)) { try BPETrainer(size: 255) }
    #expect(throws: TrainingError.sizeTooSmall(size: 1_000, smallest: 1_356)) {
      try BPETrainer(size: 1_000, seedsDigits: true)
    }
  }

  @Test func progressRisesAndEndsAtTheSize() throws {
    var generator = SeededGenerator(seed: 5)
    let table = PretokenTable(
      randomWords(alphabet: Array("abcdefghij".utf8), count: 900, longest: 12, using: &generator))
    var seen: [Int] = []
    _ = try BPETrainer(size: 1_000).train(table) { progress in
      if case .merging(let tokens, 1_000) = progress { seen.append(tokens) }
      return true
    }
    #expect(seen.count > 3 && seen == seen.sorted() && seen.last == 1_000)
  }

  @Test func cancelEndsTheRun() throws {
    var generator = SeededGenerator(seed: 6)
    let table = PretokenTable(
      randomWords(alphabet: Array("abcdefghij".utf8), count: 900, longest: 12, using: &generator))
    var calls = 0
    #expect(throws: TrainingError.cancelled) {
      _ = try BPETrainer(size: 1_000).train(table) { _ in
        calls += 1
        return calls < 2
      }
    }
    #expect(calls == 2)
  }

  @Test func anAllEqualWordOfAMillionBytes() throws {
    let table = PretokenTable([(bytes: [UInt8](repeating: 97, count: 1_000_000), count: 1)])
    let result = try BPETrainer(size: 266).train(table)
    #expect(result.tokens.dropFirst(256).map(\.count) == [2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024])
    #expect(result.counts[265] == 1_000_000 / 1_024)
  }
}

/// Counts `texts` with the bundled pattern.
func counted(_ texts: [String], weights: [Int]? = nil, chunkSize: Int = 1 << 20) throws -> PretokenCounter {
  var counter = PretokenCounter(pattern: .tokview)
  for (index, text) in texts.enumerated() {
    try counter.count(
      TrainingInput(ByteArraySource(Array(text.utf8), chunkSize: chunkSize), weight: weights?[index] ?? 1))
  }
  return counter
}
