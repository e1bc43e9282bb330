import Glibc

/// How evenly a text uses the tokens that occur in it: what follows from their frequencies alone.
///
/// With N occurrences of n different tokens, the i-th of which occurs cᵢ times, pᵢ = cᵢ / N. The measures are those of Zouhar et al. 2023,
/// "Tokenization and the Noiseless Channel" (ACL 2023, arXiv 2306.16842), the Rényi efficiency with α = 2.5, for which they report a
/// strong correlation with the quality of translations; n is the number of tokens that occur, as in the authors' `tokenization-scorer` unless
/// it is given another one, not the size of the vocabulary. Efficiency is 1 when all tokens that occur are equally frequent, and falls
/// when some are much more frequent than the others.
/// It is no verdict on a tokenizer: Cognetta et al. 2024 (arXiv 2402.14614) raise it and make the tokenizer worse.
/// Building takes n log n.
///
/// Example: counts 3 2 1 1 have entropy 1.842 bits, Rényi entropy 1.653 bits and Rényi efficiency 1.653 / log₂ 4 = 0.8265.
package struct TokenDistribution: Equatable, Sendable {
  /// α of the Rényi entropy.
  package static let order = 2.5

  /// Counts of the tokens that occur, the greatest first: the rank-frequency curve.
  package let ranked: [Int]
  /// N: occurrences.
  package let total: Int
  /// Shannon entropy H = −Σ pᵢ log₂ pᵢ, in bits a token; 0...log₂ n. Nil without tokens.
  package let entropy: Double?
  /// Rényi entropy H_α = log₂(Σ pᵢ^α) / (1 − α), in bits a token; never above `entropy`. Nil without tokens.
  package let renyiEntropy: Double?

  /// - Parameter counts: in any order; those of 0 say nothing.
  package init(_ counts: [Int]) {
    ranked = counts.filter { $0 > 0 }.sorted(by: >)
    total = ranked.reduce(0, +)
    guard total > 0 else {
      entropy = nil
      renyiEntropy = nil
      return
    }
    var logarithms = 0.0
    var powers = 0.0
    var index = 0
    // Equal counts together: most tokens occur once or twice.
    while index < ranked.count {
      let count = ranked[index]
      var end = index + 1
      while end < ranked.count, ranked[end] == count { end += 1 }
      let p = Double(count) / Double(total)
      logarithms -= Double(end - index) * p * log2(p)
      powers += Double(end - index) * pow(p, TokenDistribution.order)
      index = end
    }
    let most = log2(Double(ranked.count))
    entropy = max(0, min(logarithms, most))
    renyiEntropy = max(0, min(log2(powers) / (1 - TokenDistribution.order), most))
  }

  /// n: different tokens.
  package var typeCount: Int { ranked.count }

  /// H_α / log₂ n, 0...1; nil with fewer than two different tokens, where both are 0.
  package var renyiEfficiency: Double? {
    renyiEntropy.flatMap { typeCount < 2 ? nil : $0 / log2(Double(typeCount)) }
  }

  /// Tokens that occur once.
  package var onceCount: Int { ranked.count - ranked.partitionPoint { $0 < 2 } }

  /// Share of the text's tokens that the `count` most frequent ones make up; nil without tokens.
  package func share(ofMostFrequent count: Int) -> Double? {
    total == 0 ? nil : Double(ranked.prefix(count).reduce(0, +)) / Double(total)
  }
}
