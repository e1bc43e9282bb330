import Analysis
import Screen
import Tokenization
import UnicodeText

/// The damage view: a correct text over a damaged one, the cuts of the active column that stayed in place, and how many did in each column.
extension Painter {
  /// Lines that one line of text takes: both texts, their cuts, and marks of what differs.
  private static let blockHeight = 5

  mutating func paintDamage() {
    let body = geometry.body
    if let notice = emptyNotice {
      put(notice, x: 2, y: body.y + 1, .text, limit: body.width - 4)
      return
    }
    guard let answer = state.damage.answer else {
      put("reading ...", x: 2, y: body.y + 1, .text)
      return
    }
    put(damageLine(answer).clipped(to: body.width - 2, look: look), x: 1, y: body.y, .dim)
    let columns = state.shown
    let rows = max(1, min(columns.count, body.height - 1 - Painter.blockHeight - 2))
    let bottom = body.bottom - rows - 2
    paintDamageBlocks(answer, in: Rect(x: body.x, y: body.y + 1, width: body.width, height: bottom - body.y - 1))
    let place = columns.firstIndex(of: state.active) ?? 0
    let first = max(0, min(place - rows / 2, columns.count - rows))
    paintDamageTable(answer, Array(columns[first..<first + rows]), y: bottom)
    paintDamageCursor(answer)
    paintDamageLegend()
  }

  /// Which part of the text is shown and what was done to it.
  private func damageLine(_ answer: Damage.Answer) -> VisibleText {
    let request = answer.request
    switch request.source {
    case .noise(let noise):
      let end = request.start + request.bytes.count
      let all = state.document?.byteCount ?? end
      let part =
        request.bytes.count < all ? "bytes \(grouped(request.start))..\(grouped(end)) of \(grouped(all)): " : ""
      let places = grouped(answer.text.places ?? 0)
      return VisibleText(
        part + "\(grouped(answer.text.changes)) of \(places) characters that \(noise.kind.rawValue) can change")
    case .pair(let other, let isOwnDamaged):
      let name = look.label(state.document?.pair?.name ?? "")
      let part = max(other.count, request.bytes.count) == Damage.limit ? ", first \(grouped(Damage.limit)) bytes" : ""
      return (isOwnDamaged ? "correct text: " : "damaged text: ") + name
        + VisibleText(part + ", \(counted(answer.text.changes, "character")) replaced, dropped or inserted")
    }
  }

  private mutating func paintDamageBlocks(_ answer: Damage.Answer, in rect: Rect) {
    let cuts = answer.cuts[state.columns[state.active].id]
    let gutter = 11
    let cells = DamageCells(answer.text, cuts: cuts, width: max(1, rect.width - gutter), options: look.options)
    guard !cells.lines.isEmpty else { return }
    let height = Painter.blockHeight
    // A blank line between blocks where that leaves as many of them.
    let tight = max(1, rect.height / height)
    let isLoose = (rect.height + 1) / (height + 1) >= min(tight, cells.lines.count)
    let pitch = isLoose ? height + 1 : height
    let room = isLoose ? max(1, (rect.height + 1) / pitch) : tight
    lack(height: (cells.lines.count - room) * pitch)
    let here = cells.line(at: state.cursor - answer.request.start, isDamaged: answer.request.isOwnDamaged)
    let first = max(0, min(here - room / 2, cells.lines.count - room))
    let marks = DamageMarks(cuts?.stability)
    for (place, line) in (first..<min(cells.lines.count, first + room)).enumerated() {
      let y = rect.y + place * pitch
      let isFirst = place == 0
      put("correct", x: 1, y: y, .dim)
      put("changed", x: 1, y: y + 2, .dim)
      put("damaged", x: 1, y: y + 4, .dim)
      if isFirst, let cuts {
        put(VisibleText(counted(cuts.correct.cuts.count, "cut")), x: 1, y: y + 1, .dim, limit: gutter - 1)
        put(VisibleText(counted(cuts.damaged.cuts.count, "cut")), x: 1, y: y + 3, .dim, limit: gutter - 1)
      }
      paintDamageBlock(cells, line, marks, answer, x: gutter, y: y)
    }
    if first > 0 { put(look.isASCII ? "^" : "↑", x: 0, y: rect.y, .accent) }
    if first + room < cells.lines.count {
      put(look.isASCII ? "v" : "↓", x: 0, y: rect.y + room * pitch - (pitch - height) - 1, .accent)
    }
  }

