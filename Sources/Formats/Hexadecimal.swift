/// Bytes as hexadecimal digits.
package enum Hexadecimal {
  /// Two lower-case digits a byte.
  package static func string(_ bytes: some Sequence<UInt8>) -> String {
    var out = ""
    for byte in bytes {
      for digit in [byte >> 4, byte & 15] {
        out.unicodeScalars.append(
          Unicode.Scalar(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10))
      }
    }
    return out
  }

  /// The value of one digit in either case.
  package static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
