import Analysis
import Screen
import UnicodeText

/// The sections of the metrics view as lines of text, the title first.
struct MetricsLines {
  /// A piece of a line and where it begins.
  struct Span: Sendable {
    let x: Int
    let text: VisibleText
    let role: Theme.Role
  }

  typealias Line = [Span]

  let state: State
  let look: Look
  /// Cells of a line.
  let width: Int
  /// Lines under the table.
  let height: Int

  func lines(_ section: Metrics.Section) -> [Line] {
    switch section {
    case .texts: texts
    case .along: along
    case .agreement: agreement
    case .words: words
    case .balance: balance
    case .lengths: lengths
    case .parity: parity
    }
  }

  // MARK: Parts of lines

  func title(_ text: VisibleText) -> Line { [Span(x: 0, text: text.clipped(to: width, look: look), role: .accent)] }

  func note(_ text: VisibleText) -> Line { [Span(x: 1, text: text.clipped(to: width - 1, look: look), role: .dim)] }

  /// Cells of a number and a name of a column, with the blank after them.
  var nameWidth: Int {
    let most = width < 76 ? 8 : 12
    return 3 + (state.columns.count > 9 ? 1 : 0) + state.shown.reduce(5) { max($0, min(most, state.title($1).width)) }
  }

  /// - Parameter cells: with the blank after it; nil for `nameWidth`.
  func name(_ column: Int, cells: Int? = nil) -> VisibleText {
    let digits = state.columns.count > 9 ? 2 : 1
    let pad = digits > 1 && column < 9 ? " " : ""
    return VisibleText("\(pad)\(column + 1) ")
      + look.label(state.title(column)).clipped(to: (cells ?? nameWidth) - digits - 2, look: look)
  }

  func nameSpan(_ column: Int, cells: Int? = nil) -> Span {
    Span(x: 0, text: name(column, cells: cells), role: column == state.active ? .tabOn : .text)
  }

  func role(_ column: Int) -> Theme.Role { column == state.active ? .tabOn : .text }

  /// A text that ends before cell `end`.
  func right(_ text: VisibleText, end: Int, _ role: Theme.Role) -> Span {
    Span(x: max(0, end - text.width), text: text, role: role)
  }

  /// A whole share in percent.
  func percent(_ part: Int, of whole: Int) -> VisibleText {
    whole == 0 ? "-" : VisibleText("\((part * 200 + whole) / (whole * 2))")
  }

  private func measurement(_ column: Int) -> Measurement? { state.metrics.measurement(state.columns[column].id) }

  // MARK: Sections

  /// Tokens per word, one bar for each word or run of words.
  private var along: [Line] {
    let room = max(1, width - nameWidth - 1)
    var rows: [(column: Int, means: [Double])] = []
    var wordsPerBar = 1
    for column in state.shown {
      guard let bars = measurement(column)?.profile.bars(atMost: room) else { continue }
      rows.append((column, bars.means))
      wordsPerBar = max(wordsPerBar, bars.wordsPerBar)
    }
    let most = rows.flatMap(\.means).max() ?? 0
    let bar = wordsPerBar == 1 ? "a word" : "\(wordsPerBar) words"
    var out = [title(VisibleText("tokens per word along the text, a bar \(bar), most \(decimal(most))"))]
    let glyphs = look.glyphs.bars
    for (column, means) in rows {
      // Wide bars where words are few.
      let cells = means.isEmpty ? 1 : max(1, min(4, room / means.count))
      var bars: [Glyph] = []
      for mean in means {
        let level = most > 0 ? Int((mean / most * Double(glyphs.count)).rounded(.up)) : 0
        let glyph = level == 0 ? Glyph.space : glyphs[min(level, glyphs.count) - 1]
        bars += Array(repeating: glyph, count: max(1, cells - 1)) + (cells > 1 ? [.space] : [])
      }
      out.append([
        nameSpan(column),
        Span(x: nameWidth, text: VisibleText(glyphs: bars), role: column == state.active ? .accent : .text),
      ])
    }
    return out
  }

