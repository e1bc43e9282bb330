import Screen
import UnicodeText

/// The inspector: in a box beside the body, or in lines below it.
extension Painter {
  /// A part of a line of facts, at a cell of it.
  private struct Part {
    let x: Int
    let text: VisibleText
    let role: Theme.Role
  }

  mutating func paintInspector(in rect: Rect, beside: Bool) {
    if beside {
      paintBox(rect)
      paintNotes(in: rect)
    } else {
      frame.fill(
        Rect(x: rect.x, y: rect.y - 1, width: rect.width, height: 1), glyph: look.glyphs.line, style: look[.border])
    }
    let y = beside ? rect.y : rect.y - 1
    put(" inspector ", of: .inspector, x: rect.x + 2, y: y)
    let room = factRoom(in: rect, beside: beside)
    let lines = inspectorLines(width: room.width, beside: beside)
    let first = firstFact(lines.count, room: room.height, right: rect.right - 2, y: y)
    for (line, parts) in lines.dropFirst(first).prefix(room.height).enumerated() {
      for part in parts { put(part.text, x: room.x + part.x, y: room.y + line, part.role) }
    }
  }

  /// Lines of the facts, and how many of them have room.
  var inspectorFacts: (lines: Int, room: Int) {
    guard let rect = geometry.inspector else { return (0, 0) }
    let room = factRoom(in: rect, beside: geometry.inspectorIsBeside)
    return (inspectorLines(width: room.width, beside: geometry.inspectorIsBeside).count, room.height)
  }

  /// Where the facts stand: inside the box and above the notes, or all of the lines.
  private func factRoom(in rect: Rect, beside: Bool) -> Rect {
    if !beside { return Rect(x: rect.x + 1, y: rect.y, width: rect.width - 2, height: rect.height) }
    let notes = noteLines(in: rect).count
    return Rect(
      x: rect.x + 2, y: rect.y + 1, width: rect.width - 4, height: rect.height - 2 - (notes > 0 ? notes + 1 : 0))
  }

  /// The facts of the token at the cursor in lines of `width` cells; right of the text each on a line of its own.
  private func inspectorLines(width: Int, beside: Bool) -> [[Part]] {
    guard let range = state.cursorToken?.token.range,
      let inspector = Inspector(state, look: look, relations: relations(of: range))
    else { return [] }
    let indent = 10
    var lines: [[Part]] = []
    var previous = ""
    for facts in beside ? inspector.lines.flatMap({ $0.map { [$0] } }) : inspector.lines {
      var line: [Part] = []
      var x = 0
      for fact in facts {
        let label = fact.label == previous ? "" : fact.label
        previous = fact.label
        var labelWidth = x == 0 ? indent : label.isEmpty ? 0 : label.utf8.count + 2
        if x > 0, x + 3 + labelWidth + fact.text.width <= width {
          x += 3
        } else if x > 0 {
          lines.append(line)
          line = []
          x = 0
          labelWidth = indent
        }
        line.append(Part(x: x, text: VisibleText(label), role: .dim))
        x += labelWidth
        for (part, piece) in fact.text.wrapped(to: max(8, width - x)).enumerated() {
          if part > 0 {
            lines.append(line)
            line = []
            x = indent
          }
          line.append(Part(x: x, text: piece, role: fact.label == "token" ? .accent : .text))
          x += piece.width
        }
      }
      lines.append(line)
    }
    return lines
  }

  /// The note of the sample, as much of it as a third of the box has room for.
  private func noteLines(in box: Rect) -> [VisibleText] {
    guard let note = state.document?.note, !note.isEmpty else { return [] }
    return Array(look.label(note).wrapped(to: box.width - 4).prefix(max(0, box.height / 3)))
  }

  /// The note of the sample in the lower part of the box.
  private mutating func paintNotes(in box: Rect) {
    let lines = noteLines(in: box)
    if lines.isEmpty { return }
    let top = box.bottom - 2 - lines.count
    let edges = VisibleText(look.isASCII ? "++" : "├┤").glyphs
    frame.fill(Rect(x: box.x, y: top, width: box.width, height: 1), glyph: look.glyphs.line, style: look[.border])
    frame.put(edges[0], x: box.x, y: top, style: look[.border])
    frame.put(edges[1], x: box.right - 1, y: top, style: look[.border])
    put(" notes ", x: box.x + 2, y: top, .accent)
    for (line, text) in lines.enumerated() { put(text, x: box.x + 2, y: top + 1 + line, .text) }
  }

  private mutating func paintBox(_ rect: Rect) {
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
