import Analysis
import Formats
import UnicodeText

/// `tokview/terms/1`: tokens of the terms of a list, beside those of a base.
package struct TermsReport: Sendable {
  /// What the terms that are there without a file come from.
  package static let usualDocument = "arXiv 2503.17247"

  private let list: TermList
  /// As after `-t`, in the order of the columns.
  private let rows: [(tokenizer: String, cuts: TermCuts)]
  /// Index into `rows`.
  private let base: Int

  /// - Parameters:
  ///   - rows: one or more.
  ///   - base: index of the row that the others are held against.
  package init(_ list: TermList, _ rows: [(tokenizer: String, cuts: TermCuts)], base: Int = 0) {
    self.list = list
    self.rows = rows
    self.base = base
  }

  private func figures(_ row: Int, _ terms: Range<Int>) -> TermFigures {
    TermFigures(rows[row].cuts, base: rows[base].cuts, of: terms)
  }

  /// One object for each tokenizer.
  ///
  /// - Parameter document: the list's name.
  package func json(document: String) -> [JSONValue] {
    let terms = list.terms
    return rows.indices.map { row in
      var members = members(figures(row, 0..<terms.count))
      members["schema"] = "tokview/terms/1"
      members["tokenizer"] = .string(rows[row].tokenizer)
      members["base"] = .string(rows[base].tokenizer)
      members["document"] = .string(document)
      members["groups"] = .array(
        list.groups.indices.map { group in
          .object(
            self.members(figures(row, list.range(ofGroup: group)))
              .merging(["group": .string(list.groups[group].name)]) { own, _ in own })
        })
      members["terms"] = .array(
        terms.indices.map { term in
          let cuts = rows[row].cuts
          return .object([
            "term": .string(String(decoding: terms[term], as: UTF8.self)),
            "tokens": .integer(cuts.count(term)),
            "ends": .array(cuts.ranges(term).map { .integer($0.upperBound) }),
          ])
        })
      return .object(members)
    }
  }

  private func members(_ figures: TermFigures) -> [String: JSONValue] {
    [
      "term_count": .integer(figures.terms), "tokens": .integer(figures.tokens),
      "tokens_per_term": .number(figures.average), "saved": .integer(figures.saved),
      "saved_share": .number(figures.savedShare),
    ]
  }

  /// One line for each term under a line of headings, then means and savings.
  package var table: String {
    let terms = list.terms
    var body: [[String]] = [["term"] + rows.map(\.tokenizer)]
    for (place, group) in list.groups.enumerated() {
      if !group.name.isEmpty { body.append(["[\(group.name)]"]) }
      for term in list.range(ofGroup: place) {
        body.append(
          [String(decoding: terms[term], as: UTF8.self)] + rows.map { "\($0.cuts.count(term))" })
      }
    }
    func line(_ label: String, _ cell: (Int) -> String) { body.append([label] + rows.indices.map(cell)) }
    func hundredths(_ value: Double) -> String { Decimals.text(value, places: 2) }
    func percent(_ value: Double) -> String { Decimals.text(value * 100, places: 1) + " %" }
    if list.groups.count > 1 {
      for (place, group) in list.groups.enumerated() {
        line("mean \(group.name.isEmpty ? "no group" : group.name)") {
          hundredths(figures($0, list.range(ofGroup: place)).average)
        }
      }
    }
    line("mean of all") { hundredths(figures($0, 0..<terms.count).average) }
    line("saved beside \(rows[base].tokenizer)") {
      $0 == base ? "base" : "\(figures($0, 0..<terms.count).saved)"
    }
    line("saved, share") { $0 == base ? "base" : percent(figures($0, 0..<terms.count).savedShare) }
    return TextTable(body, rightAligned: Set(1...rows.count)).text
  }
}
