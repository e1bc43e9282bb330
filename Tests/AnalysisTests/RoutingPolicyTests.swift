import Inference
import TestSupport
import Testing

@testable import Analysis

@Suite struct RoutingPolicyTests {
  private static let seeds: [UInt64] = [1, 2, 3, 4]

  @Test func exampleOfTheCapacities() throws {
    let routing = try Routing(
      layers: [0], tokenCount: 3, expertCount: 2, chosenCount: 1,
      scores: .probabilities([0.9, 0.1, 0.6, 0.4, 0.8, 0.2]), chosen: [0, 0, 0], weights: nil)
    let dropped = try RoutingPolicy.capacityDrop(factor: 1).apply(to: routing)
    #expect(dropped.capacity == 2 && dropped.dropCount(layer: 0) == 1 && !dropped.isCausal)
    #expect(dropped.assignments(layer: 0, token: 1) == [.init(rank: 0, expert: nil, wanted: 0)])
    #expect(dropped.assignments(layer: 0, token: 2).map(\.isDropped) == [false])
    #expect(dropped.load(layer: 0).counts == [2, 0] && dropped.routing == routing)
    let rerouted = try RoutingPolicy.capacityReroute(factor: 1).apply(to: routing)
    #expect(rerouted.assignments(layer: 0, token: 1) == [.init(rank: 0, expert: 1, wanted: 0)])
    #expect(rerouted.dropCount(layer: 0) == 0 && Array(rerouted.routing.chosen(layer: 0, token: 1)) == [1])
  }

  /// The rules by their words: the places of each expert in the order of their scores, then the best free pair again and again.
  private static func slow(
    _ routing: Routing, layer: Int, capacity: Int, reroutes: Bool
  ) -> [[Int?]] {
    let null = Set(routing.nullExperts[routing.layers.firstIndex(of: layer)!])
    let scores = (0..<routing.tokenCount).map { routing.probabilities(layer: layer, token: $0)! }
    let wanted = (0..<routing.tokenCount).map { routing.chosen(layer: layer, token: $0).map { Int($0) } }
    var out: [[Int?]] = wanted.map { $0 }
    for expert in 0..<routing.expertCount where !null.contains(expert) {
      var takers = wanted.indices.filter { wanted[$0].contains(expert) }
      while takers.count > capacity {
        let worst = takers.min { (scores[$0][expert], -$0) < (scores[$1][expert], -$1) }!
        takers.removeAll { $0 == worst }
        out[worst][wanted[worst].firstIndex(of: expert)!] = nil
      }
    }
    while reroutes {
      var best: (token: Int, expert: Int)?
      for token in out.indices where out[token].contains(nil) {
        for expert in 0..<routing.expertCount where !null.contains(expert) && !out[token].contains(expert) {
          guard out.count(where: { $0.contains(expert) }) < capacity else { continue }
          if let best, scores[token][expert] <= scores[best.token][best.expert] { continue }
          best = (token, expert)
        }
      }
      guard let best else { break }
      out[best.token][out[best.token].firstIndex(of: nil)!] = best.expert
    }
    return out
  }

