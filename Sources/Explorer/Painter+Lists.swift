import Screen
import UnicodeText

/// The lists that fill the body: tokenizers, texts, help.
extension Painter {
  mutating func paintPicker(selected: Int) {
    let titles = state.tokenizers.reduce(0) { max($0, VisibleText($1.title).width) }
    let ids = state.tokenizers.reduce(0) { max($0, VisibleText($1.id).width) }
    let lines = state.tokenizers.map { entry in
      let column = state.columns.firstIndex { $0.id == entry.id }
      let isOn = column.map { state.columns[$0].isOn } ?? false
      let number = column.map { "\($0 + 1)" } ?? ""
      let mark = VisibleText(
        String(repeating: " ", count: max(0, 2 - number.utf8.count)) + number + (isOn ? " [x] " : " [ ] "))
      let name =
        look.label(entry.title).padded(to: min(16, titles), look: look) + "  "
        + look.label(entry.id).padded(to: min(24, ids), look: look)
      return (head: mark + name, tail: look.label(entry.summary))
    }
    paintList(lines, selected: selected)
    put(
      "Enter or Space shows or hides; numbers are the keys 1-9 of the compare view", x: 1, y: geometry.legendLine, .dim)
    if state.tokenizers.indices.contains(selected) {
      put(look.label("vocabulary " + state.tokenizers[selected].vocabulary), x: 1, y: geometry.cursorLine, .text)
    }
  }

  mutating func paintBrowser(selected: Int) {
    let names = state.samples.reduce(12) { max($0, VisibleText($1.name).width) }
    let titles = state.samples.reduce(0) { max($0, VisibleText($1.title).width) }
    func star(_ place: Int) -> VisibleText { state.drafts[place]?.isEdited == true ? "*" : "" }
    let lines = (0..<state.browserRowCount).map { row -> (head: VisibleText, tail: VisibleText) in
      guard let position = state.text(inRow: row) else {
        let count = counted(state.parallelSets.count, "parallel set")
        return (
          head: VisibleText((state.showsParallels ? "- " : "+ ") + count),
          tail: VisibleText("\(state.parallelSampleCount) short texts in several languages, for the metrics (m)")
        )
      }
      guard position >= state.files.count else {
        return (head: look.label(state.files[position]) + star(position), tail: "file")
      }
      let entry = state.samples[position - state.files.count]
      let name = (look.label(entry.name) + star(position)).padded(to: min(24, names), look: look)
      let title = look.label(entry.title).padded(to: min(28, titles), look: look)
      return (
        head: name + "  " + title,
        tail: look.label(entry.language).padded(to: 4, look: look) + " " + look.label(entry.note)
      )
    }
    paintList(lines, selected: selected)
    guard let position = state.text(inRow: selected), state.samples.indices.contains(position - state.files.count)
    else {
      return
    }
    let index = position - state.files.count
    let entry = state.samples[index]
    paintBelow(look.label(entry.note))
  }

  mutating func paintMessages(scroll: Int) {
    let body = geometry.body
    let lines = state.messageLines(look: look)
    if lines.isEmpty { put("no messages yet", x: 1, y: body.y, .dim) }
    let last = max(0, lines.count - body.height)
    for (row, line) in lines.dropFirst(min(scroll, last)).prefix(body.height).enumerated() {
      put(line, x: 1, y: body.y + row, line.glyphs.first == VisibleText("!").glyphs[0] ? .error : .text)
    }
  }

  /// The first of `count` lines that is shown when the selected one is in sight.
  static func firstLine(of count: Int, selected: Int, height: Int) -> Int {
    max(0, min(selected - height / 2, count - height))
  }

  /// Lines with the selected one marked and in sight.
  private mutating func paintList(_ lines: [(head: VisibleText, tail: VisibleText)], selected: Int) {
    let body = geometry.body
    let first = Painter.firstLine(of: lines.count, selected: selected, height: body.height)
    for (row, index) in (first..<min(lines.count, first + body.height)).enumerated() {
      let y = body.y + row
      let (head, tail) = lines[index]
      let isSelected = index == selected
      if isSelected { frame.fill(Rect(x: 0, y: y, width: body.width, height: 1), style: look[.match]) }
      let pointer = isSelected ? VisibleText(glyphs: [look.glyphs.pointer]) : " "
      let x = put(pointer + " " + head, x: 0, y: y, isSelected ? .match : .text, limit: body.width)
      let room = body.width - x - 3
      if room > 0 { put(tail.clipped(to: room, look: look), x: x + 2, y: y, isSelected ? .match : .dim) }
    }
  }

  mutating func paintHelp(page: Int, scroll: Int) {
    let body = geometry.body
    let lines = state.helpLines(page: page, look: look)
    let last = max(0, lines.count - body.height)
    let found = state.foundHelpLine(page: page).map { $0 - min(scroll, last) }
    for (row, line) in lines.dropFirst(min(scroll, last)).prefix(body.height).enumerated() {
      if row == found {
        put(line, x: 1, y: body.y + row, .found, limit: body.width - 2)
        continue
      }
      let isHeading = line.glyphs.first.map { $0 != .space } ?? false
      put(line, x: 1, y: body.y + row, isHeading ? .accent : .text, limit: body.width - 2)
    }
    let more = scroll < last ? "  j k PgDn PgUp: more lines" : ""
    let other = page == 0 ? "Enter: what the marks mean" : "Enter: keys"
    put(VisibleText(other + "  q: back" + more), x: 1, y: geometry.legendLine, .dim)
  }

  mutating func paintWarnings(selected: Int) {
    let lines = state.warningLines(look: look)
    if lines.isEmpty {
      put("nothing in this text is likely to be cut otherwise than it looks", x: 2, y: geometry.body.y + 1, .text)
    }
    paintList(lines.map { (head: "! " + $0.head, tail: $0.tail) }, selected: selected)
    if lines.indices.contains(selected) { paintBelow(lines[selected].tail) }
  }

  /// What the selected line has no room for.
  private mutating func paintBelow(_ text: VisibleText) {
    for (line, text) in text.wrapped(to: geometry.size.width - 2).prefix(2).enumerated() {
      put(text, x: 1, y: geometry.cursorLine + line, .text)
    }
  }
}

extension State {
  /// The messages in lines of the screen's width.
  func messageLines(look: Look) -> [VisibleText] {
    messages.flatMap { look.label($0).wrapped(to: max(8, size.width - 2)) }
  }
}
