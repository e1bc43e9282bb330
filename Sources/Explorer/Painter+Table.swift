import Analysis
import Screen
import Tokenization
import UnicodeText

/// The table under a text that leaves room for it: what each tokenizer makes of the whole text.
extension Painter {
  /// Headings with the cells that each column takes, from the left.
  private static let headings = [
    ("tokens", 6), ("B/token", 9), ("tok/word", 10), ("whole", 7), ("vs base", 9), ("only here", 11), ("agree", 7),
    ("markers", 8),
  ]

  /// First line of the table where all of the text is on the screen and the table fits below; nil otherwise.
  var tableTop: Int? {
    if geometry.inspectorIsBeside { return geometry.table?.y }
    guard let layout = state.layout, let page = state.page, let document = state.document, !layout.lines.isEmpty,
      page.window.bytes.count == document.byteCount, state.top == page.window.start,
      layout.lines.count <= geometry.linesPerPage,
      state.shown.count > 1
    else { return nil }
    let top = geometry.body.y + layout.lines.count * geometry.blockHeight + (geometry.blockHeight == 1 ? 1 : 0)
    return top + state.shown.count + 2 <= geometry.body.bottom ? top : nil
  }

  mutating func paintTable() {
    guard let top = tableTop, let layout = state.layout, let page = state.page else { return }
    let body = geometry.table ?? geometry.body
    frame.fill(Rect(x: 0, y: top, width: body.width, height: 1), glyph: look.glyphs.line, style: look[.border])
    let names = state.shown.reduce(8) { max($0, min(12, state.title($1).width)) }
    let left = 3 + (state.columns.count > 9 ? 1 : 0) + names + 2
    var columns = 0
    var right = left
    let hasMarkers = layout.markers.contains { !$0.indices.isEmpty }
    let headings = hasMarkers ? Painter.headings.count : Painter.headings.count - 1
    while columns < headings, right + Painter.headings[columns].1 <= body.width {
      right += Painter.headings[columns].1
      columns += 1
    }
    put(row(Painter.headings.prefix(columns).map(\.0)), x: left, y: top + 1, .dim)
    let barRoom = body.width - right - 4
    let most = max(1, state.shown.compactMap { state.segmentation($0)?.tokenCount }.max() ?? 1)
    for (line, column) in state.shown.enumerated() {
      guard let cut = state.segmentation(column), let row = layout.row(of: state.columns[column].id) else { continue }
      let y = top + 2 + line
      let role: Theme.Role = column == state.active ? .tabOn : .text
      let number = "\(column + 1)"
      put(VisibleText(number), x: left - names - 3 - number.utf8.count, y: y, role)
      put(look.label(state.title(column)).clipped(to: names, look: look), x: left - names - 2, y: y, role)
      let statistics = SegmentationStatistics(cut, of: page.window.bytes)
      let numbers = numbers(of: column, row: row, statistics: statistics, alignment: layout.alignment)
      put(self.row(numbers.prefix(columns)), x: left, y: y, role)
      guard barRoom >= 8, let bar = look.glyphs.bars.last else { continue }
      let length = max(1, (cut.tokenCount * barRoom + most / 2) / most)
      let rect = Rect(x: right + 2, y: y, width: length, height: 1)
      frame.fill(rect, glyph: bar, style: look[column == state.active ? .accent : .dim])
    }
  }

  /// Cells of the table, right-aligned.
  private func row(_ cells: some Sequence<String>) -> VisibleText {
    let padded = zip(cells, Painter.headings).map { String(repeating: " ", count: max(0, $1.1 - $0.utf8.count)) + $0 }
    return VisibleText(padded.joined())
  }

  /// The numbers under `headings`.
  private func numbers(of column: Int, row: Int, statistics: SegmentationStatistics, alignment: Alignment) -> [String] {
    let words = statistics.words
    var cells = [
      "\(statistics.tokens)", statistics.tokens == 0 ? "-" : hundredths(statistics.bytes, statistics.tokens),
      words == 0 ? "-" : hundredths(statistics.tokensInWords, words),
      words == 0 ? "-" : "\((statistics.wordsKeptWhole * 200 + words) / (words * 2))%",
    ]
    guard let base = layoutRow(of: state.base) else { return cells }
    let count = alignment.segmentations[base].tokenCount
    cells.append(
      column == state.base ? "base" : count == 0 ? "-" : percent(alignment.countDelta(of: row, base: base), of: count))
    cells.append("\(alignment.cutRows.reduce(0) { $0 + ($1 == 1 << UInt64(row) ? 1 : 0) })")
    cells.append(hundredths(Int(alignment.agreement(row, base) * 100 + 0.5), 100))
    cells.append("\(statistics.virtualTokens)")
    return cells
  }

  private func layoutRow(of column: Int) -> Int? {
    state.columns.indices.contains(column) ? state.layout?.row(of: state.columns[column].id) : nil
  }

  /// A signed share in whole percent, rounded half away from zero.
  private func percent(_ part: Int, of whole: Int) -> String {
    let value = (abs(part) * 200 + whole) / (whole * 2)
    return part == 0 ? "=" : part > 0 ? "+\(value)%" : "-\(value)%"
  }
}
