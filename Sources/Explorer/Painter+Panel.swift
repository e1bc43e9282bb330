import Analysis
import Inference
import Screen
import UnicodeText

/// The model's panel: one token per line, what it looks at on the left, its experts on the right, one cursor for both.
extension Painter {
  /// Where the parts of a line stand.
  private struct Parts {
    var number = 0
    var label = 0
    var labelWidth = 0
    var strip = 0
    var attention = 0
    var attentionWidth = 0
    var experts = 0
    var layers: [Int] = []
  }

  private static let stripWidth = 6

  mutating func paintPanel(in rect: Rect) {
    let trace = state.trace
    let parts = parts(in: rect, of: trace)
    paintPanelTitle(in: rect, parts, trace)
    if rect.x > 0 {
      frame.fill(
        Rect(x: rect.x - 1, y: rect.y, width: 1, height: rect.height), glyph: look.columnEdge, style: look[.border])
    }
    guard let trace, let window = state.page?.window else {
      if let notice = heatNotice { put(notice, x: rect.x + 2, y: rect.y + 1, .dim, limit: rect.width - 3) }
      return
    }
    let tokens = trace.trace.tokens
    let cursor = trace.token(at: state.cursor - window.start)
    let lines = rect.height - 1
    let first = max(0, min((cursor ?? 0) - lines / 2, tokens.count - lines))
    let plane = state.attentionPlane
    let strip = self.strip(of: trace)
    for (line, part) in missing(in: trace).enumerated() where plane == nil {
      put(VisibleText("no \(part) in this trace"), x: parts.attention + 1, y: rect.y + 1 + line, .dim)
    }
    let firstKey = firstKey(
      cells: parts.attentionWidth, first: first, lines: lines, cursor: cursor, count: tokens.count)
    for index in first..<min(tokens.count, first + lines) {
      let y = rect.y + 1 + index - first
      let isCursor = index == cursor
      if isCursor { put(VisibleText(glyphs: [look.glyphs.pointer]), x: rect.x, y: y, .accent) }
      let number = "\(index)"
      put(VisibleText(number), x: parts.label - 1 - number.utf8.count, y: y, .dim)
      put(
        tokenName(index, of: trace).clipped(to: parts.labelWidth, look: look), x: parts.label, y: y,
        isCursor ? .cursor : .text)
      if let strip { paintStrip(strip, index, x: parts.strip, y: y) }
      frame.put(look.glyphs.separator, x: parts.attention - 1, y: y, style: look[.border])
      if let plane { paintKeys(of: index, plane, from: firstKey, parts, y: y) }
      if let routing = trace.trace.routing {
        frame.put(look.glyphs.separator, x: parts.experts - 1, y: y, style: look[.border])
        paintExperts(of: index, routing, parts, y: y, right: rect.right)
      }
    }
  }

  private func parts(in rect: Rect, of trace: PieceTrace?) -> Parts {
    var parts = Parts()
    parts.number = rect.x + 1
    let digits = String(max(99, trace?.trace.tokens.count ?? 0)).utf8.count
    parts.label = parts.number + digits + 1
    parts.labelWidth = rect.width >= 100 ? 14 : 10
    parts.strip = parts.label + parts.labelWidth + 1
    parts.attention = parts.strip + Painter.stripWidth + 1
    parts.experts = rect.right
    if let routing = trace?.trace.routing {
      let width = expertsWidth(routing)
      let room = rect.right - parts.attention - 20
      let all = routing.layers
      if room >= (width + 1) * all.count {
        parts.layers = all
      } else if let layer = state.routingLayer {
        parts.layers = [layer]
      }
      parts.experts = rect.right - (width + 1) * parts.layers.count - 1
    }
    parts.attentionWidth = max(0, parts.experts - 1 - parts.attention)
    if trace?.trace.routing == nil { parts.attentionWidth += 1 }
    return parts
  }

  /// Cells of one layer's experts: one each, a gap, one for each null expert; numbers where there are too many.
  private func expertsWidth(_ routing: Routing) -> Int {
    let count = routing.expertCount
    if count > Painter.mostExperts { return routing.chosenCount * (String(count - 1).utf8.count + 1) }
    return count + (routing.nullExperts.contains { !$0.isEmpty } ? 1 : 0)
  }

  /// Experts that are drawn as places; of more the numbers of the chosen ones are written.
  static let mostExperts = 24

  /// The first key shown: all from 0 when they fit, else those up to the last visible token.
  private func firstKey(cells: Int, first: Int, lines: Int, cursor: Int?, count: Int) -> Int {
    let last = min(count, first + lines)
    if last <= cells { return 0 }
    // The cursor's own column stays in sight.
    return min(max(0, last - cells), max(0, (cursor ?? 0) - cells / 2))
  }

