import UnicodeText

/// Lines of fields with tabs between them, for spreadsheets and scripts.
///
/// A field holds visible glyphs only, so no tab or line end of a token breaks a line; one that begins with = + - or @ gets an apostrophe
/// before it, or a spreadsheet would compute it.
package enum TabSeparated {
  package static func line(_ fields: [String]) -> String {
    fields.map(quoted).joined(separator: "\t") + "\n"
  }

  private static func quoted(_ field: String) -> String {
    let text = VisibleText(field).string
    return text.first.map { "=+-@".contains($0) } ?? false ? "'" + text : text
  }
}
