import Analysis
import Screen
import UnicodeText

/// The terms view: a list of terms with their tokens in each column, the cuts of one of them, means and savings.
extension Painter {
  mutating func paintTerms() {
    let body = geometry.body
    let table = state.terms
    let layout = TermsLayout(state, size: geometry.size, look: look)
    var words = look.label(table.name) + VisibleText(", \(counted(table.list.count, "term"))")
    let hidden = state.shown.count - layout.columns.count
    if hidden > 0 { words += VisibleText("   \(counted(hidden, "tokenizer")) more: h l") }
    put(words.clipped(to: body.width - 2, look: look), x: 1, y: body.y, .dim)
    guard !state.shown.isEmpty else {
      put("no tokenizer is shown (press 1-9, or p for all)", x: 2, y: body.y + 2, .text, limit: body.width - 4)
      return
    }
    lack(width: max(0, hidden) * layout.cellWidth, height: layout.lines.count - layout.rows)
    paintTermTitles(layout, y: body.y + 1)
    for (row, line) in layout.lines[layout.first..<min(layout.lines.count, layout.first + layout.rows)].enumerated() {
      let y = body.y + 2 + row
      switch line {
      case .heading(let group):
        let name = table.list.groups[group].name
        put(
          look.label(name.isEmpty ? "no group" : name).clipped(to: layout.labelWidth, look: look), x: 1, y: y, .accent)
      case .term(let term): paintTerm(term, layout, y: y)
      }
    }
    let border = body.bottom - layout.cutColumns.count - layout.groups.count - 3 - 1
    frame.fill(Rect(x: 0, y: border, width: body.width, height: 1), glyph: look.glyphs.line, style: look[.border])
    let term = VisibleText(bytes: selectedTerm[...], options: look.options).clipped(to: body.width - 8, look: look)
    put(" " + term + " ", x: 2, y: border, .accent)
    for (row, column) in layout.cutColumns.enumerated() { paintTermCuts(column, y: border + 1 + row) }
    paintTermFigures(layout, y: body.bottom - layout.groups.count - 3)
    paintTermLines()
  }

  private var selectedTerm: [UInt8] {
    let terms = state.terms.list.terms
    return terms.indices.contains(state.terms.selected) ? terms[state.terms.selected] : []
  }

  private func cellX(_ place: Int, _ layout: TermsLayout) -> Int { 1 + layout.labelWidth + place * layout.cellWidth }

  /// A number of a column, right-aligned.
  private mutating func putCell(_ text: VisibleText, _ place: Int, _ layout: TermsLayout, y: Int, _ role: Theme.Role) {
    put(text, x: cellX(place, layout) + layout.cellWidth - text.width, y: y, role)
  }

  private mutating func paintTermTitles(_ layout: TermsLayout, y: Int) {
    for (place, column) in layout.columns.enumerated() {
      let name = look.label(state.title(column))
      let numbered = VisibleText("\(column + 1) ") + name
      let title = numbered.width < layout.cellWidth ? numbered : name
      let isActive = column == state.active
      putCell(title.clipped(to: layout.cellWidth - 1, look: look), place, layout, y: y, isActive ? .tabOn : .tab)
    }
  }

  private mutating func paintTerm(_ term: Int, _ layout: TermsLayout, y: Int) {
    let isSelected = term == state.terms.selected
    if isSelected {
      frame.fill(Rect(x: 0, y: y, width: geometry.body.width, height: 1), style: look[.match])
      frame.put(look.glyphs.pointer, x: 0, y: y, style: look[.match])
    }
    let text = VisibleText(
      bytes: state.terms.list.terms[term][...], options: look.isASCII ? .asciiInterface : .interface)
    let role: Theme.Role = isSelected ? .match : .text
    put(text.clipped(to: layout.labelWidth - 1, look: look), x: 1, y: y, role)
    for (place, column) in layout.columns.enumerated() {
      let figures = state.termFigures(column, of: term..<term + 1)
      let number = state.terms.cuts(state.columns[column].id).map { VisibleText("\($0.count(term))") }
      let saves = !isSelected && (figures?.saved ?? 0) > 0
      putCell(number ?? "-", place, layout, y: y, saves ? .accent : role)
    }
  }

