extension JSONReader {
  /// Appends the string at the cursor to `out`, unescaped, as UTF-8.
  ///
  /// - Throws: when no string stands there, it does not end, holds a raw control byte, a wrong escape, a lone surrogate or invalid UTF-8.
  package mutating func appendString(to out: inout [UInt8]) throws(FormatError) {
    skipSpace()
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
      throw fail("expected a string in double quotes")
    }
    var at = position + 1
    while true {
      guard at < bytes.count else { throw fail("the string that starts here does not end") }
      let byte = bytes[at]
      if byte >= 0x20, byte < 0x80, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
        out.append(byte)
        at += 1
      } else if byte == UInt8(ascii: "\"") {
        move(to: at + 1)
        return
      } else if byte == UInt8(ascii: "\\") {
        at = try appendEscape(at: at, to: &out)
      } else if byte >= 0x80 {
        let length = JSONReader.characterLength(in: bytes, at: at)
        guard length > 0 else {
          throw FormatError(.encoding, at: .byte(at), "not UTF-8", advice: "convert the file to UTF-8")
        }
        out.append(contentsOf: bytes[at..<at + length])
        at += length
      } else {
        throw FormatError(.syntax, at: .byte(at), "a control byte inside a string", advice: "write it as an escape")
      }
    }
  }

  /// Passes over the string at the cursor with the same checks.
  mutating func skipString() throws(FormatError) {
    var ignored: [UInt8] = []
    try appendString(to: &ignored)
  }

  /// Appends what the escape at `start` stands for; gives the offset after it.
  private func appendEscape(at start: Int, to out: inout [UInt8]) throws(FormatError) -> Int {
    guard start + 1 < bytes.count else {
      throw FormatError(.syntax, at: .byte(start), "the text ends inside an escape")
    }
    switch bytes[start + 1] {
    case UInt8(ascii: "\""): out.append(UInt8(ascii: "\""))
    case UInt8(ascii: "\\"): out.append(UInt8(ascii: "\\"))
    case UInt8(ascii: "/"): out.append(UInt8(ascii: "/"))
    case UInt8(ascii: "b"): out.append(0x08)
    case UInt8(ascii: "f"): out.append(0x0C)
    case UInt8(ascii: "n"): out.append(0x0A)
    case UInt8(ascii: "r"): out.append(0x0D)
    case UInt8(ascii: "t"): out.append(0x09)
    case UInt8(ascii: "u"):
      let high = try hexadecimal(at: start + 2, escape: start)
      if let scalar = Unicode.Scalar(high) {
        out.append(contentsOf: Array(String(scalar).utf8))
        return start + 6
      }
      guard high < 0xDC00, start + 7 < bytes.count, bytes[start + 6] == UInt8(ascii: "\\"),
        bytes[start + 7] == UInt8(ascii: "u")
      else { throw surrogate(start) }
      let low = try hexadecimal(at: start + 8, escape: start)
      guard low >= 0xDC00, low <= 0xDFFF,
        let scalar = Unicode.Scalar(0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(low) - 0xDC00))
      else { throw surrogate(start) }
      out.append(contentsOf: Array(String(scalar).utf8))
      return start + 12
    default:
      throw FormatError(.syntax, at: .byte(start), "unknown escape \(FormatError.quoted(bytes[start...].prefix(2)))")
    }
    return start + 2
  }

  private func surrogate(_ offset: Int) -> FormatError {
    FormatError(.encoding, at: .byte(offset), "a surrogate without its partner")
  }

  private func hexadecimal(at offset: Int, escape: Int) throws(FormatError) -> UInt16 {
    var value: UInt16 = 0
    for at in offset..<offset + 4 {
      guard at < bytes.count, let digit = Hexadecimal.value(of: bytes[at]) else {
        throw FormatError(.syntax, at: .byte(escape), "\\u needs four hexadecimal digits")
      }
      value = value << 4 | UInt16(digit)
    }
    return value
  }

  /// Bytes of the well-formed non-ASCII character at `at`, 0 when it is malformed.
  static func characterLength(in bytes: [UInt8], at: Int) -> Int {
    let first = bytes[at]
    let length =
      first >= 0xC2 && first < 0xE0 ? 2 : first >= 0xE0 && first < 0xF0 ? 3 : first >= 0xF0 && first < 0xF5 ? 4 : 0
    guard length > 0, bytes.count - at >= length else { return 0 }
    for next in at + 1..<at + length where bytes[next] & 0xC0 != 0x80 { return 0 }
    let second = bytes[at + 1]
    switch first {
    case 0xE0: return second >= 0xA0 ? 3 : 0
    case 0xED: return second < 0xA0 ? 3 : 0
    case 0xF0: return second >= 0x90 ? 4 : 0
    case 0xF4: return second < 0x90 ? 4 : 0
    default: return length
    }
  }
}
