/// Recognises the `pre_tokenizer` objects whose pattern tokview knows: ByteLevel alone, Split alone, or both in a Sequence.
enum PreTokenizerReader {
  struct Result {
    let pattern: KnownPattern
    let isByteLevel: Bool
  }

  /// One step as the file states it.
  private enum Step {
    case byteLevel(usesRegex: Bool)
    case split(KnownPattern)
  }

  static func read(_ reader: inout JSONReader) throws(FormatError) -> Result? {
    if try reader.readNull() { return nil }
    let offset = reader.position
    var steps: [Step] = []
    try readStep(&reader, into: &steps, inside: false)
    if steps.count == 1 {
      switch steps[0] {
      case .byteLevel(let usesRegex): return Result(pattern: usesRegex ? .gpt2 : .whole, isByteLevel: true)
      case .split(let pattern): return Result(pattern: pattern, isByteLevel: false)
      }
    }
    if steps.count == 2, case .split(let pattern) = steps[0], case .byteLevel(usesRegex: false) = steps[1] {
      return Result(pattern: pattern, isByteLevel: true)
    }
    throw FormatError(
      .unsupported, at: .byte(offset), "this combination of steps",
      advice: "read are ByteLevel, Split, and Split followed by ByteLevel without use_regex")
  }

  private static func readStep(_ reader: inout JSONReader, into steps: inout [Step], inside: Bool) throws(FormatError) {
    // The type may come after its settings: look for it first, then read the object again.
    let start = reader.position
    guard try reader.peek() == .object else {
      throw FormatError(.value, at: .byte(reader.position), "expected an object")
    }
    let object = reader.position
    var type: [UInt8]?
    try reader.readObject { (reader, key) throws(FormatError) in
      if key == Array("type".utf8) { type = try reader.readString() } else { try reader.skipValue() }
    }
    guard let type else { throw FormatError(.missing, at: .byte(start), "no type") }
    reader.move(to: object)
    switch String(decoding: type, as: UTF8.self) {
    case "ByteLevel": steps.append(try readByteLevel(&reader))
    case "Split": steps.append(try readSplit(&reader))
    case "Sequence" where !inside:
      try reader.readObject { (reader, key) throws(FormatError) in
        guard key == Array("pretokenizers".utf8) else { return try reader.skipValue() }
        try reader.readArray { (reader, index) throws(FormatError) in
          guard index < 2 else {
            throw FormatError(.unsupported, at: .byte(reader.position), path: "pretokenizers", "more than two steps")
          }
          do throws(FormatError) { try readStep(&reader, into: &steps, inside: true) } catch {
            throw error.within("pretokenizers[\(index)]")
          }
        }
      }
    default:
      throw FormatError(
        .unsupported, at: .byte(object), "type \(FormatError.quoted(type))",
        advice: "read are ByteLevel and Split with a known pattern")
    }
  }

  private static func readByteLevel(_ reader: inout JSONReader) throws(FormatError) -> Step {
    var usesRegex = true
    try reader.readObject { (reader, key) throws(FormatError) in
      switch String(decoding: key, as: UTF8.self) {
      case "use_regex": usesRegex = try reader.readBool()
      case "add_prefix_space":
        let offset = reader.position
        if try reader.readBool() {
          throw FormatError(.unsupported, at: .byte(offset), path: "add_prefix_space", "true")
        }
      default: try reader.skipValue()
      }
    }
    return .byteLevel(usesRegex: usesRegex)
  }

  private static func readSplit(_ reader: inout JSONReader) throws(FormatError) -> Step {
    let offset = reader.position
    var pattern: KnownPattern?
    var behavior: [UInt8] = []
    var inverts = false
    try reader.readObject { (reader, key) throws(FormatError) in
      switch String(decoding: key, as: UTF8.self) {
      case "pattern": pattern = try readPattern(&reader)
      case "behavior": behavior = try reader.readString()
      case "invert": inverts = try reader.readBool()
      default: try reader.skipValue()
      }
    }
    guard let pattern else { throw FormatError(.missing, at: .byte(offset), path: "pattern", "no pattern") }
    // The patterns match every character, so both ways give the matches as pieces.
    switch (String(decoding: behavior, as: UTF8.self), inverts) {
    case ("Isolated", _), ("Removed", true): return .split(pattern)
    default:
      throw FormatError(
        .unsupported, at: .byte(offset), path: "behavior", "\(FormatError.quoted(behavior)) with invert \(inverts)",
        advice: "read are Isolated, and Removed with invert")
    }
  }

  private static func readPattern(_ reader: inout JSONReader) throws(FormatError) -> KnownPattern? {
    var pattern: KnownPattern?
    try reader.readObject { (reader, key) throws(FormatError) in
      guard key == Array("Regex".utf8) else {
        throw FormatError(
          .unsupported, at: .byte(reader.position), path: "pattern", "\(FormatError.quoted(key))",
          advice: "only Regex is read")
      }
      let offset = reader.position
      let regex = try reader.readString()
      guard let known = KnownPattern(regex: regex) else {
        let names = KnownPattern.allCases.map(\.rawValue).joined(separator: ", ")
        throw FormatError(
          .unsupported, at: .byte(offset), path: "pattern.Regex", "expression \(FormatError.quoted(regex))",
          advice: "known are \(names)")
      }
      pattern = known
    }
    return pattern
  }
}
