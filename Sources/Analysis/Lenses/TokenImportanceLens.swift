import Inference

/// How much attention each token receives in all: Σ_{l,h,i} A[l,h,i,j], 0 … layers · heads · tokens; the sum over all tokens is just that.
///
/// Source: Wang et al., SpAtten: Efficient Sparse Attention Architecture with Cascade Token and Head Pruning, arXiv 2012.09852. Over all
/// layers and heads of the trace: reads no part of the place. Earlier tokens are seen by more queries.
///
/// Example: one head, rows [1], [.4 .6], [.2 .3 .5] → 1.6 .9 .5, sum 3.
package struct TokenImportanceLens: Lens {
  package let name = "token-importance"
  package let title = "received"
  package let formula = "sum over l,h,i of A[l,h,i,j]"
  package let source = "SpAtten, Wang et al. 2020, arXiv 2012.09852"
  package let unit = LensUnit(kind: .weight, range: "0...LHT", maximum: nil)

  package func strip(_ trace: Trace, _ place: LensPlace) throws(LensError) -> [Double?] {
    let maps = try trace.requireAttention()
    return ReceivedAttention.allSums(maps, queryCount: maps.tokenCount, temperature: 1).total.map { known($0) }
  }

  package func table(_ trace: Trace, _ place: LensPlace) throws(LensError) -> LensTable {
    ReceivedAttention.table(try trace.requireAttention(), temperature: 1)
  }
}
