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
    /// One per expert, sum 1; nil when no experts are chosen.
    package let shares: [Double]?
  }

  /// The classes that occur, in the order of `TokenClass.allCases`.
  package let rows: [Row]

  /// - Parameter classes: one per token of `routing`.
  package init(_ routing: Routing, layer: Int, classes: [TokenClass]) throws(LensError) {
    precondition(classes.count == routing.tokenCount)
    guard routing.layers.contains(layer) else {
      throw .absent(part: "routing", of: "layer", number: layer, present: routing.layers)
    }
    var counts: [TokenClass: [Int]] = [:]
    var tokens: [TokenClass: Int] = [:]
    for (token, tokenClass) in classes.enumerated() {
      tokens[tokenClass, default: 0] += 1
      for expert in routing.chosen(layer: layer, token: token) {
        counts[tokenClass, default: Array(repeating: 0, count: routing.expertCount)][Int(expert)] += 1
      }
    }
    rows = TokenClass.allCases.compactMap { tokenClass in
      guard let count = tokens[tokenClass] else { return nil }
      let places = Double(count * routing.chosenCount)
      return Row(
        tokenClass: tokenClass, tokenCount: count,
        shares: counts[tokenClass].map { $0.map { Double($0) / places } })
    }
  }
}