  /// The pieces of the term at the cursor.
  private mutating func paintTermCuts(_ column: Int, y: Int) {
    let isActive = column == state.active
    let names = 2 + state.shown.reduce(8) { max($0, min(16, state.title($1).width)) }
    if isActive { frame.put(look.glyphs.pointer, x: 0, y: y, style: look[.accent]) }
    let title = VisibleText("\(column + 1) ") + look.label(state.title(column))
    put(title.clipped(to: names, look: look), x: 1, y: y, isActive ? .tabOn : .tab)
    guard let cuts = state.terms.cuts(state.columns[column].id) else { return }
    let term = selectedTerm
    var text = VisibleText()
    for (index, range) in cuts.ranges(state.terms.selected).enumerated() {
      if index > 0 { text += VisibleText(glyphs: [look.glyphs.separator]) }
      text += look.visible(term[range])
    }
    put(text.clipped(to: geometry.body.width - names - 4, look: look), x: names + 3, y: y, .text)
  }

  private mutating func paintTermFigures(_ layout: TermsLayout, y: Int) {
    let list = state.terms.list
    var rows: [(VisibleText, Range<Int>)] = layout.groups.map { group in
      (
        look.label("mean " + (list.groups[group].name.isEmpty ? "no group" : list.groups[group].name)),
        list.range(ofGroup: group)
      )
    }
    let all = 0..<list.count
    rows.append(("mean of all", all))
    for (row, (label, range)) in rows.enumerated() {
      put(label.clipped(to: layout.labelWidth - 1, look: look), x: 1, y: y + row, .dim)
      for (place, column) in layout.columns.enumerated() {
        guard let cuts = state.terms.cuts(state.columns[column].id) else { continue }
        let mean = TermFigures(cuts, base: cuts, of: range).average
        putCell(VisibleText(decimal(mean)), place, layout, y: y + row, .text)
      }
    }
    let bottom = y + rows.count
    let base = state.columns.indices.contains(state.base) ? look.label(state.title(state.base)) : ""
    put(("saved beside " + base).clipped(to: layout.labelWidth - 1, look: look), x: 1, y: bottom, .dim)
    put("saved, %", x: 1, y: bottom + 1, .dim)
    for (place, column) in layout.columns.enumerated() {
      guard let figures = state.termFigures(column, of: all) else { continue }
      if column == state.base {
        putCell("base", place, layout, y: bottom, .dim)
      } else {
        putCell(VisibleText("\(figures.saved)"), place, layout, y: bottom, .text)
        putCell(VisibleText(tenths(figures.savedShare * 100)), place, layout, y: bottom + 1, .text)
      }
    }
  }

  /// What the cursor stands on, and what is counted.
  private mutating func paintTermLines() {
    let list = state.terms.list
    let group = list.group(of: state.terms.selected).map { list.groups[$0].name } ?? ""
    var line = VisibleText(" term \(state.terms.selected + 1)/\(list.count)")
    if !group.isEmpty { line += "  " + look.label(group).clipped(to: 24, look: look) }
    line += VisibleText("  \(counted(selectedTerm.count, "byte"))")
    let columns = state.active == state.base ? [state.active] : [state.active, state.base]
    for column in columns where state.columns.indices.contains(column) {
      guard let cuts = state.terms.cuts(state.columns[column].id) else { continue }
      line += "  " + look.label(state.title(column)) + VisibleText(" \(cuts.count(state.terms.selected))")
    }
    put(line.clipped(to: geometry.size.width - 1, look: look), x: 0, y: geometry.cursorLine, .text)
    put(
      "each term alone, no space before it; no tokens without bytes   :terms FILE", x: 1,
      y: geometry.legendLine, .dim, limit: geometry.size.width - 2)
  }

  /// What is set in the terms view.
  var termSettings: [VisibleText] {
    var out: [VisibleText] = ["TERMS"]
    if state.columns.indices.contains(state.base) {
      out.append(VisibleText("base \(state.base + 1) ") + look.label(state.title(state.base)))
    }
    return out
  }
}

/// A number with one decimal, rounded half away from zero.
func tenths(_ value: Double) -> String {
  let scaled = Int((value.magnitude * 10).rounded())
  return (value < 0 && scaled != 0 ? "-" : "") + "\(scaled / 10).\(scaled % 10)"
}
