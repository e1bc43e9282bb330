import Analysis
import Screen
import Tokenization
import UnicodeText

/// The table under a text that leaves room for it: what each tokenizer makes of the whole text.
extension Painter {
  private static let heading = "tokens  B/token  tok/word  whole  vs base  only here  agree"

  /// First line after the text when all of it is on the screen and the table fits below; nil otherwise.
  var tableTop: Int? {
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
    let body = geometry.body
    frame.fill(Rect(x: 0, y: top, width: body.width, height: 1), glyph: look.glyphs.line, style: look[.border])
    let names = state.shown.reduce(8) { max($0, min(12, state.title($1).width)) }
    let left = 3 + (state.columns.count > 9 ? 1 : 0) + names + 2
    let barRoom = body.width - left - Painter.heading.utf8.count - 4
    put(VisibleText(Painter.heading), x: left, y: top + 1, .dim, limit: body.width - left)
    let most = max(1, state.shown.compactMap { state.segmentation($0)?.tokens.count }.max() ?? 1)
    for (line, column) in state.shown.enumerated() {
      guard let cut = state.segmentation(column), let row = layout.row(of: state.columns[column].id) else { continue }
      let y = top + 2 + line
      let role: Theme.Role = column == state.active ? .tabOn : .text
      let number = "\(column + 1)"
      put(VisibleText(number), x: left - names - 3 - number.utf8.count, y: y, role)
      put(look.label(state.title(column)).clipped(to: names, look: look), x: left - names - 2, y: y, role)
      let statistics = SegmentationStatistics(cut, of: page.window.bytes)
      let numbers = numbers(of: column, row: row, statistics: statistics, alignment: layout.alignment)
      put(VisibleText(numbers), x: left, y: y, role, limit: body.width - left)
      guard barRoom >= 8, let bar = look.glyphs.bars.last else { continue }
      let length = max(1, (cut.tokens.count * barRoom + most / 2) / most)
      let rect = Rect(x: left + Painter.heading.utf8.count + 2, y: y, width: length, height: 1)
      frame.fill(rect, glyph: bar, style: look[column == state.active ? .accent : .dim])
    }
  }

  /// The columns under `heading`, right-aligned.
  private func numbers(of column: Int, row: Int, statistics: SegmentationStatistics, alignment: Alignment) -> String {
    let own = alignment.cutRows.reduce(0) { $0 + ($1 == 1 << UInt64(row) ? 1 : 0) }
    var cells: [(String, Int)] = [
      ("\(statistics.tokens)", 6), (statistics.tokens == 0 ? "-" : hundredths(statistics.bytes, statistics.tokens), 9),
      (statistics.words == 0 ? "-" : hundredths(statistics.tokensInWords, statistics.words), 10),
      (
        statistics.words == 0
          ? "-" : "\((statistics.wordsKeptWhole * 200 + statistics.words) / (statistics.words * 2))%", 7
      ),
    ]
    if let base = layoutRow(of: state.base), alignment.segmentations[base].tokens.count > 0 {
      let count = alignment.segmentations[base].tokens.count
      cells.append((column == state.base ? "base" : percent(alignment.countDelta(of: row, base: base), of: count), 9))
      cells.append(("\(own)", 11))
      let agreement = Int(alignment.agreement(row, base) * 100 + 0.5)
      cells.append((hundredths(agreement, 100), 7))
    }
    return cells.map { String(repeating: " ", count: max(0, $1 - $0.utf8.count)) + $0 }.joined()
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
