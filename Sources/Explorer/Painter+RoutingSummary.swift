import Analysis
import Inference
import Screen
import UnicodeText

/// The lines below a form of the routing view: how evenly the experts are used, in this layer and in all.
extension Painter {
  mutating func paintSummary(_ summary: RoutingSummary, _ scene: RoutingScene, in rect: Rect, grid: ExpertGrid?) {
    var y = rect.y
    for line in summary.lines {
      let row = Rect(x: rect.x, y: y, width: rect.width, height: 1)
      switch line {
      case .chart(let height):
        if let grid {
          paintChart(scene, grid, in: Rect(x: rect.x, y: y, width: rect.width, height: height))
        }
        y += height - 1
      case .load: if let grid { paintLoad(scene, grid, y: y) }
      case .ratio: if let grid { paintRatio(scene, grid, y: y) }
      case .extremes: paintParts(extremes(scene), in: row)
      case .statistics: paintParts(statistics(scene), in: row)
      case .layers(let height):
        paintLayers(scene, in: Rect(x: rect.x, y: y, width: rect.width, height: height))
        y += height - 1
      case .slider: paintSlider(scene, in: row)
      case .followed: paintParts(followed(scene, width: rect.width), in: row, inOrder: true)
      }
      y += 1
    }
  }

  /// Writes the parts that fit; with `inOrder` none after one that does not.
  private mutating func paintParts(_ parts: [(VisibleText, Theme.Role)], in rect: Rect, inOrder: Bool = false) {
    var x = rect.x + 1
    for (text, role) in parts {
      if x + text.width <= rect.right - 1 {
        x = put(text, x: x, y: rect.y, role) + 2
      } else if inOrder {
        return
      }
    }
  }

  // MARK: Under the columns

  private mutating func paintLoad(_ scene: RoutingScene, _ grid: ExpertGrid, y: Int) {
    put("load", x: 1, y: y, .dim)
    for (place, expert) in grid.experts.enumerated() {
      let count = scene.load.counts[expert]
      let text = "\(count)"
      let role: Theme.Role = count == 0 && !scene.isNull(expert) ? .warning : scene.isNull(expert) ? .dim : .text
      put(VisibleText(text), x: grid.x(place) + max(grid.cell, text.utf8.count) - text.utf8.count, y: y, role)
    }
    put(VisibleText("ideal " + decimal(scene.load.ideal, places: 1)), x: grid.right + 1, y: y, .dim)
  }

  private mutating func paintRatio(_ scene: RoutingScene, _ grid: ExpertGrid, y: Int) {
    put("load/ideal", x: 1, y: y, .dim, limit: max(4, grid.left - 2))
    for (place, expert) in grid.experts.enumerated() {
      guard let ratio = scene.load.ratios?[expert] else { continue }
      let room = grid.pitch - 1
      let text = decimal(ratio, places: ratio >= 10 ? room - 3 : room - 2)
      put(
        VisibleText(text), x: grid.x(place) + grid.cell - text.utf8.count, y: y,
        scene.isNull(expert) ? .dim : ratio >= 2 || ratio == 0 ? .warning : .text)
    }
    put("1 = fair", x: grid.right + 1, y: y, .dim)
  }

  /// What the bars stand for, one number per expert; the load where probabilities are asked for and not known.
  private func barValues(_ scene: RoutingScene, layer: Int) -> [Double] {
    if showsProbability(scene) {
      return scene.meanProbabilities(layer: layer) ?? Array(repeating: 0, count: scene.all.expertCount)
    }
    if layer == scene.layer { return scene.load.counts.map(Double.init) }
    return ((try? ExpertLoad(scene.all, layer: layer))?.counts ?? []).map(Double.init)
  }

  private func showsProbability(_ scene: RoutingScene) -> Bool { state.heat.bars == .probability && scene.hasScores }

  private mutating func paintChart(_ scene: RoutingScene, _ grid: ExpertGrid, in rect: Rect) {
    let values = barValues(scene, layer: scene.layer)
    let most = values.max() ?? 0
    let isShare = showsProbability(scene)
    put(isShare ? "mean p" : "load", x: 1, y: rect.y, .dim, limit: max(4, grid.left - 2))
    put(
      VisibleText("max " + (isShare ? decimal(most) : decimal(most, places: 0))), x: 1, y: rect.y + 1, .dim,
      limit: max(4, grid.left - 2))
    guard most > 0 else { return }
    let bars = look.glyphs.bars
    for (place, expert) in grid.experts.enumerated() {
      // At least the lowest bar for what is not 0.
      let steps = Int((values[expert] / most * Double(rect.height * bars.count)).rounded())
      var left = values[expert] > 0 ? max(1, steps) : 0
      let style = scene.isNull(expert) ? look[.dim] : look.expertBarStyle(expert)
      for line in (0..<rect.height).reversed() where left > 0 {
        let bar = bars[min(left, bars.count) - 1]
        for cell in 0..<grid.cell { frame.put(bar, x: grid.x(place) + cell, y: rect.y + line, style: style) }
        left -= bars.count
      }
    }
  }

