extension VisibleText {
  /// Shows `string` as a label: spaces stay spaces; controls, bidi marks and zero-width scalars become visible markers.
  package init(_ string: String) { self.init(string, options: .interface) }

  /// Shows `bytes` as UTF-8; each invalid byte becomes two hex digits.
  package init(bytes: ArraySlice<UInt8>) { self.init(bytes: bytes, options: .interface) }

  /// Shows `string` as the options say.
  package init(_ string: String, options: VisibleOptions) {
    var string = string
    let glyphs = string.withUTF8 { Self.glyphs(of: $0, options: options) }
    self.init(glyphs: glyphs)
  }

  /// Shows `bytes` as the options say; see `GlyphWriter` for what stands for what.
  package init(bytes: ArraySlice<UInt8>, options: VisibleOptions) {
    self.init(glyphs: bytes.withUnsafeBufferPointer { Self.glyphs(of: $0, options: options) })
  }

  private static func glyphs(of bytes: UnsafeBufferPointer<UInt8>, options: VisibleOptions) -> [Glyph] {
    var writer = GlyphWriter(options: options)
    writer.reserve(bytes.count)
    var offset = 0
    while offset < bytes.count {
      let end = GraphemeBreaker.clusterEnd(from: offset, in: bytes)
      writer.appendCluster(offset..<end, in: bytes)
      offset = end
    }
    return writer.glyphs
  }
}
