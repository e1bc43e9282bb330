import Inference

/// How unexpected each token is: s_t = −log₂ p(x_t | x_<t), in bits from 0 up; nil for the first token.
///
/// Source: Shannon, A Mathematical Theory of Communication, 1948. Reads no part of the place.
///
/// Example: p = ½, ¼, 1 → 1, 2 and 0 bits.
package struct SurprisalLens: Lens {
  package let name = "surprisal"
  package let title = "bits"
  package let formula = "-log2 p(x_t | tokens before t)"
  package let source = "Shannon 1948"
  package let unit = LensUnit(kind: .bits, range: "0...", maximum: nil)

  package func strip(_ trace: Trace, _ place: LensPlace) throws(LensError) -> [Double?] {
    guard let surprisals = trace.surprisals else { throw .missing(part: "surprisals") }
    return surprisals.map { $0.flatMap { known($0) } }
  }

  package func table(_ trace: Trace, _ place: LensPlace) throws(LensError) -> LensTable {
    LensTable(tokenColumns: [("bits", try strip(trace, place))], tokenCount: trace.tokens.count)
  }
}
