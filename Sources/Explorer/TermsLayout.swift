import Screen

/// Where the parts of the terms view stand on a screen of one size.
struct TermsLayout: Hashable, Sendable {
  /// A line of the list.
  enum Line: Hashable, Sendable {
    /// Index of a group.
    case heading(Int)
    /// Index of a term.
    case term(Int)
  }

  /// Cells of a term and of the counts of one tokenizer.
  let labelWidth: Int
  let cellWidth: Int
  /// Columns that fit, the active one among them.
  let columns: [Int]
  /// Lines of the list that fit.
  let rows: Int
  /// Columns whose cuts of the term at the cursor are shown.
  let cutColumns: [Int]
  /// Groups with a line of their own among the figures.
  let groups: [Int]
  /// The first line of the list that is shown.
  let first: Int
  let lines: [Line]

  init(_ state: State, size: Size, look: Look) {
    let list = state.terms.list
    let body = max(0, Geometry(state, size: size, look: look).body.height)
    var lines: [Line] = []
    var selectedLine = 0
    var term = 0
    for (place, group) in list.groups.enumerated() {
      if !group.name.isEmpty || list.groups.count > 1 { lines.append(.heading(place)) }
      for _ in group.terms {
        if term == state.terms.selected { selectedLine = lines.count }
        lines.append(.term(term))
        term += 1
      }
    }
    self.lines = lines

    let count = state.shown.count
    let room = max(0, size.width - 2)
    cellWidth = count * 11 + 32 <= room ? 11 : 9
    labelWidth = max(20, min(40, room - count * cellWidth))
    columns = TermsLayout.visible(state, max(1, (room - labelWidth) / cellWidth))

    // One group is all there is; of many only that of the cursor has a line.
    let names = list.groups.indices.filter { _ in list.groups.count > 1 }
    // A small screen has none.
    groups = body < 10 ? [] : names.count <= 3 ? Array(names) : [list.group(of: state.terms.selected) ?? 0]
    // A line of words, the titles, a border, the means and two lines of savings.
    let fixed = 3 + groups.count + 3
    let least = min(lines.count, 6)
    cutColumns = TermsLayout.visible(state, max(1, body - fixed - least))
    rows = max(1, body - fixed - cutColumns.count)
    // A heading above the cursor comes into sight with it.
    let wanted = selectedLine > 0 && lines[selectedLine - 1] == .heading(list.group(of: state.terms.selected) ?? 0)
    let top = wanted ? selectedLine - 1 : selectedLine
    first = max(0, min(top - rows / 2, lines.count - rows))
  }

  /// The shown columns, or as many as there is room for around the active one.
  private static func visible(_ state: State, _ room: Int) -> [Int] {
    let order = state.shown
    guard order.count > room else { return order }
    let place = order.firstIndex(of: state.active) ?? 0
    let first = max(0, min(place - room / 2, order.count - room))
    return Array(order[first..<first + room])
  }
}
