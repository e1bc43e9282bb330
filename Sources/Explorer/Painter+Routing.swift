import Analysis
import Inference
import Screen
import UnicodeText

/// Where the tokens go: one layer's experts by token, on the text, or by class of token.
extension Painter {
  mutating func paintRouting() {
    let body = geometry.body
    guard let scene = RoutingScene(state) else {
      put(routingNotice, x: 2, y: body.y + 1, .text, limit: body.width - 4)
      return
    }
    routing = scene
    paintRoutingHeader(scene)
    let room = Rect(x: body.x, y: body.y + 1, width: body.width, height: body.height - 1)
    var hasRanks = false
    switch state.heat.routingForm {
    case .matrix: hasRanks = paintRoutingMatrix(scene, in: room)
    case .text: paintRoutingText(scene, in: room)
    case .classes: paintRoutingClasses(scene, in: room)
    }
    paintRoutingCursorLine(scene)
    paintRoutingLegend(scene, hasRanks: hasRanks)
  }

  private var routingNotice: VisibleText {
    if let heatNotice { return heatNotice }
    return "this model has no experts, or its trace does not tell them (other views: c a w)"
  }

  // MARK: Header

  private mutating func paintRoutingHeader(_ scene: RoutingScene) {
    let parts = routingHeader(scene)
    let room = geometry.body.width - 2
    // What matters most is kept, in the order of reading.
    var kept: Set<Int> = []
    var used = 0
    for index in parts.indices.sorted(by: { parts[$0].priority < parts[$1].priority }) {
      let width = parts[index].text.width + (kept.isEmpty ? 0 : 3)
      if used + width > room { continue }
      kept.insert(index)
      used += width
    }
    var x = 1
    for (index, part) in parts.enumerated() where kept.contains(index) {
      x = put(part.text, x: x, y: geometry.body.y, part.role) + 3
    }
  }

  private func routingHeader(_ scene: RoutingScene) -> [(text: VisibleText, role: Theme.Role, priority: Int)] {
    let layers = scene.all.layers
    let arrows = look.isASCII ? ("<", ">") : ("◂", "▸")
    var layer = "layer \(arrows.0)\(scene.layer)\(arrows.1)"
    layer += layers == Array(0..<layers.count) ? " of \(layers.count)" : " (\(counted(layers.count, "layer")))"
    let isWide = geometry.body.width >= 100
    var experts = "top-\(scene.own.chosenCount) of "
    experts += isWide || scene.null.isEmpty ? counted(scene.real.count, "expert") : "\(scene.real.count)"
    if !scene.null.isEmpty { experts += (isWide ? " + " : "+") + "\(scene.null.count) null" }
    let trace = scene.trace
    let policy: (VisibleText, Theme.Role) =
      scene.refusal.map { (VisibleText("no what-if: " + $0), .error) }
      ?? (routingPolicyWords(scene), scene.isWhatIf ? .warning : .text)
    var out: [(VisibleText, Theme.Role, Int)] = [
      (VisibleText(layer), .accent, 0), (VisibleText(experts), .text, 2),
      (policy.0, policy.1, 1),
      ("reads " + activeTitle + " (\(trace.summary))", .dim, 4),
    ]
    if let part = readPart(of: trace) {
      out.append((part.range + part.whole, .warning, 3))
    }
    return out.map { (text: $0.0, role: $0.1, priority: $0.2) }
  }

  /// `policy plain`, or what is assumed.
  func routingPolicyWords(_ scene: RoutingScene) -> VisibleText {
    let factor = decimal(Double(state.heat.capacity) / 100)
    let places = scene.outcome.capacity.map { " (\(counted($0, "place")))" } ?? ""
    return switch scene.outcome.policy {
    case .plain: "policy plain"
    case .capacityDrop: VisibleText("what-if: capacity drop \(factor)\(places)")
    case .capacityReroute: VisibleText("what-if: capacity reroute \(factor)\(places)")
    case .grouped(let groups): VisibleText("what-if: \(groups) groups, \(scene.own.chosenCount / groups) of each")
    }
  }

  // MARK: Cells

  /// The cell of a probability, `width` cells, with a mark in the middle; nil draws no shade.
  mutating func paintExpertCell(
    _ probability: Double?, hasScores: Bool, mark: VisibleText, markStyle: Style, x: Int, y: Int, width: Int
  ) {
    var style = look[.text]
    var shade = Glyph.space
    if hasScores {
      let cell = heatCell(probability.flatMap(RouterShade.position))
      (shade, style) = (cell.glyph, cell.style)
    } else if mark.isEmpty {
      frame.put(look.theme.causal, x: x + (width - 1) / 2, y: y, style: look[.border])
      return
    }
    let hasBackground = hasScores && shade == .space && !look.theme.heat.isEmpty
    if width == 1 {
      let ink = hasBackground ? style.adding(.bold) : markStyle
      if mark.isEmpty {
        frame.put(shade, x: x, y: y, style: style)
      } else {
        frame.put(mark, x: x, y: y, style: ink, limit: 1)
      }
      return
    }
    for cell in 0..<width { frame.put(hasBackground ? .space : shade, x: x + cell, y: y, style: style) }
    // Shades stand at both sides of the mark, left of it where there is no more room.
    let middle = x + width / 2
    if mark.isEmpty {
      if !hasBackground { frame.put(.space, x: middle, y: y, style: style) }
    } else {
      frame.put(mark, x: middle, y: y, style: hasBackground ? style.adding(.bold) : markStyle)
    }
  }

