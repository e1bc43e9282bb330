import Analysis
import Screen
import UnicodeText

/// The terms view: its list, its cursor, and what the tokenizers are asked.
extension State {
  /// Asks for the terms in the file at `path`.
  mutating func readTerms(_ path: String) -> [Effect] {
    [.readTerms(path: Array(path.utf8), request: terms.requestList(Array(path.utf8)))]
  }

  /// Asks the shown tokenizers that have not cut the terms yet.
  mutating func countTerms() -> [Effect] {
    guard view == .terms else { return [] }
    let missing = terms.ask(shownIDs)
    return missing.isEmpty ? [] : [.countTerms(tokenizers: missing, terms.list, request: terms.number)]
  }

  mutating func moveTerm(_ action: Action) {
    let page = max(1, TermsLayout(self, size: size, look: look).rows - 1)
    switch action {
    case .previousTerm: terms.move(by: -1)
    case .nextTerm: terms.move(by: 1)
    case .termPageUp: terms.move(by: -page)
    case .termPageDown: terms.move(by: page)
    case .firstTerm: terms.move(by: -terms.list.count)
    default: terms.move(by: terms.list.count)
    }
  }

  /// What the paper's measure of a column is; nil until both columns are counted.
  func termFigures(_ column: Int, of range: Range<Int>) -> TermFigures? {
    guard columns.indices.contains(column), columns.indices.contains(base), let own = terms.cuts(columns[column].id),
      let base = terms.cuts(columns[base].id)
    else { return nil }
    return TermFigures(own, base: base, of: range)
  }
}