  /// Jaccard index of the cut sets of each two columns.
  private var agreement: [Line] {
    guard let layout = state.layout, let page = state.page, let document = state.document else {
      return [title("agreement of cuts")]
    }
    let isWhole = page.window.bytes.count == document.byteCount
    let part = isWhole ? "" : ", bytes \(grouped(page.window.start))-\(grouped(page.window.end)) only"
    var out = [title(VisibleText("agreement of cuts (Jaccard)" + part))]
    let columns = state.shown.filter { layout.row(of: state.columns[$0].id) != nil }
    let visible = Array(columns.prefix(max(1, (width - nameWidth) / 5)))
    out.append(visible.enumerated().map { right(VisibleText("\($1 + 1)"), end: nameWidth + 5 * ($0 + 1), .dim) })
    for (place, column) in columns.enumerated() {
      guard let row = layout.row(of: state.columns[column].id) else { continue }
      var line = [nameSpan(column)]
      for (cell, other) in visible.enumerated() where cell <= place {
        guard let otherRow = layout.row(of: state.columns[other].id) else { continue }
        let isActive = column == state.active || other == state.active
        line.append(
          right(
            VisibleText(decimal(layout.alignment.agreement(row, otherRow))), end: nameWidth + 5 * (cell + 1),
            isActive ? .tabOn : .text))
      }
      out.append(line)
    }
    return out
  }

  /// The words of most tokens with their pieces.
  private var words: [Line] {
    let column = state.active
    guard state.columns.indices.contains(column) else { return [] }
    var out = [title("most split words of " + name(column))]
    guard let entries = measurement(column)?.metrics.splitWords.entries else {
      return out + [note(VisibleText(state.metrics.missing))]
    }
    if entries.isEmpty { out.append(note("no word is split")) }
    let separator = VisibleText(glyphs: [look.glyphs.separator])
    for entry in entries {
      var text = VisibleText()
      // Pieces of characters are no reading: the word itself stands before them.
      if String(validating: entry.bytes, as: UTF8.self) != nil,
        entry.pieces.contains(where: { String(validating: entry.bytes[$0], as: UTF8.self) == nil })
      {
        text += look.visible(entry.bytes[...]).clipped(to: width / 3, look: look) + "  "
      }
      for (index, piece) in entry.pieces.enumerated() {
        if index > 0 { text += separator }
        text += look.visible(entry.bytes[piece])
        // The rest is never seen.
        if text.width > width { break }
      }
      if entry.byteCount > entry.bytes.count { text += VisibleText(look.isASCII ? ".." : "…") }
      let times = entry.count > 1 ? VisibleText("x\(shortened(entry.count))") : ""
      out.append([
        right(VisibleText(shortened(entry.tokens)), end: 5, .text), Span(x: 6, text: times, role: .dim),
        Span(x: 12, text: text.clipped(to: max(1, width - 12), look: look), role: .text),
      ])
    }
    return out
  }

  /// Share of the tokens of each length.
  private var lengths: [Line] {
    let cell = 4
    let last = max(2, min(16, (width - nameWidth - 6) / cell))
    var out = [title("tokens of each length in bytes, %")]
    var head = (1...last).map { length in
      right(VisibleText(length == last ? "\(last)+" : "\(length)"), end: nameWidth + cell * length, .dim)
    }
    head.append(right("mean", end: nameWidth + cell * last + 6, .dim))
    out.append(head)
    for column in state.shown {
      var line = [nameSpan(column)]
      if let statistics = measurement(column)?.metrics.statistics {
        let counts = (1...last).map { length in
          statistics.tokenLengthHistogram.reduce(0) {
            $0 + ($1.key == length || length == last && $1.key > length ? $1.value : 0)
          }
        }
        let most = counts.max() ?? 0
        for (place, count) in counts.enumerated() {
          let role: Theme.Role = count == 0 ? .dim : count == most ? .accent : .text
          line.append(
            right(
              count == 0 ? VisibleText(glyphs: [look.glyphs.all]) : percent(count, of: statistics.tokens),
              end: nameWidth + cell * (place + 1), role))
        }
        let mean = statistics.bytesPerToken.map { decimal($0) } ?? "-"
        line.append(right(VisibleText(mean), end: nameWidth + cell * last + 6, .text))
      }
      out.append(line)
    }
    return out
  }

