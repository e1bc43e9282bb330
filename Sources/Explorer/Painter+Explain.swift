import Screen
import Tokenization
import UnicodeText

/// The explain view: the steps of the base and the active tokenizer side by side, and why they differ.
extension Painter {
  /// Lines below the steps: what the last one of each side did, and why they differ.
  private static let wordLines = 7

  mutating func paintExplain() {
    let body = geometry.body
    if let notice = emptyNotice {
      put(notice, x: 2, y: body.y + 1, .text, limit: body.width - 4)
      return
    }
    guard let answer = state.stepper.answer, let page = state.page, answer.request.generation == page.generation else {
      put("reading ...", x: 2, y: body.y + 1, .text)
      return
    }
    let words = answer.scripts.map { StepWords(look: look, name: title(of: $0.tokenizer), script: $0) }
    let segmentations = answer.request.tokenizers.compactMap { page.segmentations[$0] }
    let difference = StepDifference(answer, segmentations, cursor: answer.request.offset)
    paintExplainedText(answer, page.window, y: body.y)

    let wordLines = min(Painter.wordLines, max(3, body.height - 6))
    let height = body.height - 1 - wordLines
    var x = body.x
    for (side, script) in answer.scripts.enumerated() {
      let isLast = side == answer.scripts.count - 1
      let width = isLast ? body.right - x : (body.width - 1) / 2
      let rect = Rect(x: x, y: body.y + 1, width: width, height: height)
      paintSteps(script, words[side], parting: difference?.rows[side], isBase: side == 0, in: rect)
      if !isLast {
        frame.fill(
          Rect(x: rect.right, y: rect.y, width: 1, height: height), glyph: look.columnEdge, style: look[.border])
      }
      x = rect.right + 1
    }
    paintExplanation(
      words, difference, page.window.bytes,
      in: Rect(x: body.x, y: body.bottom - wordLines, width: body.width, height: wordLines))
    paintCursorLine()
    let marks: VisibleText = look.isASCII ? "[ ] what the step is about   ! " : "[ ] what the step is about   ≠ "
    put(
      (marks + "where they part").clipped(to: geometry.size.width - 2, look: look), x: 1, y: geometry.legendLine, .dim)
  }

  private func title(of id: String) -> VisibleText {
    look.label(state.columns.firstIndex { $0.id == id }.map { state.title($0) } ?? VisibleText(id))
  }

  /// The text around the place, what is explained in brackets.
  private mutating func paintExplainedText(_ answer: Stepper.Answer, _ window: TextWindow, y: Int) {
    let cursor = answer.request.offset
    var range = cursor..<cursor + 1
    for extent in answer.scripts.compactMap(\.extent) {
      range = min(range.lowerBound, extent.lowerBound)..<max(range.upperBound, extent.upperBound)
    }
    range = range.clamped(to: 0..<window.bytes.count)
    let label = VisibleText(
      " bytes \(grouped(window.start + range.lowerBound))..\(grouped(window.start + range.upperBound))  ")
    var x = put(label, x: 0, y: y, .dim)
    let limit = geometry.body.width - 1
    let before = look.visible(window.bytes[lineStart(before: range.lowerBound, window.bytes)..<range.lowerBound])
    x = put(VisibleText(glyphs: before.glyphs.suffix(16)), x: x, y: y, .dim)
    x = put(look.visible(window.bytes[range].prefix(400)), x: x, y: y, .accent, limit: max(0, limit - x))
    let end = min(window.bytes.count, range.upperBound + 200)
    put(look.visible(window.bytes[range.upperBound..<end]), x: x, y: y, .dim, limit: max(0, limit - x))
  }

  /// The start of a character about 16 characters before `offset`, after the last line feed.
  private func lineStart(before offset: Int, _ bytes: [UInt8]) -> Int {
    var start = offset
    while start > max(0, offset - 64), bytes[start - 1] != 0x0A { start -= 1 }
    while start < offset, bytes[start] & 0xC0 == 0x80 { start += 1 }
    return start
  }

  private mutating func paintSteps(
    _ script: StepScript, _ words: StepWords, parting: Int?, isBase: Bool, in rect: Rect
  ) {
    guard rect.height > 0, rect.width > 8 else { return }
    let last = min(state.stepper.step, script.rows.count - 1)
    let column = state.columns.firstIndex { $0.id == script.tokenizer } ?? 0
    var title = VisibleText("\(column + 1) ") + words.name
    if isBase { title += "  base" }
    let place = script.rows.isEmpty ? "" : "step \(last + 1) of \(script.rows.count)"
    put(
      title.clipped(to: rect.width - place.utf8.count - 4, look: look), x: rect.x + 1, y: rect.y, isBase ? .tab : .tabOn
    )
    put(VisibleText(place), x: rect.right - 1 - place.utf8.count, y: rect.y, .dim)
    guard !script.rows.isEmpty else {
      let notice = words.name + (script.isRecording ? " is a recording: it carries no steps" : " has no steps here")
      for (line, text) in notice.wrapped(to: rect.width - 3).enumerated() where line + 1 < rect.height {
        put(text, x: rect.x + 2, y: rect.y + 1 + line, .text)
      }
      return
    }
    let room = rect.height - 1
    for (line, index) in (max(0, last - room + 1)...last).enumerated() where line < room {
      paintStep(
        script, words, index, isLast: index == last, parts: index == parting, x: rect.x, right: rect.right,
        y: rect.y + 1 + line)
    }
  }

