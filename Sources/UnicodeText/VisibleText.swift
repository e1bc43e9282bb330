/// Text that is safe to show: a row of glyphs made from a string or from raw bytes by replacing whatever is not plainly printable.
///
/// This is the only way from text to a `Frame`.
package struct VisibleText: Hashable, Sendable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  package private(set) var glyphs: [Glyph]

  package init(glyphs: [Glyph] = []) { self.glyphs = glyphs }

  package init(stringLiteral value: String) { self.init(value) }

  /// Cells the text takes.
  package var width: Int { glyphs.reduce(0) { $0 + Int($1.width) } }

  package var isEmpty: Bool { glyphs.isEmpty }

  package static func + (a: VisibleText, b: VisibleText) -> VisibleText { VisibleText(glyphs: a.glyphs + b.glyphs) }

  package static func += (a: inout VisibleText, b: VisibleText) { a.glyphs += b.glyphs }

  /// The text as a string, for exports and tests.
  package var string: String {
    var out = String.UnicodeScalarView()
    for glyph in glyphs { out.append(contentsOf: glyph.scalars) }
    return String(out)
  }
}
