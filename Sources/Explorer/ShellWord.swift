import UnicodeText

/// Words of a command line as a shell takes them.
enum ShellWord {
  /// `bytes` as one word: as it is where no character means anything to a shell, else in quotes; what cannot be shown in the notation
  /// `$'\xff'` of bash, zsh and POSIX.
  static func quoted(_ bytes: [UInt8]) -> String {
    guard !bytes.isEmpty, !bytes.allSatisfy(isPlain) else {
      return bytes.isEmpty ? "''" : String(decoding: bytes, as: UTF8.self)
    }
    if let text = String(validating: bytes, as: UTF8.self), isVisible(text) {
      return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
    var out = "$'"
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\\"): out += "\\" + String(Unicode.Scalar(byte))
      case 0x20..<0x7F: out.unicodeScalars.append(Unicode.Scalar(byte))
      // Three octal digits: a hexadecimal number would take a digit that follows.
      default: out += "\\" + String(String(Int(byte) + 0o1000, radix: 8).dropFirst())
      }
    }
    return out + "'"
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: "-_./:@,+%=".utf8.contains(byte)
    }
  }

  /// Whether the screen shows `text` as it is.
  private static func isVisible(_ text: String) -> Bool {
    VisibleText(text).string.unicodeScalars.elementsEqual(text.unicodeScalars)
  }
}
