import Inference

/// Which experts take which kind of text, in one layer: the share of each expert in the choices of a class's tokens.
///
/// Source: the per-domain tables of Mixtral of Experts, arXiv 2401.04088, here per class of token. Linear in the choices.
///
/// Example: top-1 of two experts, tokens `12` → 0, `7` → 1, `the` → 1: digits .5 .5, word part 0 1.
package struct ExpertsByClass: Hashable, Sendable {
  package struct Row: Hashable, Sendable {
    package let tokenClass: TokenClass
    package let tokenCount: Int
    /// One per expert, sum 1, less where a policy drops choices; nil when no experts are chosen.
    package let shares: [Double]?
  }

  /// The classes that occur, in the order of `TokenClass.allCases`.
  package let rows: [Row]

  /// - Parameter classes: one per token of `routing`.
  package init(_ routing: Routing, layer: Int, classes: [TokenClass]) throws(LensError) {
    try self.init(RoutingPolicy.plain.apply(to: routing), layer: layer, classes: classes)
  }

  /// Those that take the tokens under a policy.
  ///
  /// - Parameter classes: one per token of the routing.
  package init(_ outcome: RoutingOutcome, layer: Int, classes: [TokenClass]) throws(LensError) {
    let routing = outcome.original
    precondition(classes.count == routing.tokenCount)
    guard routing.layers.contains(layer) else {
      throw .absent(part: "routing", of: "layer", number: layer, present: routing.layers)
    }
    var counts: [TokenClass: [Int]] = [:]
    var tokens: [TokenClass: Int] = [:]
    for (token, tokenClass) in classes.enumerated() {
      tokens[tokenClass, default: 0] += 1
      for case let expert? in outcome.assignments(layer: layer, token: token).map(\.expert) {
        counts[tokenClass, default: Array(repeating: 0, count: routing.expertCount)][expert] += 1
      }
    }
    rows = TokenClass.allCases.compactMap { tokenClass in
      guard let count = tokens[tokenClass] else { return nil }
      let places = Double(count * routing.chosenCount)
      let taken = counts[tokenClass] ?? Array(repeating: 0, count: routing.expertCount)
      return Row(
        tokenClass: tokenClass, tokenCount: count, shares: places == 0 ? nil : taken.map { Double($0) / places })
    }
  }
}
