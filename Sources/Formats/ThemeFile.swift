/// A colour theme as its file states it: keys such as `token.a` with plain values; what they mean is Screen's business.
package struct ThemeFile: Sendable, Hashable {
  package let values: [String: PlainTOML.Value]
  package let warnings: [String]

  /// - Throws: when the file is not flat TOML of at most 64 KiB.
  package init(_ bytes: [UInt8]) throws(FormatError) {
    let table = try PlainTOML(bytes[...])
    values = table.values
    warnings = table.warnings
  }
}
