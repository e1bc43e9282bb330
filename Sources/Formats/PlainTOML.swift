import TOMLKit
import UnicodeText

/// Flat TOML from an untrusted file as plain values: keys of tables are joined by a dot, `[ui] fg = 1` becomes `ui.fg`.
package struct PlainTOML: Sendable, Hashable {
  package enum Value: Sendable, Hashable {
    case integer(Int)
    case bool(Bool)
    case text(String)
    case list([Value])
  }

  package static let byteLimit = 64 << 10

  package var values: [String: Value] = [:]
  /// One line for each value that was left out.
  package var warnings: [String] = []

  /// Parses `bytes`; `firstLine` is the number of their first line in the file.
  ///
  /// - Throws: when the text is too long, not UTF-8, holds a NUL or is not TOML.
  package init(_ bytes: ArraySlice<UInt8>, firstLine: Int = 1) throws(FormatError) {
    guard bytes.count <= PlainTOML.byteLimit else {
      throw FormatError(.limit, at: .whole, "\(bytes.count) bytes of TOML, the limit is \(PlainTOML.byteLimit)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw FormatError(.encoding, at: .whole, "not UTF-8", advice: "convert the file to UTF-8")
    }
    // TOMLKit hands strings over as C strings, which end at a NUL.
    guard !bytes.contains(0), !text.contains("\\u0000"), !text.contains("\\U00000000") else {
      throw FormatError(.value, at: .whole, "a NUL character in TOML")
    }
    try TOMLShape.check(bytes, firstLine: firstLine)
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw FormatError(
        .syntax, at: .line(error.source.begin.line + firstLine - 1),
        VisibleText(String(error.description.prefix(120))).string)
    } catch {
      throw FormatError(.syntax, at: .whole, "not TOML")
    }
    collect(table, prefix: "", depth: 0)
  }

  private mutating func collect(_ table: TOMLTable, prefix: String, depth: Int) {
    for key in table.keys.sorted() {
      guard let value = table[key] else { continue }
      let name = prefix + key
      if let inner = value.table {
        guard depth == 0 else {
          warn(name, "a table inside a table")
          continue
        }
        collect(inner, prefix: name + ".", depth: 1)
      } else if let plain = Self.plain(value, depth: 0) {
        values[name] = plain
      } else {
        warn(name, "not a number, text, list or true/false")
      }
    }
  }

  private static func plain(_ value: any TOMLValueConvertible, depth: Int) -> Value? {
    if let integer = value.int { return .integer(integer) }
    if let flag = value.bool { return .bool(flag) }
    if let text = value.string { return .text(text) }
    guard depth == 0, let array = value.array, array.count <= 1024 else { return nil }
    var items: [Value] = []
    for index in 0..<array.count {
      guard let item = plain(array[index], depth: 1) else { return nil }
      items.append(item)
    }
    return .list(items)
  }

  private mutating func warn(_ key: String, _ what: String) {
    guard warnings.count < 20 else { return }
    warnings.append("\(FormatError.quoted(Array(key.utf8))): \(what) (ignored)")
  }
}
