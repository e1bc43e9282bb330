import Inference

/// Which tokens are worth keeping, by softened attention: Σ_{l,h,i} softmax(z_i/τ)_j with z = ln A, 0 … layers · heads · tokens.
///
/// Source: Adnan et al., Keyformer: KV Cache Reduction through Key Tokens Selection, arXiv 2403.09054; τ = 2 is where its schedule ends, and
/// its random noise is left out so that the same trace gives the same numbers. With τ = 1 this is the token importance. Over all layers and
/// heads of the trace: reads no part of the place.
///
/// Example: one head, rows [1], [.2 .8] → 1.333 .667.
package struct KeyTokensLens: Lens {
  /// τ of the strip, the table and the KV budget.
  package static let temperature: Float = 2

  package let name = "key-tokens"
  package let title = "key tok"
  package let formula = "sum over l,h,i of softmax(ln A[l,h,i,.] / 2)[j]"
  package let source = "Keyformer, Adnan et al. 2024, arXiv 2403.09054"
  package let unit = LensUnit(kind: .weight, range: "0...LHT", maximum: nil)

  package func strip(_ trace: Trace, _ place: LensPlace) throws(LensError) -> [Double?] {
    let maps = try trace.requireAttention()
    let sums = ReceivedAttention.allSums(
      maps, queryCount: maps.tokenCount, temperature: KeyTokensLens.temperature)
    return sums.total.map { known($0) }
  }

  package func table(_ trace: Trace, _ place: LensPlace) throws(LensError) -> LensTable {
    ReceivedAttention.table(try trace.requireAttention(), temperature: KeyTokensLens.temperature)
  }
}