  // MARK: In words

  private func extremes(_ scene: RoutingScene) -> [(VisibleText, Theme.Role)] {
    let counts = scene.load.counts
    let order = scene.real.sorted { counts[$0] == counts[$1] ? $0 < $1 : counts[$0] > counts[$1] }
    guard let ratios = scene.load.ratios, let last = order.last else { return [("load: none", .dim)] }
    func words(_ expert: Int) -> VisibleText {
      VisibleText("\(scene.name(expert)) \(counts[expert]) (\(decimal(ratios[expert], places: 1))x)")
    }
    var out: [(VisibleText, Theme.Role)] = [("load: most", .dim)]
    out += order.dropLast().prefix(max(2, min((geometry.body.width - 46) / 16, 6))).map { (words($0), .text) }
    out.append(("least", .dim))
    out.append((words(last), .text))
    out.append((VisibleText("x = times the ideal \(decimal(scene.load.ideal, places: 1))"), .dim))
    return out
  }

  private func statistics(_ scene: RoutingScene) -> [(VisibleText, Theme.Role)] {
    let load = scene.load
    var out: [(VisibleText, Theme.Role)] = []
    if let collapsed = load.collapsedExpert {
      let share = Double(load.counts[collapsed]) / Double(max(1, load.tokenCount))
      out.append((VisibleText("!collapse: \(scene.name(collapsed)) takes \(percent(share)) %"), .error))
    }
    if let ratio = load.maximumByMean { out.append((VisibleText("max/mean \(decimal(ratio))"), .text)) }
    if let variation = load.variation { out.append((VisibleText("CV \(decimal(variation))"), .text)) }
    let dead = load.deadExperts.map { scene.name($0) }
    if dead.isEmpty {
      out.append(("dead: none", .dim))
    } else {
      let most = geometry.body.width >= 120 ? 12 : 4
      let named = dead.prefix(most).joined(separator: " ") + (dead.count > most ? " and \(dead.count - most) more" : "")
      out.append((VisibleText("dead: " + named), .warning))
    }
    if let real = load.realPerToken {
      out.append((VisibleText("real \(decimal(real)) of \(load.chosenCount) a token"), .text))
    }
    if !scene.null.isEmpty, let share = load.nullShare { out.append((VisibleText("null \(percent(share)) %"), .text)) }
    return out
  }

  /// What the followed expert does here and in the other layers, and which tokens it takes first.
  private func followed(_ scene: RoutingScene, width: Int) -> [(VisibleText, Theme.Role)] {
    guard let expert = scene.followed else { return [] }
    let count = scene.load.counts[expert]
    let all = max(1, scene.load.tokenCount)
    let share = percent(Double(count) / Double(all))
    var out: [(VisibleText, Theme.Role)] = [
      (
        VisibleText("\(scene.name(expert)) takes \(count) of \(counted(scene.load.tokenCount, "token")) (\(share) %)"),
        .accent
      )
    ]
    let place = scene.all.layers.firstIndex(of: scene.layer) ?? 0
    let shown = max(1, min(scene.all.layers.count, width / 16))
    let first = max(0, min(place - shown / 2, scene.all.layers.count - shown))
    let shares = scene.all.layers[first..<first + shown].compactMap { layer -> String? in
      guard let load = try? ExpertLoad(scene.all, layer: layer) else { return nil }
      return "L\(layer) \(percent(Double(load.counts[expert]) / Double(all)))"
    }
    if scene.all.layers.count > 1 {
      out.append((VisibleText((scene.isWhatIf ? "plain " : "in ") + shares.joined(separator: " ") + " %"), .text))
    }
    let top = topTokens(of: expert, scene, count: 6)
    out += top.enumerated().map { ($0 == 0 ? "most " + $1 : $1, .text) }
    return out
  }

  /// The tokens that an expert takes with the highest probabilities, or in the highest ranks; each text once.
  private func topTokens(of expert: Int, _ scene: RoutingScene, count: Int) -> [VisibleText] {
    let tokens = (0..<scene.own.tokenCount).compactMap { token -> (token: Int, value: Double)? in
      guard let rank = scene.rank(of: expert, token: token) else { return nil }
      let value = scene.probabilities(token).map { Double($0[expert]) } ?? -Double(rank)
      return (token, value.isNaN ? -.infinity : value)
    }
    var seen = Set<VisibleText>()
    var out: [VisibleText] = []
    for (token, value) in tokens.sorted(by: { $0.value == $1.value ? $0.token < $1.token : $0.value > $1.value }) {
      let name = tokenName(token, of: scene.trace).clipped(to: 16, look: look)
      guard seen.insert(name).inserted else { continue }
      out.append("\"" + name + "\"" + VisibleText(scene.hasScores ? " " + decimal(value) : ""))
      if out.count == count { break }
    }
    return out
  }