  /// How the number of an expert is written.
  func expertNameStyle(_ expert: Int, _ scene: RoutingScene) -> Style {
    if expert == scene.followed { return look[.cursor] }
    return scene.isNull(expert) ? look[.dim] : look.expertStyle(expert)
  }

  // MARK: Lines below

  /// The token at the cursor, its experts, what a policy changed, and how sure the router is.
  private mutating func paintRoutingCursorLine(_ scene: RoutingScene) {
    guard let token = scene.cursor else { return }
    let name = tokenName(token, of: scene.trace).clipped(to: max(8, geometry.size.width / 5), look: look)
    let limit = geometry.size.width - 1
    let y = geometry.cursorLine
    var x = put(VisibleText(" \(token) \"") + name + "\":", x: 0, y: y, .text)
    let probabilities = scene.probabilities(token)
    func words(_ expert: Int) -> String {
      let value = probabilities.map { " " + decimal(Double($0[expert])) } ?? ""
      return (scene.isNull(expert) ? "null \(expert)" : "E\(expert)") + value
    }
    var parts: [(VisibleText, Theme.Role)] = scene.taken(token).map { (VisibleText(words($0)), .text) }
    for change in scene.changes(token) {
      let text =
        change.to.map { "not \(scene.name(change.from)) but \(scene.name($0))" } ?? "\(words(change.from)) dropped"
      parts.append((VisibleText(text), .warning))
    }
    if let bits = probabilities.flatMap({ RouterEntropyLens.bits(of: $0) }) {
      parts.append((VisibleText("entropy \(decimal(bits, places: 1)) bit"), .text))
    } else if probabilities != nil {
      parts.append(("entropy unknown", .warning))
    }
    if let factors = scene.own.weights(layer: scene.layer, token: token), !scene.isWhatIf,
      !zip(scene.taken(token), factors).allSatisfy({ expert, factor in
        probabilities.map { abs($0[expert] - factor) < 0.005 } ?? false
      })
    {
      parts.append((VisibleText("weights " + factors.map { decimal(Double($0)) }.joined(separator: " ")), .dim))
    }
    for (text, role) in parts where x + 2 + text.width <= limit { x = put(text, x: x + 2, y: y, role) }
  }

  private mutating func paintRoutingLegend(_ scene: RoutingScene, hasRanks: Bool) {
    let rank = scene.followed.map { VisibleText("\(scene.name($0)) marked") }
    var words: [VisibleText] = []
    switch state.heat.routingForm {
    case .matrix:
      if hasRanks { words.append("1 2 3 = chosen, by rank") }
      if hasRanks, scene.isWhatIf { words.append("- = not taken") }
      if !scene.null.isEmpty { words.append("N = null (no compute)") }
      if let rank { words.append(rank) }
    case .text:
      if let followed = scene.followed {
        words.append(VisibleText("below the text: rank of \(scene.name(followed)), only where it takes the token"))
      } else {
        words.append("below the text: the first expert")
      }
      if !scene.null.isEmpty { words.append("n = null (no compute)") }
      if scene.isWhatIf { words.append("- = nobody") }
    case .classes:
      words.append("% of the class's tokens that an expert takes")
      if !scene.null.isEmpty { words.append("N = null (no compute)") }
    }
    if !scene.hasScores { words.append("the trace has no scores") }
    let shades = state.heat.routingForm == .classes || scene.hasScores && state.heat.routingForm == .matrix
    putLegend(shades ? routingShades : [], then: words, y: geometry.legendLine)
  }

  /// Shades or colours with the probabilities at which they begin.
  private var routingShades: [(VisibleText, Style)] {
    let count = look.theme.heat.isEmpty ? look.theme.shades.count : look.theme.heat.count
    // Of many colours some are named.
    let levels = count <= 6 ? Array(1..<max(1, count)) : [count / 4, count / 2, 3 * count / 4, count - 1]
    return levels.flatMap { level -> [(VisibleText, Style)] in
      let cell = heatCell((Double(level) + 0.5) / Double(count))
      let edge = RouterShade.probability(at: Double(level) / Double(count))
      return [(VisibleText(glyphs: [cell.glyph]), cell.style), (VisibleText(">" + decimal(edge)), look[.dim])]
    }
  }

  /// What the status line says of this view.
  var routingSettings: [VisibleText] {
    var out: [VisibleText] = []
    guard let scene = routing else { return out }
    if scene.isWhatIf { out.append("what-if") }
    if scene.refusal != nil { out.append("no what-if") }
    switch state.heat.routingForm {
    case .matrix: break
    case .text: out.append("text")
    case .classes: out.append("by class")
    }
    if let followed = scene.followed { out.append(VisibleText("follows \(scene.name(followed))")) }
    return out
  }
}
