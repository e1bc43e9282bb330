/// Writes JSON on one line: keys in byte order, no white space, ASCII escapes for whatever is not plainly printable.
///
/// Control, bidi, zero-width and tag characters are escaped, so the output may be shown on a terminal.
package enum JSONWriter {
  package static func bytes(of value: JSONValue) -> [UInt8] {
    var out: [UInt8] = []
    append(value, to: &out)
    return out
  }

  package static func append(_ value: JSONValue, to out: inout [UInt8]) {
    switch value {
    case .null: out += "null".utf8
    case .bool(let flag): out += (flag ? "true" : "false").utf8
    case .integer(let number): out += String(number).utf8
    case .number(let number): out += text(of: number).utf8
    case .string(let string): appendString(string.unicodeScalars, to: &out)
    case .array(let elements):
      out.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        append(element, to: &out)
      }
      out.append(UInt8(ascii: "]"))
    case .object(let members):
      out.append(UInt8(ascii: "{"))
      let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      for (index, member) in sorted.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        appendString(member.key.unicodeScalars, to: &out)
        out.append(UInt8(ascii: ":"))
        append(member.value, to: &out)
      }
      out.append(UInt8(ascii: "}"))
    }
  }

  /// Appends a string in quotes.
  package static func appendString(_ scalars: some Sequence<Unicode.Scalar>, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    for scalar in scalars {
      switch scalar {
      case "\"": out += "\\\"".utf8
      case "\\": out += "\\\\".utf8
      case "\n": out += "\\n".utf8
      case "\r": out += "\\r".utf8
      case "\t": out += "\\t".utf8
      case _ where isHidden(scalar): for unit in UTF16.encode(scalar) ?? .init() { appendEscape(unit, to: &out) }
      default: out += UTF8.encode(scalar) ?? .init()
      }
    }
    out.append(UInt8(ascii: "\""))
  }

  /// At most six decimals, at least one, rounded half away from zero; large numbers as Swift writes them.
  package static func text(of number: Double) -> String {
    guard number.isFinite else { return "null" }
    let scaled = (number.magnitude * 1_000_000).rounded()
    guard scaled < 9e15 else { return "\(number)" }
    let micro = Int(scaled)
    var digits = Array(String(micro % 1_000_000 + 1_000_000).dropFirst())
    while digits.count > 1, digits.last == "0" { digits.removeLast() }
    return (number < 0 && micro > 0 ? "-" : "") + "\(micro / 1_000_000)." + String(digits)
  }

  private static func appendEscape(_ unit: UInt16, to out: inout [UInt8]) {
    out += "\\u".utf8
    out += Hexadecimal.string([UInt8(unit >> 8), UInt8(unit & 0xFF)]).utf8
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x180B...0x180F, 0x200B...0x200F, 0x2028...0x202E,
      0x2060...0x206F,
      0x3164, 0xFE00...0xFE0F, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB, 0xE0000...0xE0FFF:
      true
    default: false
    }
  }
}