  private mutating func paintStep(
    _ script: StepScript, _ words: StepWords, _ index: Int, isLast: Bool, parts: Bool, x left: Int, right: Int, y: Int
  ) {
    let row = script.rows[index]
    if isLast { frame.put(look.glyphs.pointer, x: left, y: y, style: look[.accent]) }
    let digits = String(script.rows.count).utf8.count
    let number = String(index + 1)
    var x = left + 1 + digits - number.utf8.count
    x = put(VisibleText(number), x: x, y: y, isLast ? .tabOn : .dim)
    if parts { put(look.isASCII ? "!" : "≠", x: x, y: y, .warning) }
    x += 2
    let room = right - 1 - x
    let full = words.note(row) + words.id(row)
    let note = full.width <= room / 2 ? full : words.note(row)
    let noteWidth = min(note.width, max(0, room / 2))
    put(note.clipped(to: noteWidth, look: look), x: right - 1 - noteWidth, y: y, isLast ? .text : .dim)
    paintPieces(row, script.bytes, isLast: isLast, x: x, limit: room - noteWidth - 2, y: y)
  }

  /// The pieces with what the step is about in brackets; as much around it as there is room for.
  private mutating func paintPieces(
    _ row: StepScript.Row, _ bytes: [UInt8], isLast: Bool, x left: Int, limit: Int, y: Int
  ) {
    let brackets = VisibleText("[]").glyphs
    var cells: [(glyph: Glyph, role: Theme.Role)] = []
    var marked: Range<Int>?
    func append(_ glyph: Glyph, _ role: Theme.Role) { cells.append((glyph, role)) }
    let touched = row.touched
    for (place, piece) in row.pieces.enumerated() {
      let isIn =
        touched.map { $0.lowerBound <= piece.lowerBound && piece.upperBound <= $0.upperBound && !$0.isEmpty } ?? false
      let begins = isIn && piece.lowerBound == touched?.lowerBound
      if begins {
        marked = cells.count..<cells.count
        append(brackets[0], .accent)
      } else if place > 0, !(cells.last.map { $0.glyph == brackets[1] && $0.role == .accent } ?? false) {
        append(look.glyphs.separator, .border)
      }
      let role: Theme.Role = isIn ? (isLast ? .cursor : .accent) : isLast ? .text : .dim
      for glyph in look.visible(bytes[piece].prefix(256)).glyphs { append(glyph, role) }
      if isIn, piece.upperBound == touched?.upperBound {
        append(brackets[1], .accent)
        marked = (marked?.lowerBound ?? cells.count)..<cells.count
      }
    }
    paintCells(cells, around: marked ?? 0..<0, x: left, limit: limit, y: y)
  }

  /// What fits of `cells` with `marked` in the middle, and ellipses where more is.
  private mutating func paintCells(
    _ cells: [(glyph: Glyph, role: Theme.Role)], around marked: Range<Int>, x left: Int, limit: Int, y: Int
  ) {
    var widths = [0]
    for cell in cells { widths.append(widths[widths.count - 1] + Int(cell.glyph.width)) }
    let all = widths[widths.count - 1]
    let middle = (widths[marked.lowerBound] + widths[marked.upperBound]) / 2
    let skipped = all <= limit ? 0 : max(0, min(middle - limit / 2, all - limit))
    let ellipsis = VisibleText(look.isASCII ? "~" : "…").glyphs[0]
    for (index, cell) in cells.enumerated() {
      let x = left + widths[index] - skipped
      guard x >= left, x + Int(cell.glyph.width) <= left + limit else { continue }
      frame.put(cell.glyph, x: x, y: y, style: look[cell.role])
    }
    guard limit > 2 else { return }
    if skipped > 0 { frame.put(ellipsis, x: left, y: y, style: look[.dim]) }
    if all - skipped > limit { frame.put(ellipsis, x: left + limit - 1, y: y, style: look[.dim]) }
  }

  /// What the last steps did, and at the end why the sides differ.
  private mutating func paintExplanation(
    _ words: [StepWords], _ difference: StepDifference?, _ text: [UInt8], in rect: Rect
  ) {
    frame.fill(Rect(x: rect.x, y: rect.y, width: rect.width, height: 1), glyph: look.glyphs.line, style: look[.border])
    let step = state.stepper.step
    put(state.stepper.isAtEnd ? " why " : " this step ", x: 2, y: rect.y, .accent)
    var y = rect.y + 1
    func lines(_ text: VisibleText, _ limit: Int) -> [VisibleText] {
      var lines = text.wrapped(to: rect.width - 3)
      if lines.count > limit {
        lines = lines.prefix(limit - 1) + [lines[limit - 1].clipped(to: rect.width - 5, look: look) + look.plain("…")]
      }
      return lines
    }
    var conclusion: VisibleText?
    if state.stepper.isAtEnd {
      if let difference {
        conclusion = difference.sentence(words, text: text)
      } else if words.count == 1 {
        conclusion = "no other tokenizer is shown to compare with (press 1-9, or p for all)"
      }
    }
    let why = conclusion.map { lines($0 + ".", max(1, rect.height - 3)) } ?? []
    let room = rect.height - 1 - why.count
    for (side, own) in words.enumerated() {
      let script = own.script
      // A side that has ended says no more.
      guard step < script.rows.count else { continue }
      let left = rect.y + 1 + room - y
      for line in lines(own.sentence(script.rows[step]) + ".", max(1, side == 0 && words.count > 1 ? left / 2 : left))
      where y < rect.y + 1 + room {
        put(line, x: 1, y: y, side == 0 && words.count > 1 ? .dim : .text)
        y += 1
      }
    }
    for (place, line) in why.enumerated() { put(line, x: 1, y: rect.bottom - why.count + place, .accent) }
  }

  /// What is set in the explain view.
  var explainSettings: [VisibleText] {
    guard let answer = state.stepper.answer else { return ["EXPLAIN"] }
    return ["EXPLAIN", VisibleText("step \(state.stepper.step + 1) of \(answer.count)")]
  }
}
