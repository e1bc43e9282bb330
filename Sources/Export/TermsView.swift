import Analysis
import Formats

/// The terms view: one object for each tokenizer, one line for each term.
struct TermsView: ViewReport {
  let list: TermList
  /// As after `-t`, in the order of the columns; one or more.
  let rows: [(tokenizer: String, cuts: TermCuts)]
  /// Index into `rows`.
  let base: Int
  /// The list's name.
  let document: String

  var objects: [JSONValue] { TermsReport(list, rows, base: base).json(document: document) }

  var tsv: String {
    var out = TabSeparated.line(["group", "term"] + rows.map(\.tokenizer))
    for (place, group) in list.groups.enumerated() {
      for term in list.range(ofGroup: place) {
        let text = String(decoding: list.terms[term], as: UTF8.self)
        out += TabSeparated.line([group.name, text] + rows.map { "\($0.cuts.count(term))" })
      }
    }
    return out
  }
}
