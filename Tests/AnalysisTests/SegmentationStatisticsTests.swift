import Analysis
import TestSupport
import Testing
import Tokenization

@Suite struct SegmentationStatisticsTests {
  static func segmentation(ends: [Int], virtual: Set<Int> = []) throws -> Segmentation {
    var tokens: [Token] = []
    var start = 0
    for (index, end) in ends.enumerated() {
      if virtual.contains(index) { tokens.append(Token(id: 0, start: start, end: start, kind: .special)) }
      tokens.append(Token(id: 1, start: start, end: end, kind: .merge))
      start = end
    }
    return try Segmentation(tokens: tokens, byteCount: start)
  }

  @Test func workedExample() throws {
    let statistics = SegmentationStatistics(try Self.segmentation(ends: [2, 4, 6]), of: Array("an oak".utf8))
    #expect(statistics.tokens == 3)
    #expect(statistics.words == 2)
    #expect(statistics.wordsKeptWhole == 1)
    #expect(statistics.tokensPerWord == 1.5)
    #expect(statistics.bytesPerToken == 2)
    #expect(statistics.keptWholeShare == 0.5)
    #expect(statistics.tokensPerWordHistogram == [1: 1, 2: 1])
    #expect(statistics.tokenLengthHistogram == [2: 3])
  }

  @Test func aTokenOverTwoWordsKeepsNeitherWhole() throws {
    let statistics = SegmentationStatistics(try Self.segmentation(ends: [6]), of: Array("an oak".utf8))
    #expect(statistics.wordsKeptWhole == 0)
    #expect(statistics.tokensInWords == 1)
    #expect(statistics.tokensPerWord == 0.5)
    #expect(statistics.tokensPerWordHistogram == [1: 2])
  }

  @Test func textsOfWhichAVocabularyKnowsNothingHaveNoTokens() {
    let text = Array("an oak".utf8)
    let statistics = SegmentationStatistics(Segmentation(proven: [], byteCount: text.count), of: text)
    #expect(statistics.tokens == 0)
    #expect(statistics.words == 2)
    #expect(statistics.tokensPerWordHistogram == [0: 2])
    #expect(statistics.bytesByKind.isEmpty)
  }

  @Test func virtualTokensAreCountedApart() throws {
    let text = Array("an oak".utf8)
    let plain = SegmentationStatistics(try Self.segmentation(ends: [2, 6]), of: text)
    let marked = SegmentationStatistics(try Self.segmentation(ends: [2, 6], virtual: [0, 1]), of: text)
    #expect(marked.virtualTokens == 2)
    #expect(marked.tokens == plain.tokens)
    #expect(marked.tokensInWords == plain.tokensInWords)
    #expect(marked.wordsKeptWhole == plain.wordsKeptWhole)
  }

  @Test func emptyDocument() throws {
    let statistics = SegmentationStatistics(.empty, of: [])
    #expect(statistics.documents == 1)
    #expect(statistics.bytesPerToken == nil && statistics.tokensPerWord == nil && statistics.keptWholeShare == nil)
  }

  @Test func equalsSlowTwinAndMerges() throws {
    var generator = SeededGenerator(seed: 13)
    var merged = SegmentationStatistics()
    var parts: [SegmentationStatistics] = []
    for _ in 0..<300 {
      let count = Int.random(in: 0...40, using: &generator)
      let text = (0..<count).map { _ in Int.random(in: 0..<4, using: &generator) == 0 ? UInt8(0x20) : UInt8(0x61) }
      let ends = count == 0 ? [] : (1..<count).filter { _ in Bool.random(using: &generator) } + [count]
      let virtual = Set(ends.indices.filter { _ in Int.random(in: 0..<6, using: &generator) == 0 })
      let cut = try Self.segmentation(ends: ends, virtual: virtual)
      let statistics = SegmentationStatistics(cut, of: text)

      let tokens = cut.tokens.filter { !$0.isVirtual }
      let words = Array(WordRanges(text))
      let overlaps = words.map { word in tokens.filter { $0.range.overlaps(word) } }
      #expect(statistics.tokens == tokens.count)
      #expect(statistics.virtualTokens == virtual.count)
      #expect(statistics.words == words.count)
      #expect(statistics.tokensInWords == tokens.filter { token in words.contains { $0.overlaps(token.range) } }.count)
      let whole = overlaps.filter { found in
        found.count == 1 && words.filter { $0.overlaps(found[0].range) }.count == 1
      }
      #expect(statistics.wordsKeptWhole == whole.count)
      #expect(statistics.tokensPerWordHistogram == Dictionary(grouping: overlaps, by: \.count).mapValues(\.count))
      #expect(statistics.tokenLengthHistogram == Dictionary(grouping: tokens, by: \.range.count).mapValues(\.count))
      merged.merge(statistics)
      parts.append(statistics)
    }
    var backwards = SegmentationStatistics()
    for part in parts.reversed() { backwards.merge(part) }
    #expect(merged == backwards)
    #expect(merged.documents == 300)
    #expect(merged.words == parts.reduce(0) { $0 + $1.words })
  }

  @Test func longTokensHaveTheirOwnEntries() throws {
    let statistics = SegmentationStatistics(
      try Self.segmentation(ends: [63, 127, 327]), of: [UInt8](repeating: 0x61, count: 327))
    #expect(statistics.tokenLengthHistogram == [63: 1, 64: 1, 200: 1])
  }
}
