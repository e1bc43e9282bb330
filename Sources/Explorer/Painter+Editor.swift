import Screen
import UnicodeText

/// The editor: the text with its caret in a box, and what stands below the compared tokenizers while typing.
extension Painter {
  /// Cells of text on a line of a box.
  static func editorWidth(of box: Rect) -> Int { max(2, box.width - 3) }

  mutating func paintEditor(in box: Rect) {
    guard let draft = state.draft else { return }
    frame.fill(box, style: look[.text])
    paintBox(box)
    let height = box.height - 2
    let lines = EditorLines(
      draft.text, caret: draft.caret, width: Painter.editorWidth(of: box), count: height, options: look.options)
    let visible = lines.visible(height)
    for (row, line) in visible.enumerated() {
      let y = box.y + 1 + row
      var x = box.x + 2
      var hasCaret = false
      for (glyphs, atom) in lines.glyphs(line) {
        let isCaret = atom.range.contains(draft.caret)
        hasCaret = hasCaret || isCaret
        let role: Theme.Role = atom.kind.isDisjoint(with: .standIn) ? .text : .dim
        let style = isCaret ? look[.cursor] : look[role]
        let shown =
          state.showsInvisibles || atom.kind.isDisjoint(with: .whiteSpace) ? VisibleText(glyphs: Array(glyphs)) : "  "
        x = frame.put(shown, x: x, y: y, style: style, limit: box.right - 1 - x)
      }
      if line == lines.current, !hasCaret, x < box.right - 1 {
        frame.put(.space, x: x, y: y, style: look[.cursor])
      }
    }
    if visible.lowerBound > 0 || lines.lines[0].bytes.lowerBound > 0 {
      put(look.isASCII ? "^" : "↑", x: box.x, y: box.y + 1, .accent)
    }
    if visible.upperBound < lines.lines.count || (lines.lines.last?.bytes.upperBound ?? 0) < draft.text.count {
      put(look.isASCII ? "v" : "↓", x: box.x, y: box.bottom - 2, .accent)
    }
    paintEditorTitle(draft, in: box)
    paintEditorFacts(draft, in: box)
  }

  private mutating func paintBox(_ box: Rect) {
    func glyph(_ unicode: String, _ ascii: String) -> Glyph { VisibleText(look.isASCII ? ascii : unicode).glyphs[0] }
    let style = look[.border]
    for y in [box.y, box.bottom - 1] {
      frame.fill(Rect(x: box.x, y: y, width: box.width, height: 1), glyph: look.glyphs.line, style: style)
    }
    for x in [box.x, box.right - 1] {
      frame.fill(
        Rect(x: x, y: box.y, width: 1, height: box.height), glyph: glyph("│", "|"), style: style)
    }
    frame.put(glyph("┌", "+"), x: box.x, y: box.y, style: style)
    frame.put(glyph("┐", "+"), x: box.right - 1, y: box.y, style: style)
    frame.put(glyph("└", "+"), x: box.x, y: box.bottom - 1, style: style)
    frame.put(glyph("┘", "+"), x: box.right - 1, y: box.bottom - 1, style: style)
  }

  private mutating func paintEditorTitle(_ draft: Draft, in box: Rect) {
    let title = VisibleText(" text ")
    var x = put(title, x: box.x + 2, y: box.y, .accent) + 1
    if draft.text.count > Draft.limit * 9 / 10 {
      let room = VisibleText(" \(grouped(Draft.limit - draft.text.count)) bytes left ")
      x = put(room, x: x, y: box.y, .warning, limit: box.right - 2 - x)
    }
    if let document = state.document, draft.text.count > (state.page?.window.bytes.count ?? 0), document.byteCount > 0 {
      put(" below: the part around the cursor ", x: x, y: box.y, .dim, limit: box.right - 2 - x)
    }
  }

