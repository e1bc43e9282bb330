import UnicodeText

/// Words with the places where their morphemes meet, against which cuts are scored.
///
///     # category: softening
///     kitab-ı kitab-ımız-dan|kitab-ım-ız-dan Ankara'-da
///
/// Words are separated by blanks, morphemes by `-`, acceptable readings by `|`. A word belongs to the category named last, or to one
/// without a name. Other lines that begin with `#` are skipped; CRLF and a byte order mark are accepted.
package struct GoldFile: Sendable, Hashable {
  /// Half of a list: within each category the words at even places (the first is 0) are dev, those at odd places test.
  package enum Half: String, Sendable, CaseIterable { case dev, test }

  package struct Word: Sendable, Hashable {
    /// Index into `categories`.
    package let category: Int
    package let half: Half
    /// UTF-8 without the separators.
    package let text: [UInt8]
    /// One set of cuts for each different reading, in the order given: bytes of `text`, ascending, inside the word.
    package let readings: [[Int]]
  }

  package static let byteLimit = 4 << 20
  package static let wordLimit = 100_000
  package static let wordByteLimit = 512
  package static let readingLimit = 32
  package static let categoryLimit = 256

  /// Names in the order of the file; the empty name where words stand before the first category.
  package private(set) var categories: [String] = []
  /// One or more.
  package private(set) var words: [Word] = []

  /// - Throws: errors name the line.
  package init(_ bytes: [UInt8]) throws(FormatError) {
    guard bytes.count <= GoldFile.byteLimit else {
      throw FormatError(.limit, at: .whole, "\(bytes.count) bytes, the limit is \(GoldFile.byteLimit)")
    }
    var place = 0
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    for (index, whole) in text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let line = index + 1
      let content = whole.last == 0x0D ? whole.dropLast() : whole
      guard String(validating: content, as: UTF8.self) != nil else {
        throw FormatError(.encoding, at: .line(line), "not UTF-8")
      }
      guard !content.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) else {
        throw FormatError(.syntax, at: .line(line), "a control character", advice: "a gold list is plain text")
      }
      if content.first == UInt8(ascii: "#") {
        guard let name = GoldFile.category(content) else { continue }
        guard !categories.contains(name) else {
          throw FormatError(
            .duplicate, at: .line(line), "category \(FormatError.quoted(Array(name.utf8))) stands there twice")
        }
        try addCategory(name, line: line)
        place = 0
        continue
      }
      for item in content.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 }) {
        if categories.isEmpty { try addCategory("", line: line) }
        guard words.count < GoldFile.wordLimit else {
          throw FormatError(.limit, at: .line(line), "more than \(GoldFile.wordLimit) words")
        }
        let (text, readings) = try GoldFile.readings(of: item, line: line)
        words.append(
          Word(
            category: categories.count - 1, half: place.isMultiple(of: 2) ? .dev : .test, text: text, readings: readings
          ))
        place += 1
      }
    }
    guard !words.isEmpty else {
      throw FormatError(.missing, at: .whole, "no words", advice: "write them with - between morphemes")
    }
  }

  private mutating func addCategory(_ name: String, line: Int) throws(FormatError) {
    guard categories.count < GoldFile.categoryLimit else {
      throw FormatError(.limit, at: .line(line), "more than \(GoldFile.categoryLimit) categories")
    }
    categories.append(name)
  }

  /// The name on a line `# category: NAME`; nil for another comment.
  private static func category(_ line: ArraySlice<UInt8>) -> String? {
    func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
      let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
      let start = bytes.drop(while: isBlank)
      return start.prefix((start.lastIndex { !isBlank($0) } ?? start.startIndex - 1) + 1 - start.startIndex)
    }
    let comment = trimmed(line.dropFirst())
    let keyword = Array("category:".utf8)
    return comment.starts(with: keyword)
      ? String(decoding: trimmed(comment.dropFirst(keyword.count)), as: UTF8.self) : nil
  }

  private static func readings(
    of item: ArraySlice<UInt8>, line: Int
  ) throws(FormatError) -> (text: [UInt8], readings: [[Int]]) {
    let shown = FormatError.quoted(item)
    let parts = item.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
    guard parts.count <= readingLimit else {
      throw FormatError(.limit, at: .line(line), "\(shown) has more than \(readingLimit) readings")
    }
    var text: [UInt8] = []
    var readings: [[Int]] = []
    for part in parts {
      let morphemes = part.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
      guard morphemes.allSatisfy({ !$0.isEmpty }) else {
        throw FormatError(.syntax, at: .line(line), "an empty morpheme in \(shown)")
      }
      let spelled = morphemes.flatMap(\.self)
      if text.isEmpty { text = spelled }
      guard spelled == text else {
        throw FormatError(.inconsistent, at: .line(line), "readings that spell different words in \(shown)")
      }
      guard text.count <= wordByteLimit else {
        throw FormatError(.limit, at: .line(line), "a word of more than \(wordByteLimit) bytes: \(shown)")
      }
      var end = 0
      let cuts = morphemes.dropLast().map { morpheme in
        end += morpheme.count
        return end
      }
      if !readings.contains(cuts) { readings.append(cuts) }
    }
    return (text, readings)
  }
}
