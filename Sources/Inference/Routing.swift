/// Which experts each token was sent to, in the layers that have experts.
package struct Routing: Sendable, Hashable {
  /// What the router said of every expert, [layer][token][expert].
  package enum Scores: Sendable, Hashable {
    /// Before the softmax.
    case logits([Float])
    /// After it; never softmaxed again.
    case probabilities([Float])

    var count: Int {
      switch self {
      case .logits(let values), .probabilities(let values): values.count
      }
    }
  }

  /// Numbers of the layers with experts, ascending.
  package let layers: [Int]
  package let tokenCount: Int
  package let expertCount: Int
  /// Experts that each token is sent to.
  package let chosenCount: Int
  /// Nil in traces of programs that tell the chosen experts alone.
  package let scores: Scores?
  /// Experts whose matrices are zero, ascending, one list per entry of `layers`.
  package let nullExperts: [[Int]]
  // [layer][token][k], best first
  private let chosen: [Int32]
  // [layer][token][k], the factors of the experts' outputs
  private let weights: [Float]?

  /// Checks counts, and that every token has different experts that exist.
  package init(
    layers: [Int], tokenCount: Int, expertCount: Int, chosenCount: Int, scores: Scores?, chosen: [Int32],
    weights: [Float]?, nullExperts: [[Int]]? = nil
  ) throws(TraceError) {
    try TraceError.checkAscending(layers, "layers of the routing")
    let rows = layers.count * tokenCount
    if let scores { try TraceError.checkCount(scores.count, rows * expertCount, "the router's scores") }
    try TraceError.checkCount(chosen.count, rows * chosenCount, "the chosen experts")
    if let weights { try TraceError.checkCount(weights.count, rows * chosenCount, "the weights of the experts") }
    if let nullExperts {
      try TraceError.checkCount(nullExperts.count, layers.count, "the layers of null experts")
      for layer in nullExperts {
        try TraceError.checkAscending(layer, "null experts")
        if let last = layer.last, last >= expertCount {
          throw .outOfRange(part: "the null experts", found: last, limit: expertCount)
        }
      }
    }
    for row in 0..<rows {
      let experts = chosen[row * chosenCount..<(row + 1) * chosenCount]
      for (place, expert) in experts.enumerated() {
        guard expert >= 0, expert < expertCount else {
          throw .outOfRange(part: "the chosen experts", found: Int(expert), limit: expertCount)
        }
        if experts.prefix(place).contains(expert) { throw .numbering(part: "experts of a token") }
      }
    }
    self.init(
      unchecked: chosen, weights: weights, scores: scores, layers: layers, tokenCount: tokenCount,
      expertCount: expertCount, chosenCount: chosenCount,
      nullExperts: nullExperts ?? Array(repeating: [], count: layers.count))
  }

  init(
    unchecked chosen: [Int32], weights: [Float]?, scores: Scores?, layers: [Int], tokenCount: Int, expertCount: Int,
    chosenCount: Int, nullExperts: [[Int]]
  ) {
    self.layers = layers
    self.tokenCount = tokenCount
    self.expertCount = expertCount
    self.chosenCount = chosenCount
    self.scores = scores
    self.chosen = chosen
    self.weights = weights
    self.nullExperts = nullExperts
  }

  /// The experts of `token` in the layer with the number `layer`, best first, indexed from the slice's own start.
  package func chosen(layer: Int, token: Int) -> ArraySlice<Int32> { chosen[range(layer, token, chosenCount)] }

  /// The factors of `chosen(layer:token:)`.
  package func weights(layer: Int, token: Int) -> ArraySlice<Float>? {
    weights.map { $0[range(layer, token, chosenCount)] }
  }

  /// What the router said of each expert before the softmax; nil if the trace does not have it.
  package func logits(layer: Int, token: Int) -> ArraySlice<Float>? {
    guard case .logits(let values) = scores else { return nil }
    return values[range(layer, token, expertCount)]
  }

  /// The router's probability of each expert, sum 1; nil if the trace has no scores.
  package func probabilities(layer: Int, token: Int) -> [Float]? {
    switch scores {
    case nil: nil
    case .logits(let values): Routing.softmax(values[range(layer, token, expertCount)])
    case .probabilities(let values): Array(values[range(layer, token, expertCount)])
    }
  }

  /// Probabilities of `logits`; all NaN where one of them is NaN or the greatest is infinite.
  package static func softmax(_ logits: some Collection<Float>) -> [Float] {
    var out = Array(logits)
    out.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { SoftmaxKernel.normalize(base, buffer.count) }
    }
    return out
  }

  /// The `count` greatest of `values`, greatest first, ties to the lower index; NaN comes after all numbers.
  package static func top(_ count: Int, of values: some Collection<Float>) -> [Int] {
    var best: [(index: Int, value: Float)] = []
    for (index, value) in values.enumerated() {
      let value = value.isNaN ? -Float.infinity : value
      var place = best.count
      while place > 0, best[place - 1].value < value { place -= 1 }
      guard place < count else { continue }
      best.insert((index, value), at: place)
      if best.count > count { best.removeLast() }
    }
    return best.map(\.index)
  }

  private func range(_ layer: Int, _ token: Int, _ count: Int) -> Range<Int> {
    guard let place = layers.firstIndex(of: layer) else { preconditionFailure("layer \(layer) has no routing") }
    precondition(token >= 0 && token < tokenCount)
    let start = (place * tokenCount + token) * count
    return start..<start + count
  }
}
