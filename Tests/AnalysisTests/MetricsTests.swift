import Analysis
import TestSupport
import Testing
import Tokenization

@Suite struct MetricsTests {
  /// A segmentation with random cuts and ids, of random words.
  private static func text(
    _ count: Int, ids: UInt32, _ generator: inout SeededGenerator
  ) throws -> (bytes: [UInt8], cut: Segmentation) {
    let bytes = (0..<count).map { _ in
      Int.random(in: 0..<4, using: &generator) == 0 ? UInt8(0x20) : UInt8.random(in: 0x61...0x63, using: &generator)
    }
    var tokens: [Token] = []
    var start = 0
    while start < count {
      if Int.random(in: 0..<8, using: &generator) == 0 {
        tokens.append(Token(id: 9_999, start: start, end: start, kind: .special))
      }
      let end = min(count, start + Int.random(in: 1...3, using: &generator))
      tokens.append(Token(id: .random(in: 0..<ids, using: &generator), start: start, end: end, kind: .merge))
      start = end
    }
    return (bytes, try Segmentation(tokens: tokens, byteCount: count))
  }

  // MARK: Distribution

  /// The example of the authors' tokenization-scorer: `pick @@ed pick @@l @@ed pick @@les`, 0.8265, and with more pieces 0.9205.
  @Test func equalsTheAuthorsExamples() throws {
    let distribution = TokenDistribution([1, 3, 1, 2])
    #expect(abs(try #require(distribution.renyiEfficiency) - 0.826_506_483_422_524_5) < 1e-12)
    #expect(abs(try #require(distribution.renyiEntropy) - 1.653_012_966_845_049) < 1e-12)
    #expect(abs(try #require(distribution.entropy) - 1.842_371) < 1e-6)
    #expect(distribution.ranked == [3, 2, 1, 1] && distribution.total == 7 && distribution.onceCount == 2)
    let finer = TokenDistribution([3, 3, 2, 2, 1])
    #expect(abs(try #require(finer.renyiEfficiency) - 0.920_484_024_216_880_8) < 1e-9)
    #expect(distribution.share(ofMostFrequent: 2) == 5.0 / 7 && distribution.share(ofMostFrequent: 100) == 1)
  }

