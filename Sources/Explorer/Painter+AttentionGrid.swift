import Analysis
import Screen
import UnicodeText

/// All heads at once: one small matrix each, every cell the greatest weight under it, as a mean would hide stripes.
extension Painter {
  /// Cells of the smallest matrix: its line below must hold a tag and a score.
  private static let leastThumb = Size(width: 15, height: 3)

  mutating func paintHeadGrid(_ scene: AttentionScene, in rect: Rect) {
    let layers = scene.maps.layers
    let heads = scene.maps.heads
    let least = Painter.leastThumb
    let across = max(1, min(heads.count, (rect.width - 1) / (least.width + 2)))
    let down = max(1, min(layers.count, rect.height / (least.height + 1)))
    lack(width: (heads.count - across) * (least.width + 2), height: (layers.count - down) * (least.height + 1))
    let width = (rect.width - 1) / across - 2
    let height = rect.height / down - 1
    let chosenLayer = layers.firstIndex(of: scene.place.layer) ?? 0
    let chosenHead = scene.place.head.flatMap { heads.firstIndex(of: $0) } ?? 0
    let firstLayer = Painter.firstInSight(
      of: chosenLayer, near: chosenLayer - down / 2, room: down, count: layers.count)
    let firstHead = Painter.firstInSight(
      of: chosenHead, near: chosenHead - across / 2, room: across, count: heads.count)
    let shownLayers = Array(layers[firstLayer..<firstLayer + down])
    let shownHeads = Array(heads[firstHead..<firstHead + across])
    for (line, layer) in shownLayers.enumerated() {
      for (place, head) in shownHeads.enumerated() {
        let cell = Rect(
          x: rect.x + 1 + place * (width + 2), y: rect.y + line * (height + 1), width: width, height: height)
        let plane = AttentionPlane(scene.maps, layer: layer, head: head, treatment: state.heat.sink)
        let used = paintThumb(plane, scene.direction, in: cell)
        let isChosen = layer == scene.place.layer && (scene.place.head ?? head) == head
        var name = VisibleText("L\(layer)H\(head)")
        for (tag, score) in scene.trace.scores(layer: layer, head: head)?.standingOut ?? [] {
          let part = VisibleText(" \(tag.short) \(decimal(score))")
          if name.width + part.width <= width + 1 { name += part }
        }
        let y = cell.y + used
        if isChosen { frame.put(look.glyphs.pointer, x: cell.x - 1, y: y, style: look[.accent]) }
        put(name.clipped(to: width + 1, look: look), x: cell.x, y: y, isChosen ? .cursor : .dim)
      }
    }
  }

  /// Draws one matrix and returns the lines it takes.
  private mutating func paintThumb(_ plane: AttentionPlane, _ direction: HeatSettings.Direction, in rect: Rect) -> Int {
    let levels = heatLevels(maximum: plane.maximum)
    let isHalved = !levels.colors.isEmpty && !look.isASCII
    let count = plane.tokenCount
    let columns = min(count, rect.width)
    let wide = 2 * columns <= rect.width ? 2 : 1
    let rows = min(count, rect.height * (isHalved ? 2 : 1))
    let pooled = PooledMatrix(plane, direction, rows: rows, columns: columns)
    let lines = isHalved ? (rows + 1) / 2 : rows
    let ground = look[.text].background
    for line in 0..<lines {
      let y = rect.y + line
      for column in 0..<columns {
        let upper = pooled[isHalved ? 2 * line : line, column]
        var cell: (glyph: Glyph, style: Style)?
        let lower = isHalved ? pooled[2 * line + 1, column] : nil
        if upper?.isNaN == true || lower?.isNaN == true {
          cell = (levels.faulty, look[.error])
        } else if isHalved {
          switch (upper.flatMap { levels.level(Double($0)) }, lower.flatMap { levels.level(Double($0)) }) {
          case (let top?, let bottom?):
            cell = (levels.upperHalf, Style(foreground: levels.colors[top], background: levels.colors[bottom]))
          case (let top?, nil): cell = (levels.upperHalf, Style(foreground: levels.colors[top], background: ground))
          case (nil, let bottom?):
            cell = (levels.lowerHalf, Style(foreground: levels.colors[bottom], background: ground))
          case (nil, nil): break
          }
        } else if let upper {
          cell = levels.level(Double(upper)).map { levels.cells[$0] }
        }
        guard let cell else { continue }
        for copy in 0..<wide {
          let isBlank = levels.isDigits && copy < wide - 1
          frame.put(isBlank ? .space : cell.glyph, x: rect.x + column * wide + copy, y: y, style: cell.style)
        }
      }
      if !isHalved {
        let edge =
          direction == .from
          ? (0..<columns).last { pooled[line, $0] != nil }.map { ($0 + 1) * wide }
          : (0..<columns).first { pooled[line, $0] != nil }.map { $0 * wide - 1 }
        if let edge, edge >= 0, edge < columns * wide {
          frame.put(triangleEdge, x: rect.x + edge, y: y, style: look[.dim])
        }
      }
    }
    return lines
  }
}

extension HeadTags.Tag {
  /// At most 9 cells.
  var short: String { self == .previousToken ? "previous" : rawValue }
}
