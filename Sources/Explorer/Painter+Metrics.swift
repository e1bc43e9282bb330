import Analysis
import Screen
import UnicodeText

/// The metrics view: a table of the shown columns, and sections under it.
extension Painter {
  mutating func paintMetrics() {
    let body = geometry.body
    let needsText = state.metrics.scope == .text && state.document == nil
    if state.shown.isEmpty || needsText {
      if let notice = emptyNotice { put(notice, x: 2, y: body.y + 1, .text, limit: body.width - 4) }
      return
    }
    let layout = MetricsLayout(state, size: geometry.size, look: look)
    lack(height: layout.missing)
    paintMetricsTable(layout.rows)
    for block in layout.blocks {
      for (row, line) in block.lines.enumerated() {
        for span in line {
          put(
            span.text, x: block.rect.x + span.x, y: block.rect.y + row, span.role,
            limit: max(0, block.rect.width - span.x))
        }
      }
    }
    paintMetricsLines()
  }

  private mutating func paintMetricsTable(_ rows: [Int]) {
    let body = geometry.body
    let names = 12
    let digits = state.columns.count > 9 ? 2 : 1
    let titles = state.shown.reduce(8) { max($0, min(names, state.title($1).width)) }
    var measures = Measure.allCases
    if state.metrics.scope == .corpus || state.model == nil { measures.removeAll { $0 == .bitsPerByte } }
    let cells = measures.map { measure in rows.map { cell(measure, of: $0) } }
    let gap = body.width >= 110 ? 2 : 1
    var widths = zip(measures, cells).map { measure, column in
      column.reduce(measure.heading.utf8.count) { max($0, $1.utf8.count) } + gap
    }
    let left = digits + 2 + titles
    // Narrow names first, then the measures that say the least.
    for measure in [Measure.charactersPerToken, .vocabulary, .entropy, .bytesPerToken] {
      guard left + widths.reduce(0, +) > body.width, let place = measures.firstIndex(of: measure) else { continue }
      widths[place] = 0
    }
    var x = left
    for (place, measure) in measures.enumerated() where widths[place] > 0 {
      x += widths[place]
      put(
        VisibleText(measure.heading), x: x - measure.heading.utf8.count, y: body.y,
        measure == state.metrics.sort ? .accent : .dim)
      for (row, column) in rows.enumerated() {
        let text = cells[place][row]
        let role: Theme.Role = column == state.active ? .tabOn : .text
        put(VisibleText(text), x: x - text.utf8.count, y: body.y + 1 + row, role)
      }
    }
    let room = body.width - x - 2
    let tokens = rows.map { state.value(.tokens, of: $0) ?? 0 }
    let most = tokens.max() ?? 0
    for (row, column) in rows.enumerated() {
      let y = body.y + 1 + row
      let role: Theme.Role = column == state.active ? .tabOn : .text
      if column == state.active { frame.put(look.glyphs.pointer, x: 0, y: y, style: look[.accent]) }
      let number = "\(column + 1)"
      put(VisibleText(number), x: 1 + digits - number.utf8.count, y: y, role)
      put(look.label(state.title(column)).clipped(to: titles, look: look), x: digits + 2, y: y, role)
      guard room >= 4, most > 0, let bar = look.glyphs.bars.last else { continue }
      let length = min(room, max(1, Int((tokens[row] / most * Double(min(room, 60))).rounded())))
      frame.fill(
        Rect(x: x + 1, y: y, width: length, height: 1), glyph: bar,
        style: look[column == state.active ? .accent : .dim])
    }
  }

  private func cell(_ measure: Measure, of column: Int) -> String {
    if measure == .ratio, column == state.base { return "base" }
    return measure.text(state.value(measure, of: column))
  }

  /// What the active column makes of the text, and what the headings mean.
  private mutating func paintMetricsLines() {
    let limit = geometry.size.width - 1
    var parts: [VisibleText] = []
    var later: [VisibleText] = []
    let id = state.columns.indices.contains(state.active) ? state.columns[state.active].id : ""
    if let measurement = state.metrics.measurement(id) {
      let statistics = measurement.metrics.statistics
      let words = "\(grouped(statistics.wordsKeptWhole)) of \(grouped(statistics.words)) words whole"
      parts.append(VisibleText("\(grouped(statistics.bytes)) bytes, \(grouped(statistics.characters)) characters"))
      later.append(VisibleText(words))
      if statistics.virtualTokens > 0 {
        later.append(VisibleText("\(counted(statistics.virtualTokens, "token")) without bytes"))
      }
    }
    if state.metrics.scope == .text, state.model != nil, let page = state.page, let document = state.document {
      if let bits = state.metrics.bits(id, generation: page.generation, at: state.cursor) {
        let isWhole = bits.bytes.count == document.byteCount
        let bytes = "\(grouped(bits.bytes.lowerBound))-\(grouped(bits.bytes.upperBound))"
        parts.append(isWhole ? "bit/B of all bytes" : VisibleText("bit/B of bytes \(bytes)"))
      } else if let failure = state.modelFailure {
        parts.append(failure)
      } else if document.byteCount > 0 {
        parts.append("the model is reading ...")
      }
    }
    var x = put(" ", x: 0, y: geometry.cursorLine, .text)
    for part in parts + later where x + part.width <= limit {
      x = put(part, x: x, y: geometry.cursorLine, .text) + 3
    }
    let meanings: [VisibleText] = [
      "whole: words of one token", "entr: bits a token", "effic: Renyi, 1 = even", "tok/wd: tokens a word",
      "bit/B: what the model needs", "ratio: tokens by the base's",
    ]
    x = 1
    for meaning in meanings where x + meaning.width <= limit {
      x = put(meaning, x: x, y: geometry.legendLine, .dim) + 3
    }
  }

  /// What is set in the metrics view.
  var metricsSettings: [VisibleText] {
    var out: [VisibleText] = ["METRICS"]
    switch state.metrics.scope {
    case .text: out[0] += " this text"
    case .corpus: out[0] += VisibleText(" \(counted(state.metrics.corpus.texts.count, "text"))")
    }
    if state.metrics.scope == .corpus, state.metrics.corpus.isStopped { out.append("stopped") }
    if let progress = state.measuringProgress {
      let stops = state.metrics.scope == .corpus ? " (Esc stops)" : ""
      out.append(VisibleText("counted \(Int(progress * 100)) %" + stops))
    }
    if state.columns.indices.contains(state.base), state.shown.count > 1 {
      out.append(VisibleText("base \(state.base + 1) ") + look.label(state.title(state.base)))
    }
    if let sort = state.metrics.sort { out.append(VisibleText("by " + sort.rawValue)) }
    return out
  }
}
