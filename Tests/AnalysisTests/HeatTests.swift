import Inference
import TestSupport
import Testing

@testable import Analysis

@Suite struct HeatScaleTests {
  @Test func workedExample() {
    #expect(HeatScale.linear.position(0.125, maximum: 0.5) == 0.25)
    #expect(HeatScale.squareRoot.position(0.125, maximum: 0.5) == 0.5)
    #expect(abs((HeatScale.logarithm.position(0.125, maximum: 0.5) ?? 0) - 0.799) < 0.001)
  }

  @Test(arguments: HeatScale.allCases) func risesFromDarkToBrightAndBack(_ scale: HeatScale) {
    var last = -1.0
    for step in 0...1000 {
      let position = scale.position(Double(step) / 1000 * 0.7, maximum: 0.7) ?? -1
      #expect(position >= last && (0...1).contains(position))
      last = position
      let weight = scale.weight(at: position, maximum: 0.7)
      // Below its floor the logarithm tells nothing apart.
      if scale != .logarithm || step > 1 { #expect(abs(weight - Double(step) / 1000 * 0.7) < 1e-9) }
    }
    #expect(last == 1)
    #expect(scale.position(0, maximum: 0) == 0)
    #expect(scale.position(2, maximum: 1) == 1)
    #expect(scale.position(.nan, maximum: 1) == nil)
    #expect(scale.weight(at: 0, maximum: 1) == 0)
  }
}

@Suite struct AttentionPlaneTests {
  /// Random rows that sum to 1, [layer][head][query][key].
  private static func weights(_ tokens: Int, seed: UInt64, sink: Float = 0) -> [[[[Float]]]] {
    var generator = SeededGenerator(seed: seed)
    return (0..<2).map { _ in
      (0..<3).map { _ in
        (0..<tokens).map { query in
          var row = (0...query).map { _ in Float.random(in: 0.01...1, using: &generator) }
          row[0] += sink * Float(query)
          let sum = row.reduce(0, +)
          return row.map { $0 / sum }
        }
      }
    }
  }

  private static func maps(_ weights: [[[[Float]]]]) throws -> AttentionMaps {
    try AttentionMaps(
      layers: [0, 1], heads: [0, 1, 2], tokenCount: weights[0][0].count,
      values: weights.flatMap { $0.flatMap { $0.flatMap { $0 } } })
  }

  @Test(arguments: [1, 2, 7, 20]) func isTheHeadOrTheMean(_ tokens: Int) throws {
    let weights = Self.weights(tokens, seed: 3)
    let maps = try Self.maps(weights)
    let mean = AttentionPlane(maps, layer: 1, head: nil)
    let head = AttentionPlane(maps, layer: 0, head: 2)
    for query in 0..<tokens {
      for key in 0...query {
        let expected = (0..<3).map { Double(weights[1][$0][query][key]) }.reduce(0, +) / 3
        #expect(abs((mean[query: query, key: key] ?? -1) - expected) < 1e-6)
        #expect(head[query: query, key: key] == Double(weights[0][2][query][key]))
      }
      #expect(head[query: query, key: query + 1] == nil)
      let top = head.topKeys(of: query, count: 3)
      let sorted = (0...query).sorted { weights[0][2][query][$0] > weights[0][2][query][$1] }
      #expect(top.map(\.key) == Array(sorted.prefix(3)))
    }
    #expect(abs(head.maximum - Double(weights[0][2].flatMap { $0 }.max() ?? 0)) < 1e-9)
  }

  @Test func sinksAreMaskedOrLeftOut() throws {
    let weights = Self.weights(20, seed: 5, sink: 3)
    let maps = try Self.maps(weights)
    let raw = AttentionPlane(maps, layer: 0, head: 0)
    #expect(raw.sinks.indices.filter { raw.sinks[$0] } == [0])
    #expect(!raw.isMasked(0))
    let masked = AttentionPlane(maps, layer: 0, head: 0, treatment: .masked)
    #expect(masked.isMasked(0) && masked.maximum < raw.maximum)
    #expect(masked[query: 9, key: 3] == raw[query: 9, key: 3])
    #expect(!masked.topKeys(of: 19, count: 20).contains { $0.key == 0 })
    let rest = AttentionPlane(maps, layer: 0, head: 0, treatment: .renormalized)
    for query in 1..<20 {
      let sum = (1...query).reduce(0.0) { $0 + (rest[query: query, key: $1] ?? 0) }
      #expect(abs(sum - 1) < 1e-5)
    }
  }

  /// Few queries make no sink, however much they look at one token.
  @Test func shortTextsHaveNoSinks() throws {
    let maps = try Self.maps(Self.weights(4, seed: 5, sink: 30))
    #expect(!AttentionPlane(maps, layer: 0, head: 0).sinks.contains(true))
  }

  @Test func weightsThatAreNoNumbersStayApart() throws {
    var weights = Self.weights(6, seed: 1)
    weights[0][0][3] = [.nan, .nan, .nan, .nan]
    let plane = AttentionPlane(try Self.maps(weights), layer: 0, head: 0)
    #expect(plane[query: 3, key: 0]?.isNaN == true)
    #expect(plane.maximum.isFinite && plane.maximum > 0)
  }
}
