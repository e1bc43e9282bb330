/// What pretoken patterns ask about one Unicode scalar.
///
/// The classes are those of Unicode 16.0.0, exactly as `tiktoken` 0.14.0 and `tokenizers` 0.23.3 answer them (the two
/// agree); the standard library's move with the toolchain, and a moved letter moves token boundaries. The table is
/// written by `Sources/DeveloperTools/unicode/generate.py`. A byte that is not UTF-8 belongs to no class.
///
/// Public, not `package`: the compiler inlines across modules only what is public, and scanners call this for every
/// scalar (3,500 against 460 million look-ups a second).
@frozen
public struct ScalarClass: OptionSet, Hashable, Sendable {
  public let rawValue: UInt16

  @inlinable
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// `\p{L}`
  public static let letter = ScalarClass(rawValue: 1 << 0)
  /// `\p{N}`
  public static let number = ScalarClass(rawValue: 1 << 1)
  /// `\s`
  public static let whiteSpace = ScalarClass(rawValue: 1 << 2)
  /// `\p{M}`
  public static let mark = ScalarClass(rawValue: 1 << 3)
  /// `[\p{Lu}\p{Lt}]`
  public static let upper = ScalarClass(rawValue: 1 << 4)
  /// `\p{Ll}`
  public static let lower = ScalarClass(rawValue: 1 << 5)
  /// `\p{Lm}`
  public static let modifier = ScalarClass(rawValue: 1 << 6)
  /// `\p{Lo}`
  public static let otherLetter = ScalarClass(rawValue: 1 << 7)
  /// `\p{Nd}`
  public static let decimalDigit = ScalarClass(rawValue: 1 << 8)
  /// `\w` outside letters, marks and decimal digits.
  static let otherWord = ScalarClass(rawValue: 1 << 9)

  /// `\w`
  public var isWord: Bool { !isDisjoint(with: [.letter, .mark, .decimalDigit, .otherWord]) }

  /// The Unicode version of the classes.
  public static let unicodeVersion = "16.0.0"

  /// The classes of a code point; none for a value past U+10FFFF.
  @inlinable @inline(__always)
  public static func of(_ value: UInt32) -> ScalarClass {
    value < 0x11_0000 ? ScalarClass(rawValue: table[Int(truncatingIfNeeded: value)]) : []
  }

  /// `rawValue` of every code point, 0x110000 entries; for loops that keep the pointer in a local.
  public nonisolated(unsafe) static let table: UnsafePointer<UInt16> =
    RunLengthTable.unpack(ScalarClassRuns.runs, zero: 0) { ScalarClass(letter: $0).rawValue }

  /// The classes for a letter of the generated runs.
  private init(letter: UInt8) {
    switch letter {
    case UInt8(ascii: "o"): self = []
    case UInt8(ascii: "s"): self = .whiteSpace
    case UInt8(ascii: "m"): self = .mark
    case UInt8(ascii: "u"): self = [.letter, .upper]
    case UInt8(ascii: "l"): self = [.letter, .lower]
    case UInt8(ascii: "y"): self = [.letter, .modifier]
    case UInt8(ascii: "x"): self = [.letter, .otherLetter]
    case UInt8(ascii: "d"): self = [.number, .decimalDigit]
    case UInt8(ascii: "r"): self = [.number, .otherWord]
    case UInt8(ascii: "n"): self = .number
    case UInt8(ascii: "w"): self = .otherWord
    default: preconditionFailure("unknown letter in a generated table")
    }
  }
}
