import UnicodeText

/// One cell of a frame.
package struct Cell: Hashable, Sendable {
  /// Nil in the second cell of a glyph that takes two.
  package var glyph: Glyph?
  package var style: Style

  package init(glyph: Glyph?, style: Style) {
    self.glyph = glyph
    self.style = style
  }

  package static let blank = Cell(glyph: .space, style: .plain)
}
