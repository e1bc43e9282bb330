import Analysis
import Screen
import UnicodeText

/// The metrics view: what it asks for, and what its keys change.
extension State {
  /// Asks for what is not known of the open text, of all texts and of the parallel ones.
  mutating func measure() -> [Effect] {
    guard view == .metrics else { return [] }
    var effects: [Effect] = []
    if document != nil, page != nil {
      let missing = metrics.ask(shownIDs, generation: documentGeneration)
      if !missing.isEmpty { effects.append(.measure(tokenizers: missing, generation: documentGeneration)) }
    }
    if !parallelSets.isEmpty {
      let missing = metrics.askParity(shownIDs)
      if !missing.isEmpty { effects.append(.countParallels(tokenizers: missing, parallelSets)) }
    }
    if metrics.scope == .corpus {
      let missing = metrics.corpus.ask(shownIDs, texts: corpusTexts)
      if !missing.isEmpty {
        effects.append(
          .measureCorpus(tokenizers: missing, texts: metrics.corpus.texts, request: metrics.corpus.number))
      }
    }
    return effects
  }

  /// The files of the command line, or the samples where there are none.
  private var corpusTexts: [Int] { files.isEmpty ? Array(0..<plainSampleCount) : Array(files.indices) }

  /// Takes over what the model has said of the shown columns.
  mutating func noteBits() {
    guard view == .metrics, let page else { return }
    for id in shownIDs {
      let key = TraceCache.Key(tokenizer: id, generation: page.generation)
      guard metrics.bits(id, generation: page.generation, at: cursor) == nil,
        let trace = traces.trace(key, at: cursor - page.window.start), trace.isComplete
      else { continue }
      let start = page.window.start
      metrics.note(
        Metrics.Bits(
          generation: page.generation, bytes: start + trace.bytes.lowerBound..<start + trace.bytes.upperBound,
          value: trace.bitsPerByte), of: id)
    }
  }

  // MARK: Figures

  /// What a column makes of the open text.
  package func measurement(of column: Int) -> Measurement? { metrics.measured[columns[column].id] }

  /// What a column makes of all texts together; nil until it is through with them.
  package func total(of column: Int) -> Measurement? {
    let id = columns[column].id
    return metrics.corpus.done(id) == metrics.corpus.texts.count ? metrics.corpus.totals[id] : nil
  }

  /// All texts, and what some columns make of each; nil for one that could not be read or cut.
  package func corpusTexts(by columns: [Int]) -> [(title: VisibleText, statistics: [SegmentationStatistics?])] {
    metrics.corpus.texts.map { text in
      let lines = columns.map { metrics.corpus.lines[self.columns[$0].id]?[text] ?? nil }
      return (textTitle(text), lines.map { $0?.statistics })
    }
  }

  /// What the model needs for a byte, by the cuts of a column, and for which bytes of the text.
  package func bits(of column: Int) -> (bytes: Range<Int>, perByte: Double?)? {
    guard let page else { return nil }
    return metrics.bits(columns[column].id, generation: page.generation, at: cursor).map { ($0.bytes, $0.value) }
  }

  /// What a column makes of the parallel sets.
  package func parity(of column: Int) -> ParityCounts? { metrics.parity[columns[column].id] ?? nil }

  /// A figure of a column; nil while it is not known, and where there is none.
  func value(_ measure: Measure, of column: Int) -> Double? {
    let id = columns[column].id
    if measure == .bitsPerByte {
      guard metrics.scope == .text, let page else { return nil }
      return metrics.bits(id, generation: page.generation, at: cursor)?.value
    }
    guard let measurement = metrics.measurement(id) else { return nil }
    let statistics = measurement.metrics.statistics
    switch measure {
    case .vocabulary: return measurement.vocabularyCount.map(Double.init)
    case .entropy: return measurement.distribution.entropy
    case .efficiency: return measurement.distribution.renyiEfficiency
    case .ratio: return ratio(statistics, to: metrics.measurement(baseID)?.metrics.statistics)
    default: return State.value(measure, statistics)
    }
  }

