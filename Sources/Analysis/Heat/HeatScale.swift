import Glibc

/// How weights become brightness, so that small ones can be told apart beside a large one.
///
/// With the greatest shown weight m and a weight x: linear x/m, square root √(x/m), logarithm 1 + log₁₀(max(x/m, 10⁻³))/3.
///
/// Example, m = 0.5 and x = 0.125: 0.25, 0.5, 0.799.
package enum HeatScale: String, CaseIterable, Sendable, Hashable {
  case linear
  case squareRoot = "sqrt"
  case logarithm = "log"

  /// Smallest share of the greatest weight that the logarithm tells apart.
  package static let floor = 1e-3

  /// Place of a weight between dark and bright, 0...1; nil for a weight that is not a number.
  package func position(_ weight: Double, maximum: Double) -> Double? {
    if weight.isNaN { return nil }
    guard maximum > 0, weight > 0 else { return 0 }
    let share = min(1, weight / maximum)
    return switch self {
    case .linear: share
    case .squareRoot: share.squareRoot()
    case .logarithm: 1 + log10(max(share, HeatScale.floor)) / 3
    }
  }

  /// The weight at a place between dark and bright: what a legend writes beside a shade.
  package func weight(at position: Double, maximum: Double) -> Double {
    switch self {
    case .linear: position * maximum
    case .squareRoot: position * position * maximum
    case .logarithm: position <= 0 ? 0 : pow(10, (position - 1) * 3) * maximum
    }
  }
}
