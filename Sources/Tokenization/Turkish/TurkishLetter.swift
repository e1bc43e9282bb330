/// Codes of the letters that the Turkish analysis knows, below 64 so that a set of letters is one word of bits.
///
/// 0 to 28 the alphabet in its own order, 29 to 31 q, w and x, 32 to 41 the digits, 42 the apostrophe, 43 anything else. Letters with
/// a circumflex have the code of the plain letter: they are written or left out at will.
package enum TurkishLetter {
  package static let q: UInt8 = 29
  package static let zero: UInt8 = 32
  package static let apostrophe: UInt8 = 42
  package static let other: UInt8 = 43

  static let a: UInt8 = 0
  static let b: UInt8 = 1
  static let c: UInt8 = 2
  static let cCedilla: UInt8 = 3
  static let d: UInt8 = 4
  static let e: UInt8 = 5
  static let g: UInt8 = 7
  static let gBreve: UInt8 = 8
  static let h: UInt8 = 9
  static let dotlessI: UInt8 = 10
  static let i: UInt8 = 11
  static let k: UInt8 = 13
  static let n: UInt8 = 16
  static let o: UInt8 = 17
  static let oUmlaut: UInt8 = 18
  static let p: UInt8 = 19
  static let t: UInt8 = 23
  static let u: UInt8 = 24
  static let uUmlaut: UInt8 = 25

  // Constants, so that no lazy initialiser runs in the inner loops.
  static let vowels: UInt64 = 1 << 0 | 1 << 5 | 1 << 10 | 1 << 11 | 1 << 17 | 1 << 18 | 1 << 24 | 1 << 25
  static let frontVowels: UInt64 = 1 << 5 | 1 << 11 | 1 << 18 | 1 << 25
  static let roundVowels: UInt64 = 1 << 17 | 1 << 18 | 1 << 24 | 1 << 25
  /// After these D, C and G are t, ç and k.
  static let voiceless: UInt64 = 1 << 6 | 1 << 21 | 1 << 23 | 1 << 13 | 1 << 3 | 1 << 22 | 1 << 9 | 1 << 19
  static let digits: UInt64 = 0x3FF << 32

  static func isVowel(_ letter: UInt8) -> Bool { vowels >> UInt64(letter) & 1 != 0 }
  static func isDigit(_ letter: UInt8) -> Bool { digits >> UInt64(letter) & 1 != 0 }

  /// The letters of `text` as bits.
  static func set(_ text: StaticString) -> UInt64 {
    text.withUTF8Buffer { bytes in
      var set: UInt64 = 0
      var offset = 0
      while offset < bytes.count {
        let step = TurkishCase.letter(at: offset, in: bytes)
        set |= 1 << UInt64(step.letter)
        offset += step.length
      }
      return set
    }
  }

  private static let scalars = Array("abcçdefgğhıijklmnoöprsştuüvyzqwx0123456789'".unicodeScalars)

  /// The small letter, digit or apostrophe of a code below `other`.
  static func scalar(of letter: UInt8) -> UInt32 { scalars[Int(letter)].value }

  /// Small letters, digits and apostrophes as UTF-8; the codes are below `other`.
  package static func text(of letters: some Sequence<UInt8>) -> [UInt8] {
    letters.flatMap { Array(UTF8.encode(scalars[Int($0)])!) }
  }
}
