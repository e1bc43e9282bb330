/// One printable unit of a terminal screen: a spacing scalar with up to four combining marks.
///
/// Only `UnicodeText` can make a glyph, and it makes none from a control, bidi, zero-width or unassigned scalar.
/// A `Frame` holds glyphs and nothing else, so nothing unsanitised can reach a terminal or an export.
package struct Glyph: Hashable, Sendable {
  /// The spacing scalar's value.
  package let base: UInt32
  /// Combining marks in order; 0 = none.
  package let marks: (UInt32, UInt32, UInt32, UInt32)
  /// Terminal cells the glyph takes: 1 or 2.
  package let width: UInt8

  init(base: UInt32, marks: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0), width: UInt8 = 1) {
    self.base = base
    self.marks = marks
    self.width = width
  }

  package static let space = Glyph(base: 0x20)

  package static func == (a: Glyph, b: Glyph) -> Bool {
    a.base == b.base && a.marks == b.marks && a.width == b.width
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(base)
    hasher.combine(marks.0)
  }

  /// The scalars to write, in order.
  package var scalars: [Unicode.Scalar] {
    var out: [Unicode.Scalar] = []
    for value in [base, marks.0, marks.1, marks.2, marks.3] where value != 0 {
      if let scalar = Unicode.Scalar(value) { out.append(scalar) }
    }
    return out
  }
}
