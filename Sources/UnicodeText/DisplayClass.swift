/// How one code point is shown in a cell grid.
///
/// Widths follow East Asian width and emoji presentation, ambiguous = 1, as the widespread `wcwidth` functions do; a
/// spacing mark (Mc) takes a cell of its own. The table is ours and pinned, so that the same text has the same columns
/// on every machine, whatever the terminal's or the C library's opinion.
enum DisplayClass: UInt8 {
  /// Unassigned, private use, noncharacter, surrogate: shown by its number.
  case escaped
  /// Printable, one cell.
  case narrow
  /// Printable, two cells.
  case wide
  /// Nonspacing or enclosing mark: no cell, drawn with the scalar before it.
  case mark
  /// Conjoining Hangul vowel or final consonant: no cell after another jamo or a Hangul syllable.
  case conjoining
  /// One half of a flag.
  case regional
  /// C0, DEL or C1.
  case control
  /// A space other than U+0020, or a line or paragraph separator.
  case space
  /// A format or other default-ignorable scalar, or one that is empty in every font.
  case invisible
  /// A bidirectional control.
  case bidirectional

  /// The class of a code point.
  static func of(_ value: UInt32) -> DisplayClass {
    value < 0x11_0000 ? DisplayClass(rawValue: table[Int(value)]) ?? .escaped : .escaped
  }

  private nonisolated(unsafe) static let table: UnsafePointer<UInt8> =
    RunLengthTable.unpack(DisplayClassRuns.runs, zero: 0) { DisplayClass(letter: $0).rawValue }

  /// The class for a letter of the generated runs.
  private init(letter: UInt8) {
    switch letter {
    case UInt8(ascii: "e"): self = .escaped
    case UInt8(ascii: "n"): self = .narrow
    case UInt8(ascii: "w"): self = .wide
    case UInt8(ascii: "m"): self = .mark
    case UInt8(ascii: "j"): self = .conjoining
    case UInt8(ascii: "r"): self = .regional
    case UInt8(ascii: "c"): self = .control
    case UInt8(ascii: "s"): self = .space
    case UInt8(ascii: "i"): self = .invisible
    case UInt8(ascii: "b"): self = .bidirectional
    default: preconditionFailure("unknown letter in a generated table")
    }
  }
}
