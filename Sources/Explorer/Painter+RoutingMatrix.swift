import Analysis
import Inference
import Screen
import UnicodeText

/// The matrix: one token per line, one expert per column, or the chosen ones by name where the columns do not fit.
extension Painter {
  /// Where the parts of a line stand.
  private struct Parts {
    /// Cells of the numbers of tokens.
    let digits: Int
    var labelWidth: Int
    /// Nil where the chosen experts are listed instead.
    var grid: ExpertGrid?
    /// Cells of one listed expert, and how many are listed; beside the grid or in its place.
    var entryWidth = 0
    var entryCount = 0
    var entries = 0
    var bits = 0
    var used = 0
    var note = 0
    var label: Int { 2 + digits }
  }

  /// Room for the names of the lines below.
  private static let shortLabel = 8
  private static let leastLabel = 8
  private static let mostLabel = 16
  private static let bitsWidth = 6
  private static let leastNote = 6
  /// Cells of a note in words.
  private static let wordyNote = 13

  /// Draws it; true when the ranks stand in columns.
  mutating func paintRoutingMatrix(_ scene: RoutingScene, in rect: Rect) -> Bool {
    let names = scene.trace.trace.tokens.indices.map { tokenName($0, of: scene.trace) }
    let parts = parts(scene, names: names, width: rect.width)
    let count = names.count
    let summary = RoutingSummary(
      scene, grid: parts.grid, size: Size(width: rect.width, height: rect.height), wanted: count + 1)
    let lines = max(1, rect.height - 1 - summary.height)
    lack(height: count - lines)
    paintHeadings(scene, parts, y: rect.y)
    let first = max(0, min((scene.cursor ?? 0) - lines / 2, count - lines))
    let shown = first..<min(count, first + lines)
    for token in shown {
      paintRow(token, names[token], scene, parts, y: rect.y + 1 + token - first, right: rect.right)
    }
    if let grid = parts.grid { paintEdges(scene, grid, y: rect.y, height: 1 + shown.count) }
    // Right below the tokens, so that the columns can be followed.
    let y = min(rect.bottom - summary.height, rect.y + 2 + shown.count)
    paintSummary(summary, scene, in: Rect(x: rect.x, y: y, width: rect.width, height: summary.height), grid: parts.grid)
    return parts.grid != nil
  }

  private func parts(_ scene: RoutingScene, names: [VisibleText], width: Int) -> Parts {
    let digits = String(max(99, names.count - 1)).utf8.count
    let longest = names.reduce(Painter.shortLabel) { max($0, min($1.width, Painter.mostLabel)) }
    var parts = Parts(digits: digits, labelWidth: min(longest, Painter.leastLabel))
    let usedWidth = "\(scene.own.chosenCount)/\(scene.own.chosenCount)".utf8.count + 2
    let tail = (scene.hasScores ? Painter.bitsWidth : 0) + usedWidth
    let left = parts.label + parts.labelWidth + 1
    parts.entryWidth = scene.nameWidth + 1 + (scene.hasScores ? 5 : 1)
    var spare = 0
    for pitch in ExpertGrid.pitches {
      guard let grid = ExpertGrid.width(pitch: pitch, scene: scene) else { continue }
      spare = width - left - grid - tail - Painter.leastNote
      if spare < 0 { continue }
      let extra = min(spare, longest - parts.labelWidth)
      parts.labelWidth += extra
      spare -= extra
      parts.grid = ExpertGrid(left: left + extra, pitch: pitch, scene: scene)
      break
    }
    if let grid = parts.grid {
      parts.bits = grid.right
      parts.used = parts.bits + (scene.hasScores ? Painter.bitsWidth : 0)
      parts.note = parts.used + usedWidth + 1
      let listed = scene.own.chosenCount * parts.entryWidth
      if spare >= listed + Painter.wordyNote {
        parts.entryCount = scene.own.chosenCount
        parts.entries = parts.note
        parts.note += listed
      }
    } else {
      parts.labelWidth = longest
      parts.bits = parts.label + parts.labelWidth
      parts.used = parts.bits + (scene.hasScores ? Painter.bitsWidth : 0)
      parts.entries = parts.used + usedWidth + 2
      let room = width - parts.entries - Painter.leastNote
      parts.entryCount = max(1, min(scene.own.chosenCount, room / parts.entryWidth))
      parts.note = parts.entries + parts.entryCount * parts.entryWidth
    }
    return parts
  }

