import Analysis
import Screen
import Tokenization
import UnicodeText

/// The list layout: a line for each place where a shown tokenizer cuts, and on it, in one column each, the tokens that start there with number
/// and id. A column whose token goes on is blank, so tokens that start together stand side by side.
extension Painter {
  mutating func paintTokenList() {
    guard let layout = state.layout, let page = state.page, let header = geometry.header,
      let first = layout.line(at: state.top - page.window.start)
    else { return }
    let order = state.shown
    guard !order.isEmpty else { return }
    let lines = first..<min(layout.lines.count, first + geometry.body.height)
    put("byte", x: 0, y: header.y, .dim)
    for line in lines {
      let text = "\(page.window.start + layout.range(line).lowerBound)"
      let isCursor = layout.range(line).contains(state.cursor - page.window.start)
      put(
        VisibleText(text), x: geometry.gutter - 1 - text.utf8.count, y: geometry.body.y + line - first,
        isCursor ? .accent : .dim)
    }
    let visible = order[state.firstShown..<min(order.count, state.firstShown + geometry.capacity)]
    for (place, column) in visible.enumerated() {
      let x = geometry.gutter + place * (geometry.textWidth + 1)
      paintHeader(column, x: x, y: header.y)
      paintTokens(of: column, on: lines, x: x)
      if place < visible.count - 1 {
        let bottom = tableTop ?? geometry.body.bottom
        let edge = Rect(x: x + geometry.textWidth, y: header.y, width: 1, height: bottom - header.y)
        frame.fill(edge, glyph: look.columnEdge, style: look[.border])
      }
    }
  }

  private mutating func paintTokens(of column: Int, on lines: Range<Int>, x: Int) {
    guard let layout = state.layout, let cut = state.segmentation(column),
      let row = layout.row(of: state.columns[column].id), let first = lines.first
    else { return }
    let cursor = state.markedRange
    let numberWidth = max(2, String(cut.tokenCount).utf8.count)
    let right = x + geometry.textWidth
    var walk = TokenWalk(layout: layout, segmentation: cut, row: row, from: layout.range(first).lowerBound)
    for line in lines {
      let start = layout.range(line).lowerBound
      walk.advance(to: start)
      guard walk.token.start == start else { continue }
      let y = geometry.body.y + line - lines.lowerBound
      let isActive = column == state.active && cursor?.overlaps(walk.token.range) == true
      let number = "\(walk.ordinal + 1)"
      put(VisibleText(number), x: x + numberWidth - number.utf8.count, y: y, isActive ? .accent : .dim)
      // Markers have ids of their own and no line.
      let ids = cut.tokens.isEmpty ? "" : (walk.markers.map { cut.tokens[$0].id } + [walk.token.id]).idText
      let idWidth = min(ids.utf8.count, geometry.textWidth / 2)
      put(VisibleText(ids).clipped(to: idWidth, look: look), x: right - idWidth, y: y, isActive ? .accent : .dim)
      let style = tokenStyle(walk, column: column, cursor: cursor, tinted: look.hasColor)
      paintPieces(
        of: walk, cut, column: column, from: layout.lines[line].atoms.lowerBound,
        in: x + numberWidth + 1..<right - idWidth - 1, y: y, style: style)
    }
  }

  /// Writes markers, text and cut of the token of `walk`, as far as they fit between the cells of `room`.
  private mutating func paintPieces(
    of walk: TokenWalk, _ cut: Segmentation, column: Int, from atom: Int, in room: Range<Int>, y: Int, style: Style
  ) {
    guard let layout = state.layout, !room.isEmpty else { return }
    var walk = walk
    var x = room.lowerBound
    for marker in walk.markers where x < room.upperBound {
      frame.put(glyph(of: cut.tokens[marker], column), x: x, y: y, style: markerStyle(walk, over: style))
      x += 1
    }
    let end = walk.token.end
    // The last cell is for the cut.
    let right = room.upperBound - 1
    var atom = atom
    while atom < layout.atoms.count, layout.atoms.start(atom) < end {
      guard x + layout.atoms.width(atom) <= right else {
        frame.put(look.glyphs.broken, x: min(x, right), y: y, style: look[.dim])
        return
      }
      x = paintAtom(atom, x: x, y: y, right: right, style: style)
      atom += 1
    }
    if end < layout.alignment.byteCount, let share = walk.share(at: end) {
      frame.put(separator(share), x: x, y: y, style: separatorStyle(share))
    }
  }
}

extension State.Arrangement {
  /// Whether every tokenizer shows the text by itself, one beside the other.
  var isOfColumns: Bool {
    switch self {
    case .columns, .list: true
    case .rows: false
    }
  }
}

extension [TokenID] {
  /// Ids with a plus between them.
  fileprivate var idText: String { map { "\($0)" }.joined(separator: "+") }
}
