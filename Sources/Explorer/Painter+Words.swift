import Analysis
import Inference
import Screen
import UnicodeText

/// Attention on the text itself: every token shaded by the weight from or to the cursor token, the numbers below.
extension Painter {
  /// A token of the text and where it stands.
  struct Word {
    let token: Int
    let text: VisibleText
    let x: Int
    let width: Int
  }

  /// What stands on every word.
  private struct WordMarks {
    let scene: AttentionScene
    /// Levels of the weights that are shown, not of the whole matrix.
    let levels: HeatLevels
    /// Tokens that a small cache keeps; nil where that is off.
    let kept: Set<Int>?
  }

  mutating func paintWords() {
    let (scene, notice) = attentionScene
    paintAttentionLine(scene)
    guard let scene else {
      put(notice, x: 2, y: geometry.body.y + 2, .text, limit: geometry.body.width - 4)
      return
    }
    let body = geometry.body
    let budget = keyValueBudget(scene)
    let columns = scene.columns(of: scene.row)
    let maximum = columns.reduce(0.0) { most, column in
      scene.isMasked(row: scene.row, column: column)
        ? most : max(most, scene.weight(row: scene.row, column: column) ?? 0)
    }
    let marks = WordMarks(
      scene: scene, levels: heatLevels(maximum: maximum), kept: budget.map { Set($0.kept) })
    let hasShades = marks.levels.colors.isEmpty
    let words = lines(of: scene, width: body.width - 4)
    // A line of words, its shades, its numbers; a blank one after it where there is room for all.
    let wordLines = hasShades ? 3 : 2
    let budgetLines = budget == nil ? 0 : 1
    let isLow = body.height < 16
    let fullTable = scene.maps.layers.count + 2
    let leastTable = isLow ? 4 - budgetLines : min(fullTable, body.height / 2)
    let isTight = 1 + words.count * (wordLines + 1) + 2 * budgetLines + leastTable >= body.height
    let gap = isTight ? 0 : 1
    let pitch = wordLines + gap
    let top = body.y + 1 + gap
    let rest = body.bottom - top - budgetLines - gap * budgetLines
    let tableHeight = min(fullTable, max(leastTable, rest - words.count * pitch))
    let text = Rect(x: body.x + 2, y: top, width: body.width - 4, height: rest - tableHeight)
    let room = max(1, (text.height + gap) / pitch)
    let cursorLine = words.firstIndex { line in line.contains { $0.token == scene.row } } ?? 0
    let first = max(0, min(cursorLine - room / 2, words.count - room))
    lack(height: (words.count - room) * pitch)
    for line in words[first..<min(words.count, first + room)].enumerated() {
      let y = text.y + line.offset * pitch
      for word in line.element { paintWord(word, marks, text.x, y) }
    }
    if first > 0 { put(look.isASCII ? "^" : "↑", x: 0, y: text.y, .accent) }
    if first + room < words.count { put(look.isASCII ? "v" : "↓", x: 0, y: text.bottom - 1, .accent) }

    // The table follows the text where there is room for all.
    var y = text.y + min(room, words.count) * pitch
    if let budget {
      paintBudget(budget, y: y)
      y += 1 + gap
    }
    paintBestKeys(scene, in: Rect(x: body.x, y: y, width: body.width, height: body.bottom - y))
    paintLookLine(scene)
    var notes = crossed(scene)
    if scene.direction == .from { notes.insert("weights from the cursor token", at: 0) }
    if scene.direction == .to { notes.insert("weights to the cursor token", at: 0) }
    putLegend(heatLegend(maximum: maximum), then: notes, y: geometry.legendLine)
  }

  /// The tokens in lines of at most `width` cells; a token with a line feed ends its line.
  private func lines(of scene: AttentionScene, width: Int) -> [[Word]] {
    var lines: [[Word]] = []
    var line: [Word] = []
    var x = 1
    for token in 0..<scene.count {
      let text = tokenName(token, of: scene.trace).clipped(to: max(4, width - 2), look: look)
      // Room for a number.
      let cells = max(text.width, 3)
      if x + cells + 1 > width, !line.isEmpty {
        lines.append(line)
        line = []
        x = 1
      }
      line.append(Word(token: token, text: text, x: x, width: cells))
      x += cells + 1
      if tokenBytes(token, of: scene.trace).contains(0x0A) {
        lines.append(line)
        line = []
        x = 1
      }
    }
    if !line.isEmpty { lines.append(line) }
    return lines
  }

  private mutating func paintWord(_ word: Word, _ marks: WordMarks, _ left: Int, _ y: Int) {
    let scene = marks.scene
    let x = left + word.x
    let isCursor = word.token == scene.row
    let weight = scene.weight(row: scene.row, column: word.token)
    let isMasked = weight != nil && scene.isMasked(row: scene.row, column: word.token)
    let isDropped = marks.kept.map { !$0.contains(word.token) && word.token <= scene.row } ?? false
    let level = isMasked ? nil : weight.flatMap { marks.levels.level($0) }
    let hasShades = marks.levels.colors.isEmpty

    var style = weight == nil || isDropped ? look[.dim] : look[.text]
    if !hasShades, !isDropped, let level { style = marks.levels.cells[level].style }
    if word.token == scene.column, !isCursor {
      style = hasShades ? look[.match] : style.adding([.bold, .underline])
      if marks.kept == nil { frame.put(look.glyphs.pointer, x: x - 1, y: y, style: look[.accent]) }
    }
    if marks.kept?.contains(word.token) == true { put("+", x: x - 1, y: y, .accent) }
    if isCursor { style = look[.cursor] }
    frame.put(word.text, x: x, y: y, style: style)
    if isCursor {
      put("[", x: x - 1, y: y, .accent)
      put("]", x: x + word.text.width, y: y, .accent)
    }
    if hasShades, let level, level > 0 {
      let cell = marks.levels.cells[level]
      frame.fill(Rect(x: x, y: y + 1, width: word.text.width, height: 1), glyph: cell.glyph, style: cell.style)
    }
    guard let weight else { return }
    let number: VisibleText
    if isMasked {
      number = VisibleText(glyphs: [look.theme.notANumber])
    } else {
      let text = decimal(weight)
      number = text == ".00" ? "" : VisibleText(text)
    }
    // Four cells only where the weight is 1.
    put(number, x: x, y: y + (hasShades ? 2 : 1), .dim, limit: word.width + 1)
  }
}
