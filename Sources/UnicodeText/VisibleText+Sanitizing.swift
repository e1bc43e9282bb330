extension VisibleText {
  /// Shows `string`; controls, bidi marks and zero-width scalars become visible markers.
  package init(_ string: String) { self.init(bytes: Array(string.utf8)[...]) }

  /// Shows `bytes` as UTF-8; each invalid byte becomes two hex digits.
  package init(bytes: ArraySlice<UInt8>) {
    self.init(glyphs: bytes.map { Glyph(base: $0 >= 0x20 && $0 < 0x7F ? UInt32($0) : 0x3F) })
  }
}
