import Screen
import UnicodeText

/// The prompt at the bottom of the screen, and the names that fit what was typed or how often it is found.
extension Painter {
  mutating func paintPrompt(_ prompt: Prompt) {
    let y = geometry.statusLine
    let width = geometry.size.width
    let label: VisibleText =
      switch prompt.kind {
      case .command: ":"
      case .search: "/"
      case .sampleName: " save as sample: "
      }
    put(label, x: 0, y: y, .status)
    // Each character by itself, so that the cursor has a place before every one.
    let cells = prompt.text.map { look.label(String($0)) }
    let room = width - label.width - 1
    var first = 0
    var used = cells[..<prompt.cursor].reduce(0) { $0 + $1.width }
    while used >= room, first < prompt.cursor {
      used -= cells[first].width
      first += 1
    }
    var x = label.width
    for (index, cell) in cells.enumerated() where index >= first && x + cell.width < width {
      x = put(cell, x: x, y: y, .status)
    }
    let place = label.width + used
    let isAtEnd = prompt.cursor == prompt.text.count
    let cursor = isAtEnd ? 1 : max(1, cells[prompt.cursor].width)
    frame.restyle(Rect(x: place, y: y, width: cursor, height: 1)) { _ in look[.cursor] }
    paintChoices(prompt)
  }

  private mutating func paintChoices(_ prompt: Prompt) {
    let y = geometry.legendLine
    let width = geometry.size.width
    frame.fill(Rect(x: 0, y: y, width: width, height: 1), style: look[.text])
    guard prompt.kind == .command else {
      let hint: VisibleText =
        prompt.kind == .search
        ? searchHint(prompt)
        : "Enter writes the text into the samples folder under the next number, Esc goes back to the editor"
      put(hint.clipped(to: width - 2, look: look), x: 1, y: y, .dim)
      return
    }
    guard !prompt.choices.isEmpty else {
      let hint: VisibleText
      let word = prompt.string.split(separator: " ").first.map(String.init) ?? ""
      let fitting = word.isEmpty ? [] : Command.named(word)
      if fitting.count == 1, let command = fitting.first {
        let usage = command.name + (command.argument.isEmpty ? "" : " " + command.argument)
        hint = VisibleText("\(usage): \(command.help)")
      } else {
        hint = "Enter runs a command by its name or the beginning of it, Tab completes it, Esc leaves"
      }
      put(hint.clipped(to: width - 2, look: look), x: 1, y: y, .dim)
      return
    }
    var text = VisibleText()
    for name in prompt.choices {
      let next = VisibleText(name)
      if text.width + next.width + 8 > width {
        text += look.isASCII ? "..." : "…"
        break
      }
      text += next + "  "
    }
    put(text, x: 1, y: y, .accent)
  }
}