  /// Tokens of translations by tokens of the English text.
  private var parity: [Line] {
    let sets = state.parallelSets
    let all = ParallelSet.languages(of: sets)
    let cell = 5
    // Names give way to a language.
    let nameWidth = max(min(8, self.nameWidth), min(self.nameWidth, width - cell * (all.count + 1)))
    let languages = Array(all.prefix(max(1, (width - nameWidth - cell) / cell)))
    let hidden = all.count > languages.count ? "   \(all.count - languages.count) languages more" : ""
    var out = [
      title(VisibleText("tokens beside English, mean over \(counted(sets.count, "parallel set"))" + hidden))
    ]
    guard !sets.isEmpty else { return out + [note("no parallel samples here")] }
    func table(_ languages: [String], _ premium: (ParityCounts, String) -> Double?) {
      var head = languages.enumerated().map { place, language in
        right(
          look.label(language).clipped(to: cell - 1, look: look), end: nameWidth + cell * (place + 1), .dim)
      }
      if languages.count > 1 { head.append(right("mean", end: nameWidth + cell * (languages.count + 1), .dim)) }
      out.append(head)
      for column in state.shown {
        var line = [nameSpan(column, cells: nameWidth)]
        if let counts = state.metrics.parity[state.columns[column].id] ?? nil {
          let values = languages.map { premium(counts, $0) }
          let known = values.compactMap { $0 }
          for (place, value) in values.enumerated() {
            line.append(
              right(VisibleText(premiumText(value)), end: nameWidth + cell * (place + 1), role(column)))
          }
          if languages.count > 1, !known.isEmpty {
            line.append(
              right(
                VisibleText(premiumText(known.reduce(0, +) / Double(known.count))),
                end: nameWidth + cell * (languages.count + 1), role(column)))
          }
        }
        out.append(line)
      }
    }
    table(languages) { $0.premium(of: $1) }
    if let set = metricsSet {
      out.append(note("of this text's set, " + look.label(sets[set].name)))
      table(ParallelSet.languages(of: [sets[set]]).filter(languages.contains)) { $0.premium(of: $1, set: set) }
    }
    return out
  }

  /// Three digits.
  private func premiumText(_ value: Double?) -> String {
    value.map { decimal($0, places: $0 < 10 ? 2 : $0 < 100 ? 1 : 0) } ?? "-"
  }

  /// The set that the open text belongs to.
  private var metricsSet: Int? {
    guard state.metrics.scope == .text, let document = state.document, case .sample = document.source else {
      return nil
    }
    return state.parallelSets.firstIndex { $0.hasText(named: document.name.string) }
  }

  /// One line for each text, by the active column.
  private var texts: [Line] {
    let column = state.active
    guard state.columns.indices.contains(column) else { return [] }
    let measures: [Measure] = [.tokens, .bytesPerToken, .tokensPerWord, .keptWhole, .entropy, .efficiency, .ratio]
    let corpus = state.metrics.corpus
    let done = corpus.done(state.columns[column].id)
    let progress = done < corpus.texts.count ? ", \(done) counted" : ""
    var out = [
      title(VisibleText("\(counted(corpus.texts.count, "text"))\(progress), by ") + name(column))
    ]
    let cell = 7
    let fitting = max(1, min(measures.count, (width - 20) / cell))
    let label = width - cell * fitting
    out.append(
      measures.prefix(fitting).enumerated().map {
        right(VisibleText($1.heading), end: label + cell * ($0 + 1), $1 == state.metrics.sort ? .accent : .dim)
      })
    for text in state.corpusOrder {
      let name = look.label(state.textTitle(text)).clipped(to: max(1, label - 1), look: look)
      var line = [Span(x: 0, text: name, role: text == state.position ? .accent : .text)]
      for (place, measure) in measures.prefix(fitting).enumerated() {
        let value = state.value(measure, of: column, text: text)
        line.append(right(VisibleText(measure.text(value)), end: label + cell * (place + 1), .text))
      }
      out.append(line)
    }
    return out
  }
}
