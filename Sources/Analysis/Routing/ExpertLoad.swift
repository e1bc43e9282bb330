import Inference

/// How evenly one layer's router spreads the tokens over the experts.
///
/// n_e tokens go to expert e; even would be kT/E of T tokens with k of E experts each. Null experts count among the E, as they do in
/// training, but cost nothing: what speaks of work or of collapse looks at the real ones alone.
/// Sources: Fedus et al., Switch Transformers, arXiv 2101.03961; the real experts per token as in AdaMoE, arXiv 2406.13233.
///
/// Example: four experts, 4 tokens, top-1, n = 3 1 0 0: load/ideal 3 1 0 0, max/mean 3, CV 1.225, dead 2 and 3.
package struct ExpertLoad: Hashable, Sendable {
  /// Fewest tokens of which a collapse can be told.
  package static let leastTokens = 8
  /// A real expert that takes more than this share of the tokens.
  package static let collapseShare = 0.8

  package let tokenCount: Int
  /// Experts per token that the router chooses.
  package let chosenCount: Int
  /// Tokens that each expert takes, null experts too.
  package let counts: [Int]
  /// Ascending.
  package let nullExperts: [Int]

  /// The load of one layer of `routing`.
  package init(_ routing: Routing, layer: Int) throws(LensError) {
    guard let place = routing.layers.firstIndex(of: layer) else {
      throw .absent(part: "routing", of: "layer", number: layer, present: routing.layers)
    }
    var counts = [Int](repeating: 0, count: routing.expertCount)
    for token in 0..<routing.tokenCount {
      for expert in routing.chosen(layer: layer, token: token) { counts[Int(expert)] += 1 }
    }
    self.init(
      counts: counts, nullExperts: routing.nullExperts[place], tokenCount: routing.tokenCount,
      chosenCount: routing.chosenCount)
  }

  init(counts: [Int], nullExperts: [Int], tokenCount: Int, chosenCount: Int) {
    self.counts = counts
    self.nullExperts = nullExperts
    self.tokenCount = tokenCount
    self.chosenCount = chosenCount
  }

  /// Numbers of the experts that compute, ascending.
  package var realExperts: [Int] { counts.indices.filter { !nullExperts.contains($0) } }

  /// kT/E: what each expert would take if all took alike.
  package var ideal: Double {
    counts.isEmpty ? 0 : Double(chosenCount) * Double(tokenCount) / Double(counts.count)
  }

  /// n_e ÷ (kT/E) of each expert, 1 is even, 0 dead; nil without tokens.
  package var ratios: [Double]? { ideal == 0 ? nil : counts.map { Double($0) / ideal } }

  /// The greatest load of a real expert by their mean, 1 or more; nil when no token goes to one.
  package var maximumByMean: Double? {
    guard let mean = realMean, mean > 0 else { return nil }
    return Double(realExperts.map { counts[$0] }.max() ?? 0) / mean
  }

  /// Standard deviation of the real experts' loads by their mean; nil when no token goes to one.
  package var variation: Double? {
    guard let mean = realMean, mean > 0 else { return nil }
    let squares = realExperts.map { (Double(counts[$0]) - mean) * (Double(counts[$0]) - mean) }
    return (squares.reduce(0, +) / Double(squares.count)).squareRoot() / mean
  }

  /// Real experts that no token goes to; none without tokens.
  package var deadExperts: [Int] { tokenCount == 0 ? [] : realExperts.filter { counts[$0] == 0 } }

  /// The real expert that takes nearly all tokens; nil if there is none, and for fewer tokens than `leastTokens`.
  package var collapsedExpert: Int? {
    guard tokenCount >= ExpertLoad.leastTokens, let first = realExperts.max(by: { counts[$0] < counts[$1] }) else {
      return nil
    }
    return Double(counts[first]) > ExpertLoad.collapseShare * Double(tokenCount) ? first : nil
  }

  /// Real experts per token, mean; nil without tokens.
  package var realPerToken: Double? {
    tokenCount == 0 ? nil : Double(realExperts.reduce(0) { $0 + counts[$1] }) / Double(tokenCount)
  }

  /// Share of the choices that went to null experts, 0…1; nil when nothing was chosen.
  package var nullShare: Double? {
    let all = counts.reduce(0, +)
    return all == 0 ? nil : Double(nullExperts.reduce(0) { $0 + counts[$1] }) / Double(all)
  }

  private var realMean: Double? { mean(realExperts.map { Double(counts[$0]) }) }
}
