import UnicodeText

/// Turkish casing: I and ı are one pair, İ and i another. No locale is asked.
package enum TurkishCase {
  /// The small letter of a scalar of Latin script up to U+017F; any other scalar is its own.
  package static func lower(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0x49: 0x131
    case 0x178: 0xFF
    case 0x130: 0x69
    case 0x41...0x5A, 0xC0...0xD6, 0xD8...0xDE: scalar + 0x20
    case 0x100...0x12F, 0x132...0x137, 0x14A...0x177: scalar | 1
    case 0x139...0x148, 0x179...0x17E: scalar + (scalar & 1)
    default: scalar
    }
  }

  /// The capital of a scalar of Latin script up to U+017F; any other scalar is its own.
  package static func upper(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0x69: 0x130
    case 0x131: 0x49
    case 0x61...0x7A, 0xE0...0xF6, 0xF8...0xFE: scalar - 0x20
    case 0xFF: 0x178
    case 0x100...0x12F, 0x132...0x137, 0x14A...0x177: scalar & ~1
    case 0x139...0x148, 0x179...0x17E: scalar - 1 + (scalar & 1)
    default: scalar
    }
  }

  /// One letter of a text: its code, the bytes it takes, whether it is a capital.
  struct Step {
    let letter: UInt8
    let length: Int
    let isCapital: Bool
  }

  /// The letter at `offset`; a base letter and the combining mark that makes a Turkish letter of it are one.
  @inline(__always)
  static func letter(at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Step {
    let scalar = UTF8Scanner.decode(at: offset, in: bytes)
    let end = offset + scalar.length
    if end + 1 < bytes.count, bytes[end] == 0xCC, scalar.length == 1, let step = composed(scalar.value, bytes[end + 1])
    {
      return step
    }
    let small = lower(scalar.value)
    return Step(letter: code(small), length: scalar.length, isCapital: small != scalar.value)
  }

  /// Whether a small ASCII letter stands at `offset` without a combining mark after it: most letters of a list.
  @inline(__always)
  static func isPlain(at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes[offset] &- 0x61 < 26 && (offset + 1 == bytes.count || bytes[offset + 1] != 0xCC)
  }

  /// A base letter followed by the combining mark U+0300 + `mark` - 0x80.
  private static func composed(_ base: UInt32, _ mark: UInt8) -> Step? {
    let small = base | 0x20
    let isCapital = base & 0x20 == 0
    let letter: UInt8
    switch (small, mark) {
    case (0x63, 0xA7): letter = TurkishLetter.cCedilla
    case (0x67, 0x86): letter = TurkishLetter.gBreve
    case (0x69, 0x87): letter = TurkishLetter.i
    case (0x6F, 0x88): letter = TurkishLetter.oUmlaut
    case (0x73, 0xA7): letter = code(0x15F)
    case (0x75, 0x88): letter = TurkishLetter.uUmlaut
    case (0x61, 0x82): letter = TurkishLetter.a
    case (0x69, 0x82): letter = TurkishLetter.i
    case (0x75, 0x82): letter = TurkishLetter.u
    default: return nil
    }
    return Step(letter: letter, length: 3, isCapital: isCapital)
  }

  /// The code of a scalar without case. A switch becomes a constant table; a static array would be asked for on every letter.
  @inline(__always)
  static func code(_ scalar: UInt32) -> UInt8 {
    switch scalar {
    case 0x61: 0
    case 0x62: 1
    case 0x63: 2
    case 0xE7: 3
    case 0x64: 4
    case 0x65: 5
    case 0x66: 6
    case 0x67: 7
    case 0x11F: 8
    case 0x68: 9
    case 0x131: 10
    case 0x69: 11
    case 0x6A: 12
    case 0x6B: 13
    case 0x6C: 14
    case 0x6D: 15
    case 0x6E: 16
    case 0x6F: 17
    case 0xF6: 18
    case 0x70: 19
    case 0x72: 20
    case 0x73: 21
    case 0x15F: 22
    case 0x74: 23
    case 0x75: 24
    case 0xFC: 25
    case 0x76: 26
    case 0x79: 27
    case 0x7A: 28
    case 0x71: 29
    case 0x77: 30
    case 0x78: 31
    case 0xE2: TurkishLetter.a
    case 0xEE: TurkishLetter.i
    case 0xFB: TurkishLetter.u
    case 0x30...0x39: TurkishLetter.zero + UInt8(truncatingIfNeeded: scalar - 0x30)
    case 0x27, 0x2019: TurkishLetter.apostrophe
    default: TurkishLetter.other
    }
  }
}
