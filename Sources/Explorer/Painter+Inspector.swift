import Screen
import UnicodeText

/// The inspector: in a box beside the body, or in lines below it.
extension Painter {
  mutating func paintInspector(in rect: Rect, beside: Bool) {
    var rect = rect
    if beside {
      paintBox(rect, title: "inspector")
      rect.height -= paintNotes(in: rect)
    } else {
      frame.fill(
        Rect(x: rect.x, y: rect.y - 1, width: rect.width, height: 1), glyph: look.glyphs.line, style: look[.border])
      put(" inspector ", x: 2, y: rect.y - 1, .accent)
    }
    guard let range = state.cursorToken?.token.range,
      let inspector = Inspector(state, look: look, relations: relations(of: range))
    else { return }
    let inside =
      beside
      ? Rect(x: rect.x + 2, y: rect.y + 1, width: rect.width - 4, height: rect.height - 2)
      : Rect(x: 1, y: rect.y, width: rect.width - 2, height: rect.height)
    var y = inside.y
    var previous = ""
    for line in beside ? inspector.lines.flatMap({ $0.map { [$0] } }) : inspector.lines {
      var x = inside.x
      for fact in line {
        let label = fact.label == previous ? "" : fact.label
        previous = fact.label
        let labelWidth = x == inside.x ? 10 : label.isEmpty ? 0 : label.utf8.count + 2
        if x > inside.x, x + 3 + labelWidth + fact.text.width <= inside.right {
          x += 3
        } else if x > inside.x {
          y += 1
          x = inside.x
        }
        let indent = x == inside.x ? 10 : labelWidth
        for (part, piece) in fact.text.wrapped(to: max(8, inside.right - x - indent)).enumerated() {
          if part > 0 {
            y += 1
            x = inside.x
          }
          guard y < inside.bottom else { return }
          if part == 0 { put(VisibleText(label), x: x, y: y, .dim) }
          x = put(piece, x: x + (part == 0 ? indent : 10), y: y, fact.label == "token" ? .accent : .text)
        }
      }
      y += 1
    }
  }

  /// The note of the sample in the lower part of the box; returns the lines that it takes, its title among them.
  private mutating func paintNotes(in box: Rect) -> Int {
    guard let note = state.document?.note, !note.isEmpty else { return 0 }
    let lines = look.label(note).wrapped(to: box.width - 4).prefix(max(0, box.height / 3))
    if lines.isEmpty { return 0 }
    let top = box.bottom - 2 - lines.count
    let edges = VisibleText(look.isASCII ? "++" : "├┤").glyphs
    frame.fill(Rect(x: box.x, y: top, width: box.width, height: 1), glyph: look.glyphs.line, style: look[.border])
    frame.put(edges[0], x: box.x, y: top, style: look[.border])
    frame.put(edges[1], x: box.right - 1, y: top, style: look[.border])
    put(" notes ", x: box.x + 2, y: top, .accent)
    for (line, text) in lines.enumerated() { put(text, x: box.x + 2, y: top + 1 + line, .text) }
    return lines.count + 1
  }

  private mutating func paintBox(_ rect: Rect, title: VisibleText) {
    let style = look[.border]
    let corners = VisibleText(look.isASCII ? "++++|" : "┌┐└┘│").glyphs
    frame.fill(Rect(x: rect.x, y: rect.y, width: rect.width, height: 1), glyph: look.glyphs.line, style: style)
    frame.fill(Rect(x: rect.x, y: rect.bottom - 1, width: rect.width, height: 1), glyph: look.glyphs.line, style: style)
    frame.fill(Rect(x: rect.x, y: rect.y, width: 1, height: rect.height), glyph: corners[4], style: style)
    frame.fill(Rect(x: rect.right - 1, y: rect.y, width: 1, height: rect.height), glyph: corners[4], style: style)
    frame.put(corners[0], x: rect.x, y: rect.y, style: style)
    frame.put(corners[1], x: rect.right - 1, y: rect.y, style: style)
    frame.put(corners[2], x: rect.x, y: rect.bottom - 1, style: style)
    frame.put(corners[3], x: rect.right - 1, y: rect.bottom - 1, style: style)
    put(" " + title + " ", x: rect.x + 2, y: rect.y, .accent)
  }
}

extension VisibleText {
  /// The text in lines of at most `width` cells, broken at spaces where possible.
  func wrapped(to width: Int) -> [VisibleText] {
    var lines: [VisibleText] = []
    var line: [Glyph] = []
    var used = 0
    var lastSpace: Int?
    for glyph in glyphs {
      if used + Int(glyph.width) > width {
        let end = lastSpace ?? line.count
        lines.append(VisibleText(glyphs: Array(line[..<end])))
        line.removeFirst(lastSpace.map { $0 + 1 } ?? end)
        used = line.reduce(0) { $0 + Int($1.width) }
        lastSpace = nil
      }
      if glyph == .space { lastSpace = line.isEmpty ? nil : line.count }
      line.append(glyph)
      used += Int(glyph.width)
    }
    if !line.isEmpty || lines.isEmpty { lines.append(VisibleText(glyphs: line)) }
    return lines
  }
}
