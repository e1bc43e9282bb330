import Inference

/// How undecided the router is: −Σ_e p ln p ÷ ln E over all E experts, 0 (one expert) … 1 (all alike).
///
/// Source: GW-MoE, arXiv 2406.12375, which calls tokens with a high entropy uncertain. Nil where a score is NaN and for a single expert. The
/// table has every layer, as that share and in bits. Reads the layer.
///
/// Example: p = ½ ½ 0 0 → 1 bit of 2, .5.
package struct RouterEntropyLens: Lens {
  package let name = "router-entropy"
  package let title = "router H"
  package let formula = "-sum_e p ln p / ln E"
  package let source = "GW-MoE 2024, arXiv 2406.12375"
  package let unit = LensUnit.share

  package func strip(_ trace: Trace, _ place: LensPlace) throws(LensError) -> [Double?] {
    let routing = try trace.requireRouting(layer: place.layer)
    if routing.scores == nil { throw .missing(part: "router scores") }
    return RouterEntropyLens.bits(routing, layer: place.layer).map {
      RouterEntropyLens.share(bits: $0, expertCount: routing.expertCount)
    }
  }

  package func table(_ trace: Trace, _ place: LensPlace) throws(LensError) -> LensTable {
    let routing = try trace.requireRouting()
    if routing.scores == nil { throw .missing(part: "router scores") }
    let columns = routing.layers.flatMap { layer in
      let bits = RouterEntropyLens.bits(routing, layer: layer)
      let shares = bits.map { RouterEntropyLens.share(bits: $0, expertCount: routing.expertCount) }
      return [("L\(layer)", shares), ("L\(layer) bits", bits)]
    }
    return LensTable(tokenColumns: columns, tokenCount: trace.tokens.count)
  }

  /// −Σ p log₂ p of probabilities that sum to 1, in bits; nil for NaN and without any.
  package static func bits(of probabilities: [Float]) -> Double? {
    if probabilities.isEmpty { return nil }
    var lanes = SIMD4<Float>.zero
    probabilities.withUnsafeBufferPointer { $0.forEachFour { lanes += $0 * naturalLogarithm($0) } }
    return known(-lanes.sum()).map { max(0, $0 * 1.442_695_040_888_963) }
  }

  private static func bits(_ routing: Routing, layer: Int) -> [Double?] {
    (0..<routing.tokenCount).map { routing.probabilities(layer: layer, token: $0).flatMap { bits(of: $0) } }
  }

  private static func share(bits: Double?, expertCount: Int) -> Double? {
    guard expertCount > 1, let bits, let most = RouterEntropyLens.bits(ofEven: expertCount) else { return nil }
    return min(bits / most, 1)
  }

  /// log₂ of a count.
  private static func bits(ofEven count: Int) -> Double? {
    known(naturalLogarithm(SIMD4(repeating: Float(count)))[0]).map { $0 * 1.442_695_040_888_963 }
  }
}
