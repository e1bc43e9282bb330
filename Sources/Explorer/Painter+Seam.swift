import Analysis
import Screen
import Tokenization
import UnicodeText

/// The seam: for each column the tokens round one place of the text, with both sides encoded apart and together.
extension Painter {
  private static let seamHeadings = [("apart", 7), ("together", 10), ("lost", 6), ("new", 5), ("bytes", 12)]

  mutating func paintSeamView() {
    let body = geometry.body
    if let notice = emptyNotice {
      put(notice, x: 2, y: body.y + 1, .text, limit: body.width - 4)
      return
    }
    paintSeam(in: body)
    paintSeamCursor()
    paintSeamLegend()
  }

  mutating func paintSeam(in rect: Rect) {
    guard let answer = state.seam.answer else {
      paintPaneTitle("seam", in: rect)
      put("reading ...", x: rect.x + 2, y: rect.y + 1, .text)
      return
    }
    let request = answer.request
    paintPaneTitle(seamTitle(request, width: rect.width - 6), in: rect)
    let columns = state.shown
    let names = columns.reduce(8) { max($0, min(12, state.title($1).width)) }
    let left = rect.x + 4 + names
    var room = rect.width - names - 4 - 24
    let headings = Painter.seamHeadings.prefix { heading in
      room -= heading.1
      return room >= 0
    }
    let text = left + headings.reduce(0) { $0 + $1.1 } + 2
    func cells(_ texts: [String]) -> VisibleText {
      let padded = zip(texts, headings).map { String(repeating: " ", count: max(0, $1.1 - $0.utf8.count)) + $0 }
      return VisibleText(padded.joined())
    }
    put(cells(headings.map(\.0)), x: left, y: rect.y + 1, .dim)
    put("tokens at the seam", x: text, y: rect.y + 1, .dim, limit: rect.right - text)
    // Two lines for each column where there is room, apart over together.
    let height = rect.height - 2
    let isTall = height >= 2 * columns.count
    let fitting = max(1, isTall ? columns.count : height)
    let place = columns.firstIndex(of: state.active) ?? 0
    let first = max(0, min(place - fitting / 2, columns.count - fitting))
    for (row, column) in columns[first..<min(columns.count, first + fitting)].enumerated() {
      let y = rect.y + 2 + row * (isTall ? 2 : 1)
      guard y < rect.bottom else { break }
      let isActive = column == state.active
      if isActive { frame.put(look.glyphs.pointer, x: rect.x, y: y, style: look[.accent]) }
      let title = VisibleText("\(column + 1) ") + look.label(state.title(column))
      put(title.clipped(to: names + 2, look: look), x: rect.x + 1, y: y, isActive ? .tabOn : .tab)
      guard let check = answer.checks[state.columns[column].id] else { continue }
      let counts = check.counts
      let change = counts.together - counts.apart
      let reach =
        check.isSame ? "" : "\(request.start + check.reach.lowerBound)..\(request.start + check.reach.upperBound)"
      put(
        cells([
          "\(counts.apart)", "\(counts.together)" + (change == 0 ? " =" : change > 0 ? " +\(change)" : " \(change)"),
          "\(check.lost.count)", "\(check.gained.count)", reach,
        ]), x: left, y: y, isActive ? .tabOn : .text)
      let apart = seamTokens(check.apart[check.shownApart], check, request)
      let together = seamTokens(check.together[check.shownTogether], check, request)
      if isTall {
        putSeam(check.isSame ? apart + "  the same" : apart, x: text, y: y, .text, in: rect)
        if !check.isSame { putSeam(together, x: text, y: y + 1, .accent, in: rect) }
      } else if check.isSame {
        putSeam(apart + "  the same", x: text, y: y, .text, in: rect)
      } else {
        putSeam(apart + (look.isASCII ? "  ->  " : "  →  ") + together, x: text, y: y, .accent, in: rect)
      }
    }
  }

  private mutating func putSeam(_ text: VisibleText, x: Int, y: Int, _ role: Theme.Role, in rect: Rect) {
    put(text.clipped(to: max(0, rect.right - x), look: look), x: x, y: y, role)
  }

  private func seamTitle(_ request: TextSeam.Request, width: Int) -> VisibleText {
    let dots: VisibleText = look.isASCII ? ".." : "…"
    let title = VisibleText("seam at byte \(grouped(request.start + request.offset)): ")
    let room = max(0, (width - title.width - 12) / 2)
    // Whole characters from the end of the first part.
    var before: [Glyph] = []
    var cells = 0
    for glyph in look.visible(request.bytes[..<request.offset].suffix(256)).glyphs.reversed() {
      cells += Int(glyph.width)
      if cells > room { break }
      before.append(glyph)
    }
    let isCut = before.count < look.visible(request.bytes[..<request.offset].suffix(256)).glyphs.count
    let after = look.visible(request.bytes[request.offset...].prefix(256)).clipped(to: room, look: look)
    return title + "\"" + (isCut ? dots : "") + VisibleText(glyphs: before.reversed()) + "\" + \"" + after + "\""
  }

  /// Tokens with their cuts, and a sign of its own for the seam.
  private func seamTokens(_ tokens: ArraySlice<Token>, _ check: SeamCheck, _ request: TextSeam.Request) -> VisibleText {
    var text = VisibleText()
    for token in tokens where !token.isVirtual {
      if !text.isEmpty {
        text += token.start == check.offset ? look.seamSign : VisibleText(glyphs: [look.glyphs.separator])
      } else if token.start == check.offset {
        text += look.seamSign
      }
      text += look.visible(request.bytes[token.range].prefix(64))
    }
    if let last = tokens.last(where: { !$0.isVirtual }), last.end == check.offset { text += look.seamSign }
    return text
  }

  /// The cuts of the active column that change.
  private mutating func paintSeamCursor() {
    guard let answer = state.seam.answer, state.columns.indices.contains(state.active),
      let check = answer.checks[state.columns[state.active].id]
    else { return }
    func places(_ cuts: [Int]) -> String {
      let shown = cuts.prefix(8).map { grouped($0 + answer.request.start) }.joined(separator: " ")
      return cuts.isEmpty ? "none" : shown + (cuts.count > 8 ? " and \(cuts.count - 8) more" : "")
    }
    let reach = check.reach
    let far =
      check.isSame
      ? "nothing changes"
      : "changes reach \(check.offset - reach.lowerBound) bytes back, \(reach.upperBound - check.offset) on"
    let line = VisibleText(" \(far)   cuts only apart: \(places(check.lost))   only together: \(places(check.gained))")
    put(line.clipped(to: geometry.size.width - 1, look: look), x: 0, y: geometry.cursorLine, .text)
  }

  private mutating func paintSeamLegend() {
    let parts = [
      look.seamSign + " the seam", VisibleText(glyphs: [look.glyphs.separator]) + " other cuts",
      "first line: both sides encoded apart, second: together",
    ]
    var x = 1
    for part in parts where x + part.width + 1 < geometry.size.width {
      x = put(part, x: x, y: geometry.legendLine, .dim) + 3
    }
  }

  /// What is set in the seam view.
  var seamSettings: [VisibleText] {
    var out: [VisibleText] = [VisibleText("SEAM at byte \(grouped(state.cursor))")]
    if !state.shown.isEmpty { out.append(activeTitle) }
    return out
  }
}

extension Look {
  /// Where both sides of a seam meet.
  fileprivate var seamSign: VisibleText { isASCII ? "#" : "‖" }
}
