import Inference

/// Which tokens survive when the keys and values of only n tokens may be kept, and how much of the attention they carry.
///
/// What-if: the tokens up to a cursor are ranked by what they received from the queries up to it, in all layers and heads of the trace; the
/// cursor's own attention then tells what the choice would have lost. All policies keep the cursor's token, whose key is there anyway.
/// Sources: SpAtten, arXiv 2012.09852; Keyformer, arXiv 2403.09054; StreamingLLM, arXiv 2309.17453. Linear in the weights, then a sort.
///
/// Example: one head, rows [1], [.4 .6], [.2 .3 .5], cursor 2, budget 2: received 1.6 .9 .5; importance keeps 0 and 2, mass .7.
package struct KeyValueBudget: Hashable, Sendable {
  package enum Policy: String, CaseIterable, Hashable, Sendable {
    /// SpAtten: the cursor and the tokens with the greatest accumulated weights.
    case importance
    /// Keyformer: a window of the latest tokens and those with the greatest accumulated softened weights.
    case keyTokens = "key-tokens"
    /// StreamingLLM: the first token and the latest.
    case recency
  }

  package let policy: Policy
  /// The kept tokens are the first `first`, the last `last` up to the cursor, and the best `top` of the others.
  package let first: Int
  package let last: Int
  package let top: Int
  /// Indices of the kept tokens, ascending.
  package let kept: [Int]
  /// What the cursor's query gives to the kept tokens, 0…1, in the place's head or the mean of its layer; nil for NaN.
  package let mass: Double?
  /// The same, mean over all layers and heads of the trace.
  package let meanMass: Double?

  /// - Parameter budget: tokens that may be kept; more than there are keeps all, less than 1 none.
  /// - Throws: `LensError` when the trace has no attention, or not at this place.
  package init(_ policy: Policy, budget: Int, trace: Trace, place: LensPlace) throws(LensError) {
    let (maps, heads) = try trace.requireAttention(at: place)
    try trace.requireToken(place.cursor)
    let count = place.cursor + 1
    let budget = min(max(budget, 0), count)
    let first = policy == .recency && budget > 1 ? 1 : 0
    let last =
      switch policy {
      case .importance: min(budget, 1)
      // Three tenths, rounded up: the paper finds 20 to 30 % best.
      case .keyTokens: (3 * budget + 9) / 10
      case .recency: budget - first
      }
    var kept = Array(0..<first) + Array(count - last..<count)
    let top = budget - first - last
    if top > 0 {
      let temperature = policy == .importance ? 1 : KeyTokensLens.temperature
      let scores = ReceivedAttention.allSums(maps, queryCount: count, temperature: temperature).total
      kept += KeyValueBudget.best(top, of: scores.prefix(count - last))
    }
    self.policy = policy
    self.first = first
    self.last = last
    self.top = top
    self.kept = kept.sorted()
    let masses = maps.layers.map { layer in
      maps.heads.map { head in
        let row = maps.row(layer: layer, head: head, query: place.cursor)
        return kept.reduce(0.0) { $0 + Double(row[row.startIndex + $1]) }
      }
    }
    let row = maps.layers.firstIndex(of: place.layer).map { masses[$0] } ?? []
    mass = mean(zip(maps.heads, row).filter { heads.contains($0.0) }.map(\.1)).flatMap { known($0) }
    meanMass = mean(masses.flatMap { $0 }).flatMap { known($0) }
  }

  /// Indices of the `count` greatest, ties to the earlier; NaN counts as nothing received.
  private static func best(_ count: Int, of scores: ArraySlice<Double>) -> [Int] {
    let ranked = scores.indices.sorted { left, right in
      let (a, b) = (scores[left].isNaN ? -1 : scores[left], scores[right].isNaN ? -1 : scores[right])
      return a == b ? left < right : a > b
    }
    return Array(ranked.prefix(count))
  }
}
