/// The members of a JSON object that are plain values, by key: how a model's `config.json` is looked at.
///
/// Objects inside it are kept one level deep; whatever else is nested is checked and passed over.
package struct ConfigurationTable: Sendable, Hashable {
  package indirect enum Value: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case text([UInt8])
    /// All elements are plain.
    case list([Value])
    case table(ConfigurationTable)
    /// An array or object nested too deeply to be kept.
    case nested

    /// What it is, in words.
    var kind: String {
      switch self {
      case .null: "null"
      case .bool: "true or false"
      case .integer, .number: "a number"
      case .text: "a string"
      case .list: "an array"
      case .table: "an object"
      case .nested: "a nested value"
      }
    }
  }

  /// A value and where it stands in the file.
  struct Entry: Sendable, Hashable {
    let value: Value
    let offset: Int
  }

  private(set) var entries: [[UInt8]: Entry] = [:]

  /// The value of `key`; nil when the key is not there.
  package subscript(key: String) -> Value? { entry(key)?.value }

  func entry(_ key: String) -> Entry? { entries[Array(key.utf8)] }

  /// Elements of one list that are kept.
  private static let listLimit = 4096

  init(_ reader: inout JSONReader, keepsTables: Bool) throws(FormatError) {
    var entries: [[UInt8]: Entry] = [:]
    try reader.readObject { (reader, key) throws(FormatError) in
      _ = try reader.peek()
      let offset = reader.position
      do throws(FormatError) {
        let value = try ConfigurationTable.value(&reader, keepsTables: keepsTables)
        entries[key] = Entry(value: value, offset: offset)
      } catch { throw error.within(FormatError.key(key)) }
    }
    self.entries = entries
  }

  private static func value(_ reader: inout JSONReader, keepsTables: Bool) throws(FormatError) -> Value {
    switch try reader.peek() {
    case .object where keepsTables: return .table(try ConfigurationTable(&reader, keepsTables: false))
    case .array:
      var list: [Value] = []
      var isPlain = true
      try reader.readArray { (reader, index) throws(FormatError) in
        let kind = try reader.peek()
        guard index < listLimit, kind != .array, kind != .object else {
          isPlain = false
          return try reader.skipValue()
        }
        list.append(try scalar(&reader))
      }
      return isPlain ? .list(list) : .nested
    default: return try scalar(&reader)
    }
  }

  private static func scalar(_ reader: inout JSONReader) throws(FormatError) -> Value {
    switch try reader.peek() {
    case .string: return .text(try reader.readString())
    case .number:
      let number = try reader.readNumber()
      return number.whole.map { .integer($0) } ?? .number(number.value)
    case .bool: return .bool(try reader.readBool())
    case .null:
      _ = try reader.readNull()
      return .null
    case .array, .object:
      try reader.skipValue()
      return .nested
    }
  }
}

// MARK: Typed values; a key that is absent or null gives nil

extension ConfigurationTable {
  /// The value under the first of `keys` that is there and not null.
  ///
  /// - Throws: when two of them are there and differ.
  func entry(any keys: [String]) throws(FormatError) -> (key: String, entry: Entry)? {
    var found: (key: String, entry: Entry)?
    for key in keys {
      guard let entry = entry(key), entry.value != .null else { continue }
      if let found, found.entry.value != entry.value {
        throw FormatError(.inconsistent, at: .byte(entry.offset), path: key, "contradicts \(found.key)")
      }
      found = found ?? (key, entry)
    }
    return found
  }

  func integer(_ keys: [String], in range: ClosedRange<Int>) throws(FormatError) -> Int? {
    guard let (key, entry) = try entry(any: keys) else { return nil }
    if case .integer(let value) = entry.value, range.contains(value) { return value }
    throw FormatError(
      .value, at: .byte(entry.offset), path: key,
      "expected a whole number from \(range.lowerBound) to \(range.upperBound), found \(ConfigurationTable.shown(entry.value))"
    )
  }

  /// - Throws: also when none of `keys` is there.
  func required(_ keys: [String], in range: ClosedRange<Int>) throws(FormatError) -> Int {
    if let value = try integer(keys, in: range) { return value }
    throw FormatError(.missing, at: .whole, path: keys.first ?? "", "no such key")
  }

  func number(_ keys: [String], above bound: Double) throws(FormatError) -> Double? {
    guard let (key, entry) = try entry(any: keys) else { return nil }
    switch entry.value {
    case .integer(let value) where Double(value) > bound: return Double(value)
    case .number(let value) where value > bound: return value
    default:
      throw FormatError(
        .value, at: .byte(entry.offset), path: key,
        "expected a number above \(bound), found \(ConfigurationTable.shown(entry.value))")
    }
  }

  func bool(_ key: String) throws(FormatError) -> Bool? {
    guard let (key, entry) = try entry(any: [key]) else { return nil }
    if case .bool(let value) = entry.value { return value }
    throw mismatch(key, entry, "true or false")
  }

  func text(_ keys: [String]) throws(FormatError) -> [UInt8]? {
    guard let (key, entry) = try entry(any: keys) else { return nil }
    if case .text(let value) = entry.value { return value }
    throw mismatch(key, entry, "a string")
  }

  func list(_ key: String) throws(FormatError) -> [Value]? {
    guard let (key, entry) = try entry(any: [key]) else { return nil }
    if case .list(let values) = entry.value { return values }
    throw mismatch(key, entry, "an array of plain values")
  }

  func table(_ key: String) throws(FormatError) -> ConfigurationTable? {
    guard let (key, entry) = try entry(any: [key]) else { return nil }
    if case .table(let table) = entry.value { return table }
    throw mismatch(key, entry, "an object")
  }

  /// An error at the value of `key`.
  func fault(_ kind: FormatError.Kind, _ key: String, _ what: String, advice: String = "") -> FormatError {
    FormatError(kind, at: entry(key).map { .byte($0.offset) } ?? .whole, path: key, what, advice: advice)
  }

  private func mismatch(_ key: String, _ entry: Entry, _ wanted: String) -> FormatError {
    FormatError(.value, at: .byte(entry.offset), path: key, "expected \(wanted), found \(entry.value.kind)")
  }

  private static func shown(_ value: Value) -> String {
    switch value {
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    default: value.kind
    }
  }
}

extension FormatError {
  /// A key of a file for a path: as it is when it is a short word, quoted otherwise.
  static func key(_ bytes: [UInt8]) -> String {
    let isWord =
      !bytes.isEmpty && bytes.count <= 48
      && bytes.allSatisfy { $0 == 0x5F || $0 >= 0x30 && $0 <= 0x39 || $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }
    return isWord ? String(decoding: bytes, as: UTF8.self) : quoted(bytes)
  }
}