  /// A figure of a text of the corpus by a column.
  func value(_ measure: Measure, of column: Int, text: Int) -> Double? {
    guard let line = metrics.corpus.lines[columns[column].id]?[text] ?? nil else { return nil }
    switch measure {
    case .vocabulary, .bitsPerByte: return nil
    case .entropy: return line.entropy
    case .efficiency: return line.renyiEfficiency
    case .ratio: return ratio(line.statistics, to: (metrics.corpus.lines[baseID]?[text] ?? nil)?.statistics)
    default: return State.value(measure, line.statistics)
    }
  }

  private static func value(_ measure: Measure, _ statistics: SegmentationStatistics) -> Double? {
    switch measure {
    case .tokens: Double(statistics.tokens)
    case .bytesPerToken: statistics.bytesPerToken
    case .charactersPerToken: statistics.charactersPerToken
    case .tokensPerWord: statistics.tokensPerWord
    case .keptWhole: statistics.keptWholeShare
    default: nil
    }
  }

  private var baseID: String { columns.indices.contains(base) ? columns[base].id : "" }

  /// Tokens by those of the base over the same bytes; nil while the two are not equally far.
  private func ratio(_ own: SegmentationStatistics, to base: SegmentationStatistics?) -> Double? {
    guard let base, base.tokens > 0, base.bytes == own.bytes else { return nil }
    return Double(own.tokens) / Double(base.tokens)
  }

  /// The shown columns as the table lists them.
  var measuredOrder: [Int] { sorted(shown) { value($0, of: $1) } }

  /// The texts of the corpus as they are listed for the active column.
  var corpusOrder: [Int] {
    guard columns.indices.contains(active) else { return metrics.corpus.texts }
    return sorted(metrics.corpus.texts) { value($0, of: active, text: $1) }
  }

  /// By the chosen measure, what has none last, equals in their order.
  private func sorted(_ items: [Int], _ value: (Measure, Int) -> Double?) -> [Int] {
    guard let measure = metrics.sort else { return items }
    let keyed = items.enumerated().map { place, item in (item, value(measure, item), place) }
    return keyed.sorted { a, b in
      switch (a.1, b.1) {
      case (let x?, let y?) where x != y: measure.isDescending ? x > y : x < y
      case (_?, nil): true
      case (nil, _?): false
      default: a.2 < b.2
      }
    }.map(\.0)
  }

  /// Share of the bytes of the open text, or of all texts, that is counted; nil when all is.
  var measuringProgress: Double? {
    let ids = shownIDs
    guard !ids.isEmpty else { return nil }
    if metrics.scope == .corpus {
      guard metrics.corpus.isRunning(ids) else { return nil }
      let all = metrics.corpus.texts.count * ids.count
      return Double(ids.reduce(0) { $0 + metrics.corpus.done($1) }) / Double(max(1, all))
    }
    guard let document, document.byteCount > 0 else { return nil }
    let done = ids.reduce(0) { $0 + (metrics.measured[$1]?.metrics.statistics.bytes ?? 0) }
    let all = document.byteCount * ids.count
    return done >= all ? nil : Double(done) / Double(all)
  }

  // MARK: Keys

  mutating func changeMetrics(_ action: Action) -> [Effect] {
    switch action {
    case .corpus:
      metrics.show(metrics.scope == .text ? .corpus : .text)
      metrics.corpus.resume()
    case .sortMetrics:
      let all = Measure.sortable(metrics.scope)
      let place = metrics.sort.flatMap { all.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
      metrics.sort = place < all.count ? all[place] : nil
      say(VisibleText(metrics.sort.map { "sorted by \($0.rawValue)" } ?? "in the order of the columns"))
    case .metricsDown:
      let layout = MetricsLayout(self, size: size, look: look)
      if layout.hiddenBelow > 0 {
        metrics.skipped += max(1, min(layout.firstHeight - 1, layout.hiddenBelow))
      } else {
        metrics.step(1)
      }
    case .metricsUp:
      if metrics.skipped > 0 {
        let layout = MetricsLayout(self, size: size, look: look)
        metrics.skipped = max(0, metrics.skipped - max(1, layout.firstHeight - 1))
      } else {
        metrics.step(-1)
      }
    default: break
    }
    return []
  }

  /// Gives up the counting of all texts; nil where none is under way.
  mutating func stopMeasuring() -> [Effect]? {
    guard view == .metrics, metrics.scope == .corpus, metrics.corpus.isRunning(shownIDs) else { return nil }
    metrics.corpus.stop()
    say(VisibleText(metrics.missing))
    return [.stopCorpus]
  }
}
