import Screen
import UnicodeText

/// The export menu over the lower part of the view.
extension Painter {
  mutating func paintExport() {
    let menu = state.export
    let width = geometry.size.width
    let command = state.exportCommand(menu.format, isFull: menu.isFull)
    var lines = ExportFormat.allCases.map { format in
      let key = Action.table.first { $0.action == format.action }?.keyLabel ?? ""
      let name = VisibleText("\(key)  \(format.rawValue)").padded(to: 9, look: look)
      return (text: name + VisibleText(format.help), isMarked: format == menu.format)
    }
    let full = Action.table.first { $0.action == .exportFull }?.keyLabel ?? ""
    let part: VisibleText
    switch (menu.format.isPicture, menu.isFull) {
    case (true, true): part = "all of the text, on a screen as large as it takes"
    case (true, false): part = "what is visible"
    case (false, _): part = "data is always of all of the text"
    }
    lines.append((VisibleText(full).padded(to: 3, look: look) + part, false))
    lines.append(("to " + VisibleText(state.exportName(menu.format, isFull: menu.isFull)), false))
    let marks = lines.count
    // Shell characters that ASCII lacks stand in quotes of their own.
    let words = command.map { look.label($0) } ?? "no command writes this: " + state.commandObstacle
    let bottom = geometry.statusLine
    let room = max(0, bottom - 2 - marks)
    var wraps = words.wrapped(to: width - 4)
    if wraps.count > room {
      wraps = Array(wraps.prefix(room))
      if let last = wraps.popLast() {
        wraps.append(last.clipped(to: width - 6, look: look) + (look.isASCII ? "..." : "…"))
      }
    }
    let top = max(1, bottom - marks - wraps.count - 1)
    frame.fill(Rect(x: 0, y: top, width: width, height: bottom - top), style: look[.text])
    frame.fill(Rect(x: 0, y: top, width: width, height: 1), glyph: look.glyphs.line, style: look[.border])
    put(" Export ", x: 2, y: top, .accent)
    var y = top + 1
    for (text, isMarked) in lines where y < bottom {
      if isMarked {
        frame.fill(Rect(x: 0, y: y, width: width, height: 1), style: look[.match])
        frame.put(look.glyphs.pointer, x: 0, y: y, style: look[.match])
      }
      put(text.clipped(to: width - 3, look: look), x: 2, y: y, isMarked ? .match : .text)
      y += 1
    }
    for line in wraps where y < bottom {
      put(line, x: 2, y: y, .dim)
      y += 1
    }
  }
}
