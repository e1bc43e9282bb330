import Formats
import Screen
import UnicodeText

/// A picture as a drawing: rectangles for backgrounds and blocks, one text for each run, in fonts that are there. Ids come from the content,
/// so that several drawings fit into one page.
package enum SVGDrawing {
  /// Pixels of a cell; the advance of most monospaced fonts is three fifths of their size.
  private static let cell = (width: 9, height: 18, font: 15, baseline: 14)
  private static let margin = 8

  package static func text(_ picture: Picture) -> String {
    let size = picture.frame.size
    let width = size.width * cell.width + 2 * margin
    let height = size.height * cell.height + 2 * margin
    let ground = CellColors(picture.ground, isLight: picture.isLight)
    var body = ""
    for y in 0..<size.height {
      let runs = picture.frame.runs(y)
      for run in runs { body += background(run, y, picture) }
      for run in runs { body += foreground(run, y, picture.isLight) }
    }
    let lines = picture.header.map { Markup.escaped($0.string) }
    let id = SHA256.hexadecimal(Array((lines.joined(separator: "\n") + body).utf8)).prefix(12)
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" role="img" \
      aria-labelledby="t\(id) d\(id)" font-family="\(Markup.fonts)" \
      font-size="\(cell.font)">
      <title id="t\(id)">\(lines.dropFirst().first ?? "tokview")</title>
      <desc id="d\(id)">\(lines.joined(separator: "; "))</desc>
      <rect width="\(width)" height="\(height)" fill="\(ground.background.hexadecimal)"/>
      \(body)</svg>

      """
  }

  private static func background(_ run: FrameRun, _ y: Int, _ picture: Picture) -> String {
    let color = CellColors(run.style, isLight: picture.isLight).background
    if color == CellColors(picture.ground, isLight: picture.isLight).background { return "" }
    return rectangle(
      x: left(run.x), y: top(y), width: run.width * cell.width, height: cell.height, fill: color.hexadecimal)
  }

  private static func foreground(_ run: FrameRun, _ y: Int, _ isLight: Bool) -> String {
    let color = CellColors(run.style, isLight: isLight).foreground.hexadecimal
    let attributes = run.style.attributes
    var out = ""
    var start = 0
    // Blocks are drawn, so that no font leaves gaps between them; letters go together.
    while start < run.glyphs.count {
      let isBlock = block(run.glyphs[start]) != nil
      let end = run.glyphs[start...].firstIndex { (block($0) != nil) != isBlock || isBlock && $0 != run.glyphs[start] }
      let glyphs = run.glyphs[start..<(end ?? run.glyphs.count)]
      let x = run.x + run.glyphs[..<start].reduce(0) { $0 + Int($1.width) }
      if let part = block(run.glyphs[start]) {
        out += rectangle(
          x: left(x), y: top(y) + part.top, width: glyphs.count * cell.width, height: part.height, fill: color)
      } else {
        out += letters(glyphs, x: x, y: y, color: color, attributes)
      }
      start = glyphs.endIndex
    }
    return out
  }

  /// The part of a cell that a block fills.
  private static func block(_ glyph: Glyph) -> (top: Int, height: Int)? {
    switch glyph.base {
    case 0x2588: (0, cell.height)
    case 0x2580: (0, cell.height / 2)
    case 0x2581...0x2587:
      (cell.height - cell.height * Int(glyph.base - 0x2580) / 8, cell.height * Int(glyph.base - 0x2580) / 8)
    default: nil
    }
  }

  private static func letters(
    _ glyphs: ArraySlice<Glyph>, x: Int, y: Int, color: String, _ attributes: Style.Attributes
  ) -> String {
    // An underline is drawn under spaces too.
    let keepsBlanks = attributes.contains(.underline)
    let first = keepsBlanks ? glyphs.startIndex : glyphs.firstIndex { $0 != .space } ?? glyphs.endIndex
    let last = keepsBlanks ? glyphs.endIndex : (glyphs.lastIndex { $0 != .space }.map { $0 + 1 } ?? first)
    guard first < last else { return "" }
    let shown = glyphs[first..<last]
    let offset = glyphs[..<first].reduce(0) { $0 + Int($1.width) }
    let width = shown.reduce(0) { $0 + Int($1.width) } * cell.width
    var marks = ""
    if attributes.contains(.bold) { marks += " font-weight=\"bold\"" }
    if attributes.contains(.italic) { marks += " font-style=\"italic\"" }
    if attributes.contains(.underline) { marks += " text-decoration=\"underline\"" }
    let text = Markup.escaped(VisibleText(glyphs: Array(shown)).string)
    return "<text x=\"\(left(x + offset))\" y=\"\(top(y) + cell.baseline)\" textLength=\"\(width)\" "
      + "lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\" fill=\"\(color)\"\(marks)>\(text)</text>\n"
  }

  private static func rectangle(x: Int, y: Int, width: Int, height: Int, fill: String) -> String {
    "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\" fill=\"\(fill)\"/>\n"
  }

  private static func left(_ x: Int) -> Int { margin + x * cell.width }
  private static func top(_ y: Int) -> Int { margin + y * cell.height }
}
