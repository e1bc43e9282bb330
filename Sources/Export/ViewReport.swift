import Formats

/// The numbers of a view, for programs and for spreadsheets.
package protocol ViewReport: Sendable {
  /// Written one a line.
  var objects: [JSONValue] { get }
  /// Lines of `TabSeparated`, the first a heading.
  var tsv: String { get }
}
