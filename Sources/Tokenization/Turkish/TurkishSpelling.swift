/// Letter codes as UTF-8, in small letters or capitals, composed or not.
enum TurkishSpelling {
  /// The bytes of letter codes below 32, those with `MorphemeSpeller.circumflex` too.
  ///
  /// - Parameters:
  ///   - pattern: `mixed` is written as `lower`.
  ///   - decomposed: base letter and combining mark apart (normalization form D).
  static func bytes(
    of letters: some Sequence<UInt8>, as pattern: TurkishWord.CasePattern, decomposed: Bool
  ) -> [UInt8] {
    var out: [UInt8] = []
    var isFirst = true
    for letter in letters {
      append(letter, isCapital: pattern == .upper || pattern == .title && isFirst, decomposed: decomposed, to: &out)
      isFirst = false
    }
    return out
  }

  private static func append(_ letter: UInt8, isCapital: Bool, decomposed: Bool, to out: inout [UInt8]) {
    let small = scalar(of: letter)
    let scalar = isCapital ? TurkishCase.upper(small) : small
    if scalar < 0x80 {
      out.append(UInt8(truncatingIfNeeded: scalar))
    } else if decomposed, let (base, mark) = decomposition(of: small) {
      out.append(isCapital ? base & ~0x20 : base)
      out += [0xCC, mark]
    } else if decomposed, scalar == 0x130 {
      out += [UInt8(ascii: "I"), 0xCC, 0x87]
    } else {
      // No letter lies past U+07FF.
      out += [0xC0 | UInt8(truncatingIfNeeded: scalar >> 6), 0x80 | UInt8(truncatingIfNeeded: scalar & 0x3F)]
    }
  }

  /// The small letter of a code.
  static func scalar(of letter: UInt8) -> UInt32 {
    if letter & MorphemeSpeller.circumflex != 0 {
      switch letter & ~MorphemeSpeller.circumflex {
      case TurkishLetter.a: return 0xE2
      case TurkishLetter.i: return 0xEE
      case TurkishLetter.u: return 0xFB
      default: return scalar(of: letter & ~MorphemeSpeller.circumflex)
      }
    }
    precondition(letter < 32, "only letters have a spelling")
    return TurkishLetter.scalar(of: letter)
  }

  /// The base letter and the last byte of the combining mark of a small letter.
  private static func decomposition(of scalar: UInt32) -> (base: UInt8, mark: UInt8)? {
    switch scalar {
    case 0xE7: (UInt8(ascii: "c"), 0xA7)
    case 0x11F: (UInt8(ascii: "g"), 0x86)
    case 0xF6: (UInt8(ascii: "o"), 0x88)
    case 0x15F: (UInt8(ascii: "s"), 0xA7)
    case 0xFC: (UInt8(ascii: "u"), 0x88)
    case 0xE2: (UInt8(ascii: "a"), 0x82)
    case 0xEE: (UInt8(ascii: "i"), 0x82)
    case 0xFB: (UInt8(ascii: "u"), 0x82)
    default: nil
    }
  }
}