  private mutating func paintPanelTitle(in rect: Rect, _ parts: Parts, _ trace: PieceTrace?) {
    let y = rect.y
    frame.fill(Rect(x: rect.x, y: y, width: rect.width, height: 1), glyph: look.glyphs.line, style: look[.border])
    var title = VisibleText(" model on ") + activeTitle
    if let trace {
      title += VisibleText(" (\(trace.summary))")
      if let part = readPart(of: trace) { title += " " + part.range + part.whole }
    }
    let name = lens?.title ?? ""
    var headings = [name]
    if state.heat.lens == "surprisal", let bits = trace?.bitsPerByte {
      headings.insert("\(name) (\(decimal(bits)) a byte)", at: 0)
    }
    // The headings of the parts stand above them when the title leaves room.
    var right = parts.attention
    var x = put((title + " ").clipped(to: rect.width - 4, look: look), of: .panel, x: rect.x + 2, y: y)
    let start = max(x + 1, parts.strip - 1)
    if let heading = headings.first(where: { start + $0.utf8.count + 2 < rect.right }) {
      x = put(VisibleText(" " + heading + " "), x: start, y: y, .accent)
    }
    right = max(right, x + 1)
    if let place = state.attentionPlace {
      let names = [" looks at: \(headName(place)) ", " \(headName(place)) "].map { VisibleText($0) }
      if let text = names.first(where: { right + $0.width <= parts.experts }) {
        right = put(text, x: right, y: y, .accent)
      }
    }
    guard let layers = trace?.trace.routing?.layers, !layers.isEmpty else {
      let text: VisibleText = " no experts "
      if trace?.trace.attention != nil, right + text.width <= rect.right { put(text, x: right, y: y, .dim) }
      return
    }
    let experts = VisibleText(
      parts.layers.count == 1
        ? " experts L\(parts.layers[0]) "
        : " experts of layer \(parts.layers.map(String.init).joined(separator: ", ")) ")
    if parts.experts + experts.width <= rect.right + 1, right <= parts.experts {
      put(experts, x: parts.experts, y: y, .accent)
    }
  }

  /// The parts that a recorded trace lacks.
  private func missing(in trace: PieceTrace) -> [String] {
    var out: [String] = []
    if trace.trace.attention == nil { out.append("attention") }
    if trace.trace.routing == nil { out.append("routing") }
    if trace.isComplete, trace.trace.surprisals == nil { out.append("surprisal") }
    return out
  }

  // MARK: Strip

  private var lens: (any Lens)? { Lenses.named(state.heat.lens) }

  private func strip(of trace: PieceTrace) -> (values: [Double?], maximum: Double)? {
    guard let lens else { return nil }
    guard let values = try? lens.strip(trace.trace, state.lensPlace) else { return nil }
    return (values, values.reduce(0) { max($0, $1 ?? 0) })
  }

  private mutating func paintStrip(_ strip: (values: [Double?], maximum: Double), _ index: Int, x: Int, y: Int) {
    guard let value = strip.values[index] else {
      put("-", x: x + Painter.stripWidth - 1, y: y, .dim)
      return
    }
    let bars = look.glyphs.bars
    if strip.maximum > 0, value > 0 {
      let level = min(bars.count - 1, max(0, Int(value / strip.maximum * Double(bars.count))))
      frame.put(bars[level], x: x, y: y, style: look[.accent])
    }
    let text = strip.maximum < 10 && strip.maximum <= 2 ? decimal(value) : decimal(value, places: 1)
    put(VisibleText(text), x: x + Painter.stripWidth - text.utf8.count, y: y, .text)
  }

  // MARK: Cells

  private mutating func paintKeys(of query: Int, _ plane: AttentionPlane, from first: Int, _ parts: Parts, y: Int) {
    for cell in 0..<parts.attentionWidth {
      let key = first + cell
      guard key <= query else { break }
      let heat = heatCell(of: plane, query: query, key: key)
      frame.put(heat.glyph, x: parts.attention + cell, y: y, style: heat.style)
    }
  }

  private mutating func paintExperts(of token: Int, _ routing: Routing, _ parts: Parts, y: Int, right: Int) {
    let width = expertsWidth(routing)
    for (place, layer) in parts.layers.enumerated() {
      let x = parts.experts + 1 + place * (width + 1)
      let chosen = routing.chosen(layer: layer, token: token)
      if routing.expertCount > Painter.mostExperts {
        let text = chosen.map { "\($0)" }.joined(separator: " ")
        put(VisibleText(text), x: x, y: y, .text, limit: width)
        continue
      }
      let nulls = routing.layers.firstIndex(of: layer).map { routing.nullExperts[$0] } ?? []
      let order = (0..<routing.expertCount).filter { !nulls.contains($0) }
      for (cell, expert) in (order + nulls).enumerated() {
        let column = x + cell + (cell >= order.count ? 1 : 0)
        if let rank = chosen.firstIndex(of: Int32(expert)) {
          let style = expert < order.count ? look.expertStyle(expert) : look[.dim]
          let mark = rank - chosen.startIndex + 1
          frame.put(VisibleText(mark > 9 ? "+" : "\(mark)"), x: column, y: y, style: style)
        } else {
          frame.put(look.theme.causal, x: column, y: y, style: look[.border])
        }
      }
    }
  }

  mutating func paintPanelLegend() {
    guard let plane = state.attentionPlane else { return }
    let morphemes = morphemeLegend
    let gap: (VisibleText, Style) = ("", look[.dim])
    let own = morphemes.isEmpty ? [] : [gap, (heatWords, look[.dim]), gap] + morphemes
    putLegend(
      heatLegend(maximum: plane.maximum) + own,
      then: (own.isEmpty ? [heatWords] : []) + ["1 2 3 = expert by rank, after the gap: null (no compute)"],
      y: geometry.legendLine)
  }
}

extension Look {
  /// The colour of an expert, which only helps: digits carry the meaning.
  func expertStyle(_ expert: Int) -> Style {
    theme.expertStyle(expert) ?? self[.text].adding(.bold)
  }

  /// The colour of an expert for bars, whose glyphs fill the cell from below.
  func expertBarStyle(_ expert: Int) -> Style {
    guard let color = theme.expertStyle(expert)?.background else { return self[.text] }
    return Style(foreground: color, background: self[.text].background)
  }
}
