import Analysis
import Screen
import UnicodeText

/// The matrix as small as it can be read: one cell across for each token, and with colours two tokens on one line; larger where all fit.
extension Painter {
  mutating func paintDenseMatrix(_ scene: AttentionScene, in rect: Rect) {
    let levels = heatLevels(maximum: scene.plane.maximum)
    // Half blocks alike would be all that is left of them without colour.
    let isHalved = !levels.colors.isEmpty && !look.isASCII
    let digits = max(2, String(scene.count - 1).utf8.count)
    let left = rect.x + digits + 2
    let width = max(1, rect.right - left)
    let lines = rect.height - 1
    let zoom = isHalved ? max(1, min(width / scene.count, 2 * lines / scene.count)) : 1
    let grid = DenseGrid(
      scene, width: width, lines: lines, halves: isHalved ? 2 : 1, zoom: zoom,
      cellWidth: isHalved ? zoom : max(1, min(2, width / scene.count)))
    lack(width: scene.count - width, height: (scene.count + 1) / (isHalved ? 2 : 1) - lines)
    paintRuler(scene, grid, left: left, y: rect.y)
    put(VisibleText(scene.direction == .from ? "q/k" : "k/q"), x: rect.x, y: rect.y, .dim)
    for line in 0..<grid.lines {
      let y = rect.y + 1 + line
      paintDenseLabel(scene, grid, line, x: rect.x, right: left - 1, y: y)
      let upper = grid.row(line, half: 0)
      let lower = isHalved ? grid.row(line, half: 1) : upper
      for column in grid.columns {
        let x = left + grid.cell(of: column)
        let top = denseCell(scene, row: upper, column: column, levels)
        let bottom = lower == upper ? top : denseCell(scene, row: lower, column: column, levels)
        guard let cell = glyph(top, bottom, levels, isHalved: isHalved) else { continue }
        for copy in 0..<grid.cellWidth {
          let isBlank = levels.isDigits && copy < grid.cellWidth - 1
          frame.put(isBlank ? .space : cell.glyph, x: x + copy, y: y, style: cell.style)
        }
      }
      if !isHalved { paintEdge(scene, grid, row: upper, left: left, y: y) }
      if upper == scene.row || lower == scene.row, grid.columns.contains(scene.column) {
        let x = left + grid.cell(of: scene.column)
        // With colours a mark, which cannot be taken for a value; a shade stays what it is.
        if isHalved {
          put(VisibleText(glyphs: Array(repeating: VisibleText("+").glyphs[0], count: zoom)), x: x, y: y, .cursor)
        } else {
          frame.restyle(Rect(x: x, y: y, width: grid.cellWidth, height: 1)) { $0.adding([.reverse, .bold]) }
        }
      }
    }
  }

  /// Which tokens a dense matrix shows and where.
  private struct DenseGrid {
    let count: Int
    let firstRow: Int
    let columns: Range<Int>
    /// Lines that are used.
    let lines: Int
    /// Cells across for one token.
    let cellWidth: Int
    /// Parts of a line for one token.
    private let zoom: Int
    /// Parts that a line has.
    private let halves: Int

    init(_ scene: AttentionScene, width: Int, lines: Int, halves: Int, zoom: Int, cellWidth: Int) {
      count = scene.count
      self.zoom = zoom
      self.cellWidth = cellWidth
      self.halves = halves
      let rows = max(1, lines * halves / zoom)
      var first = max(0, min(scene.row - rows / 2, count - rows))
      if zoom == 1 { first += first % halves }
      firstRow = first
      self.lines = min(lines, ((count - first) * zoom + halves - 1) / halves)
      let room = max(1, width / cellWidth)
      let ideal = scene.direction == .from ? min(count, first + rows) - room : first
      let start = Painter.firstInSight(of: scene.column, near: ideal, room: room, count: count)
      columns = start..<min(count, start + room)
    }

    /// The token of the upper or lower half of a line; the count of tokens past the last.
    func row(_ line: Int, half: Int) -> Int { min(count, firstRow + (line * halves + half) / zoom) }

