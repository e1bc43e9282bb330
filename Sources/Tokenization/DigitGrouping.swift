/// How a run of decimal digits is cut before merging (arXiv 2402.14903).
package enum DigitGrouping: String, CaseIterable, Sendable, Hashable {
  /// As the pattern has it.
  case pattern
  /// Threes from the left.
  case leftToRight
  /// Threes from the right: the first group has n mod 3 digits when that is not zero.
  case rightToLeft
  /// One digit each.
  case single
}
