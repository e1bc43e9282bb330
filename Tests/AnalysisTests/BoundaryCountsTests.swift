import Analysis
import TestSupport
import Testing
import Tokenization

@Suite struct BoundaryCountsTests {
  @Test func workedExample() {
    let counts = BoundaryCounts(cuts: [2], readings: [[2, 5]])
    #expect(counts.right == 1 && counts.wrong == 0 && counts.missed == 1 && counts.wholeWords == 0)
    #expect(counts.precision == 1 && counts.recall == 0.5 && abs(counts.f1 - 2.0 / 3) < 1e-12)
  }

  @Test func theReadingThatAgreesBestCounts() {
    // The second reading has more right cuts, but the first is right as a whole.
    #expect(BoundaryCounts(cuts: [], readings: [[], [1, 2]]).wholeWords == 1)
    let counts = BoundaryCounts(cuts: [1, 2, 4], readings: [[3], [1, 2], [1, 2, 3]])
    #expect(counts.right == 2 && counts.wrong == 1 && counts.missed == 0)
    let nothing = BoundaryCounts(cuts: [], readings: [[]])
    #expect(nothing.precision == 0 && nothing.recall == 0 && nothing.f1 == 0 && nothing.wholeShare == 1)
  }

  @Test(arguments: [
    ("Ankara'da", [6], [7]), ("Ankara'da", [7], [7]), ("Ankara'da", [6, 7], [7]),
    ("Ankara'da", [3, 6, 7, 8], [3, 7, 8]),
    ("Ankara’da", [6], [9]), ("Ankara’da", [7], [9]), ("Ankara’da", [8], [9]), ("Ankara’da", [9], [9]),
    ("Ankara’da", [6, 7, 8, 9, 10], [9, 10]), ("evler'", [5], []), ("evler'", [2, 5], [2]), ("'da", [1], [1]),
    ("a''b", [1], [3]), ("a''b", [2], [3]), ("evler", [0, 2, 5, 9], [2]), ("a", [], []),
  ])
  func anApostropheIsOneBoundary(word: String, cuts: [Int], expected: [Int]) {
    #expect(WordCuts.joined(cuts, in: Array(word.utf8)) == expected)
  }

  /// Every byte is a cut, except before the word and inside the apostrophe.
  @Test func wordsStandAfterASpace() {
    #expect(WordCuts.of(Array("ab'c".utf8), by: BytesTokenizer()) == [1, 3])
    #expect(WordCuts.of([0x61], by: BytesTokenizer()) == [])
  }

  /// Roots that carry the space before them, and markers without bytes, cut as any other tokens.
  @Test func markersAreNoCuts() {
    struct Roots: Tokenizer {
      let vocabulary = BytesTokenizer().vocabulary
      func encode(_ text: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {}
      func derivation(at offset: Int, of text: [UInt8]) -> Derivation {
        BytesTokenizer().derivation(at: offset, of: text)
      }
      func segmentation(of text: [UInt8]) -> Segmentation {
        #expect(text == Array(" evler".utf8))
        let tokens: [(Int, Int, TokenKind)] = [
          (0, 0, .marker), (0, 3, .root), (3, 3, .marker), (3, 6, .suffix), (6, 6, .marker),
        ]
        return Segmentation(
          proven: tokens.map { Token(id: 0, start: $0.0, end: $0.1, kind: $0.2) }, byteCount: text.count)
      }
    }
    #expect(WordCuts.of(Array("evler".utf8), by: Roots()) == [2])
  }

  /// The twin spells the cuts as hyphens and compares strings, place by place.
  @Test(arguments: [31, 32] as [UInt64]) func equalsSlowTwin(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var sum = BoundaryCounts()
    var slow = [0, 0, 0, 0]
    for _ in 0..<2_000 {
      let count = Int.random(in: 1...7, using: &generator)
      func draw() -> [Int] { (1..<max(count, 2)).filter { _ in Bool.random(using: &generator) && count > 1 } }
      let cuts = draw()
      let readings = (0..<Int.random(in: 1...3, using: &generator)).map { _ in draw() }
      let counts = BoundaryCounts(cuts: cuts, readings: readings)
      var best: [Int] = []
      for reading in readings {
        var item = [0, 0, 0, reading == cuts ? 1 : 0]
        for place in 1..<max(count, 2) {
          switch (reading.contains(place), cuts.contains(place)) {
          case (true, true): item[0] += 1
          case (false, true): item[1] += 1
          case (true, false): item[2] += 1
          case (false, false): break
          }
        }
        let score = { (item: [Int]) in item[3] * 100 + item[0] - item[1] - item[2] }
        if best.isEmpty || score(item) > score(best) { best = item }
      }
      #expect(
        [counts.right, counts.wrong, counts.missed, counts.wholeWords] == best, "\(cuts) \(readings), seed \(seed)")
      sum += counts
      for place in 0..<4 { slow[place] += best[place] }
    }
    #expect(sum.words == 2_000 && [sum.right, sum.wrong, sum.missed, sum.wholeWords] == slow)
  }

  @Test func intervalsAreThoseOfTheDraws() {
    let words = (0..<200).map { BoundaryCounts(cuts: [1], readings: [$0 % 4 == 0 ? [2] : [1]]) }
    let intervals = BootstrapIntervals(words)
    #expect(intervals == BootstrapIntervals(words))
    // 75 % of 200 words, all figures alike: 1.96 standard deviations are 6 points.
    for interval in [intervals.precision, intervals.recall, intervals.f1, intervals.whole] {
      #expect(abs(interval.lowerBound - 0.69) <= 0.015 && abs(interval.upperBound - 0.81) <= 0.015, "\(interval)")
    }
    let sure = BootstrapIntervals([BoundaryCounts(cuts: [1], readings: [[1]])])
    #expect(sure.f1 == 1...1 && sure.whole == 1...1)
    // Two words, one right: some draws have none of it and some nothing else.
    let two = BootstrapIntervals(Array(words[0...1]))
    #expect(two.whole == 0...1)
  }
}