    /// Cells left of a column.
    func cell(of column: Int) -> Int { (column - columns.lowerBound) * cellWidth }
  }

  /// Beside the last weight of a row where low weights are blank.
  var triangleEdge: Glyph { look.isASCII ? look.glyphs.separator : look.theme.causal }

  /// What a cell of the dense matrix shows.
  private enum DenseCell {
    case level(Int)
    /// Forbidden by causality, or past the last token.
    case outside
    /// A sink.
    case crossed
    /// Not a number.
    case faulty
  }

  private func denseCell(_ scene: AttentionScene, row: Int, column: Int, _ levels: HeatLevels) -> DenseCell {
    guard row < scene.count, let weight = scene.weight(row: row, column: column) else { return .outside }
    if scene.isMasked(row: row, column: column) { return .crossed }
    return levels.level(weight).map { .level($0) } ?? .faulty
  }

  /// Two cells in one; nil where there is nothing to draw.
  private func glyph(
    _ top: DenseCell, _ bottom: DenseCell, _ levels: HeatLevels, isHalved: Bool
  ) -> (glyph: Glyph, style: Style)? {
    let ground = look[.text].background
    switch (top, bottom) {
    case (.level(let top), .level(let bottom)):
      if !isHalved { return levels.cells[top] }
      return (levels.upperHalf, Style(foreground: levels.colors[top], background: levels.colors[bottom]))
    case (.level(let top), .outside):
      return (levels.upperHalf, Style(foreground: levels.colors[top], background: ground))
    case (.outside, .level(let bottom)):
      return (levels.lowerHalf, Style(foreground: levels.colors[bottom], background: ground))
    case (.outside, .outside): return nil
    case (.faulty, _), (_, .faulty): return (levels.faulty, look[.error])
    case (.crossed, _), (_, .crossed): return (look.theme.notANumber, look[.dim])
    }
  }

  /// Blanks inside the triangle are weights, those outside are not.
  private mutating func paintEdge(_ scene: AttentionScene, _ grid: DenseGrid, row: Int, left: Int, y: Int) {
    let allowed = scene.columns(of: row)
    let edge = scene.direction == .from ? allowed.upperBound + 1 : allowed.lowerBound - 1
    guard grid.columns.contains(edge) else { return }
    let nearest = scene.direction == .from ? 0 : grid.cellWidth - 1
    frame.put(triangleEdge, x: left + grid.cell(of: edge) + nearest, y: y, style: look[.dim])
  }

  /// The number of the row that begins on a line, or of the cursor's.
  private mutating func paintDenseLabel(
    _ scene: AttentionScene, _ grid: DenseGrid, _ line: Int, x: Int, right: Int, y: Int
  ) {
    let rows = grid.row(line, half: 0)...max(grid.row(line, half: 0), grid.row(line + 1, half: 0) - 1)
    let isCursor = rows.contains(scene.row)
    if line > 0, grid.row(line - 1, half: 0) == rows.lowerBound { return }
    let number = "\(isCursor ? scene.row : rows.lowerBound)"
    if isCursor { frame.put(look.glyphs.pointer, x: x, y: y, style: look[.accent]) }
    put(VisibleText(number), x: right - number.utf8.count, y: y, isCursor ? .cursor : .dim)
  }

  /// Every tenth number above its column, and a mark above the second cursor.
  private mutating func paintRuler(_ scene: AttentionScene, _ grid: DenseGrid, left: Int, y: Int) {
    let end = left + grid.cell(of: grid.columns.upperBound)
    for column in grid.columns where column % 10 == 0 {
      let x = left + grid.cell(of: column)
      let number = "\(column)"
      if x + number.utf8.count <= end { put(VisibleText(number), x: x, y: y, .dim) }
    }
    if grid.columns.contains(scene.column) {
      put(look.isASCII ? "v" : "▾", x: left + grid.cell(of: scene.column), y: y, .match)
    }
  }
}
