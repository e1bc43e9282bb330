import Analysis
import Inference
import Screen
import UnicodeText

/// Below the text: the strongest key, or query, of the cursor token in every head.
extension Painter {
  mutating func paintBestKeys(_ scene: AttentionScene, in rect: Rect) {
    guard rect.height >= 3 else { return }
    let isFrom = scene.direction == .from
    let name = look.quoted(tokenBytes(scene.row, of: scene.trace)).clipped(to: 24, look: look)
    let crossedOut = state.heat.sink == .raw ? "" : ", without crossed-out ones"
    var title = VisibleText(" every head: best \(isFrom ? "key of query" : "query of key") \(scene.row) ") + name
    if title.width + crossedOut.utf8.count < rect.width { title += VisibleText(crossedOut) }
    put(title.clipped(to: rect.width - 1, look: look), x: rect.x, y: rect.y, .accent)

    let layers = scene.maps.layers
    let heads = scene.maps.heads
    let left = rect.x + 7 + String(layers.last ?? 0).utf8.count + 2
    let room = max(1, min(heads.count, (rect.right - left) / 17))
    let width = min(26, (rect.right - left) / room)
    let lines = min(layers.count, rect.height - 2)
    let chosenLayer = layers.firstIndex(of: scene.place.layer) ?? 0
    let chosenHead = scene.place.head.flatMap { heads.firstIndex(of: $0) } ?? 0
    let firstLayer = Painter.firstInSight(of: chosenLayer, near: 0, room: lines, count: layers.count)
    let firstHead = Painter.firstInSight(of: chosenHead, near: 0, room: room, count: heads.count)
    for column in 0..<room {
      put(
        VisibleText("head \(heads[firstHead + column])"), x: left + column * width + 1, y: rect.y + 1, .dim,
        limit: width - 1)
    }
    for line in 0..<lines {
      let layer = layers[firstLayer + line]
      let y = rect.y + 2 + line
      put(VisibleText(" layer \(layer)"), x: rect.x, y: y, .dim)
      if layer == scene.place.layer, scene.place.head == nil {
        frame.put(look.glyphs.pointer, x: rect.x, y: y, style: look[.accent])
      }
      for column in 0..<room {
        let head = heads[firstHead + column]
        let isChosen = layer == scene.place.layer && head == scene.place.head
        paintBest(scene, layer: layer, head: head, isChosen, x: left + column * width, y: y, width: width)
      }
    }
  }

  private mutating func paintBest(
    _ scene: AttentionScene, layer: Int, head: Int, _ isChosen: Bool, x: Int, y: Int, width: Int
  ) {
    if isChosen { frame.put(look.glyphs.pointer, x: x, y: y, style: look[.accent]) }
    var best: (token: Int, weight: Float)?
    for token in scene.columns(of: scene.row) where !scene.isMasked(row: scene.row, column: token) {
      let weight =
        scene.direction == .from
        ? scene.maps[layer: layer, head: head, query: scene.row, key: token]
        : scene.maps[layer: layer, head: head, query: token, key: scene.row]
      if weight > best?.weight ?? -1 { best = (token, weight) }
    }
    guard let best else {
      put("-", x: x + 3, y: y, .dim)
      return
    }
    let number = "\(best.token)"
    let digits = max(2, String(scene.count - 1).utf8.count)
    put(VisibleText(number), x: x + 1 + digits - number.utf8.count, y: y, .dim)
    let weight = decimal(Double(best.weight))
    let label = x + digits + 2
    let end = x + width - 2
    put(
      tokenName(best.token, of: scene.trace).clipped(to: end - 5 - label, look: look), x: label, y: y,
      isChosen ? .cursor : .text)
    put(VisibleText(weight), x: end - weight.utf8.count, y: y, isChosen ? .accent : .dim)
  }
}
