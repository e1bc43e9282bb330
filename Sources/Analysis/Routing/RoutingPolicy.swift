import Inference

/// A rule by which the scores of a router become a choice of experts: the model's own, or a what-if.
///
/// - Capacity drop: an expert takes at most C = ⌈γkT/E⌉ tokens, those with the highest scores, ties to the earlier; the others lose this
///   place. E counts all experts, as the router spreads k·T choices over all; null experts compute nothing and have no limit.
/// - Capacity reroute: a token that lost a place gets the expert with its highest score that is real, has room and is not already its own;
///   the highest scores of all tokens go first, ties to the earlier token, then the lower expert. Where nothing has room it is dropped.
/// - Grouped: experts in G groups of neighbours, the k/G best of each.
///
/// Sources: He et al., Capacity-Aware Inference, arXiv 2503.05066; MoGE of Pangu Pro MoE, arXiv 2505.21411. O(T·E log(T·E)) a layer.
///
/// Example: three tokens, two experts, top-1, scores of expert 0: .9 .6 .8, γ = 1 → C = 2; token 1 loses its place, and with rerouting
/// goes to expert 1.
package enum RoutingPolicy: Hashable, Sendable, CustomStringConvertible {
  case plain
  case capacityDrop(factor: Double)
  case capacityReroute(factor: Double)
  case grouped(groups: Int)

  package var description: String {
    switch self {
    case .plain: "plain"
    case .capacityDrop(let factor): "capacity drop \(factor)"
    case .capacityReroute(let factor): "capacity reroute \(factor)"
    case .grouped(let groups): "\(groups) groups"
    }
  }

  /// False where later tokens can take a place from earlier ones.
  package var isCausal: Bool {
    switch self {
    case .plain, .grouped: true
    case .capacityDrop, .capacityReroute: false
    }
  }

  /// The counts of groups that `grouped` takes for this routing, ascending, from 1.
  package static func groupCounts(of routing: Routing) -> [Int] {
    guard routing.chosenCount > 0 else { return [] }
    return (1...routing.chosenCount).filter { routing.chosenCount % $0 == 0 && routing.expertCount % $0 == 0 }
  }

  /// Applies the rule to all layers.
  ///
  /// - Throws: `LensError` for a factor that is no positive number, groups that do not come out even, and for a what-if on a trace without
  ///   router scores (a drop can do with the weights of the chosen experts).
  package func apply(to routing: Routing) throws(LensError) -> RoutingOutcome {
    var outcome = RoutingOutcome(self, routing)
    switch self {
    case .plain: break
    case .capacityDrop(let factor), .capacityReroute(let factor):
      for layer in routing.layers {
        var run = try CapacityRun(routing, layer: layer, factor: factor)
        run.drop()
        if case .capacityReroute = self { try run.reroute() }
        outcome.set(run.experts, layer: layer)
        outcome.capacity = run.capacity
      }
    case .grouped(let groups):
      guard RoutingPolicy.groupCounts(of: routing).contains(groups) else {
        throw .groups(groups, experts: routing.expertCount, chosen: routing.chosenCount)
      }
      // One group is the model's own choice, which a router may make by other means than the score alone.
      if groups == 1 { break }
      for layer in routing.layers {
        guard let experts = RoutingPolicy.groupedChoice(routing, layer: layer, groups: groups) else {
          throw .missing(part: "router scores")
        }
        outcome.set(experts, layer: layer)
      }
    }
    return outcome
  }

  /// [token][k], best first over all groups; nil without scores.
  private static func groupedChoice(_ routing: Routing, layer: Int, groups: Int) -> [Int32]? {
    let width = routing.expertCount / groups
    var out: [Int32] = []
    out.reserveCapacity(routing.tokenCount * routing.chosenCount)
    for token in 0..<routing.tokenCount {
      guard let row = routing.probabilities(layer: layer, token: token) else { return nil }
      let scores = row.map { $0.isNaN ? -Float.infinity : $0 }
      var chosen: [Int32] = []
      for group in 0..<groups {
        for _ in 0..<routing.chosenCount / groups {
          var best: Int?
          for expert in group * width..<(group + 1) * width where !chosen.contains(Int32(expert)) {
            if let best, scores[expert] <= scores[best] { continue }
            best = expert
          }
          if let best { chosen.append(Int32(best)) }
        }
      }
      out += chosen.sorted { left, right in
        let (a, b) = (scores[Int(left)], scores[Int(right)])
        return a == b ? left < right : a > b
      }
    }
    return out
  }
}
