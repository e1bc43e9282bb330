import Analysis

/// All texts by all tokenizers: one line for each, and what they come to together.
package struct Corpus: Sendable {
  /// One text by one tokenizer.
  struct Line: Sendable {
    let statistics: SegmentationStatistics
    let entropy: Double?
    let renyiEfficiency: Double?
  }

  /// Places in files, then samples, in the order in which they are shown.
  private(set) var texts: [Int] = []
  /// By tokenizer id and text; nil inside for a text that could not be read or cut.
  private(set) var lines: [String: [Int: Line?]] = [:]
  /// By tokenizer id; the distribution is empty until all texts are counted.
  private(set) var totals: [String: Measurement] = [:]
  private var asked: Set<String> = []
  /// Names the texts that are counted in requests.
  private(set) var number = 0
  /// True after the counting was given up.
  private(set) var isStopped = false

  /// The tokenizers of `ids` that were not asked yet; from now on they are. What was given up begins again.
  mutating func ask(_ ids: [String], texts: [Int]) -> [String] {
    if texts != self.texts {
      self = Corpus(number: number + 1)
      self.texts = texts
    }
    guard !isStopped else { return [] }
    let missing = ids.filter { !asked.contains($0) }
    asked.formUnion(missing)
    return missing
  }

  package init() {}

  private init(number: Int) { self.number = number }

  mutating func receive(_ measurement: Measurement?, of tokenizer: String, text: Int, request: Int) {
    guard request == number, texts.contains(text), lines[tokenizer]?[text] == nil else { return }
    lines[tokenizer, default: [:]][text] = .some(
      measurement.map {
        Line(
          statistics: $0.metrics.statistics, entropy: $0.distribution.entropy,
          renyiEfficiency: $0.distribution.renyiEfficiency)
      })
    guard let measurement else { return }
    var metrics = totals[tokenizer]?.metrics ?? TextMetrics()
    metrics.merge(measurement.metrics)
    let isLast = done(tokenizer) == texts.count
    totals[tokenizer] = Measurement(
      metrics: metrics, distribution: isLast ? metrics.frequencies.distribution : TokenDistribution([]),
      vocabularyCount: measurement.vocabularyCount)
  }

  /// Texts that a tokenizer is through with.
  func done(_ tokenizer: String) -> Int { lines[tokenizer]?.count ?? 0 }

  func isRunning(_ ids: [String]) -> Bool {
    !isStopped && ids.contains { asked.contains($0) && done($0) < texts.count }
  }

  /// Gives up what is not done.
  mutating func stop() {
    number += 1
    isStopped = true
  }

  /// Lets what was given up be asked again.
  mutating func resume() {
    guard isStopped else { return }
    isStopped = false
    for id in asked where done(id) < texts.count {
      asked.remove(id)
      lines[id] = nil
      totals[id] = nil
    }
  }
}
