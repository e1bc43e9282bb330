import UnicodeText

/// A grid of cells: what a view draws and what a terminal or an export shows.
///
/// Drawing outside the grid is clipped. A glyph of two cells never loses its second cell: overwriting one half blanks the other.
package struct Frame: Hashable, Sendable {
  package let size: Size
  package private(set) var cells: [Cell]

  package init(size: Size, style: Style = .plain) {
    self.size = size
    cells = Array(repeating: Cell(glyph: .space, style: style), count: size.width * size.height)
  }

  package subscript(x: Int, y: Int) -> Cell { cells[y * size.width + x] }

  /// Writes `text` from column `x` of line `y`, at most `limit` cells, and returns the column after it.
  @discardableResult
  package mutating func put(_ text: VisibleText, x: Int, y: Int, style: Style, limit: Int = .max) -> Int {
    var column = x
    var left = limit
    for glyph in text.glyphs {
      let width = Int(glyph.width)
      if width > left { break }
      put(glyph, x: column, y: y, style: style)
      column += width
      left -= width
    }
    return column
  }

  /// Writes one glyph; one that does not fit whole is left out.
  package mutating func put(_ glyph: Glyph, x: Int, y: Int, style: Style) {
    let width = Int(glyph.width)
    guard y >= 0, y < size.height, x >= 0, x + width <= size.width else { return }
    let index = y * size.width + x
    release(index, y: y)
    if width == 2 { release(index + 1, y: y) }
    cells[index] = Cell(glyph: glyph, style: style)
    if width == 2 { cells[index + 1] = Cell(glyph: nil, style: style) }
  }

  /// Fills `rect` with one single-cell glyph.
  package mutating func fill(_ rect: Rect, glyph: Glyph = .space, style: Style) {
    precondition(glyph.width == 1)
    for y in max(0, rect.y)..<max(0, rect.y, min(size.height, rect.bottom)) {
      for x in max(0, rect.x)..<max(0, rect.x, min(size.width, rect.right)) { put(glyph, x: x, y: y, style: style) }
    }
  }

  /// Changes the style of the cells in `rect` and leaves their glyphs.
  package mutating func restyle(_ rect: Rect, _ change: (Style) -> Style) {
    for y in max(0, rect.y)..<max(0, rect.y, min(size.height, rect.bottom)) {
      for x in max(0, rect.x)..<max(0, rect.x, min(size.width, rect.right)) {
        let index = y * size.width + x
        cells[index].style = change(cells[index].style)
      }
    }
  }

  /// Before cell `index` is overwritten: blanks the other half of a two-cell glyph there.
  private mutating func release(_ index: Int, y: Int) {
    if cells[index].glyph == nil, index > y * size.width {
      cells[index - 1].glyph = .space
      cells[index].glyph = .space
    }
    if cells[index].glyph?.width == 2, index + 1 < (y + 1) * size.width { cells[index + 1].glyph = .space }
  }
}
