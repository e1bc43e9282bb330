/// What the grapheme cluster rules of UAX #29 ask about one code point: the break property, with the conjunct break
/// property and Extended_Pictographic folded in (they overlap only as the cases say).
enum GraphemeClass: UInt8 {
  case other
  case carriageReturn
  case lineFeed
  case control
  /// Extend, and conjunct break Extend.
  case extend
  /// Extend, and conjunct break Linker: a virama.
  case linker
  /// Extend without a conjunct break value: ZWNJ.
  case extendOnly
  case joiner
  case regional
  case prepend
  case spacingMark
  case leading
  case vowel
  case trailing
  case leadingVowel
  case leadingVowelTrailing
  case pictographic
  /// No break property, but conjunct break Consonant.
  case consonant

  /// The class of a code point.
  static func of(_ value: UInt32) -> GraphemeClass {
    value < 0x11_0000 ? GraphemeClass(rawValue: table[Int(value)]) ?? .other : .control
  }

  /// Extend in the sense of rules GB9 and GB11.
  var isExtend: Bool { self == .extend || self == .linker || self == .extendOnly }

  private nonisolated(unsafe) static let table: UnsafePointer<UInt8> =
    RunLengthTable.unpack(GraphemeClassRuns.runs, zero: 0) { GraphemeClass(letter: $0).rawValue }

  /// The class for a letter of the generated runs.
  private init(letter: UInt8) {
    switch letter {
    case UInt8(ascii: "o"): self = .other
    case UInt8(ascii: "r"): self = .carriageReturn
    case UInt8(ascii: "n"): self = .lineFeed
    case UInt8(ascii: "c"): self = .control
    case UInt8(ascii: "x"): self = .extend
    case UInt8(ascii: "k"): self = .linker
    case UInt8(ascii: "q"): self = .extendOnly
    case UInt8(ascii: "z"): self = .joiner
    case UInt8(ascii: "i"): self = .regional
    case UInt8(ascii: "p"): self = .prepend
    case UInt8(ascii: "s"): self = .spacingMark
    case UInt8(ascii: "l"): self = .leading
    case UInt8(ascii: "v"): self = .vowel
    case UInt8(ascii: "t"): self = .trailing
    case UInt8(ascii: "g"): self = .leadingVowel
    case UInt8(ascii: "h"): self = .leadingVowelTrailing
    case UInt8(ascii: "e"): self = .pictographic
    case UInt8(ascii: "b"): self = .consonant
    default: preconditionFailure("unknown letter in a generated table")
    }
  }
}
