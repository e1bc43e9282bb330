import Inference
import TestSupport
import Testing

@testable import Analysis

/// Lenses on attention: their examples, their invariants and slow twins.
@Suite struct LensAttentionTests {
  private static let example: [[Float]] = [[1], [0.4, 0.6], [0.2, 0.3, 0.5]]
  private static let seeds: [UInt64] = [3, 7, 19]

  private static func strip(_ lens: any Lens, _ trace: Trace, cursor: Int = 0) throws -> [Double?] {
    try lens.strip(trace, LensPlace(layer: 0, head: 0, cursor: cursor))
  }

  @Test func examplesOfTheLenses() throws {
    let trace = try LensTraces.trace(Self.example)
    #expect(agree(try Self.strip(AttentionLens(direction: .from), trace, cursor: 1), [0.4, 0.6, nil]))
    #expect(agree(try Self.strip(AttentionLens(direction: .to), trace, cursor: 1), [nil, 0.6, 0.3]))
    #expect(agree(try Self.strip(SinkMassLens(), trace), [1, 0.4, 0.2]))
    #expect(agree(try Self.strip(TokenImportanceLens(), trace), [1.6, 0.9, 0.5]))
    #expect(agree(try Self.strip(KeyTokensLens(), try LensTraces.trace([[1], [0.2, 0.8]])), [4 / 3, 2 / 3]))
    let even = try LensTraces.trace([[1], [0.5, 0.5], [0.25, 0.25, 0.5]])
    #expect(agree(try Self.strip(AttentionEntropyLens(), even), [nil, 1, 0.946_395]))
  }

  @Test(arguments: seeds) func rowsSumToOneAndNobodyLooksAhead(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let trace = try LensTraces.trace(tokens: 23, &generator)
    var total = 0.0
    for cursor in 0..<23 {
      for head in [nil, 0, 1, 2] {
        let place = LensPlace(layer: 1, head: head, cursor: cursor)
        let from = try AttentionLens(direction: .from).strip(trace, place)
        #expect(abs(from.compactMap { $0 }.reduce(0, +) - 1) < 1e-5)
        #expect(from.map { $0 != nil } == (0..<23).map { $0 <= cursor })
        let to = try AttentionLens(direction: .to).strip(trace, place)
        #expect(to.map { $0 != nil } == (0..<23).map { $0 >= cursor })
        if head == nil { total += to.compactMap { $0 }.reduce(0, +) }
        #expect(to[cursor] == from[cursor])
      }
    }
    #expect(abs(total - 23) < 1e-4)
  }

  /// Every lens of a head has the mean of the heads where no head is named.
  @Test(arguments: seeds) func withoutAHeadTheMeanIsShown(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let trace = try LensTraces.trace(tokens: 11, &generator)
    for name in ["attention-from", "attention-to", "sink-mass", "attention-entropy"] {
      let lens = try #require(Lenses.named(name))
      let heads = try (0..<3).map { try lens.strip(trace, LensPlace(layer: 1, head: $0, cursor: 5)) }
      let slow = (0..<11).map { token in heads[0][token] == nil ? nil : heads.reduce(0) { $0 + $1[token]! } / 3 }
      #expect(agree(try lens.strip(trace, LensPlace(layer: 1, head: nil, cursor: 5)), slow), "\(name)")
    }
  }

  @Test(arguments: seeds) func entropyEqualsTheSlowOne(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let trace = try LensTraces.trace(tokens: 40, &generator)
    let maps = try #require(trace.attention)
    let slow = (0..<40).map { query -> Double? in
      guard query > 0 else { return nil }
      let sum = maps.row(layer: 1, head: 2, query: query).reduce(0.0) { $0 - Double($1) * slowLogarithm(Double($1)) }
      return sum / slowLogarithm(Double(query + 1))
    }
    #expect(agree(try AttentionEntropyLens().strip(trace, LensPlace(layer: 1, head: 2, cursor: 0)), slow))
    let sharp = try LensTraces.trace(LensTraces.rows(lookingAt: [0, 1, 0, 3, 2]))
    #expect(agree(try Self.strip(AttentionEntropyLens(), sharp), [nil, 0, 0, 0, 0]))
    let flat = try LensTraces.trace((1...9).map { count in (0..<count).map { _ in 1 / Float(count) } })
    #expect(agree(try Self.strip(AttentionEntropyLens(), flat), [nil] + Array(repeating: 1, count: 8)))
  }

  @Test(arguments: seeds, [Float(1), 2, 1.5, 4]) func receivedSumsEqualTheSlowOnes(_ seed: UInt64, _ tau: Float) throws
  {
    var generator = SeededGenerator(seed: seed)
    let maps = try LensTraces.attention(tokens: 21, &generator)
    for count in [0, 1, 4, 21] {
      let (total, layers) = ReceivedAttention.allSums(maps, queryCount: count, temperature: tau)
      let slow = (0..<2).map { slowReceived(maps, layer: $0, queryCount: count, temperature: Double(tau)) }
      #expect(agree(layers[0], slow[0]) && agree(layers[1], slow[1]))
      #expect(agree(total, (0..<count).map { slow[0][$0] + slow[1][$0] }))
      // Layers · heads · tokens.
      #expect(abs(total.reduce(0, +) - Double(2 * 3 * count)) < 1e-4)
    }
  }

  @Test func softeningEvensOut() throws {
    let maps = try LensTraces.maps([[1], [0.1, 0.9]])
    func share(_ temperature: Float) -> Double {
      ReceivedAttention.sums(maps, layer: 0, heads: [0], queryCount: 2, temperature: temperature)[1]
    }
    #expect(share(0.2) > 0.999 && share(1) > share(2) && share(2) > share(8) && share(8) > 0.5)
  }
}

/// Σ over heads and queries of softmax(ln A / τ), by its definition.
func slowReceived(_ maps: AttentionMaps, layer: Int, queryCount: Int, temperature: Double) -> [Double] {
  var sums = [Double](repeating: 0, count: queryCount)
  for head in maps.heads {
    for query in 0..<queryCount {
      let powers = (0...query).map { key in
        let weight = Double(maps[layer: layer, head: head, query: query, key: key])
        return LensTraces.slowExponential(slowLogarithm(weight) / temperature)
      }
      for key in 0...query { sums[key] += powers[key] / powers.reduce(0, +) }
    }
  }
  return sums
}

/// ln x by Newton's steps on the series of e^x, 0 < x < 1e6.
func slowLogarithm(_ x: Double) -> Double {
  var scaled = x
  var whole = 0.0
  while scaled > 1.5 { (scaled, whole) = (scaled / 2, whole + 1) }
  while scaled < 0.75 { (scaled, whole) = (scaled * 2, whole - 1) }
  var y = 0.0
  for _ in 0..<8 { y += scaled / LensTraces.slowExponential(y) - 1 }
  return y + whole * 0.693_147_180_559_945_3
}
