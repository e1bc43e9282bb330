/// A normal form of Unicode that composes, with the tables of `tokenizers` 0.23.3 (Unicode 9.0.0; later scalars stay as
/// they are).
package enum NormalForm: String, Sendable, Hashable, CaseIterable {
  /// Canonical composition: one way to write what is the same text.
  case nfc = "NFC"
  /// Compatible composition: ligatures, widths, circled letters and the like are taken apart too.
  case nfkc = "NFKC"

  /// The Unicode version of the tables.
  package static let unicodeVersion = NormalizationTables.unicodeVersion

  /// Whether a scalar stands in normalised text as it is, whatever surrounds it, unless marks follow it: no decomposition, combining class 0, and
  /// it joins nothing before it. Before such a scalar a text can be cut and its parts normalised apart.
  package func isStable(_ value: UInt32) -> Bool {
    value < 0x80 || value >= 0x11_0000 || NormalizationData.table[Int(value)] & unstable == 0
  }

  /// The bit of a table entry that says that the scalar needs a look.
  var unstable: UInt16 {
    switch self {
    case .nfc: NormalizationData.unstableCanonical
    case .nfkc: NormalizationData.unstableCompatible
    }
  }
}
