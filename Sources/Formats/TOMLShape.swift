/// Checks that text has the plain shape of our TOML files before the library sees it.
///
/// The library asserts on some malformed input (`[, 3]`, `["a",}`), which would end the program; what passes here are comments,
/// `[section]` lines and `key = value` lines with texts in one line, words (numbers, dates, true, false) and lists of those.
struct TOMLShape {
  private let bytes: ArraySlice<UInt8>
  private var at: Int
  private var line: Int

  /// - Throws: `syntax` with the line when the text has another shape.
  static func check(_ bytes: ArraySlice<UInt8>, firstLine: Int) throws(FormatError) {
    var shape = TOMLShape(bytes: bytes, at: bytes.startIndex, line: firstLine)
    try shape.document()
  }

  private init(bytes: ArraySlice<UInt8>, at: Int, line: Int) {
    self.bytes = bytes
    self.at = at
    self.line = line
  }

  private var byte: UInt8? { at < bytes.endIndex ? bytes[at] : nil }

  private func fail(_ what: String) -> FormatError {
    FormatError(.syntax, at: .line(line), what, advice: "write [section] or key = value, one a line")
  }

  private mutating func document() throws(FormatError) {
    while true {
      try skipBlanks(acrossLines: true)
      guard let first = byte else { return }
      if first == UInt8(ascii: "[") {
        at += 1
        try skipBlanks(acrossLines: false)
        try key()
        try expect(UInt8(ascii: "]"))
      } else {
        try key()
        try expect(UInt8(ascii: "="))
        try skipBlanks(acrossLines: false)
        try value(depth: 0)
      }
      try skipBlanks(acrossLines: false)
      guard byte == nil || byte == 0x0A else { throw fail("text after the value") }
    }
  }

  /// Bare or quoted parts joined by dots.
  private mutating func key() throws(FormatError) {
    while true {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        try text()
      } else {
        try word("a key") { TOMLShape.isBare($0) }
      }
      try skipBlanks(acrossLines: false)
      guard byte == UInt8(ascii: ".") else { return }
      at += 1
      try skipBlanks(acrossLines: false)
    }
  }

  private mutating func value(depth: Int) throws(FormatError) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): try text()
    case UInt8(ascii: "["):
      guard depth < 8 else { throw fail("lists in lists in lists") }
      at += 1
      try skipBlanks(acrossLines: true)
      while byte != UInt8(ascii: "]") {
        try value(depth: depth + 1)
        try skipBlanks(acrossLines: true)
        if byte == UInt8(ascii: ",") {
          at += 1
          try skipBlanks(acrossLines: true)
        } else if byte != UInt8(ascii: "]") {
          throw fail("a list goes on with a comma or ends with ]")
        }
      }
      at += 1
    default: try word("a value") { TOMLShape.isBare($0) || [0x2B, 0x2E, 0x3A].contains($0) }
    }
  }

  private mutating func word(_ name: String, _ belongs: (UInt8) -> Bool) throws(FormatError) {
    let start = at
    while let next = byte, belongs(next) { at += 1 }
    guard at > start else { throw fail("expected \(name)") }
  }

  /// A text that ends in its line.
  private mutating func text() throws(FormatError) {
    let quote = byte
    at += 1
    while let next = byte, next != quote {
      guard next >= 0x20 || next == 0x09, next != 0x7F else {
        throw fail("a text does not end in its line or holds a control character")
      }
      // A backslash keeps the quote that follows it inside the text.
      at += next == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"") ? 2 : 1
    }
    guard at < bytes.endIndex else { throw fail("a text does not end") }
    at += 1
    guard byte != UInt8(ascii: "\""), byte != UInt8(ascii: "'") else {
      throw fail("texts of several lines are not supported")
    }
  }

  private mutating func expect(_ wanted: UInt8) throws(FormatError) {
    try skipBlanks(acrossLines: false)
    guard byte == wanted else { throw fail("expected \(Character(Unicode.Scalar(wanted)))") }
    at += 1
  }

  private mutating func skipBlanks(acrossLines: Bool) throws(FormatError) {
    while let next = byte {
      switch next {
      case 0x20, 0x09: at += 1
      case 0x0D where at + 1 < bytes.endIndex && bytes[at + 1] == 0x0A: at += 1
      case 0x0A where acrossLines:
        at += 1
        line += 1
      case UInt8(ascii: "#"):
        while let inside = byte, inside != 0x0A {
          guard inside >= 0x20 || inside == 0x09 || inside == 0x0D, inside != 0x7F else {
            throw fail("a control character in a comment")
          }
          at += 1
        }
      default: return
      }
    }
  }

  private static func isBare(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"): true
    default: false
    }
  }
}
