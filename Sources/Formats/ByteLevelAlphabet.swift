/// The 256 printable characters by which byte-level vocabularies write bytes in JSON.
///
/// Printable Latin-1 characters stand for themselves; the other 68 bytes are U+0100 onward in order (space is U+0120, `Ġ`). Example: the
/// bytes 20 C3 A9 are written `ĠÃ©`. The mapping was introduced with GPT-2.
package enum ByteLevelAlphabet {
  /// The character for each byte.
  package static let scalars: [Unicode.Scalar] = {
    var next: UInt32 = 0x100
    return (0..<256).map { byte in
      if isPrintable(byte) { return Unicode.Scalar(UInt8(byte)) }
      defer { next += 1 }
      return Unicode.Scalar(next) ?? " "
    }
  }()

  /// The byte for each character up to U+0143, -1 where there is none.
  private static let byteOfScalar: [Int16] = {
    var table = [Int16](repeating: -1, count: 0x144)
    for (byte, scalar) in scalars.enumerated() { table[Int(scalar.value)] = Int16(byte) }
    return table
  }()

  /// Appends to `out` the bytes that `text`, well-formed UTF-8, stands for; false when a character is not in the alphabet.
  static func append(_ text: some RandomAccessCollection<UInt8>, to out: inout [UInt8]) -> Bool {
    let table = byteOfScalar
    var lead: Int?
    for unit in text {
      let scalar: Int
      if let first = lead {
        scalar = (first & 0x1F) << 6 | Int(unit & 0x3F)
        lead = nil
      } else if unit < 0x80 {
        scalar = Int(unit)
      } else if unit < 0xE0 {
        lead = Int(unit)
        continue
      } else {
        return false
      }
      guard scalar < table.count, table[scalar] >= 0 else { return false }
      out.append(UInt8(truncatingIfNeeded: table[scalar]))
    }
    return true
  }

  private static func isPrintable(_ byte: Int) -> Bool {
    (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || (0xAE...0xFF).contains(byte)
  }
}