  @Test func uniformIsOneAndLittleSaysNothing() throws {
    for count in [2, 3, 10, 1_000] {
      let uniform = TokenDistribution(Array(repeating: 7, count: count))
      #expect(abs(try #require(uniform.renyiEfficiency) - 1) < 1e-12)
      let (shannon, renyi) = try (#require(uniform.entropy), #require(uniform.renyiEntropy))
      #expect(abs(shannon - renyi) < 1e-9)
    }
    let one = TokenDistribution([5, 0])
    #expect(one.entropy == 0 && one.renyiEntropy == 0 && one.renyiEfficiency == nil && one.typeCount == 1)
    let none = TokenDistribution([])
    #expect(none.entropy == nil && none.renyiEfficiency == nil && none.share(ofMostFrequent: 3) == nil)
  }

  /// Efficiency lies in 0...1, Rényi entropy never above Shannon's, and both equal sums written out over occurrences.
  @Test func distributionEqualsItsTwin() throws {
    var generator = SeededGenerator(seed: 41)
    for _ in 0..<200 {
      let counts = (0..<Int.random(in: 2...60, using: &generator)).map { _ in
        Int.random(in: 1...Int.random(in: 1...1_000, using: &generator), using: &generator)
      }
      let distribution = TokenDistribution(counts)
      let total = Double(counts.reduce(0, +))
      var entropy = 0.0
      var sum = 0.0
      for count in counts {
        let p = Double(count) / total
        entropy -= p * Self.log2(p)
        sum += p * p * p.squareRoot()
      }
      let renyi = -Self.log2(sum) / 1.5
      #expect(abs(try #require(distribution.entropy) - entropy) < 1e-9)
      #expect(abs(try #require(distribution.renyiEntropy) - renyi) < 1e-9)
      let efficiency = try #require(distribution.renyiEfficiency)
      #expect((0...1).contains(efficiency) && renyi <= entropy + 1e-9)
    }
  }

  /// By halving and doubling and a series: no library.
  private static func log2(_ x: Double) -> Double {
    var (m, e) = (x, 0.0)
    while m > 1.5 { (m, e) = (m / 2, e + 1) }
    while m < 0.75 { (m, e) = (m * 2, e - 1) }
    let y = (m - 1) / (m + 1)
    var (term, sum) = (y, 0.0)
    for k in 0..<60 {
      sum += term / Double(2 * k + 1)
      term *= y * y
    }
    return e + 2 * sum / 0.693_147_180_559_945_3
  }

  // MARK: Frequencies

  @Test func frequenciesEqualTheirTwinAndMerge() throws {
    var generator = SeededGenerator(seed: 42)
    for _ in 0..<100 {
      var all = TokenFrequencies()
      var merged = TokenFrequencies()
      var twin: [TokenID: Int] = [:]
      for _ in 0..<3 {
        let (_, cut) = try Self.text(Int.random(in: 0...60, using: &generator), ids: 30, &generator)
        all.add(cut)
        merged.merge(TokenFrequencies(cut))
        for token in cut.tokens where !token.isVirtual { twin[token.id, default: 0] += 1 }
      }
      #expect(all == merged && all.total == twin.values.reduce(0, +))
      #expect(Dictionary(uniqueKeysWithValues: all.counts.map { ($0.id, $0.count) }) == twin)
      #expect(all.counts.map(\.id) == twin.keys.sorted())
    }
  }

  @Test func greatIDsCountToo() {
    var frequencies = TokenFrequencies()
    frequencies.add(.max, count: 2)
    frequencies.add(1 << 20, count: 1)
    frequencies.add(3, count: 0)
    frequencies.add(5, count: 4)
    #expect(frequencies.counts.map(\.id) == [5, 1 << 20, .max] && frequencies.counts.map(\.count) == [4, 1, 2])
    #expect(frequencies.count(of: .max) == 2 && frequencies.count(of: 3) == 0 && frequencies.total == 7)
    var other = TokenFrequencies()
    other.merge(frequencies)
    #expect(other == frequencies)
  }

  // MARK: Words

  private struct SlowWord: Hashable {
    let bytes: [UInt8]
    let tokens: Int
  }

  /// All words in a table, sorted; the kept ones are its head, in one run or in parts put together in any order.
  @Test func splitWordsEqualTheirTwin() throws {
    var generator = SeededGenerator(seed: 43)
    for round in 0..<60 {
      var all = SplitWords()
      var parts: [SplitWords] = []
      var table: [SlowWord: Int] = [:]
      for _ in 0..<4 {
        let (text, cut) = try Self.text(Int.random(in: 0...400, using: &generator), ids: 30, &generator)
        // With one letter the same words come again and again.
        let bytes = round % 2 == 0 ? text : text.map { $0 == 0x20 ? $0 : 0x61 }
        all.add(cut, of: bytes)
        var part = SplitWords()
        part.add(cut, of: bytes)
        parts.append(part)
        for word in WordRanges(bytes) {
          let tokens = cut.tokens.count { !$0.isVirtual && $0.range.overlaps(word) }
          table[SlowWord(bytes: Array(bytes[word]), tokens: tokens), default: 0] += 1
        }
      }
      var most: [[UInt8]: Int] = [:]
      for word in table.keys { most[word.bytes] = max(word.tokens, most[word.bytes] ?? 0) }
      let expected = most.filter { $0.value > 1 }.sorted { a, b in
        if a.value != b.value { return a.value > b.value }
        if a.key.count != b.key.count { return a.key.count < b.key.count }
        return a.key.lexicographicallyPrecedes(b.key)
      }.prefix(SplitWords.limit)
      #expect(all.entries.map(\.bytes) == expected.map(\.key), "round \(round)")
      #expect(all.entries.map(\.tokens) == expected.map(\.value))
      #expect(all.entries.map(\.count) == expected.map { table[SlowWord(bytes: $0.key, tokens: $0.value)] ?? 0 })
      for entry in all.entries {
        // Tokens that reach over the word's edges end outside, so pieces are as many as tokens.
        #expect(entry.pieces.count == entry.tokens && entry.pieces.allSatisfy { !$0.isEmpty })
      }
      var forwards = SplitWords()
      for part in parts { forwards.merge(part) }
      var backwards = SplitWords()
      for part in parts.reversed() { backwards.merge(part) }
      #expect(forwards == all && backwards == all)
    }
  }

  @Test func longWordsAreCutOff() throws {
    let bytes = [UInt8](repeating: 0x61, count: 500)
    var words = SplitWords()
    words.add(try SegmentationStatisticsTests.segmentation(ends: Array(1...500)), of: bytes)
    let entry = try #require(words.entries.first)
    #expect(entry.tokens == 500 && entry.byteCount == 500 && entry.bytes.count == SplitWords.longestWord)
    #expect(entry.pieces.count == SplitWords.longestWord)
  }

  @Test func profileEqualsItsTwin() throws {
    var generator = SeededGenerator(seed: 44)
    for count in [0, 1, 5, 1_023, 1_024, 1_025, 3_000, 10_000] {
      let words = (0..<count).map { _ in Int.random(in: 1...9, using: &generator) }
      var profile = WordProfile()
      for word in words { profile.append(tokens: word) }
      #expect(profile.wordCount == count)
      for room in [1, 7, 80, 2_000] {
        let (means, width) = profile.bars(atMost: room)
        #expect(means.count <= room && (count == 0) == means.isEmpty)
        let twin = Swift.stride(from: 0, to: count, by: width).map { first in
          let run = words[first..<min(count, first + width)]
          return Double(run.reduce(0, +)) / Double(run.count)
        }
        #expect(means == twin)
      }
      #expect(count > 1_024 || profile.bars(atMost: 2_000).means == words.map(Double.init))
    }
    #expect(WordProfile().bars(atMost: 0).means.isEmpty)
  }

  // MARK: Together

  /// A text counted in parts is the text counted at once.
  @Test func partsMakeTheWhole() throws {
    var generator = SeededGenerator(seed: 45)
    var whole = MeasuredText()
    var parts = MeasuredText()
    var bytes: [UInt8] = []
    var tokens: [Token] = []
    for _ in 0..<5 {
      let (part, cut) = try Self.text(Int.random(in: 1...90, using: &generator), ids: 20, &generator)
      let spaced = part + [0x20]
      let ended = try Segmentation(
        tokens: cut.tokens + [Token(id: 7, start: part.count, end: part.count + 1, kind: .merge)],
        byteCount: spaced.count)
      parts.append(ended, of: spaced)
      for token in ended.tokens {
        tokens.append(
          Token(id: token.id, start: bytes.count + token.start, end: bytes.count + token.end, kind: token.kind))
      }
      bytes += spaced
    }
    whole.append(try Segmentation(tokens: tokens, byteCount: bytes.count), of: bytes)
    #expect(whole == parts)
    #expect(whole.metrics.statistics.documents == 1 && whole.byteCount == bytes.count)
    #expect(whole.metrics.frequencies.total == whole.metrics.statistics.tokens)
    var twice = whole.metrics
    twice.merge(parts.metrics)
    #expect(twice.statistics.documents == 2 && twice.statistics.tokens == 2 * whole.metrics.statistics.tokens)
  }

  @Test func charactersAreScalars() throws {
    let text = Array("aş€😀".utf8) + [0xFF, 0xE2, 0x82]
    let statistics = SegmentationStatistics(
      try SegmentationStatisticsTests.segmentation(ends: [3, text.count]), of: text)
    #expect(statistics.characters == 7 && statistics.charactersPerToken == 3.5)
    #expect(SegmentationStatistics(.empty, of: []).charactersPerToken == nil)
  }

  /// Agreement of cut sets is symmetric, 1 with itself, and in 0...1.
  @Test func agreementIsSymmetric() throws {
    var generator = SeededGenerator(seed: 46)
    for _ in 0..<100 {
      let count = Int.random(in: 1...40, using: &generator)
      let cuts = try (0..<3).map { _ in try Self.text(count, ids: 3, &generator).cut }
      let alignment = Alignment(cuts)
      for a in 0..<3 {
        #expect(alignment.agreement(a, a) == 1)
        for b in 0..<3 {
          let value = alignment.agreement(a, b)
          #expect(value == alignment.agreement(b, a) && (0...1).contains(value))
          let (x, y) = (Set(cuts[a].cuts), Set(cuts[b].cuts))
          let either = x.union(y).count
          #expect(value == (either == 0 ? 1 : Double(x.intersection(y).count) / Double(either)))
        }
      }
    }
  }

  // MARK: Parity

  @Test func premiumsAreMeansOverSets() throws {
    func text(_ language: String, _ count: Int) -> ParallelSet.Text {
      ParallelSet.Text(name: "\(language)\(count)", language: language, bytes: [UInt8](repeating: 0x61, count: count))
    }
    #expect(ParallelSet(english: text("en", 1), translations: []) == nil)
    let sets = try [
      #require(ParallelSet(english: text("en", 4), translations: [text("tr", 6), text("zh", 2), text("tr", 10)])),
      #require(ParallelSet(english: text("en", 5), translations: [text("tr", 5)])),
      #require(ParallelSet(english: text("en", 0), translations: [text("fi", 3)])),
    ]
    #expect(ParallelSet.languages(of: sets) == ["tr", "zh", "fi"])
    let counts = ParityCounts(sets) { bytes in
      try! SegmentationStatisticsTests.segmentation(ends: Array(bytes.indices.map { $0 + 1 }))
    }
    #expect(counts.tokens == [[4, 6, 2, 10], [5, 5], [0, 3]])
    #expect(counts.premium(of: "tr") == (1.5 + 2.5 + 1) / 3 && counts.premium(of: "tr", set: 0) == 2)
    #expect(counts.premium(of: "zh") == 0.5 && counts.premium(of: "zh", set: 1) == nil)
    #expect(counts.premium(of: "fi") == nil && counts.premium(set: 1, text: 0) == 1)
    #expect(sets[0].name == "en4" && sets[0].hasText(named: "zh2") && !sets[1].hasText(named: "zh2"))
  }
}
