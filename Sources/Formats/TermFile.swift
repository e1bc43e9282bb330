import UnicodeText

/// A list of terms, one a line.
///
///     # group: legal
///     res judicata
///     42 U.S.C. § 1983
///
/// Blanks around a term are dropped, empty lines and other lines that begin with `#` are skipped; CRLF and a byte order mark are accepted.
/// Terms before the first group stand in one without a name.
package struct TermFile: Sendable {
  package static let byteLimit = 4 << 20
  package static let termLimit = 10_000
  package static let termByteLimit = 1_024
  package static let groupLimit = 64

  /// In the order of the file; each has terms.
  package private(set) var groups: [(name: String, terms: [[UInt8]])] = []

  /// - Throws: errors name the line.
  package init(_ bytes: [UInt8]) throws(FormatError) {
    guard bytes.count <= TermFile.byteLimit else {
      throw FormatError(.limit, at: .whole, "\(bytes.count) bytes, the limit is \(TermFile.byteLimit)")
    }
    var count = 0
    var name = ""
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    for (index, content) in text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let line = index + 1
      guard String(validating: content, as: UTF8.self) != nil else {
        throw FormatError(.encoding, at: .line(line), "not UTF-8", advice: "a list of terms is plain text")
      }
      let term = TermFile.trimmed(content)
      guard !term.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) else {
        throw FormatError(.syntax, at: .line(line), "a control character", advice: "a list of terms is plain text")
      }
      if term.first == UInt8(ascii: "#") {
        let comment = TermFile.trimmed(term.dropFirst())
        let keyword = Array("group:".utf8)
        if comment.starts(with: keyword) {
          name = String(decoding: TermFile.trimmed(comment.dropFirst(keyword.count)), as: UTF8.self)
        }
        continue
      }
      if term.isEmpty { continue }
      guard term.count <= TermFile.termByteLimit else {
        throw FormatError(
          .limit, at: .line(line), "a term of \(term.count) bytes, the limit is \(TermFile.termByteLimit)")
      }
      count += 1
      guard count <= TermFile.termLimit else {
        throw FormatError(.limit, at: .line(line), "more than \(TermFile.termLimit) terms")
      }
      try add(Array(term), to: name, line: line)
    }
    guard !groups.isEmpty else {
      throw FormatError(.missing, at: .whole, "no terms", advice: "write one a line")
    }
  }

  private mutating func add(_ term: [UInt8], to name: String, line: Int) throws(FormatError) {
    if let place = groups.firstIndex(where: { $0.name == name }) {
      groups[place].terms.append(term)
      return
    }
    guard groups.count < TermFile.groupLimit else {
      throw FormatError(.limit, at: .line(line), "more than \(TermFile.groupLimit) groups")
    }
    groups.append((name, [term]))
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0D }
    let start = bytes.drop(while: isBlank)
    guard let last = start.lastIndex(where: { !isBlank($0) }) else { return [] }
    return start[...last]
  }
}
