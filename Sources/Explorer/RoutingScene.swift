import Analysis
import Inference
import UnicodeText

/// What the routing view draws: the experts of one layer under the chosen policy.
struct RoutingScene {
  let trace: PieceTrace
  /// All layers, as the model chose.
  let all: Routing
  let layer: Int
  /// The layer alone, as the model chose.
  let own: Routing
  /// Where the policy sends the tokens of the layer; what the model did if the policy does not go with this trace.
  let outcome: RoutingOutcome
  let load: ExpertLoad
  /// Why the chosen policy is not applied; nil when it is.
  let refusal: String?
  let real: [Int]
  let null: [Int]
  /// Token at the cursor.
  let cursor: Int?
  /// The expert that the user follows.
  let followed: Int?
  private let isNull: [Bool]

  /// Nil when there is nothing to draw.
  init?(_ state: State) {
    guard let trace = state.trace, let all = trace.trace.routing, all.expertCount > 0, let layer = state.routingLayer,
      let own = RoutingScene.part(of: all, layer: layer),
      let plain = try? RoutingPolicy.plain.apply(to: own)
    else { return nil }
    self.trace = trace
    self.all = all
    self.layer = layer
    self.own = own
    cursor = state.page.flatMap { trace.token(at: state.cursor - $0.window.start) }
    followed = state.heat.expert.map { min($0, all.expertCount - 1) }
    null = own.nullExperts[0]
    var isNull = [Bool](repeating: false, count: all.expertCount)
    for expert in null { isNull[expert] = true }
    self.isNull = isNull
    real = (0..<all.expertCount).filter { !isNull[$0] }
    do throws(LensError) {
      outcome = try RoutingScene.policy(state.heat, for: own).apply(to: own)
      refusal = nil
    } catch {
      outcome = plain
      refusal = error.description
    }
    load = outcome.load(layer: layer)
  }

  private static func policy(_ heat: HeatSettings, for routing: Routing) throws(LensError) -> RoutingPolicy {
    let factor = Double(heat.capacity) / 100
    switch heat.policy {
    case .plain: return .plain
    case .capacityDrop: return .capacityDrop(factor: factor)
    case .capacityReroute: return .capacityReroute(factor: factor)
    case .grouped:
      guard let groups = RoutingPolicy.groupCounts(of: routing).last, groups > 1 else {
        throw .groups(2, experts: routing.expertCount, chosen: routing.chosenCount)
      }
      return .grouped(groups: groups)
    }
  }

  /// One layer, so that a policy costs the same whatever the depth of the model.
  private static func part(of routing: Routing, layer: Int) -> Routing? {
    guard let place = routing.layers.firstIndex(of: layer) else { return nil }
    let tokens = 0..<routing.tokenCount
    let scores: Routing.Scores? =
      switch routing.scores {
      case nil: nil
      case .logits(let values): .logits(Array(values[range(place, routing)]))
      case .probabilities(let values): .probabilities(Array(values[range(place, routing)]))
      }
    let hasWeights = routing.tokenCount > 0 && routing.weights(layer: layer, token: 0) != nil
    return try? Routing(
      layers: [layer], tokenCount: routing.tokenCount, expertCount: routing.expertCount,
      chosenCount: routing.chosenCount, scores: scores,
      chosen: tokens.flatMap { routing.chosen(layer: layer, token: $0) },
      weights: hasWeights ? tokens.flatMap { routing.weights(layer: layer, token: $0) ?? [] } : nil,
      nullExperts: [routing.nullExperts[place]])
  }

  private static func range(_ place: Int, _ routing: Routing) -> Range<Int> {
    let size = routing.tokenCount * routing.expertCount
    return place * size..<(place + 1) * size
  }

  var isWhatIf: Bool { outcome.policy != .plain }

  var hasScores: Bool { own.scores != nil }

  func isNull(_ expert: Int) -> Bool { isNull[expert] }

  /// `E5`, or `N9` for a null expert.
  func name(_ expert: Int) -> String { (isNull[expert] ? "N" : "E") + "\(expert)" }

  /// The highest number of an expert that computes, in any layer.
  var highestReal: Int {
    all.nullExperts.reduce(0) { highest, null in
      let isNull = Set(null)
      return max(highest, (0..<all.expertCount).last { !isNull.contains($0) } ?? 0)
    }
  }

  /// Cells of the longest name.
  var nameWidth: Int { 1 + String(all.expertCount - 1).utf8.count }

  /// What is known of a token's weight on each expert: the router's probabilities; nil without scores.
  func probabilities(_ token: Int) -> [Float]? { own.probabilities(layer: layer, token: token) }

  /// The experts that take a token, best first.
  func taken(_ token: Int) -> [Int] { outcome.assignments(layer: layer, token: token).compactMap(\.expert) }

  /// What a policy changed for one token.
  struct Change: Hashable {
    /// Place among the model's own choices, from 0.
    let rank: Int
    let from: Int
    /// Nil when nobody takes the place.
    let to: Int?
  }

  /// The token's choices that the policy took away, with what it gave instead.
  func changes(_ token: Int) -> [Change] {
    let places = outcome.assignments(layer: layer, token: token)
    let now = places.compactMap(\.expert)
    let wanted = places.map(\.wanted)
    var gained = now.filter { !wanted.contains($0) }[...]
    return places.filter { !now.contains($0.wanted) }.map {
      Change(rank: $0.rank, from: $0.wanted, to: gained.popFirst())
    }
  }

  /// Rank of `expert` among those that take the token, from 1; nil when it does not.
  func rank(of expert: Int, token: Int) -> Int? {
    outcome.assignments(layer: layer, token: token).first { $0.expert == expert }.map { $0.rank + 1 }
  }

  /// Mean probability of each expert over the tokens whose scores are numbers; nil without any.
  func meanProbabilities(layer: Int) -> [Double]? {
    var sums = [Double](repeating: 0, count: all.expertCount)
    var count = 0
    for token in 0..<all.tokenCount {
      guard let row = all.probabilities(layer: layer, token: token) else { return nil }
      guard row.allSatisfy(\.isFinite) else { continue }
      count += 1
      for (expert, value) in row.enumerated() { sums[expert] += Double(value) }
    }
    return count == 0 ? nil : sums.map { $0 / Double(count) }
  }
}

/// Between dark and bright for a router's probability: steps at .03, .10, .25 and .50, as even routing over many experts leaves
/// most of them below .1.
enum RouterShade {
  private static let edges = [0, 0.03, 0.10, 0.25, 0.50, 1]

  /// 0...1, straight between the steps; nil for what is not a number.
  static func position(_ probability: Double) -> Double? {
    if probability.isNaN { return nil }
    guard probability > 0 else { return 0 }
    guard let place = edges.indices.dropFirst().first(where: { probability < edges[$0] }) else { return 1 }
    let part = (probability - edges[place - 1]) / (edges[place] - edges[place - 1])
    return (Double(place - 1) + part) / Double(edges.count - 1)
  }

  /// The probability at a position: what a legend writes.
  static func probability(at position: Double) -> Double {
    let steps = Double(edges.count - 1)
    // 3/5 of 5 is 3 but for the last bit.
    let scaled = max(0, min(position, 1)) * steps + 1e-9
    let place = min(edges.count - 2, Int(scaled))
    return edges[place] + (scaled - 1e-9 - Double(place)) * (edges[place + 1] - edges[place])
  }
}
