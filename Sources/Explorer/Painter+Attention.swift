import Analysis
import Inference
import Screen
import UnicodeText

/// The attention of one layer and head as a matrix, or of all heads as small ones.
extension Painter {
  /// From this width on the side pane stands right of the matrix.
  private static let sidePaneWidth = 110

  mutating func paintAttention() {
    let (scene, notice) = attentionScene
    paintAttentionLine(scene)
    guard let scene else {
      put(notice, x: 2, y: geometry.body.y + 2, .text, limit: geometry.body.width - 4)
      return
    }
    var rect = geometry.body
    rect.y += 1
    rect.height -= 1
    if rect.width >= Painter.sidePaneWidth {
      let pane = Rect(
        x: rect.right - Painter.attentionPaneWidth, y: rect.y, width: Painter.attentionPaneWidth, height: rect.height)
      rect.width -= pane.width + 1
      frame.fill(
        Rect(x: rect.right, y: rect.y, width: 1, height: rect.height), glyph: look.columnEdge, style: look[.border])
      paintAttentionPane(scene, in: pane)
    }
    switch state.heat.form {
    case .labelled: paintLabelledMatrix(scene, in: rect)
    case .dense: paintDenseMatrix(scene, in: rect)
    case .grid: paintHeadGrid(scene, in: rect)
    }
    paintLookLine(scene)
    paintAttentionLegend(scene)
  }

  // MARK: Lines of both views

  /// What is set and which cut the model read, above the body.
  mutating func paintAttentionLine(_ scene: AttentionScene?) {
    let limit = geometry.size.width - 1
    let gap = geometry.size.width >= 140 ? 3 : 2
    var x = 1
    for choices in attentionLineParts(scene) {
      guard let part = choices.first(where: { x + $0.width <= limit }) else { continue }
      x = put(part, x: x, y: geometry.body.y, .dim) + gap
    }
  }

  /// The parts of the line, most important first; of each, shorter forms after the longest.
  private func attentionLineParts(_ scene: AttentionScene?) -> [[VisibleText]] {
    var parts: [[VisibleText]] = []
    if let scene {
      parts.append(["layer " + choice("\(scene.place.layer)", of: scene.maps.layers)])
      let head = scene.place.head.map { "\($0)" } ?? "mean"
      parts.append(["head " + choice(head, of: scene.maps.heads)])
    }
    parts.append([VisibleText("scale \(state.heat.scale.rawValue)")])
    let sink =
      switch state.heat.sink {
      case .raw: "shown"
      case .masked: "masked"
      case .renormalized: "left out"
      }
    parts.append([VisibleText("sink \(sink)")])
    parts.append([VisibleText(state.heat.direction.rawValue)])
    let title = activeTitle
    if let trace = scene?.trace ?? state.trace {
      let cut = title + VisibleText(" (\(trace.summary))")
      parts.append(["reads " + cut, cut, title])
      if let part = readPart(of: trace) {
        parts.append([part.range + part.whole, part.range])
      }
    } else {
      parts.append(["reads " + title])
    }
    if state.view == .attention, state.heat.budget != .off { parts.append(["KV budget: see the words (w)"]) }
    return parts
  }

  /// `◂2▸ of 4`; where the trace keeps a part of the model's layers or heads, `of 3 kept`.
  private func choice(_ value: String, of numbers: [Int]) -> VisibleText {
    let isAll = numbers == Array(0..<numbers.count)
    return VisibleText(look.isASCII ? "<\(value)>" : "◂\(value)▸")
      + VisibleText(" of \(numbers.count)\(isAll ? "" : " kept")")
  }

