/// Lists of token ids, one for each text, as tokview and other programs write them.
///
/// Either decimal numbers between blanks or commas, where each line is a list; or JSON values one after another, each of them a list
/// (`[1, 2]`), several (`[[1], [2]]`), or an object whose `ids`, `input_ids` or `tokens` is a list, where a token is an id or an object with
/// an `id`, as in `tokview/encode/1`. Linear in the bytes.
package struct TokenIDFile: Sendable {
  package static let byteLimit = 1 << 28

  package let lists: [[UInt32]]
  /// Whether the lists are lines of numbers.
  package let isPlain: Bool

  /// - Throws: with the byte where the file is none of these.
  package init(_ bytes: [UInt8]) throws(FormatError) {
    let first = bytes.first { !TokenIDFile.isBlank($0) }
    isPlain = first != UInt8(ascii: "[") && first != UInt8(ascii: "{")
    lists = isPlain ? try TokenIDFile.plain(bytes) : try TokenIDFile.values(bytes)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 9 < 5 }

  private static func plain(_ bytes: [UInt8]) throws(FormatError) -> [[UInt32]] {
    var lists: [[UInt32]] = []
    var list: [UInt32] = []
    var number: UInt64?
    for (offset, byte) in bytes.enumerated() {
      if byte &- 0x30 < 10 {
        let next = (number ?? 0) * 10 + UInt64(byte - 0x30)
        guard next <= UInt64(UInt32.max) else {
          throw FormatError(.value, at: .byte(offset), "a number larger than any id")
        }
        number = next
        continue
      }
      guard isBlank(byte) || byte == UInt8(ascii: ",") else {
        throw FormatError(
          .syntax, at: .byte(offset), "a byte that belongs to no id",
          advice: "give numbers, a JSON array or objects with ids")
      }
      if let number { list.append(UInt32(number)) }
      number = nil
      if byte == 0x0A {
        lists.append(list)
        list = []
      }
    }
    if let number { list.append(UInt32(number)) }
    // What follows the last line end is a line if there is something.
    if !list.isEmpty { lists.append(list) }
    return lists
  }

  private static func values(_ bytes: [UInt8]) throws(FormatError) -> [[UInt32]] {
    var reader = JSONReader(bytes)
    var lists: [[UInt32]] = []
    while !reader.isAtEnd() {
      if try reader.peek() == .object { lists.append(try object(&reader)) } else { lists += try array(&reader) }
    }
    return lists
  }

  /// A list, or a list of lists.
  private static func array(_ reader: inout JSONReader) throws(FormatError) -> [[UInt32]] {
    var list: [UInt32] = []
    var lists: [[UInt32]] = []
    try reader.readArray { (reader, index) throws(FormatError) in
      if try reader.peek() == .array {
        guard list.isEmpty else { throw reader.fail("a list among ids") }
        lists.append(try ids(&reader))
      } else {
        guard lists.isEmpty else { throw reader.fail("an id among lists") }
        list.append(try id(&reader))
      }
    }
    return lists.isEmpty ? [list] : lists
  }

  private static func object(_ reader: inout JSONReader) throws(FormatError) -> [UInt32] {
    let start = reader.position
    var found: [String: [UInt32]] = [:]
    try reader.readObject { (reader, key) throws(FormatError) in
      let name = String(decoding: key, as: UTF8.self)
      switch name {
      case "ids", "input_ids": found[name] = try ids(&reader)
      case "tokens": found[name] = try tokens(&reader)
      default: try reader.skipValue()
      }
    }
    guard let list = found["ids"] ?? found["input_ids"] ?? found["tokens"] else {
      throw FormatError(
        .missing, at: .byte(start), "an object without ids", advice: "it needs ids, input_ids or tokens")
    }
    return list
  }

  private static func ids(_ reader: inout JSONReader) throws(FormatError) -> [UInt32] {
    var list: [UInt32] = []
    try reader.readArray { (reader, _) throws(FormatError) in list.append(try id(&reader)) }
    return list
  }

  private static func id(_ reader: inout JSONReader) throws(FormatError) -> UInt32 {
    UInt32(try reader.readInteger(in: 0...Int(UInt32.max)))
  }

  /// The ids of tokens; nil when they are pieces of text, as beside `ids` in the records of other programs.
  private static func tokens(_ reader: inout JSONReader) throws(FormatError) -> [UInt32]? {
    var list: [UInt32] = []
    var isText = false
    try reader.readArray { (reader, _) throws(FormatError) in
      switch try reader.peek() {
      case .string:
        isText = true
        try reader.skipValue()
      case .object:
        var found: UInt32?
        let start = reader.position
        try reader.readObject { (reader, key) throws(FormatError) in
          if key == Array("id".utf8) { found = try id(&reader) } else { try reader.skipValue() }
        }
        guard let found else { throw FormatError(.missing, at: .byte(start), "a token without id") }
        list.append(found)
      default: list.append(try id(&reader))
      }
    }
    return isText ? nil : list
  }
}