  private func percent(_ share: Double) -> String { decimal(share * 100, places: 0) }

  // MARK: All layers

  private mutating func paintLayers(_ scene: RoutingScene, in rect: Rect) {
    let layers = scene.all.layers
    let perLine = RoutingSummary.layersPerLine(scene, width: rect.width)
    let place = layers.firstIndex(of: scene.layer) ?? 0
    // The part with the chosen layer in it.
    let lines = (layers.count + perLine - 1) / perLine
    let first = max(0, min(place / perLine - rect.height / 2, lines - rect.height)) * perLine
    put(showsProbability(scene) ? "mean p" : "loads", x: 1, y: rect.y, .dim)
    for line in 0..<rect.height {
      let start = first + line * perLine
      guard start < layers.count else { break }
      paintLayers(
        layers[start..<min(layers.count, start + perLine)], scene, y: rect.y + line,
        right: rect.right - 1)
    }
  }

  /// One line of them.
  private mutating func paintLayers(_ layers: ArraySlice<Int>, _ scene: RoutingScene, y: Int, right: Int) {
    let free = right - RoutingSummary.layersLabel - layers.count * RoutingSummary.layerWidth(scene)
    // How many times there is room for the word.
    var words = max(0, free) / 9
    var x = RoutingSummary.layersLabel
    let bars = look.glyphs.bars
    for layer in layers {
      let start = x
      let isChosen = layer == scene.layer
      let load = isChosen ? scene.load : try? ExpertLoad(scene.all, layer: layer)
      let values = barValues(scene, layer: layer)
      let real = load?.realExperts ?? []
      x = put(VisibleText("L\(layer) "), x: x, y: y, isChosen ? .accent : .dim)
      let most = real.reduce(0) { max($0, values[$1]) }
      for expert in real {
        let level = most > 0 ? min(bars.count - 1, Int(values[expert] / most * Double(bars.count))) : 0
        let style = expert == scene.followed ? look[.cursor] : look[isChosen ? .accent : .text]
        frame.put(values[expert] > 0 ? bars[level] : noBar, x: x, y: y, style: style)
        x += 1
      }
      x = max(x, start + RoutingSummary.layerWidth(scene) - 2)
      if load?.collapsedExpert != nil {
        x = put(words > 0 ? "!collapse" : "!", x: x, y: y, .error) + 1
        words -= 1
      } else {
        x += 2
      }
    }
    if scene.isWhatIf, layers.contains(scene.layer), layers.count > 1, x + 14 <= right {
      put("others plain", x: x, y: y, .dim)
    }
  }

  /// Where nothing goes.
  private var noBar: Glyph { look.isASCII ? .space : look.theme.causal }

  // MARK: Slider

  /// The capacity between its ends, and what it costs.
  private mutating func paintSlider(_ scene: RoutingScene, in rect: Rect) {
    let factor = state.heat.capacity
    let width = rect.width >= 100 ? 31 : 16
    let range = HeatSettings.capacities
    let place = (factor - range.lowerBound) * (width - 1) / (range.upperBound - range.lowerBound)
    let (left, right, knob): (VisibleText, VisibleText, VisibleText) =
      look.isASCII ? ("|", "|", "o") : ("├", "┤", "●")
    var x = put("capacity", x: 1, y: rect.y, .dim) + 1
    x = put(left, x: x, y: rect.y, .border)
    frame.fill(Rect(x: x, y: rect.y, width: width, height: 1), glyph: look.glyphs.line, style: look[.border])
    put(knob, x: x + max(0, min(place, width - 1)), y: rect.y, .accent)
    x = put(right, x: x + width, y: rect.y, .border) + 1
    x = put(VisibleText(decimal(Double(factor) / 100)), x: x, y: rect.y, .accent) + 2
    let changes = (0..<scene.own.tokenCount).flatMap { scene.changes($0) }
    let dropped = changes.count { $0.to == nil }
    var parts: [VisibleText] = []
    if let capacity = scene.outcome.capacity { parts.append(VisibleText(counted(capacity, "place") + " each")) }
    if case .capacityReroute = scene.outcome.policy { parts.append(VisibleText("\(changes.count - dropped) moved")) }
    parts.append(
      VisibleText("\(dropped) of \(counted(scene.own.tokenCount * scene.own.chosenCount, "choice")) dropped"))
    for part in parts where x + part.width < rect.right { x = put(part, x: x, y: rect.y, .warning) + 2 }
  }
}
