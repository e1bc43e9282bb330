/// A sample text with its front matter.
///
///     +++
///     title = "Suffix chain"
///     lang = "tr"
///     domain = "general"
///     note = "Long words"
///     +++
///     Evlerimizdekilerden
///
/// The body is the bytes after the second fence without the last newline.
package struct SampleFile: Sendable, Hashable {
  package static let byteLimit = 16 << 20

  package private(set) var title = ""
  package private(set) var language = ""
  package private(set) var domain = ""
  package private(set) var note = ""
  /// What the tokenizers should do with the text, one statement each.
  package private(set) var expectations: [String] = []
  package private(set) var tags: [String] = []
  package private(set) var view: String?
  package private(set) var base: String?
  package private(set) var rows: [String] = []
  /// What the tour asks about the text, and the answer, a template of `TourAnswer`; empty outside the tour.
  package private(set) var question = ""
  package private(set) var answer = ""
  /// Name of the parallel text.
  package private(set) var pair: String?
  package private(set) var body: [UInt8]
  /// One line for each key that is unknown, missing or of the wrong type.
  package private(set) var warnings: [String]

  /// - Throws: when the fences or the TOML between them cannot be read.
  package init(_ bytes: [UInt8]) throws(FormatError) {
    guard bytes.count <= SampleFile.byteLimit else {
      throw FormatError(.limit, at: .whole, "\(bytes.count) bytes, the limit is \(SampleFile.byteLimit)")
    }
    guard let first = SampleFile.fence(in: bytes, from: 0), first.start == 0 else {
      throw FormatError(.syntax, at: .line(1), "no front matter", advice: "a sample starts with a line +++")
    }
    guard let second = SampleFile.fence(in: bytes, from: first.end) else {
      throw FormatError(
        .syntax, at: .line(1), "the front matter does not end", advice: "close it with a second line +++")
    }
    let table = try PlainTOML(bytes[first.end..<second.start], firstLine: 2)
    warnings = table.warnings
    body = Array(bytes[second.end...])
    if body.last == 0x0A { body.removeLast() }
    read(table.values)
  }

  private mutating func read(_ values: [String: PlainTOML.Value]) {
    var escapes = false
    for (key, value) in values.sorted(by: { $0.key < $1.key }) {
      switch (key, value) {
      case ("title", .text(let text)): title = text
      case ("lang", .text(let text)): language = text
      case ("domain", .text(let text)): domain = text
      case ("note", .text(let text)): note = text
      case ("view", .text(let text)): view = text
      case ("base", .text(let text)): base = text
      case ("question", .text(let text)): question = text
      case ("answer", .text(let text)): answer = text
      case ("pair", .text(let text)): pair = text
      case ("escapes", .bool(let flag)): escapes = flag
      case ("expect", _): expectations = texts(key, value)
      case ("tags", _): tags = texts(key, value)
      case ("rows", _): rows = texts(key, value)
      case ("title", _), ("lang", _), ("domain", _), ("note", _), ("view", _), ("base", _), ("pair", _), ("escapes", _),
        ("question", _), ("answer", _):
        warnings.append("\(key): wrong type (ignored)")
      default: warnings.append("unknown key \(FormatError.quoted(Array(key.utf8))) (ignored)")
      }
    }
    for key in ["title", "lang", "domain", "note"] where values[key] == nil { warnings.append("no \(key)") }
    if question.isEmpty != answer.isEmpty { warnings.append("question and answer belong together (not in the tour)") }
    if escapes { unescape() }
    if warnings.count > 20 { warnings = warnings.prefix(19) + ["and \(warnings.count - 19) more"] }
  }

  /// A text or a list of texts.
  private mutating func texts(_ key: String, _ value: PlainTOML.Value) -> [String] {
    switch value {
    case .text(let text): return [text]
    case .list(let items):
      let texts: [String] = items.compactMap { if case .text(let text) = $0 { text } else { nil } }
      if texts.count == items.count { return texts }
    default: break
    }
    warnings.append("\(key): expected a text or a list of texts (ignored)")
    return []
  }

  /// Replaces `\u{…} \xHH \n \t \r \\`; anything else after a backslash stays as it is; one warning tells of all.
  private mutating func unescape() {
    var out: [UInt8] = []
    var unknown: [Int] = []
    var at = 0
    while at < body.count {
      guard body[at] == UInt8(ascii: "\\") else {
        out.append(body[at])
        at += 1
        continue
      }
      if let (bytes, length) = SampleFile.escape(body[(at + 1)...]) {
        out += bytes
        at += 1 + length
      } else {
        unknown.append(at)
        out.append(body[at])
        at += 1
      }
    }
    body = out
    if let first = unknown.first {
      let count = unknown.count == 1 ? "an unknown escape" : "\(unknown.count) unknown escapes, the first"
      warnings.append("\(count) at byte \(first) of the body (kept)")
    }
  }

  /// What the text after a backslash stands for and how many bytes of it were used.
  private static func escape(_ text: ArraySlice<UInt8>) -> (bytes: [UInt8], length: Int)? {
    switch text.first {
    case UInt8(ascii: "n"): return ([0x0A], 1)
    case UInt8(ascii: "t"): return ([0x09], 1)
    case UInt8(ascii: "r"): return ([0x0D], 1)
    case UInt8(ascii: "\\"): return ([0x5C], 1)
    case UInt8(ascii: "x"):
      let digits = text.dropFirst().prefix(2).compactMap(Hexadecimal.value)
      return digits.count == 2 ? ([digits[0] << 4 | digits[1]], 3) : nil
    case UInt8(ascii: "u"):
      guard text.dropFirst().first == UInt8(ascii: "{"), let close = text.prefix(9).firstIndex(of: UInt8(ascii: "}"))
      else { return nil }
      let digits = text[(text.startIndex + 2)..<close]
      let values = digits.compactMap(Hexadecimal.value)
      guard !digits.isEmpty, values.count == digits.count,
        let scalar = Unicode.Scalar(values.reduce(UInt32(0)) { $0 << 4 | UInt32($1) })
      else { return nil }
      return (Array(String(scalar).utf8), close + 1 - text.startIndex)
    default: return nil
    }
  }

  /// The next line that is `+++` alone: where it starts and where the line after it starts.
  private static func fence(in bytes: [UInt8], from offset: Int) -> (start: Int, end: Int)? {
    var start = offset
    while start < bytes.count {
      let newline = bytes[start...].firstIndex(of: 0x0A)
      var line = bytes[start..<(newline ?? bytes.count)]
      if line.last == 0x0D { line.removeLast() }
      let next = newline.map { $0 + 1 } ?? bytes.count
      if line.elementsEqual("+++".utf8) { return (start, next) }
      start = next
    }
    return nil
  }
}