  // MARK: Headings

  private mutating func paintHeadings(_ scene: RoutingScene, _ parts: Parts, y: Int) {
    put("token", x: parts.label, y: y, .dim, limit: parts.labelWidth)
    if scene.hasScores { put("bits", x: parts.bits + 2, y: y, .dim) }
    put("real", x: parts.used + 1, y: y, .dim)
    if parts.entryCount > 0 { put(entriesTitle(scene, parts), x: parts.entries, y: y, .dim) }
    if parts.grid != nil || scene.isWhatIf, parts.note + 4 < geometry.size.width {
      put("note", x: parts.note, y: y, .dim)
    }
    if let grid = parts.grid { paintExpertNames(scene, grid, y: y) }
  }

  private func entriesTitle(_ scene: RoutingScene, _ parts: Parts) -> VisibleText {
    if parts.entryCount < scene.own.chosenCount {
      return VisibleText("the best \(parts.entryCount) of \(scene.own.chosenCount) experts")
    }
    return parts.entryCount * parts.entryWidth > 20 ? "experts, best first" : "expert"
  }

  /// The names over the columns, their numbers where names are too long, and some of the numbers where those are too.
  mutating func paintExpertNames(_ scene: RoutingScene, _ grid: ExpertGrid, y: Int) {
    func longest(_ experts: [Int]) -> Int { experts.reduce(0) { max($0, scene.name($1).utf8.count) } }
    let room = max(grid.cell, grid.pitch - 1)
    let hasNames = longest(scene.real) <= room
    let hasNullNames = longest(scene.null) <= room
    if let divider = grid.divider { frame.put(look.glyphs.separator, x: divider, y: y, style: look[.border]) }
    if !hasNullNames, scene.null.count * grid.pitch >= 4 {
      put("null", x: grid.x(grid.realCount), y: y, scene.followed.map(scene.isNull) == true ? .cursor : .dim)
    }
    // Numbers that do not all fit stand over every fifth column and over the followed one.
    let digits = String(scene.highestReal).utf8.count
    let isSparse = !hasNames && digits > 1 && digits >= grid.pitch
    let marked = scene.followed.flatMap { grid.place(of: $0) }.map { grid.x($0) }
    for (place, expert) in grid.experts.enumerated() {
      let isNull = place >= grid.realCount
      if isNull, !hasNullNames { break }
      let text = (isNull ? hasNullNames : hasNames) ? scene.name(expert) : "\(expert)"
      let x = grid.x(place)
      if isSparse, !isNull, expert != scene.followed {
        if place % 5 != 0 || marked.map({ abs($0 - x) <= digits }) == true { continue }
      }
      frame.put(VisibleText(text), x: x, y: y, style: expertNameStyle(expert, scene))
    }
  }

  /// Lights the column of the followed expert.
  mutating func paintEdges(_ scene: RoutingScene, _ grid: ExpertGrid, y: Int, height: Int) {
    guard let place = scene.followed.flatMap({ grid.place(of: $0) }), grid.pitch > grid.cell else { return }
    for line in y..<y + height {
      for x in [grid.x(place) - 1, grid.x(place) + grid.cell] {
        frame.put(look.glyphs.separator, x: x, y: line, style: look[.accent])
      }
    }
  }

  // MARK: Rows

