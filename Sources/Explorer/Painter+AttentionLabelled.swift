import Analysis
import Screen
import UnicodeText

/// The matrix with its axes: a token a line, two cells and a gap for each token across.
extension Painter {
  private static let pitch = 3

  mutating func paintLabelledMatrix(_ scene: AttentionScene, in rect: Rect) {
    let digits = max(2, String(scene.count - 1).utf8.count)
    let label = rect.x + digits + 2
    let labelWidth = rect.width >= 120 ? 16 : rect.width >= 72 ? 10 : 8
    let left = label + labelWidth + 1
    let room = max(1, (rect.right - left) / Painter.pitch)
    let lines = rect.height - 1
    let firstRow = max(0, min(scene.row - lines / 2, scene.count - lines))
    let rows = firstRow..<min(scene.count, firstRow + lines)
    // Where all do not fit, the diagonal is the best place to be, unless the second cursor is elsewhere.
    let ideal = scene.direction == .from ? rows.upperBound - room : rows.lowerBound
    let firstColumn = Painter.firstInSight(of: scene.column, near: ideal, room: room, count: scene.count)
    let columns = firstColumn..<min(scene.count, firstColumn + room)
    lack(width: (scene.count - room) * Painter.pitch, height: scene.count - lines)
    paintAxis(scene, columns, left: left, y: rect.y)
    paintCorner(scene.direction, width: left - rect.x - 1, x: rect.x, y: rect.y)

    let levels = heatLevels(maximum: scene.plane.maximum)
    for row in rows {
      let y = rect.y + 1 + row - firstRow
      let isCursor = row == scene.row
      if isCursor { frame.put(look.glyphs.pointer, x: rect.x, y: y, style: look[.accent]) }
      let number = "\(row)"
      put(VisibleText(number), x: label - 1 - number.utf8.count, y: y, .dim)
      put(
        tokenName(row, of: scene.trace).clipped(to: labelWidth, look: look), x: label, y: y, isCursor ? .cursor : .text)
      for column in columns {
        let x = left + (column - firstColumn) * Painter.pitch
        paintCell(scene, row: row, column: column, levels, x: x, y: y)
      }
      if isCursor, columns.contains(scene.column) {
        let x = left + (scene.column - firstColumn) * Painter.pitch
        put("[", x: x - 1, y: y, .match)
        put("]", x: x + 2, y: y, .match)
      }
    }
  }

  private mutating func paintCell(
    _ scene: AttentionScene, row: Int, column: Int, _ levels: HeatLevels, x: Int, y: Int
  ) {
    guard let weight = scene.weight(row: row, column: column) else {
      frame.put(look.theme.causal, x: x + 1, y: y, style: look[.dim])
      return
    }
    if scene.isMasked(row: row, column: column) {
      frame.put(look.theme.notANumber, x: x + 1, y: y, style: look[.dim])
      return
    }
    guard let level = levels.level(weight) else {
      put("NN", x: x, y: y, .error)
      return
    }
    let cell = levels.cells[level]
    frame.put(levels.isDigits ? .space : cell.glyph, x: x, y: y, style: cell.style)
    frame.put(cell.glyph, x: x + 1, y: y, style: cell.style)
  }

  /// What the two axes are.
  private mutating func paintCorner(_ direction: HeatSettings.Direction, width: Int, x: Int, y: Int) {
    let down = look.isASCII ? "v" : "↓"
    let across = look.isASCII ? ">" : "→"
    let names = direction == .from ? ("query", "key") : ("key", "query")
    let text = "\(names.0) \(down) \(names.1)\(across)"
    let short = direction == .from ? "q\(down) k\(across)" : "k\(down) q\(across)"
    put(VisibleText(text.unicodeScalars.count + 1 <= width ? text : short), x: x + 1, y: y, .dim)
  }

  /// Numbers above the columns; that of the second cursor in brackets.
  private mutating func paintAxis(_ scene: AttentionScene, _ columns: Range<Int>, left: Int, y: Int) {
    let step = columns.upperBound > 100 ? 2 : 1
    var taken = 0..<0
    if columns.contains(scene.column) {
      let number = "\(scene.column)"
      let right = left + (scene.column - columns.lowerBound) * Painter.pitch + 2
      let start = right - number.utf8.count
      taken = start - 1..<right + 1
      put(VisibleText("[\(number)]"), x: start - 1, y: y, .match)
    }
    for column in columns where (column - columns.lowerBound) % step == 0 {
      let number = "\(column)"
      let right = left + (column - columns.lowerBound) * Painter.pitch + 2
      let cells = right - number.utf8.count..<right
      if !cells.overlaps(taken) { put(VisibleText(number), x: cells.lowerBound, y: y, .dim) }
    }
  }
}
