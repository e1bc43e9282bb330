import Inference

/// Where a routing policy sends the tokens, beside where the model sent them.
package struct RoutingOutcome: Hashable, Sendable {
  /// One of the k places of a token.
  package struct Assignment: Hashable, Sendable {
    /// 0 for the best.
    package let rank: Int
    /// Who takes the token; nil when the place was dropped.
    package let expert: Int?
    /// The model's own choice at this rank.
    package let wanted: Int

    package var isDropped: Bool { expert == nil }
  }

  package let policy: RoutingPolicy
  /// What the model did.
  package let original: Routing
  /// Most tokens that a real expert takes; nil without a limit.
  package internal(set) var capacity: Int?
  // [layer][token][k], −1 where dropped
  private var experts: [[Int32]]

  /// The model's own choice.
  init(_ policy: RoutingPolicy, _ routing: Routing) {
    self.policy = policy
    original = routing
    experts = routing.layers.map { layer in
      (0..<routing.tokenCount).flatMap { routing.chosen(layer: layer, token: $0) }
    }
  }

  package var isCausal: Bool { policy.isCausal }

  /// The places of a token, by rank; traps on layers that the routing does not have.
  package func assignments(layer: Int, token: Int) -> [Assignment] {
    let wanted = original.chosen(layer: layer, token: token)
    let row = experts[place(of: layer)][token * original.chosenCount..<(token + 1) * original.chosenCount]
    return zip(zip(row, wanted), 0...).map { pair, rank in
      Assignment(rank: rank, expert: pair.0 < 0 ? nil : Int(pair.0), wanted: Int(pair.1))
    }
  }

  /// Places that nobody takes, in all of a layer.
  package func dropCount(layer: Int) -> Int { experts[place(of: layer)].count { $0 < 0 } }

  /// Places of a token that nobody takes.
  package func dropCount(layer: Int, token: Int) -> Int {
    assignments(layer: layer, token: token).count(where: \.isDropped)
  }

  /// The tokens that each expert takes.
  package func load(layer: Int) -> ExpertLoad {
    var counts = [Int](repeating: 0, count: original.expertCount)
    for expert in experts[place(of: layer)] where expert >= 0 { counts[Int(expert)] += 1 }
    return ExpertLoad(
      counts: counts, nullExperts: original.nullExperts[place(of: layer)], tokenCount: original.tokenCount,
      chosenCount: original.chosenCount)
  }

  /// The choice as the routing of a trace; a dropped place names the expert that did not take it.
  ///
  /// The factors of the experts' outputs are nil where an expert changed: how a model scales them is not in a trace.
  package var routing: Routing {
    let wanted = original.layers.flatMap { layer in
      (0..<original.tokenCount).flatMap { original.chosen(layer: layer, token: $0) }
    }
    let chosen = zip(experts.joined(), wanted).map { $0 < 0 ? $1 : $0 }
    if chosen == wanted { return original }
    do throws(TraceError) {
      return try Routing(
        layers: original.layers, tokenCount: original.tokenCount, expertCount: original.expertCount,
        chosenCount: original.chosenCount, scores: original.scores, chosen: chosen, weights: nil,
        nullExperts: original.nullExperts)
    } catch {
      preconditionFailure("\(error)")
    }
  }

  /// Replaces the choice of one layer, [token][k].
  mutating func set(_ experts: [Int32], layer: Int) {
    precondition(experts.count == original.tokenCount * original.chosenCount)
    self.experts[place(of: layer)] = experts
  }

  private func place(of layer: Int) -> Int {
    guard let place = original.layers.firstIndex(of: layer) else {
      preconditionFailure("layer \(layer) has no routing")
    }
    return place
  }
}