  /// What the cursor token looks at most, or what it receives, with the token at the second cursor in brackets.
  mutating func paintLookLine(_ scene: AttentionScene) {
    let y = geometry.cursorLine
    let limit = geometry.size.width - 1
    let name = look.quoted(tokenBytes(scene.row, of: scene.trace)).clipped(to: 24, look: look)
    let second = " [" + self.look(at: scene.column, scene) + "]"
    var starts: [VisibleText]
    var end: VisibleText = ""
    if scene.direction == .from {
      starts = [VisibleText(" q \(scene.row) ") + name + " " + VisibleText(glyphs: [look.glyphs.pointer])]
      end = VisibleText("  H=\(decimal(scene.plane.entropy(of: scene.row))) bit")
    } else {
      let got = scene.received(by: scene.row, above: 0.05)
      let start = VisibleText(" received by token \(scene.row) ") + name
      let over = ": sum \(decimal(got.sum)) over \(got.queries) later"
      let above = ", \(got.above) above .05"
      starts = [
        start + VisibleText(over + (got.queries == 1 ? " query" : " queries") + above),
        start + VisibleText(over + above),
        start + VisibleText(over), start,
      ]
      if scene.plane.isMasked(scene.row) { end = "  a sink" }
    }
    let start = starts.first { $0.width + second.width <= limit } ?? starts[starts.count - 1]
    var x = put(start.clipped(to: limit, look: look), x: 0, y: y, .text)
    guard x + second.width <= limit else { return }
    x = put(second, x: x, y: y, .accent)
    for (column, _) in scene.strongest(of: scene.row, count: 12) where column != scene.column {
      let part = "  " + self.look(at: column, scene)
      if x + part.width + end.width > limit { break }
      x = put(part, x: x, y: y, .text)
    }
    if x + end.width <= limit { put(end, x: x, y: y, .dim) }
  }

  /// `3:·shall .33`
  private func look(at column: Int, _ scene: AttentionScene) -> VisibleText {
    let name = tokenName(column, of: scene.trace).clipped(to: 12, look: look)
    let weight = scene.weight(row: scene.row, column: column).map { decimal($0) } ?? "-"
    return VisibleText("\(column):") + name + VisibleText(" \(weight)")
  }

  private mutating func paintAttentionLegend(_ scene: AttentionScene) {
    var words: [VisibleText] = []
    if state.heat.form == .grid {
      words.append("of each head's greatest")
      if state.heat.sink != .raw { words.append("sinks are not drawn") }
      putLegend(heatLegend(maximum: 1), then: words, y: geometry.legendLine)
      return
    }
    if let kind = headKind(scene) { words.append(kind) }
    if scene.place.head == nil { words.append(VisibleText("mean of \(counted(scene.maps.heads.count, "head"))")) }
    words += crossed(scene)
    let later: VisibleText = scene.direction == .from ? "later key" : "earlier query"
    if state.heat.form == .labelled { words.append(VisibleText(glyphs: [look.theme.causal]) + " " + later) }
    putLegend(heatLegend(maximum: scene.plane.maximum), then: words, y: geometry.legendLine)
  }

  /// What the signs in the place of weights stand for.
  func crossed(_ scene: AttentionScene) -> [VisibleText] {
    var out: [VisibleText] = scene.trace.trace.isFinite ? [] : ["N not a number"]
    guard state.heat.sink != .raw else { return out }
    let sign = VisibleText(glyphs: [look.theme.notANumber])
    let count = scene.plane.sinks.count { $0 }
    out.append(count == 0 ? "no sink here" : sign + VisibleText(count == 1 ? " sink" : " \(count) sinks"))
    return out
  }

  /// `head kind: induction .61 sink .33`; nil for the mean of heads.
  private func headKind(_ scene: AttentionScene) -> VisibleText? {
    guard let head = scene.place.head, let scores = scene.trace.scores(layer: scene.place.layer, head: head) else {
      return nil
    }
    let found = scores.standingOut
    if !found.isEmpty {
      return VisibleText("head kind: " + found.map { "\($0.tag.rawValue) \(decimal($0.score))" }.joined(separator: " "))
    }
    let patterns = HeadTags.Tag.allCases.filter { $0 != .diffuse }.compactMap { tag in scores[tag].map { (tag, $0) } }
    let nearest = patterns.max { $0.1 < $1.1 }.map { ", \($0.0.rawValue) \(decimal($0.1))" }
    return VisibleText("head kind: none clear" + (nearest ?? ""))
  }

  /// The first bytes of a token of the trace; none for one that stands for none.
  func tokenBytes(_ index: Int, of trace: PieceTrace) -> ArraySlice<UInt8> {
    guard let window = state.page?.window, let bytes = trace.trace.tokens[index].bytes,
      bytes.upperBound <= window.bytes.count
    else { return [] }
    return window.bytes[bytes.lowerBound..<min(bytes.upperBound, bytes.lowerBound + 64)]
  }
}