  @Test(arguments: seeds, [0.3, 0.7, 1, 1.25, 2, 3]) func capacitiesEqualTheSlowOnes(_ seed: UInt64, _ factor: Double)
    throws
  {
    var generator = SeededGenerator(seed: seed)
    let routing = try LensTraces.routing(tokens: 26, layers: [1, 4], chosen: 3, &generator)
    let limit = Int((factor * 3 * 26 / 6 - 1e-9).rounded(.up))
    let drop = try RoutingPolicy.capacityDrop(factor: factor).apply(to: routing)
    let reroute = try RoutingPolicy.capacityReroute(factor: factor).apply(to: routing)
    #expect(drop.capacity == min(limit, 26) && reroute.capacity == drop.capacity)
    for layer in routing.layers {
      for (outcome, reroutes) in [(drop, false), (reroute, true)] {
        let found = (0..<26).map { outcome.assignments(layer: layer, token: $0) }
        let slow = Self.slow(routing, layer: layer, capacity: limit, reroutes: reroutes)
        #expect(found.map { $0.map(\.expert) } == slow)
        for (token, row) in found.enumerated() {
          #expect(row.map(\.rank) == [0, 1, 2])
          #expect(row.map { Int32($0.wanted) } == Array(routing.chosen(layer: layer, token: token)))
          let taken = row.compactMap(\.expert)
          #expect(Set(taken).count == taken.count)
          #expect(outcome.dropCount(layer: layer, token: token) == row.count(where: \.isDropped))
        }
        let load = outcome.load(layer: layer)
        for expert in load.realExperts { #expect(load.counts[expert] <= outcome.capacity!) }
        #expect(load.counts.reduce(0, +) + outcome.dropCount(layer: layer) == 3 * 26)
      }
      #expect(reroute.dropCount(layer: layer) <= drop.dropCount(layer: layer))
      if factor >= 2 { #expect(drop.dropCount(layer: layer) == 0 && reroute.routing == routing) }
      if factor < 1 { #expect(drop.dropCount(layer: layer) > 0) }
    }
  }

  @Test(arguments: seeds) func groupsGetTheirShare(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let routing = try LensTraces.routing(tokens: 20, layers: [2], experts: 12, chosen: 6, nullExperts: [], &generator)
    #expect(RoutingPolicy.groupCounts(of: routing) == [1, 2, 3, 6])
    for groups in [1, 2, 3, 6] {
      let outcome = try RoutingPolicy.grouped(groups: groups).apply(to: routing)
      #expect(outcome.isCausal && outcome.capacity == nil && outcome.dropCount(layer: 2) == 0)
      for token in 0..<20 {
        let scores = routing.probabilities(layer: 2, token: token)!
        let slow = (0..<groups).flatMap { group -> [Int] in
          let members = (0..<12).filter { $0 / (12 / groups) == group }
          return Array(members.sorted { (-scores[$0], $0) < (-scores[$1], $1) }.prefix(6 / groups))
        }
        let found = outcome.assignments(layer: 2, token: token).compactMap(\.expert)
        #expect(found == slow.sorted { (-scores[$0], $0) < (-scores[$1], $1) })
        #expect(Array(outcome.routing.chosen(layer: 2, token: token)) == found.map { Int32($0) })
      }
    }
    let plain = try RoutingPolicy.plain.apply(to: routing)
    #expect(plain.routing == routing && plain.isCausal)
    #expect(try RoutingPolicy.grouped(groups: 1).apply(to: routing).routing == routing)
  }

  @Test func whatCannotBeIsRefused() throws {
    var generator = SeededGenerator(seed: 9)
    let routing = try LensTraces.routing(tokens: 5, experts: 12, chosen: 3, nullExperts: [8, 9, 10, 11], &generator)
    #expect(RoutingPolicy.groupCounts(of: routing) == [1, 3])
    func fault(_ policy: RoutingPolicy, _ routing: Routing) -> String? {
      #expect(throws: LensError.self) { try policy.apply(to: routing) }?.description
    }
    #expect(
      fault(.grouped(groups: 2), routing) == "12 experts with 3 chosen cannot be cut into 2 equal groups")
    for groups in [0, -1, 12] { #expect(fault(.grouped(groups: groups), routing) != nil) }
    #expect(fault(.capacityDrop(factor: 0), routing) == "a capacity factor is a positive number, not 0.0")
    for factor in [-1, .nan, .infinity] { #expect(fault(.capacityReroute(factor: factor), routing) != nil) }
    let ids = try LensTraces.routing(tokens: 5, experts: 12, chosen: 3, scored: false, &generator)
    for policy in [
      RoutingPolicy.capacityDrop(factor: 1), .capacityReroute(factor: 1), .grouped(groups: 3),
    ] { #expect(fault(policy, ids) == "this trace has no router scores") }
    #expect(try RoutingPolicy.plain.apply(to: ids).routing == ids)
  }

  @Test func emptyRoutingsAndHugeFactorsAreFine() throws {
    var generator = SeededGenerator(seed: 2)
    let empty = try LensTraces.routing(tokens: 0, &generator)
    #expect(try RoutingPolicy.capacityReroute(factor: 1).apply(to: empty).capacity == 0)
    let routing = try LensTraces.routing(tokens: 3, &generator)
    #expect(try RoutingPolicy.capacityDrop(factor: 1e300).apply(to: routing).capacity == 3)
    let tiny = try RoutingPolicy.capacityDrop(factor: 1e-300).apply(to: routing)
    #expect(tiny.capacity == 1 || tiny.capacity == 0)
  }
}
