import Analysis
import Screen
import UnicodeText

/// Beside the matrix: what kind of head it is, what the cursor token looks at, and the other heads of the layer.
extension Painter {
  static let attentionPaneWidth = 42
  private static let barWidth = 14

  mutating func paintAttentionPane(_ scene: AttentionScene, in rect: Rect) {
    let x = rect.x + 1
    let limit = rect.width - 2
    var y = rect.y
    let place = scene.place
    put(
      VisibleText("\(headName(place))\(place.head == nil ? " of \(scene.maps.heads.count) heads" : "")"), x: x, y: y,
      .accent)
    y += 1
    if let head = place.head, let scores = scene.trace.scores(layer: place.layer, head: head) {
      let named = scores.standingOut.map(\.tag)
      for tag in HeadTags.Tag.allCases {
        if named.contains(tag) { frame.put(look.glyphs.pointer, x: x, y: y, style: look[.accent]) }
        put(VisibleText(tag.rawValue), x: x + 2, y: y, named.contains(tag) ? .text : .dim)
        paintBar(scores[tag], of: 1, x: x + 18, y: y)
        y += 1
      }
    }
    y += 1

    let isFrom = scene.direction == .from
    let name = tokenName(scene.row, of: scene.trace).clipped(to: 16, look: look)
    put(
      VisibleText("\(scene.row) ") + name + (isFrom ? " looks at" : " is looked at by"), x: x, y: y, .accent,
      limit: limit)
    y += 1
    let others = min(scene.maps.heads.count, max(0, rect.height / 4))
    let room = max(3, min(24, rect.bottom - y - others - 5))
    let strongest = scene.strongest(of: scene.row, count: room)
    let maximum = strongest.first.map { $0.weight } ?? 0
    // What rounds to nothing is not worth a line.
    for (column, weight) in strongest where y < rect.bottom && weight >= 0.005 {
      let number = "\(column)"
      if column == scene.column { frame.put(look.glyphs.pointer, x: x, y: y, style: look[.accent]) }
      put(VisibleText(number), x: x + 5 - number.utf8.count, y: y, .dim)
      put(
        tokenName(column, of: scene.trace).clipped(to: 11, look: look), x: x + 6, y: y,
        column == scene.column ? .match : .text)
      paintBar(weight, of: maximum, x: x + 18, y: y)
      y += 1
    }
    for line in facts(scene) where y < rect.bottom {
      put(line, x: x, y: y, .dim, limit: limit)
      y += 1
    }
    y += 1
    paintHeads(scene, in: Rect(x: x, y: y, width: limit, height: rect.bottom - y))
  }

  /// A number and a bar; `-` for what is unknown.
  private mutating func paintBar(_ value: Double?, of maximum: Double, x: Int, y: Int) {
    guard let value else {
      put("-", x: x + 3, y: y, .dim)
      return
    }
    let text = decimal(value)
    put(VisibleText(text), x: x + 4 - text.utf8.count, y: y, .text)
    guard maximum > 0, value > 0, let full = look.theme.shades.last else { return }
    let cells = Int((min(1, value / maximum) * Double(Painter.barWidth)).rounded())
    frame.fill(Rect(x: x + 6, y: y, width: cells, height: 1), glyph: full, style: look[.accent])
  }

  private func facts(_ scene: AttentionScene) -> [VisibleText] {
    let got = scene.received(by: scene.row, above: 0.05)
    return [
      VisibleText("entropy \(decimal(scene.plane.entropy(of: scene.row))) bit over \(counted(scene.row + 1, "key"))"),
      VisibleText("receives \(decimal(got.sum)) from \(got.queries) later, \(got.above) above .05"),
    ]
  }

  /// The heads of the layer with their tags.
  private mutating func paintHeads(_ scene: AttentionScene, in rect: Rect) {
    let heads = scene.maps.heads
    guard rect.height >= 3, heads.count > 1 else { return }
    put(VisibleText("heads of layer \(scene.place.layer)"), x: rect.x, y: rect.y, .accent)
    let chosen = scene.place.head.flatMap { heads.firstIndex(of: $0) } ?? 0
    let room = min(heads.count, rect.height - 1)
    let first = Painter.firstInSight(of: chosen, near: chosen - room / 2, room: room, count: heads.count)
    for line in 0..<room {
      let head = heads[first + line]
      let y = rect.y + 1 + line
      let isChosen = head == scene.place.head
      if isChosen { frame.put(look.glyphs.pointer, x: rect.x, y: y, style: look[.accent]) }
      put(VisibleText("H\(head)"), x: rect.x + 2, y: y, isChosen ? .text : .dim)
      let found = scene.trace.scores(layer: scene.place.layer, head: head)?.standingOut ?? []
      let names = found.map { "\($0.tag.rawValue) \(decimal($0.score))" }.joined(separator: " ")
      let text = names.isEmpty ? "nothing clear" : names
      put(VisibleText(text), x: rect.x + 6, y: y, isChosen ? .text : .dim, limit: rect.width - 6)
    }
  }
}
