import Inference

/// How much of its attention each token parks on the first one: A[l,h,i,0], 0…1.
///
/// Source: Xiao et al., Efficient Streaming Language Models with Attention Sinks, arXiv 2309.17453. Reads layer and head.
///
/// Example: rows [1], [.4 .6], [.2 .3 .5] → 1 .4 .2.
package struct SinkMassLens: HeadLens {
  package let name = "sink-mass"
  package let title = "sink"
  package let formula = "A[l,h,i,0]"
  package let source = "Xiao et al. 2023, arXiv 2309.17453"
  package let unit = LensUnit.share
  var readsCursor: Bool { false }

  func values(_ map: UnsafeBufferPointer<Float>, tokenCount: Int, cursor: Int) -> [Double?] {
    (0..<tokenCount).map { known(map[AttentionMaps.rowStart($0)]) }
  }
}