  /// Line, column, lengths, and what the last change did to each column.
  private mutating func paintEditorFacts(_ draft: Draft, in box: Rect) {
    let y = box.bottom - 1
    let limit = box.right - 2
    var line = 1
    for byte in draft.text[..<draft.caret] where byte == 0x0A { line += 1 }
    let column = UTF8Scanner.characterCount(of: draft.text[draft.lineStart..<draft.caret]) + 1
    let facts = [
      "ln \(line) col \(column)", "\(grouped(UTF8Scanner.characterCount(of: draft.text[...]))) ch",
      "\(grouped(draft.text.count)) B",
    ]
    var x = box.x + 2
    for fact in facts where x + fact.utf8.count + 2 <= limit {
      x = put(VisibleText(" \(fact) "), x: x, y: y, .text) + 1
    }
    guard let editor = state.editor, !editor.change.isEmpty, editor.changedKeys > 0 else { return }
    let label = editor.changedKeys == 1 ? " last key: " : " last \(editor.changedKeys) keys: "
    var parts: [(VisibleText, Theme.Role)] = []
    for column in state.shown {
      guard let change = editor.change[state.columns[column].id] else { continue }
      let sign = change > 0 ? "+\(change)" : "\(change)"
      parts.append((VisibleText(sign + " ") + look.label(state.title(column)) + "  ", change == 0 ? .dim : .accent))
    }
    guard x + label.utf8.count + (parts.first?.0.width ?? 0) <= limit else { return }
    x = put(VisibleText(label), x: x, y: y, .text)
    for (part, role) in parts where x + part.width <= limit { x = put(part, x: x, y: y, role) }
  }

  // MARK: Counts while typing

  mutating func paintTyping(in rect: Rect) {
    guard let editor = state.editor else { return }
    paintPaneTitle("tokens while typing", in: rect)
    var y = rect.y + 1
    let names = state.shown.reduce(8) { max($0, min(12, state.title($1).width)) }
    let left = rect.x + 4 + names
    let numbers = 24
    let room = max(0, rect.right - left - numbers - 1)
    let bars = look.glyphs.bars
    let most = state.shown.compactMap { editor.counts[state.columns[$0].id]?.suffix(room).max() }.max() ?? 0
    let heading = " now   max   B/tok"
    if left + room + heading.utf8.count <= rect.right {
      put(VisibleText(heading), x: left + room + 2, y: rect.y, .dim)
    }
    let columns = state.shown
    let fitting = max(1, min(columns.count, rect.height - 1))
    let place = columns.firstIndex(of: state.active) ?? 0
    let first = max(0, min(place - fitting / 2, columns.count - fitting))
    for column in columns[first..<min(columns.count, first + fitting)] where y < rect.bottom {
      let isActive = column == state.active
      if isActive { frame.put(look.glyphs.pointer, x: rect.x, y: y, style: look[.accent]) }
      let title = VisibleText("\(column + 1) ") + look.label(state.title(column))
      put(title.clipped(to: names + 2, look: look), x: rect.x + 1, y: y, isActive ? .tabOn : .tab)
      if state.count(column)?.isFinal == true, let counts = editor.counts[state.columns[column].id],
        let now = counts.last
      {
        for (cell, count) in counts.suffix(room).enumerated() {
          let level = most == 0 ? 0 : min(bars.count - 1, count * (bars.count - 1) / most)
          frame.put(bars[level], x: left + cell, y: y, style: look[isActive ? .accent : .dim])
        }
        let bytes = now == 0 ? "-" : decimal(Double(state.document?.byteCount ?? 0) / Double(now))
        let cells = [("\(now)", 6), ("\(counts.max() ?? now)", 6), (bytes, 8)]
        let text = cells.map { String(repeating: " ", count: max(0, $0.1 - $0.0.utf8.count)) + $0.0 }.joined()
        put(VisibleText(text), x: left + room, y: y, isActive ? .tabOn : .text, limit: rect.right - left - room)
      } else {
        let count = state.count(column).map { grouped($0.tokens) + ($0.isFinal ? "" : "+") } ?? "counting"
        put(VisibleText(count), x: left, y: y, .text, limit: rect.right - left)
      }
      y += 1
    }
    for line in state.warningLines(look: look) where y < rect.bottom {
      put("! ", x: rect.x + 1, y: y, .warning)
      put((line.tail + " (" + line.head + ")").clipped(to: rect.width - 4, look: look), x: rect.x + 3, y: y, .text)
      y += 1
    }
  }

  /// The line that a pane begins with.
  mutating func paintPaneTitle(_ title: VisibleText, in rect: Rect) {
    frame.fill(rect, style: look[.text])
    frame.fill(
      Rect(x: rect.x, y: rect.y, width: rect.width, height: 1), glyph: look.glyphs.line, style: look[.border])
    if rect.x > 0 {
      frame.fill(
        Rect(x: rect.x - 1, y: rect.y, width: 1, height: rect.height), glyph: look.columnEdge, style: look[.border])
    }
    put((" " + title + " ").clipped(to: rect.width - 4, look: look), x: rect.x + 2, y: rect.y, .accent)
  }
}
