import Inference

/// How widely each token looks: −Σ_j A ln A ÷ ln(i+1), 0 (one key) … 1 (all keys alike); nil for the first token, which has no choice.
///
/// Source: Clark et al., What Does BERT Look At?, arXiv 1906.04341, here divided by the entropy of equal weights. Reads layer and head;
/// without a head it is the mean of the heads' entropies, not the entropy of their mean. Linear in the weights.
///
/// Example: row [.5 .5] → 1; row [.25 .25 .5] → 1.0397 ÷ 1.0986 = .9464.
package struct AttentionEntropyLens: HeadLens {
  package let name = "attention-entropy"
  package let title = "entropy"
  package let formula = "-sum_j A ln A / ln(i+1)"
  package let source = "Clark et al. 2019, arXiv 1906.04341"
  package let unit = LensUnit.share
  var readsCursor: Bool { false }

  func values(_ map: UnsafeBufferPointer<Float>, tokenCount: Int, cursor: Int) -> [Double?] {
    (0..<tokenCount).map { query in
      let start = AttentionMaps.rowStart(query)
      return AttentionEntropyLens.entropy(UnsafeBufferPointer(rebasing: map[start...start + query]))
    }
  }

  /// The entropy of weights that sum to 1, divided by the greatest there can be; nil for one weight and for NaN.
  static func entropy(_ weights: UnsafeBufferPointer<Float>) -> Double? {
    guard weights.count > 1 else { return nil }
    var lanes = SIMD4<Float>.zero
    weights.forEachFour { lanes += $0 * naturalLogarithm($0) }
    let greatest = naturalLogarithm(SIMD4(repeating: Float(weights.count)))[0]
    return known(-lanes.sum() / greatest).map { min(max($0, 0), 1) }
  }
}

extension UnsafeBufferPointer<Float> {
  /// Calls `body` with the numbers, four at a time; zeros fill up the last four.
  @inline(__always)
  func forEachFour(_ body: (SIMD4<Float>) -> Void) {
    let raw = UnsafeRawBufferPointer(self)
    var index = 0
    while index + 4 <= count {
      body(raw.loadUnaligned(fromByteOffset: index * 4, as: SIMD4<Float>.self))
      index += 4
    }
    guard index < count else { return }
    var last = SIMD4<Float>.zero
    for lane in 0..<count - index { last[lane] = self[index + lane] }
    body(last)
  }
}
