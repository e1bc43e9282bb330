import Analysis
import Formats
import UnicodeText

/// The strings of bytes of two vocabularies side by side.
package struct VocabularyReport {
  private let first: VocabularyListing
  private let second: VocabularyListing

  package init(_ first: VocabularyListing, _ second: VocabularyListing) {
    self.first = first
    self.second = second
  }

  /// How many strings both have, and each alone, one a line.
  package func counts(_ names: (String, String)) -> String {
    let comparison = VocabularyComparison(first, second)
    return TabSeparated.line(["both", "\(comparison.shared)"])
      + TabSeparated.line(["only \(names.0)", "\(comparison.onlyFirst)"])
      + TabSeparated.line(["only \(names.1)", "\(comparison.onlySecond)"])
  }

  /// One line for each entry that stands for bytes: first those of the first vocabulary in the order of their ids, then what only the second has.
  package func table(_ names: (String, String)) -> String {
    var out = TabSeparated.line(["form", "hex", names.0, names.1])
    for entry in 0..<first.count where first.isText(entry) {
      let bytes = first.bytes(entry)
      out += line(bytes, first.id(entry), second.textEntry(bytes).flatMap(second.id))
    }
    for entry in 0..<second.count where second.isText(entry) && !first.hasText(second.bytes(entry)) {
      out += line(second.bytes(entry), nil, second.id(entry))
    }
    return out
  }

  private func line(_ bytes: ArraySlice<UInt8>, _ first: UInt32?, _ second: UInt32?) -> String {
    TabSeparated.line([
      VisibleText(bytes: bytes).string, Hexadecimal.string(bytes), first.map { "\($0)" } ?? "",
      second.map { "\($0)" } ?? "",
    ])
  }
}
