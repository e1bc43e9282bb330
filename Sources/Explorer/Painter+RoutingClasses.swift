import Analysis
import Inference
import Screen
import UnicodeText

/// The table of kinds of tokens by experts: who takes the digits, who the words.
extension Painter {
  private static let classLabel = 11
  private static let countWidth = 5
  /// Cells of the columns for null choices and real experts.
  private static let nullWidth = 6
  private static let realWidth = 5
  /// Least room for examples.
  private static let leastExamples = 16

  mutating func paintRoutingClasses(_ scene: RoutingScene, in rect: Rect) {
    guard let bytes = state.page?.window.bytes else { return }
    let classes = TokenClass.classes(of: scene.trace.trace, text: bytes)
    guard let table = try? ExpertsByClass(scene.outcome, layer: scene.layer, classes: classes) else { return }
    let left = 1 + Painter.classLabel + Painter.countWidth + 1
    let tail = Painter.realWidth + (scene.null.isEmpty ? 0 : Painter.nullWidth)
    // Two digits and a blank are the least.
    let pitch = ExpertGrid.pitches.first { pitch in
      pitch >= 3 && (ExpertGrid.width(pitch: pitch, scene: scene).map { left + $0 + tail <= rect.width } ?? false)
    }
    let grid = pitch.map { ExpertGrid(left: left, pitch: $0, scene: scene) }
    let summary = RoutingSummary(
      scene, grid: grid, size: Size(width: rect.width, height: rect.height), wanted: table.rows.count + 2)
    put("class", x: 1, y: rect.y, .dim)
    put("tokens", x: left - 7, y: rect.y, .dim)
    if let grid {
      paintExpertNames(scene, grid, y: rect.y)
      put("real", x: grid.right + Painter.realWidth - 4, y: rect.y, .dim)
      if !scene.null.isEmpty { put("null%", x: grid.right + tail - 5, y: rect.y, .dim) }
    } else {
      put("experts, % of the tokens", x: left, y: rect.y, .dim)
    }
    let free = rect.height - 1 - summary.height
    lack(height: table.rows.count - max(1, free))
    let examples = grid.map { $0.right + tail + 2 } ?? rect.right
    let hasExamples = rect.right - examples >= Painter.leastExamples
    if hasExamples { put("such as", x: examples, y: rect.y, .dim) }
    let own = scene.cursor.map { classes[$0] }
    for (index, row) in table.rows.prefix(max(1, free)).enumerated() {
      let y = rect.y + 1 + index
      if row.tokenClass == own { put(VisibleText(glyphs: [look.glyphs.pointer]), x: 0, y: y, .accent) }
      put(VisibleText(row.tokenClass.rawValue), x: 1, y: y, row.tokenClass == own ? .cursor : .text)
      let count = "\(row.tokenCount)"
      put(VisibleText(count), x: left - 1 - count.utf8.count, y: y, .text)
      guard let shares = row.shares else { continue }
      // Of k choices each; a token chooses an expert once.
      let taken = shares.map { $0 * Double(scene.own.chosenCount) }
      if let grid {
        paintClass(taken, scene, grid, y: y)
      } else {
        paintClassList(taken, scene, x: left, y: y, right: rect.right - 1)
      }
      if hasExamples { paintExamples(of: row.tokenClass, classes, scene, x: examples, y: y, right: rect.right - 1) }
    }
    if let grid {
      paintEdges(scene, grid, y: rect.y, height: 1 + min(max(1, free), table.rows.count))
    }
    let y = min(rect.bottom - summary.height, rect.y + 2 + min(max(1, free), table.rows.count))
    paintSummary(summary, scene, in: Rect(x: rect.x, y: y, width: rect.width, height: summary.height), grid: grid)
  }

  private mutating func paintClass(_ taken: [Double], _ scene: RoutingScene, _ grid: ExpertGrid, y: Int) {
    for (place, expert) in grid.experts.enumerated() {
      let number = decimal(taken[expert] * 100, places: 0)
      let cell = heatCell(RouterShade.position(taken[expert]))
      let x = grid.x(place)
      for offset in 0..<grid.cell { frame.put(.space, x: x + offset, y: y, style: cell.style) }
      let hasBackground = !look.theme.heat.isEmpty
      if taken[expert] > 0 {
        // A shade fills what the number leaves; 100 leaves nothing.
        if !hasBackground, grid.cell > number.utf8.count { frame.put(cell.glyph, x: x, y: y, style: cell.style) }
        let style = hasBackground ? cell.style : look[scene.isNull(expert) ? .dim : .text]
        frame.put(VisibleText(number), x: x + max(grid.cell, number.utf8.count) - number.utf8.count, y: y, style: style)
      } else if !hasBackground {
        frame.put(look.theme.causal, x: x + grid.cell - 1, y: y, style: look[.border])
      }
    }
    if let divider = grid.divider { frame.put(look.glyphs.separator, x: divider, y: y, style: look[.border]) }
    let real = decimal(scene.real.reduce(0) { $0 + taken[$1] })
    put(VisibleText(real), x: grid.right + Painter.realWidth - real.utf8.count, y: y, .text)
    guard !scene.null.isEmpty else { return }
    let all = taken.reduce(0, +)
    let share = all > 0 ? decimal(scene.null.reduce(0) { $0 + taken[$1] } / all * 100, places: 0) : "-"
    let right = grid.right + Painter.realWidth + Painter.nullWidth
    put(VisibleText(share), x: right - share.utf8.count, y: y, .text)
  }

  /// The experts that take the most of a class.
  private mutating func paintClassList(_ taken: [Double], _ scene: RoutingScene, x: Int, y: Int, right: Int) {
    var x = x
    let order = taken.indices.filter { taken[$0] > 0 }
      .sorted { taken[$0] == taken[$1] ? $0 < $1 : taken[$0] > taken[$1] }
    for expert in order {
      let text = VisibleText("\(scene.name(expert)) \(decimal(taken[expert] * 100, places: 0))")
      guard x + 1 + text.width <= right else { break }
      let cell = heatCell(RouterShade.position(taken[expert]))
      frame.put(cell.glyph, x: x, y: y, style: cell.style)
      let style = expert == scene.followed ? look[.match] : expertNameStyle(expert, scene)
      x = frame.put(text, x: x + 1, y: y, style: style) + 2
    }
  }

  private mutating func paintExamples(
    of tokenClass: TokenClass, _ classes: [TokenClass], _ scene: RoutingScene, x: Int, y: Int, right: Int
  ) {
    var x = x
    var seen = Set<VisibleText>()
    for token in classes.indices where classes[token] == tokenClass {
      let name = tokenName(token, of: scene.trace).clipped(to: 14, look: look)
      guard x + name.width <= right else { break }
      guard seen.insert(name).inserted else { continue }
      x = put(name, x: x, y: y, .dim) + 2
    }
  }
}
