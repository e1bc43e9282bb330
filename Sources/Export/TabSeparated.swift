import UnicodeText

/// Lines of fields with tabs between them, for spreadsheets and scripts.
///
/// A field holds visible glyphs only, so no tab or line end of a token breaks a line; one that begins with = + - or @ and is no plain number
/// gets an apostrophe before it, or a spreadsheet would compute it.
package enum TabSeparated {
  package static func line(_ fields: [String]) -> String {
    fields.map(quoted).joined(separator: "\t") + "\n"
  }

  private static func quoted(_ field: String) -> String {
    let text = VisibleText(field).string
    guard let first = text.first, "=+-@".contains(first), !isNumber(text) else { return text }
    return "'" + text
  }

  /// A decimal number as this program writes them.
  private static func isNumber(_ text: String) -> Bool {
    let parts = text.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
    return text.utf8.count { $0 == UInt8(ascii: "-") } <= 1 && parts.count <= 2
      && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
  }
}
