import UnicodeText

extension SampleFile {
  /// The file of a sample; read back it has the same body, whatever its bytes.
  ///
  /// The body is written as it is; only what an editor or a terminal would hide, change or drop makes it one with escapes: bytes that are not
  /// UTF-8, controls, invisible and bidirectional marks, and blanks at the end of a line.
  package static func bytes(
    title: String, language: String, domain: String, note: String, body: [UInt8]
  ) -> [UInt8] {
    let escaped = escaping(body)
    var front = "+++\ntitle = \(quoted(title))\nlang = \(quoted(language))\ndomain = \(quoted(domain))\n"
    front += "note = \(quoted(note))\n"
    if escaped != nil { front += "escapes = true\n" }
    return Array((front + "+++\n").utf8) + (escaped ?? body) + [0x0A]
  }

  /// A text as TOML writes it between quotation marks.
  private static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": out += "\\" + String(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }

  /// The body with escapes; nil where none is needed.
  private static func escaping(_ body: [UInt8]) -> [UInt8]? {
    var out: [UInt8] = []
    var isNeeded = false
    func hexadecimal(_ value: UInt32) -> [UInt8] { Array(String(value, radix: 16).utf8) }
    body.withUnsafeBufferPointer { buffer in
      var offset = 0
      while offset < buffer.count {
        let step = UTF8Scanner.decode(at: offset, in: buffer)
        let next = offset + step.length
        let endsLine = next == buffer.count || buffer[next] == 0x0A
        if step.isInvalid {
          let digits = hexadecimal(UInt32(buffer[offset]))
          out += Array("\\x".utf8) + (digits.count == 1 ? [0x30] : []) + digits
          isNeeded = true
        } else if step.value == 0x5C {
          // Only an escape where others are.
          out += [0x5C, 0x5C]
        } else if step.value == 0x0D {
          out += Array("\\r".utf8)
          isNeeded = true
        } else if isHidden(step.value) || endsLine && (step.value == 0x20 || step.value == 0x09) {
          out += Array("\\u{".utf8) + hexadecimal(step.value) + [0x7D]
          isNeeded = true
        } else {
          out += buffer[offset..<next]
        }
        offset = next
      }
    }
    return isNeeded ? out : nil
  }

  private static func isHidden(_ value: UInt32) -> Bool {
    switch value {
    case 0x09, 0x0A: false
    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: true
    default: HiddenScalars.isHidden(value)
    }
  }
}