  private mutating func paintRow(
    _ token: Int, _ name: VisibleText, _ scene: RoutingScene, _ parts: Parts, y: Int, right: Int
  ) {
    let isCursor = token == scene.cursor
    if isCursor { put(VisibleText(glyphs: [look.glyphs.pointer]), x: 0, y: y, .accent) }
    let number = "\(token)"
    put(VisibleText(number), x: 1 + parts.digits - number.utf8.count, y: y, .dim)
    let isLit = scene.followed.map { scene.rank(of: $0, token: token) != nil } ?? false
    if isLit { put("*", x: parts.label - 1, y: y, .accent) }
    let role: Theme.Role = isCursor ? .cursor : isLit ? .match : .text
    put(name.clipped(to: parts.labelWidth, look: look), x: parts.label, y: y, role)

    let places = scene.outcome.assignments(layer: scene.layer, token: token)
    let changes = scene.changes(token)
    let probabilities = scene.probabilities(token)
    if let grid = parts.grid {
      var marks: [Int: (VisibleText, Style)] = [:]
      for change in changes { marks[change.from] = ("-", look[.warning]) }
      for place in places {
        guard let expert = place.expert else { continue }
        let style = changes.contains { $0.to == expert } ? look[.warning] : rankStyle(expert, scene)
        marks[expert] = (place.rank < 9 ? VisibleText("\(place.rank + 1)") : "+", style)
      }
      for (column, expert) in grid.experts.enumerated() {
        let mark = marks[expert]
        paintExpertCell(
          probabilities.map { Double($0[expert]) }, hasScores: scene.hasScores, mark: mark?.0 ?? VisibleText(),
          markStyle: mark?.1 ?? look[.text], x: grid.x(column), y: y, width: grid.cell)
      }
      if let divider = grid.divider { frame.put(look.glyphs.separator, x: divider, y: y, style: look[.border]) }
    }
    if let probabilities {
      let bits = RouterEntropyLens.bits(of: probabilities).map { decimal($0) } ?? "nan"
      put(VisibleText(bits), x: parts.bits + Painter.bitsWidth - bits.utf8.count, y: y, .text)
    }
    let used = scene.taken(token).count { !scene.isNull($0) }
    let text = "\(used)/\(scene.own.chosenCount)"
    put(VisibleText(text), x: parts.used + 2, y: y, used == scene.own.chosenCount ? .dim : .text)
    paintEntries(scene, parts, token: token, probabilities: probabilities, y: y)
    let note = note(changes, scene, isEmpty: used == 0 && scene.own.chosenCount > 0)
    let room = right - 1 - parts.note
    let role2: Theme.Role = changes.isEmpty ? .dim : .warning
    put(note.long.width <= room ? note.long : note.short.clipped(to: room, look: look), x: parts.note, y: y, role2)
  }

  private func rankStyle(_ expert: Int, _ scene: RoutingScene) -> Style {
    scene.isNull(expert) ? look[.dim] : look.expertStyle(expert)
  }

  /// The chosen experts by name, each with its shade and probability.
  private mutating func paintEntries(
    _ scene: RoutingScene, _ parts: Parts, token: Int, probabilities: [Float]?, y: Int
  ) {
    for (place, expert) in scene.taken(token).prefix(parts.entryCount).enumerated() {
      var x = parts.entries + place * parts.entryWidth
      let style = expert == scene.followed ? look[.match] : rankStyle(expert, scene)
      x = frame.put(VisibleText(scene.name(expert)), x: x, y: y, style: style)
      guard let probabilities else { continue }
      if parts.grid == nil {
        let cell = heatCell(RouterShade.position(Double(probabilities[expert])))
        frame.put(cell.glyph, x: x, y: y, style: cell.style)
      }
      // Even shares of many experts are small.
      let text = decimal(Double(probabilities[expert]), places: scene.all.expertCount > 32 ? 3 : 2)
      put(VisibleText(text), x: x + 1, y: y, .text, limit: 4)
    }
  }

  /// What the policy changed, in words and in signs.
  private func note(_ changes: [RoutingScene.Change], _ scene: RoutingScene, isEmpty: Bool) -> (
    long: VisibleText, short: VisibleText
  ) {
    if changes.isEmpty { return isEmpty ? ("no compute", "none") : ("", "") }
    let long = changes.map { change in
      ordinal(change.rank + 1) + (change.to.map { " to \(scene.name($0))" } ?? " dropped")
    }
    let short = changes.map { change in
      change.to.map { "\(change.rank + 1)>" + (scene.isNull($0) ? scene.name($0) : "\($0)") } ?? "-\(change.rank + 1)"
    }
    return (VisibleText(long.joined(separator: ", ")), VisibleText(short.joined(separator: " ")))
  }

  private func ordinal(_ number: Int) -> String {
    switch number {
    case 1: "1st"
    case 2: "2nd"
    case 3: "3rd"
    default: "\(number)th"
    }
  }
}
