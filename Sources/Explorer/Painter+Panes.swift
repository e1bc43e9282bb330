import Screen
import UnicodeText

/// Titles of panes, and the part of their facts that is in sight.
extension Painter {
  /// Writes the title of a pane on its border and returns the column after it; that of the focus is bold, with a pointer before it.
  @discardableResult
  mutating func put(_ title: VisibleText, of pane: Pane, x: Int, y: Int) -> Int {
    let isFocused = state.focusedPane == pane
    if isFocused { frame.put(look.glyphs.pointer, x: x - 1, y: y, style: look[.accent]) }
    return frame.put(title, x: x, y: y, style: isFocused ? look[.accent].adding(.bold) : look[.accent])
  }

  /// Lines of the facts of a pane, and how many of them have room.
  func facts(of pane: Pane) -> (lines: Int, room: Int) {
    switch pane {
    case .text, .panel: (0, 0)
    case .inspector: inspectorFacts
    case .details: entryFacts
    }
  }

  /// The first line of the facts in sight; writes which ones are, where there are more, before column `right` of the border above them.
  mutating func firstFact(_ lines: Int, room: Int, right: Int, y: Int) -> Int {
    guard lines > room, room > 0 else { return 0 }
    let first = max(0, min(state.panes.scroll, lines - room))
    let text = VisibleText(" lines \(first + 1)-\(first + room) of \(lines) ")
    put(text, x: right - text.width, y: y, .dim)
    return first
  }
}
