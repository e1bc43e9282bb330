import Inference
import TestSupport
import Testing

@testable import Analysis

/// Lenses on routing: their examples and invariants.
@Suite struct LensRoutingTests {
  private static func trace(_ routing: Routing) throws -> Trace {
    try Trace(tokens: (0..<routing.tokenCount).map { Trace.Token(id: UInt32($0), bytes: nil) }, routing: routing)
  }

  /// Chosen experts alone, one layer.
  private static func routing(_ chosen: [[Int32]], experts: Int, nullExperts: [Int] = []) throws -> Routing {
    try Routing(
      layers: [0], tokenCount: chosen.count, expertCount: experts, chosenCount: chosen.first?.count ?? 1, scores: nil,
      chosen: chosen.flatMap { $0 }, weights: nil, nullExperts: [nullExperts])
  }

  @Test func examplesOfTheLenses() throws {
    let one = try Routing(
      layers: [0], tokenCount: 1, expertCount: 4, chosenCount: 2, scores: .probabilities([0.1, 0.5, 0.1, 0.3]),
      chosen: [1, 3], weights: nil, nullExperts: [[3]])
    #expect(try ExpertsUsedLens().strip(Self.trace(one), LensTraces.place) == [1])
    let used = try ExpertsUsedLens().table(Self.trace(one), LensTraces.place)
    #expect(used.columns == ["L0 used", "L0 null share"] && agree(used.values[0], [1, 0.3]))
    let half = try Routing(
      layers: [0], tokenCount: 1, expertCount: 4, chosenCount: 1, scores: .probabilities([0.5, 0.5, 0, 0]),
      chosen: [0], weights: nil)
    #expect(agree(try RouterEntropyLens().table(Self.trace(half), LensTraces.place).values[0], [0.5, 1]))
    let loads = try Self.trace(try Self.routing([[0], [0], [1]], experts: 2))
    #expect(agree(try LoadLens().strip(loads, LensTraces.place), [4 / 3, 4 / 3, 2 / 3]))
    let table = try LoadLens().table(loads, LensTraces.place)
    #expect(agree(table.values[0], [2, 4 / 3, 0]) && agree(table.values[1], [1, 2 / 3, 0]))
  }

  @Test func exampleOfTheCapacity() throws {
    func lost(_ chosen: [Int32], _ weights: [Float]) throws -> [Double?] {
      let routing = try Routing(
        layers: [0], tokenCount: 4, expertCount: 2, chosenCount: 1, scores: nil, chosen: chosen, weights: weights)
      return try CapacityLens().strip(try Self.trace(routing), LensTraces.place)
    }
    #expect(try lost([0, 0, 0, 1], [0.9, 0.6, 0.8, 0.7]) == [0, 0, 0, 0])
    #expect(try lost([0, 0, 0, 0], [0.9, 0.6, 0.8, 0.7]) == [0, 1, 0, 0])
  }

  /// Chosen experts without scores give what can be known, and say what cannot.
  @Test func chosenExpertsAloneAreEnoughForLoads() throws {
    let trace = try Self.trace(try Self.routing([[0, 1], [1, 2]], experts: 3, nullExperts: [2]))
    #expect(try ExpertsUsedLens().strip(trace, LensTraces.place) == [2, 1])
    #expect(try ExpertsUsedLens().table(trace, LensTraces.place).values == [[2, nil], [1, nil]])
    #expect(agree(try LoadLens().strip(trace, LensTraces.place), [0.75, 1.5]))
    for lens in [RouterEntropyLens(), CapacityLens()] as [any Lens] {
      let error = #expect(throws: LensError.self) { try lens.strip(trace, LensTraces.place) }
      #expect(error == .missing(part: "router scores"))
    }
  }

  @Test(arguments: [UInt64(1), 2, 3]) func invariantsOfRandomRoutings(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let routing = try LensTraces.routing(tokens: 31, &generator)
    let trace = try Self.trace(routing)
    for layer in routing.layers {
      let place = LensPlace(layer: layer, head: nil, cursor: 0)
      let load = try ExpertLoad(routing, layer: layer)
      #expect(load.counts.reduce(0, +) == 2 * 31)
      #expect(abs(load.ratios!.reduce(0, +) - 6) < 1e-9)
      #expect(load.maximumByMean! >= 1 && load.variation! >= 0)
      #expect(abs(load.realPerToken! + 2 * load.nullShare! - 2) < 1e-9)
      let used = try ExpertsUsedLens().strip(trace, place).compactMap { $0 }
      #expect(used.allSatisfy { (0...2).contains($0) })
      #expect(abs(used.reduce(0, +) / 31 - load.realPerToken!) < 1e-9)
      let strip = try LoadLens().strip(trace, place)
      let entropies = try RouterEntropyLens().strip(trace, place)
      for token in 0..<31 {
        let best = Int(routing.chosen(layer: layer, token: token).first!)
        let slow = (0..<31).count { routing.chosen(layer: layer, token: $0).contains(Int32(best)) }
        #expect(abs(strip[token]! - Double(slow * 6) / 62) < 1e-9)
        let probabilities = routing.probabilities(layer: layer, token: token)!
        let entropy = probabilities.reduce(0.0) { $0 - Double($1) * slowLogarithm(Double($1)) } / slowLogarithm(6)
        #expect(abs(entropies[token]! - entropy) < 1e-5)
      }
      // The table has all layers, the strip one of them.
      let drops = try CapacityLens().strip(trace, place).compactMap { $0 }.reduce(0, +)
      let table = try CapacityLens().table(trace, place)
      guard case .experts(let rows) = table.rows else {
        Issue.record("no experts")
        return
      }
      let lost = zip(rows, table.values).filter { $0.0.layer == layer }.compactMap(\.1[2]).reduce(0, +)
      #expect(drops == lost && drops > 0)
    }
  }

  @Test func entropyIsOneForEvenAndZeroForCertainRouters() throws {
    #expect(abs(RouterEntropyLens.bits(of: Array(repeating: 0.125, count: 8))! - 3) < 1e-6)
    #expect(RouterEntropyLens.bits(of: [0, 1, 0, 0, 0]) == 0)
    #expect(RouterEntropyLens.bits(of: [.nan, 1]) == nil && RouterEntropyLens.bits(of: []) == nil)
    let one = try Routing(
      layers: [0], tokenCount: 1, expertCount: 1, chosenCount: 1, scores: .logits([3]), chosen: [0], weights: nil)
    #expect(try RouterEntropyLens().strip(try Self.trace(one), LensTraces.place) == [nil])
  }
}
