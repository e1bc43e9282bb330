import Inference
import TestSupport
import Testing

@testable import Analysis

@Suite struct LensHeadTagTests {
  private static func scores(_ keys: [Int], _ ids: [UInt32]) throws -> HeadTags.Scores {
    try HeadTags(try LensTraces.trace(LensTraces.rows(lookingAt: keys), ids: ids)).scores(layer: 0, head: 0)
  }

  private static func even(_ ids: [UInt32]) throws -> HeadTags.Scores {
    let rows = ids.indices.map { query in (0...query).map { _ in 1 / Float(query + 1) } }
    return try HeadTags(try LensTraces.trace(rows, ids: ids)).scores(layer: 0, head: 0)
  }

  @Test func exampleOfTheScores() throws {
    let scores = try Self.scores([0, 0, 0, 1, 2, 3], [7, 8, 9, 7, 8, 9])
    let expected: [HeadTags.Tag: Double] = [
      .previousToken: 0.2, .induction: 1, .duplicate: 0, .sink: 0.4, .diffuse: 0,
    ]
    for (tag, value) in expected { #expect(abs((scores[tag] ?? -1) - value) < 1e-6, "\(tag)") }
  }

  /// A block of n tokens that is said twice: the weights n and n − 1 back.
  @Test func perfectHeadsScoreOne() throws {
    let n = 12
    let ids = (0..<2 * n).map { UInt32($0 % n) }
    func look(_ key: (Int) -> Int) -> [Int] { ids.indices.map { key($0) } }
    let heads: [(HeadTags.Tag, [Int])] = [
      (.previousToken, look { max($0 - 1, 0) }), (.sink, look { _ in 0 }),
      (.duplicate, look { $0 < n ? 0 : $0 - n }), (.induction, look { $0 < n ? 0 : $0 - n + 1 }),
    ]
    for (tag, keys) in heads {
      let scores = try Self.scores(keys, ids)
      #expect(abs((scores[tag] ?? 0) - 1) < 1e-6, "\(tag)")
      #expect(scores.strongest?.tag == tag)
    }
    let even = try Self.even(ids)
    for tag in HeadTags.Tag.allCases where tag != .diffuse {
      #expect((even[tag] ?? 1) < 0.13, "\(tag)")
    }
    #expect(even.strongest?.tag == .diffuse && abs((even.strongest?.score ?? 0) - 1) < 1e-5)
  }

  /// Scores of random maps by their definitions, with the last earlier copy looked for anew.
  @Test(arguments: [UInt64(5), 6, 7]) func scoresEqualTheSlowOnes(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let trace = try LensTraces.trace(tokens: 19, &generator)
    let maps = try #require(trace.attention)
    let ids = trace.tokens.map(\.id)
    let tags = try HeadTags(trace)
    #expect(tags.layers == [0, 1] && tags.heads == [0, 1, 2])
    for layer in 0..<2 {
      for head in 0..<3 {
        func average(_ key: (Int) -> Int?) -> Double? {
          let values = ids.indices.compactMap { query in
            key(query).map { Double(maps[layer: layer, head: head, query: query, key: $0]) }
          }
          return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
        }
        func copy(_ query: Int) -> Int? { (0..<query).last { ids[$0] == ids[query] } }
        let scores = tags.scores(layer: layer, head: head)
        let entropies = try AttentionEntropyLens().strip(trace, LensPlace(layer: layer, head: head, cursor: 0))
        let slow = [
          average { query in copy(query).flatMap { $0 + 1 < query ? $0 + 1 : nil } }, average(copy),
          average { $0 > 0 ? $0 - 1 : nil }, average { $0 > 0 ? 0 : nil },
          entropies.compactMap { $0 }.reduce(0, +) / 18,
        ]
        #expect(agree(HeadTags.Tag.allCases.map { scores[$0] }, slow))
      }
    }
  }

  @Test func patternsNeedTokensThatShowThem() throws {
    let alone = try Self.scores([0, 0, 1, 2, 3, 4], [1, 2, 3, 4, 5, 6])
    #expect(alone[.induction] == nil && alone[.duplicate] == nil && alone.strongest?.tag == .previousToken)
    let short = try Self.scores([0, 0, 1], [1, 2, 3])
    #expect(short[.previousToken] == 1 && short.strongest == nil)
    #expect(try Self.even([1, 2, 3, 4, 5, 6]).strongest?.tag == .diffuse)
    let one = try Self.scores([0], [1])
    #expect(HeadTags.Tag.allCases.allSatisfy { one[$0] == nil })
    // A token right behind its copy has no other token that it could look at.
    let neighbours = try Self.scores([0, 0, 1, 2], [1, 1, 1, 1])
    #expect(neighbours[.induction] == nil && neighbours[.duplicate] == 1)
  }

  /// Eight different tokens, said twice; a head that gives `copy` to the induction key where there is one, the rest to the first token.
  private static func copying(_ copy: Float) throws -> HeadTags.Scores {
    let ids = (0..<16).map { UInt32($0 % 8) }
    let rows = ids.indices.map { query in
      (0...query).map { key -> Float in
        let found: Float = query < 8 ? 0 : copy
        if key == 0 { return 1 - found }
        return query >= 8 && key == query - 7 ? found : 0
      }
    }
    return try HeadTags(try LensTraces.trace(rows, ids: ids)).scores(layer: 0, head: 0)
  }

  @Test func headsThatCopyAndRestHaveBothTags() throws {
    let both = try Self.copying(0.3).standingOut
    #expect(both.map(\.tag) == [.sink, .induction])
    #expect(agree(both.map(\.score), [0.84, 0.3]))
    #expect(try Self.copying(0.9).standingOut.map(\.tag) == [.induction, .sink])
    // One of eight keys, or so, is chance.
    #expect(try Self.copying(0.15).standingOut.map(\.tag) == [.sink])
  }

  /// The mean of the strip is the score of the tag that it shows.
  @Test func theStripAddsUpToTheScore() throws {
    let rows: [[Float]] = [[1], [0.9, 0.1], [0.1, 0.8, 0.1], [0.1, 0.1, 0.7, 0.1], [0, 0, 0.1, 0.9, 0]]
    let trace = try LensTraces.trace(rows)
    let strip = try HeadTagsLens().strip(trace, LensTraces.place)
    #expect(agree(strip, [nil, 0.9, 0.8, 0.7, 0.9]))
    let strongest = try #require(try HeadTags(trace).scores(layer: 0, head: 0).strongest)
    #expect(strongest.tag == .previousToken && abs(strongest.score - 0.825) < 1e-6)
    // Without a head the tag is that of the mean: here .5 of one head and .9 of the other.
    var values: [Float] = []
    for weight: Float in [0.5, 0.9] {
      for query in 0..<6 {
        for key in 0...query { values.append(key == query - 1 ? weight : key == query ? 1 - weight : 0) }
      }
    }
    let maps = try AttentionMaps(layers: [0], heads: [0, 1], tokenCount: 6, values: values)
    let two = try Trace(tokens: (0..<6).map { Trace.Token(id: $0, bytes: nil) }, attention: maps)
    let mean = try HeadTagsLens().strip(two, LensPlace(layer: 0, head: nil, cursor: 0))
    #expect(agree(mean, [nil] + Array(repeating: 0.7, count: 5)))
    let heads = [0, 1].map { try? HeadTags(two).scores(layer: 0, head: $0) }.compactMap { $0 }
    #expect(abs((HeadTags.Scores(meanOf: heads).strongest?.score ?? 0) - 0.7) < 1e-6)
  }
}
