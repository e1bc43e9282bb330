import Analysis
import Inference
import Screen
import UnicodeText

/// The text in the colours of the experts that its tokens go to first, their numbers below.
extension Painter {
  /// One token on a line of text.
  private struct Piece {
    let token: Int
    let x: Int
    let name: VisibleText
    let width: Int
  }

  /// Cells left of the text.
  private static let textGutter = 6
  /// Most layers that are shown below one another.
  private static let mostLayers = 8

  mutating func paintRoutingText(_ scene: RoutingScene, in rect: Rect) {
    let room = max(8, rect.width - Painter.textGutter - 1)
    let lines = textLines(scene, room: room)
    var layers = [scene.layer]
    let single = lines.count * 3 - 1
    let summary = RoutingSummary(
      scene, grid: nil, size: Size(width: rect.width, height: rect.height), wanted: min(single, rect.height * 2 / 3))
    let height = max(2, rect.height - summary.height - 1)
    // All layers below one another where the whole text has room for them.
    let all = scene.all.layers
    if scene.followed == nil, !scene.isWhatIf, all.count <= Painter.mostLayers,
      lines.count * (all.count + 2) - 1 <= height
    {
      layers = all
    }
    let block = layers.count + 2
    let fitting = max(1, (height + 1) / block)
    lack(height: (lines.count - fitting) * block)
    let cursorLine = lines.firstIndex { $0.contains { $0.token == scene.cursor } } ?? 0
    let first = max(0, min(cursorLine - fitting / 2, lines.count - fitting))
    for (place, line) in lines[first..<min(lines.count, first + fitting)].enumerated() {
      let y = rect.y + place * block
      if first + place == cursorLine, scene.cursor != nil {
        put(VisibleText(glyphs: [look.glyphs.pointer]), x: 0, y: y, .accent)
      }
      for (index, layer) in layers.enumerated() {
        put(VisibleText("L\(layer)"), x: 1, y: y + 1 + index, layer == scene.layer ? .accent : .dim)
      }
      for piece in line { paintPiece(piece, scene, layers: layers, y: y) }
    }
    let used = min(lines.count - first, fitting) * block
    let y = min(rect.bottom - summary.height, rect.y + used + 1)
    paintFirstChoices(scene, y: y - 1, right: rect.right - 1)
    paintSummary(summary, scene, in: Rect(x: rect.x, y: y, width: rect.width, height: summary.height), grid: nil)
  }

  /// Tokens side by side; a line ends where there is no more room and after a line feed.
  private func textLines(_ scene: RoutingScene, room: Int) -> [[Piece]] {
    // Numbers of more than one digit need a blank after them.
    let digits = String(scene.highestReal).utf8.count
    let least = digits > 1 ? digits + 1 : 1
    var out: [[Piece]] = [[]]
    var x = 0
    let bytes = state.page?.window.bytes ?? []
    for (token, part) in scene.trace.trace.tokens.enumerated() {
      let name = tokenName(token, of: scene.trace).clipped(to: room, look: look)
      let width = max(least, name.width)
      if x + width > room, x > 0 {
        out.append([])
        x = 0
      }
      out[out.count - 1].append(Piece(token: token, x: Painter.textGutter + x, name: name, width: width))
      x += width
      if let range = part.bytes, range.upperBound <= bytes.count, bytes[range].contains(0x0A) {
        out.append([])
        x = 0
      }
    }
    if out.count > 1, out[out.count - 1].isEmpty { out.removeLast() }
    return out
  }

  private mutating func paintPiece(_ piece: Piece, _ scene: RoutingScene, layers: [Int], y: Int) {
    let token = piece.token
    let first = scene.taken(token).first
    var style = look[.dim]
    if let followed = scene.followed {
      if scene.rank(of: followed, token: token) != nil { style = look[.match] }
    } else if let first, !scene.isNull(first) {
      style = look.expertStyle(first)
    }
    frame.put(piece.name, x: piece.x, y: y, style: token == scene.cursor ? look[.cursor] : style)
    for (index, layer) in layers.enumerated() {
      let line = y + 1 + index
      let (mark, style) = mark(of: token, layer: layer, scene)
      let x = frame.put(mark, x: piece.x, y: line, style: style)
      // The number stands for the whole token.
      frame.fill(
        Rect(x: x, y: line, width: piece.x + piece.name.width - x, height: 1), glyph: look.glyphs.fill,
        style: look[.border])
    }
  }

  /// What stands below a token: its first expert, or the rank of the followed one.
  private func mark(of token: Int, layer: Int, _ scene: RoutingScene) -> (VisibleText, Style) {
    if let followed = scene.followed {
      guard let rank = scene.rank(of: followed, token: token) else {
        return (VisibleText(glyphs: [look.theme.causal]), look[.border])
      }
      return (VisibleText("\(rank)"), look[.accent])
    }
    if layer != scene.layer {
      guard let first = scene.all.chosen(layer: layer, token: token).first.map(Int.init),
        let place = scene.all.layers.firstIndex(of: layer)
      else { return ("-", look[.dim]) }
      return scene.all.nullExperts[place].contains(first)
        ? ("n", look[.dim]) : (VisibleText("\(first)"), look.expertStyle(first))
    }
    guard let first = scene.taken(token).first else { return ("-", look[.warning]) }
    return scene.isNull(first) ? ("n", look[.dim]) : (VisibleText("\(first)"), look.expertStyle(first))
  }

  /// How many tokens go to each expert first.
  private mutating func paintFirstChoices(_ scene: RoutingScene, y: Int, right: Int) {
    var counts: [Int: Int] = [:]
    for token in 0..<scene.own.tokenCount {
      guard let first = scene.taken(token).first else { continue }
      // Null experts are one for this.
      counts[scene.isNull(first) ? -1 : first, default: 0] += 1
    }
    var x = put("first choice", x: 1, y: y, .dim) + 2
    let order = counts.keys.filter { $0 >= 0 }.sorted { counts[$0] == counts[$1] ? $0 < $1 : counts[$0]! > counts[$1]! }
    for expert in order + (counts[-1] == nil ? [] : [-1]) {
      let text = VisibleText("\(expert < 0 ? "null" : "E\(expert)") \(counts[expert] ?? 0)")
      guard x + text.width <= right else { break }
      x = frame.put(text, x: x, y: y, style: expert < 0 ? look[.dim] : look.expertStyle(expert)) + 2
    }
  }
}
