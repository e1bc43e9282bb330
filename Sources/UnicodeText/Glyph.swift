/// One printable unit of a terminal screen: a spacing scalar with up to four combining marks.
///
/// Only `UnicodeText` can make a glyph, and it makes none from a control, bidi, zero-width or unassigned scalar.
/// A `Frame` holds glyphs and nothing else, so nothing unsanitised can reach a terminal or an export.
package struct Glyph: Hashable, Sendable {
  /// The spacing scalar's value.
  package let base: UInt32
  /// Combining marks in order; 0 = none.
  package private(set) var marks: (UInt32, UInt32, UInt32, UInt32)
  /// Terminal cells the glyph takes: 1 or 2.
  package let width: UInt8

  init(base: UInt32, marks: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0), width: UInt8 = 1) {
    self.base = base
    self.marks = marks
    self.width = width
  }

  package static let space = Glyph(base: 0x20)

  /// The glyph of a printable scalar, with its width from the pinned table.
  ///
  /// Nil for a scalar that no glyph may hold (control, bidi, zero-width, unassigned, private), for a mark or regional
  /// indicator as `base`, and when `marks` are more than four or not all nonspacing marks.
  package static func make(base: Unicode.Scalar, marks: [Unicode.Scalar] = []) -> Glyph? {
    guard DisplayClass.of(base.value) != .mark, var glyph = standing(base.value), marks.count <= 4 else { return nil }
    for (place, mark) in marks.enumerated() {
      guard DisplayClass.of(mark.value) == .mark else { return nil }
      glyph.attach(mark.value, at: place)
    }
    return glyph
  }

  /// The glyph of a scalar that stands alone, a mark on a dotted circle; nil for one that no glyph may hold.
  static func standing(_ value: UInt32) -> Glyph? {
    switch DisplayClass.of(value) {
    case .narrow: Glyph(base: value)
    case .wide: Glyph(base: value, width: 2)
    case .mark: Glyph(base: 0x25CC, marks: (value, 0, 0, 0))
    case .escaped, .conjoining, .regional, .control, .space, .invisible, .bidirectional: nil
    }
  }

  /// Whether conjoining vowels and finals can be drawn on the glyph.
  var isHangul: Bool {
    switch GraphemeClass.of(base) {
    case .leading, .leadingVowel, .leadingVowelTrailing: true
    default: false
    }
  }

  /// Puts a mark at `place` 0...3.
  mutating func attach(_ mark: UInt32, at place: Int) {
    switch place {
    case 0: marks.0 = mark
    case 1: marks.1 = mark
    case 2: marks.2 = mark
    default: marks.3 = mark
    }
  }

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