  /// The cuts of both texts by what became of them.
  private struct DamageMarks {
    let keptCorrect, keptDamaged, lost, new: Set<Int>

    init(_ stability: BoundaryStability?) {
      keptCorrect = Set(stability?.kept.map(\.correct) ?? [])
      keptDamaged = Set(stability?.kept.map(\.damaged) ?? [])
      lost = Set(stability?.lost ?? [])
      new = Set(stability?.new ?? [])
    }
  }

  private mutating func paintDamageBlock(
    _ cells: DamageCells, _ line: Int, _ marks: DamageMarks, _ answer: Damage.Answer, x left: Int, y: Int
  ) {
    let cursor = cursorRange(answer)
    var x = left
    for group in cells.groups[cells.lines[line]] {
      for (row, side) in [(0, group.correct), (4, group.damaged)] {
        let own = (row == 4) == answer.request.isOwnDamaged
        let isCursor = own && !side.bytes.isEmpty && cursor.overlaps(side.bytes)
        let role: Theme.Role = isCursor ? .cursor : group.isEqual ? .text : .accent
        frame.put(VisibleText(glyphs: side.glyphs), x: x, y: y + row, style: look[role])
      }
      for row in [1, 3] {
        frame.fill(Rect(x: x, y: y + row, width: group.width, height: 1), glyph: look.glyphs.fill, style: look[.border])
      }
      for (offset, end) in group.correct.ends {
        if marks.keptCorrect.contains(offset) {
          frame.put(look.glyphs.cutAll, x: x + end - 1, y: y + 1, style: look[.text])
        } else if marks.lost.contains(offset) {
          frame.put(look.glyphs.cutOnly, x: x + end - 1, y: y + 1, style: look[.accent])
        }
      }
      for (offset, end) in group.damaged.ends {
        if marks.keptDamaged.contains(offset) {
          frame.put(look.glyphs.cutAll, x: x + end - 1, y: y + 3, style: look[.text])
        } else if marks.new.contains(offset) {
          frame.put(look.glyphs.cutSome, x: x + end - 1, y: y + 3, style: look[.accent])
        }
      }
      if !group.isEqual {
        frame.fill(
          Rect(x: x, y: y + 2, width: group.width, height: 1), glyph: VisibleText("~").glyphs[0], style: look[.accent])
      }
      x += group.width
    }
  }

  /// The cursor token's bytes within the part of its text that is shown.
  private func cursorRange(_ answer: Damage.Answer) -> Range<Int> {
    let offset = state.cursor - answer.request.start
    guard let cuts = answer.cuts[state.columns[state.active].id] else { return offset..<offset + 1 }
    let own = answer.request.isOwnDamaged ? cuts.damaged : cuts.correct
    return own.tokenIndex(at: offset).map { own.tokens[$0].range } ?? offset..<offset
  }

  private static let damageHeadings = [
    ("kept %", 8), ("Jaccard", 9), ("cuts", 7), ("stayed", 8), ("lost", 6), ("new", 6), ("tokens", 8), ("damaged", 9),
  ]

