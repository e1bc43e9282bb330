/// Reads JSON (RFC 8259) from memory in one pass, without building a tree.
///
/// Strings and keys are bytes: two keys are equal when their unescaped bytes are. Keys may not repeat, surrogates must come in pairs, whole
/// numbers are exact. Nothing recurses on the depth of the input, which is capped at 64. Every error carries its byte offset.
///
///     var reader = JSONReader(bytes)
///     try reader.readObject { (reader, key) throws(FormatError) in
///       if key == Array("id".utf8) { id = try reader.readInteger(in: 0...9) } else { try reader.skipValue() }
///     }
///     try reader.finish()
package struct JSONReader: Sendable {
  package enum ValueKind: String, Sendable {
    case object = "an object"
    case array = "an array"
    case string = "a string"
    case number = "a number"
    case bool = "true or false"
    case null = "null"
  }

  /// Levels of objects and arrays.
  package static let depthLimit = 64
  /// Keys of one object whose repetition is checked here.
  package static let keyLimit = 65_536

  let bytes: [UInt8]
  /// Offset of the next byte to read.
  package private(set) var position = 0
  private var depth = 0

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  // MARK: Structure

  /// What the next value is.
  package mutating func peek() throws(FormatError) -> ValueKind {
    skipSpace()
    guard position < bytes.count else { throw fail("the text ends where a value should stand") }
    switch bytes[position] {
    case UInt8(ascii: "{"): return .object
    case UInt8(ascii: "["): return .array
    case UInt8(ascii: "\""): return .string
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
    case UInt8(ascii: "n"): return .null
    default: throw fail("expected a value, found \(found())", advice: notJSONAdvice())
    }
  }

  /// Reads an object; `member` is called after each key and must read its value.
  package mutating func readObject(
    _ member: (inout JSONReader, [UInt8]) throws(FormatError) -> Void
  ) throws(FormatError) {
    var seen = Set<[UInt8]>()
    try readMembers { (reader, offset) throws(FormatError) in
      var key: [UInt8] = []
      try reader.appendString(to: &key)
      try reader.note(key, in: &seen, at: offset)
      try reader.colon()
      try member(&reader, key)
    }
  }

  /// Reads an object whose keys the caller reads and checks for repetition: `member` reads key, colon and value.
  package mutating func readMembers(
    _ member: (inout JSONReader, _ offset: Int) throws(FormatError) -> Void
  ) throws(FormatError) {
    try open(UInt8(ascii: "{"), .object)
    var first = true
    while try more(UInt8(ascii: "}"), first) {
      first = false
      try member(&self, position)
    }
  }

  /// Reads an array; `element` is called with each index and must read the value.
  package mutating func readArray(
    _ element: (inout JSONReader, Int) throws(FormatError) -> Void
  ) throws(FormatError) {
    try open(UInt8(ascii: "["), .array)
    var index = 0
    while try more(UInt8(ascii: "]"), index == 0) {
      try element(&self, index)
      index += 1
    }
  }

  /// Whether nothing but white space follows: for values one after another.
  package mutating func isAtEnd() -> Bool {
    skipSpace()
    return position == bytes.count
  }

  /// Reads the colon between key and value.
  package mutating func colon() throws(FormatError) {
    skipSpace()
    guard position < bytes.count, bytes[position] == UInt8(ascii: ":") else {
      throw fail("expected \":\" after a key, found \(found())")
    }
    position += 1
  }

  /// Checks that nothing but white space follows.
  package mutating func finish() throws(FormatError) {
    skipSpace()
    guard position == bytes.count else { throw fail("expected the end of the text, found \(found())") }
  }

  // MARK: Values

  /// Reads a string, unescaped, as UTF-8.
  package mutating func readString() throws(FormatError) -> [UInt8] {
    guard try peek() == .string else { throw mismatch(.string) }
    var out: [UInt8] = []
    try appendString(to: &out)
    return out
  }

  package mutating func readBool() throws(FormatError) -> Bool {
    guard try peek() == .bool else { throw mismatch(.bool) }
    if try takeWord("true") { return true }
    if try takeWord("false") { return false }
    throw fail("expected true or false, found \(found())")
  }

  /// Reads `null` if it stands there.
  package mutating func readNull() throws(FormatError) -> Bool {
    guard try peek() == .null else { return false }
    guard try takeWord("null") else { throw fail("expected null, found \(found())", advice: notJSONAdvice()) }
    return true
  }

  /// Reads a whole number without fraction or exponent.
  package mutating func readInteger(in range: ClosedRange<Int>) throws(FormatError) -> Int {
    guard try peek() == .number else { throw mismatch(.number) }
    let start = position
    let isWhole = try takeNumber()
    func wrong() -> FormatError {
      FormatError(
        .value, at: .byte(start),
        "expected a whole number from \(range.lowerBound) to \(range.upperBound), found \(FormatError.quoted(bytes[start..<position]))"
      )
    }
    guard isWhole else { throw wrong() }
    var value = 0
    let negative = bytes[start] == UInt8(ascii: "-")
    for byte in bytes[(negative ? start + 1 : start)..<position] {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let digit = Int(byte &- UInt8(ascii: "0"))
      let (sum, carry) = negative ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
      if overflow || carry { throw wrong() }
      value = sum
    }
    guard range.contains(value) else { throw wrong() }
    return value
  }

  /// Reads any number.
  ///
  /// - Returns: its value and, when it is written without fraction and exponent and fits, the whole number.
  package mutating func readNumber() throws(FormatError) -> (value: Double, whole: Int?) {
    guard try peek() == .number else { throw mismatch(.number) }
    let start = position
    let isWhole = try takeNumber()
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let value = Double(text), value.isFinite else {
      throw FormatError(
        .value, at: .byte(start), "the number \(FormatError.quoted(bytes[start..<position])) is too large")
    }
    return (value, isWhole ? Int(text) : nil)
  }

  /// Passes over any value, checking its grammar, depth and repeated keys.
  package mutating func skipValue(checkingKeys: Bool = true) throws(FormatError) {
    /// One level: the keys seen so far, nil in an array.
    var levels: [Set<[UInt8]>?] = []
    var first = false
    repeat {
      if let level = levels.last {
        guard try more(level == nil ? UInt8(ascii: "]") : UInt8(ascii: "}"), first) else {
          levels.removeLast()
          first = false
          continue
        }
        first = false
        if level != nil {
          if checkingKeys {
            let offset = position
            let key = try readString()
            var seen = levels.removeLast() ?? []
            try note(key, in: &seen, at: offset)
            levels.append(seen)
          } else {
            try skipString()
          }
          try colon()
        }
      }
      switch try peek() {
      case .object:
        try open(UInt8(ascii: "{"), .object)
        levels.append(Set())
        first = true
      case .array:
        try open(UInt8(ascii: "["), .array)
        levels.append(nil)
        first = true
      case .string: try skipString()
      case .number: _ = try takeNumber()
      case .bool: _ = try readBool()
      case .null: _ = try readNull()
      }
    } while !levels.isEmpty
  }

  /// An error at the next byte.
  package func fail(_ what: String, advice: String = "") -> FormatError {
    FormatError(.syntax, at: .byte(position), what, advice: advice)
  }

  // MARK: Pieces of the grammar

  private mutating func open(_ byte: UInt8, _ kind: ValueKind) throws(FormatError) {
    guard try peek() == kind else { throw mismatch(kind) }
    guard depth < JSONReader.depthLimit else {
      throw FormatError(.limit, at: .byte(position), "more than \(JSONReader.depthLimit) levels of objects and arrays")
    }
    depth += 1
    position += 1
  }

  /// True when another member follows, after its comma; takes the closing byte otherwise.
  private mutating func more(_ close: UInt8, _ first: Bool) throws(FormatError) -> Bool {
    skipSpace()
    guard position < bytes.count else { throw fail("the text ends inside an object or array") }
    if bytes[position] == close {
      position += 1
      depth -= 1
      return false
    }
    if first { return true }
    guard bytes[position] == UInt8(ascii: ",") else {
      throw fail("expected \",\" or \"\(Character(Unicode.Scalar(close)))\", found \(found())")
    }
    position += 1
    skipSpace()
    if position < bytes.count, bytes[position] == close { throw fail("a comma with nothing after it") }
    return true
  }

  private func note(_ key: [UInt8], in seen: inout Set<[UInt8]>, at offset: Int) throws(FormatError) {
    guard seen.count < JSONReader.keyLimit else {
      throw FormatError(.limit, at: .byte(offset), "more than \(JSONReader.keyLimit) keys in one object")
    }
    guard seen.insert(key).inserted else {
      throw FormatError(.duplicate, at: .byte(offset), "key \(FormatError.quoted(key)) stands there twice")
    }
  }

  private func mismatch(_ wanted: ValueKind) -> FormatError {
    FormatError(.value, at: .byte(position), "expected \(wanted.rawValue), found \(found())")
  }

  private mutating func takeWord(_ word: StaticString) throws(FormatError) -> Bool {
    let end = position + word.utf8CodeUnitCount
    guard end <= bytes.count else { return false }
    let matches = word.withUTF8Buffer { bytes[position..<end].elementsEqual($0) }
    if matches { position = end }
    return matches
  }

  /// Passes over a number; true when it has neither fraction nor exponent.
  private mutating func takeNumber() throws(FormatError) -> Bool {
    var isWhole = true
    take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { try takeDigits() }
    if take(UInt8(ascii: ".")) {
      isWhole = false
      try takeDigits()
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      isWhole = false
      if !take(UInt8(ascii: "+")) { take(UInt8(ascii: "-")) }
      try takeDigits()
    }
    return isWhole
  }

  private mutating func takeDigits() throws(FormatError) {
    let start = position
    while position < bytes.count, bytes[position] >= UInt8(ascii: "0"), bytes[position] <= UInt8(ascii: "9") {
      position += 1
    }
    if position == start { throw fail("expected a digit, found \(found())") }
  }

  @discardableResult
  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  mutating func skipSpace() {
    var at = position
    while at < bytes.count {
      let byte = bytes[at]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { break }
      at += 1
    }
    position = at
  }

  /// Moves the cursor: forward over bytes already read, or back to a value that was skipped.
  mutating func move(to offset: Int) { position = offset }

  /// The next byte in words.
  private func found() -> String {
    guard position < bytes.count else { return "the end of the text" }
    return FormatError.quoted(bytes[position...].prefix(1))
  }

  private func notJSONAdvice() -> String {
    guard position == 0 else { return "" }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return "remove the byte order mark" }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return "convert the file from UTF-16 to UTF-8"
    }
    return "the file is not JSON"
  }
}
