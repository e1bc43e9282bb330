/// The smallest piece of text that the screen draws as one: a grapheme cluster, or what is left of one that tokens cut.
package struct Atom: Hashable, Sendable {
  /// What a view may want to dim or mark.
  package struct Kind: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The atom ends with a line feed; nothing else ends a display line.
    package static let lineFeed = Kind(rawValue: 1 << 0)
    /// A byte that is not part of UTF-8.
    package static let invalid = Kind(rawValue: 1 << 1)
    /// A byte of a scalar that a token boundary cuts.
    package static let fragment = Kind(rawValue: 1 << 2)
    /// White space, drawn by a mark that stands for it.
    package static let whiteSpace = Kind(rawValue: 1 << 3)
    /// Drawn by something else than itself: white space, control, format, unassigned, flag, emoji sequence, hex digits.
    package static let standIn = Kind(rawValue: 1 << 4)
    /// The first scalar is a bidirectional control.
    package static let bidirectional = Kind(rawValue: 1 << 5)
  }

  /// Offset of the first byte.
  package let start: Int
  private let byteCount: UInt32
  private let firstGlyph: UInt32
  private let glyphCount: UInt16
  private let cells: UInt16
  package let kind: Kind

  init(bytes: Range<Int>, glyphs: Range<Int>, width: Int, kind: Kind) {
    start = bytes.lowerBound
    byteCount = UInt32(bytes.count)
    firstGlyph = UInt32(glyphs.lowerBound)
    glyphCount = UInt16(glyphs.count)
    cells = UInt16(width)
    self.kind = kind
  }

  /// Offset after the last byte.
  package var end: Int { start + Int(byteCount) }
  /// The bytes, as offsets of the text.
  package var range: Range<Int> { start..<end }
  /// Indices into `AtomMap.glyphs`.
  package var glyphs: Range<Int> { Int(firstGlyph)..<Int(firstGlyph) + Int(glyphCount) }
  /// Cells the glyphs take together; at least 1.
  package var width: Int { Int(cells) }
  package var isLineFeed: Bool { kind.contains(.lineFeed) }
}