  private mutating func paintDamageTable(_ answer: Damage.Answer, _ columns: [Int], y: Int) {
    frame.fill(Rect(x: 0, y: y, width: geometry.body.width, height: 1), glyph: look.glyphs.line, style: look[.border])
    let names = state.shown.reduce(8) { max($0, min(12, state.title($1).width)) }
    let left = 4 + names
    var room = geometry.body.width - left
    let headings = Painter.damageHeadings.prefix { heading in
      room -= heading.1
      return room >= 0
    }
    func cells(_ texts: [String]) -> VisibleText {
      let padded = zip(texts, headings).map { String(repeating: " ", count: max(0, $1.1 - $0.utf8.count)) + $0 }
      return VisibleText(padded.joined())
    }
    put(cells(headings.map(\.0)), x: left, y: y + 1, .dim)
    for (row, column) in columns.enumerated() {
      let line = y + 2 + row
      let isActive = column == state.active
      if isActive { frame.put(look.glyphs.pointer, x: 0, y: line, style: look[.accent]) }
      let title = VisibleText("\(column + 1) ") + look.label(state.title(column))
      put(title.clipped(to: names + 2, look: look), x: 1, y: line, isActive ? .tabOn : .tab)
      guard let cuts = answer.cuts[state.columns[column].id] else { continue }
      let stability = cuts.stability
      put(
        cells([
          stability.keptShare.map { tenths($0 * 100) } ?? "-", decimal(stability.jaccard),
          "\(cuts.correct.cuts.count)", "\(stability.kept.count)", "\(stability.lost.count)",
          "\(stability.new.count)", "\(cuts.correct.tokenCount)", "\(cuts.damaged.tokenCount)",
        ]), x: left, y: line, isActive ? .tabOn : .text)
    }
  }

  /// The token at the cursor and what stands in its place in the other text.
  private mutating func paintDamageCursor(_ answer: Damage.Answer) {
    guard let cuts = answer.cuts[state.columns[state.active].id] else { return }
    let isOwnDamaged = answer.request.isOwnDamaged
    let (own, other) = isOwnDamaged ? (cuts.damaged, cuts.correct) : (cuts.correct, cuts.damaged)
    let (ownText, otherText) =
      isOwnDamaged ? (answer.text.damaged, answer.text.correct) : (answer.text.correct, answer.text.damaged)
    let map = isOwnDamaged ? answer.text.map.inverse : answer.text.map
    let offset = state.cursor - answer.request.start
    guard offset >= 0, offset < ownText.count, let index = own.tokenIndex(at: offset) else { return }
    let range = own.tokens[index].range
    var line =
      VisibleText(" token \(index + 1)/\(own.tokens.count) ") + look.quoted(ownText[range]).clipped(to: 30, look: look)
    // A cut inside a replaced stretch has no place in the other text: the nearest outside stand for it.
    let low =
      stride(from: range.lowerBound, through: 0, by: -1).lazy.compactMap { map.image(of: $0)?.lowerBound }.first ?? 0
    let high =
      (range.upperBound...ownText.count).lazy.compactMap { map.image(of: $0)?.upperBound }.first ?? otherText.count
    line += isOwnDamaged ? "  correct: " : "  damaged: "
    for (place, token) in other.tokens(overlapping: low..<high).enumerated() where !token.isVirtual {
      if place > 0 { line += VisibleText(glyphs: [look.glyphs.separator]) }
      line += look.visible(otherText[token.range])
    }
    put(line.clipped(to: geometry.size.width - 1, look: look), x: 0, y: geometry.cursorLine, .text)
  }

  private mutating func paintDamageLegend() {
    let glyphs = look.glyphs
    let parts: [(Glyph, VisibleText)] = [
      (glyphs.cutAll, " cut that stayed"), (glyphs.cutOnly, " lost"), (glyphs.cutSome, " new"),
      (VisibleText("~").glyphs[0], " character changed"),
    ]
    var x = 1
    for (glyph, words) in parts where x + words.width + 1 < geometry.size.width {
      x = put(VisibleText(glyphs: [glyph]) + words, x: x, y: geometry.legendLine, .dim) + 3
    }
  }

  /// What is set in the damage view.
  var damageSettings: [VisibleText] {
    var out: [VisibleText] = ["DAMAGE"]
    if state.document?.pair == nil {
      out[0] += VisibleText(" \(state.damage.kind.rawValue) \(state.damage.rate) %")
      out.append(VisibleText("seed \(state.damage.seed)"))
    } else {
      out[0] += " pair"
    }
    if !state.shown.isEmpty { out.append(activeTitle) }
    return out
  }
}
