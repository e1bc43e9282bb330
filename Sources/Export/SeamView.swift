import Formats

/// The seam view: one object and one line for each tokenizer.
struct SeamView: ViewReport {
  let rows: [SeamReport]
  let document: String
  /// Of the whole text.
  let byteCount: Int
  /// What was encoded, and where in the text it begins.
  let part: [UInt8]
  let start: Int

  var objects: [JSONValue] {
    rows.map { $0.json(document: document, part, start: start, byteCount: byteCount) }
  }

  var tsv: String {
    TabSeparated.line(SeamReport.headings) + rows.map { TabSeparated.line($0.cells) }.joined()
  }
}
