import UnicodeText

/// Neighbouring cells of one line that look alike and hold glyphs of one width.
package struct FrameRun: Hashable, Sendable {
  /// Column of the first cell.
  package let x: Int
  /// Cells that the glyphs take.
  package let width: Int
  package let style: Style
  package let glyphs: [Glyph]

  /// The glyphs as text.
  package var text: String { VisibleText(glyphs: glyphs).string }

  /// True when there is nothing but spaces.
  package var isBlank: Bool { glyphs.allSatisfy { $0 == .space } }
}

extension Frame {
  /// The runs of line `y`, from left to right; together they hold every cell.
  ///
  /// A glyph whose width fonts disagree about, one of two cells or with combining marks, never shares a run with others of one cell.
  package func runs(_ y: Int) -> [FrameRun] {
    var runs: [FrameRun] = []
    var glyphs: [Glyph] = []
    var start = 0
    var x = 0
    func kind(_ glyph: Glyph) -> Int { glyph.width == 2 ? 2 : glyph.scalars.count > 1 ? 1 : 0 }
    while x < size.width {
      let cell = self[x, y]
      // A second cell without its first holds nothing.
      let glyph = cell.glyph ?? .space
      if let last = glyphs.last, self[start, y].style != cell.style || kind(last) != kind(glyph) {
        runs.append(FrameRun(x: start, width: x - start, style: self[start, y].style, glyphs: glyphs))
        glyphs = []
        start = x
      }
      glyphs.append(glyph)
      x += Int(glyph.width)
    }
    if !glyphs.isEmpty {
      runs.append(FrameRun(x: start, width: size.width - start, style: self[start, y].style, glyphs: glyphs))
    }
    return runs
  }
}
