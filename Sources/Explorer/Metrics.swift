import Analysis
import UnicodeText

/// What one tokenizer makes of a text or of several, ready to be shown.
package struct Measurement: Sendable {
  package let metrics: TextMetrics
  /// Of one text; empty for several.
  package let profile: WordProfile
  /// How evenly the tokens are used.
  package let distribution: TokenDistribution
  /// Tokens of the vocabulary; nil for a column that shows a recorded cut.
  package let vocabularyCount: Int?

  /// Sorts the frequencies: not for the thread that draws.
  package init(_ text: MeasuredText, vocabularyCount: Int?) {
    metrics = text.metrics
    profile = text.profile
    distribution = metrics.frequencies.distribution
    self.vocabularyCount = vocabularyCount
  }

  init(metrics: TextMetrics, distribution: TokenDistribution, vocabularyCount: Int?) {
    self.metrics = metrics
    self.distribution = distribution
    self.vocabularyCount = vocabularyCount
    profile = WordProfile()
  }
}

/// The metrics view: what is shown of what, and what is known.
package struct Metrics: Sendable {
  /// What is measured.
  package enum Scope: Hashable, Sendable {
    /// The open text.
    case text
    /// All files of the command line, or all samples where there are none.
    case corpus
  }

  /// A part of the view under the table.
  package enum Section: String, CaseIterable, Hashable, Sendable {
    case texts, along, agreement, words, balance, lengths, parity

    package func isIn(_ scope: Scope) -> Bool {
      switch self {
      case .texts: scope == .corpus
      case .along, .agreement: scope == .text
      case .words, .balance, .lengths, .parity: true
      }
    }
  }

  /// What the model needs for the bytes of one column that it read.
  struct Bits: Sendable {
    /// Of the window of text.
    let generation: Int
    /// Bytes of the document.
    let bytes: Range<Int>
    let value: Double?
  }

  package internal(set) var scope = Scope.text
  /// Nil: in the order of the columns, or of the texts.
  package internal(set) var sort: Measure?
  /// The section at the top, and how many of its lines are above.
  package internal(set) var first = Section.along
  package internal(set) var skipped = 0
  package internal(set) var corpus = Corpus()

  // The open text, by tokenizer id.
  private(set) var measured: [String: Measurement] = [:]
  private var asked: Set<String> = []
  private var generation = -1
  private var bits: [String: Bits] = [:]

  // Parallel sets, by tokenizer id; nil inside for columns that cannot cut other texts.
  private(set) var parity: [String: ParityCounts?] = [:]
  private var askedParity: Set<String> = []

  /// - Parameters:
  ///   - section: the one at the top; nil, or one that is not in `scope`, is the first.
  ///   - skipped: lines of it that are above.
  package init(scope: Scope = .text, section: Section? = nil, skipped: Int = 0, sort: Measure? = nil) {
    show(scope)
    if let section, section.isIn(scope) { first = section }
    self.skipped = skipped
    self.sort = sort
  }

  var sections: [Section] { Section.allCases.filter { $0.isIn(scope) } }

  /// The sections from the first on, around the end.
  var sectionsInView: [Section] {
    let all = sections
    let place = all.firstIndex(of: first) ?? 0
    return Array(all[place...] + all[..<place])
  }

  mutating func step(_ step: Int) {
    let all = sections
    let place = (all.firstIndex(of: first) ?? 0) + step + all.count
    first = all[place % all.count]
    skipped = 0
  }

  mutating func show(_ scope: Scope) {
    self.scope = scope
    first = sections[0]
    skipped = 0
    if let sort, !Measure.sortable(scope).contains(sort) { self.sort = nil }
  }

  // MARK: The open text

  /// The tokenizers of `ids` that have not been asked about the document; from now on they are.
  mutating func ask(_ ids: [String], generation: Int) -> [String] {
    if generation != self.generation {
      self.generation = generation
      measured = [:]
      asked = []
    }
    let missing = ids.filter { !asked.contains($0) }
    asked.formUnion(missing)
    return missing
  }

  mutating func receive(_ measurement: Measurement, of tokenizer: String, generation: Int) {
    guard generation == self.generation else { return }
    measured[tokenizer] = measurement
  }

  /// A tokenizer that was switched off because it failed may be asked again.
  mutating func forget(_ tokenizer: String) {
    asked.remove(tokenizer)
    askedParity.remove(tokenizer)
  }

  /// Lets what was not answered be asked once more; what counts all texts goes on.
  mutating func askAgain() {
    asked.formIntersection(measured.keys)
    askedParity.formIntersection(parity.keys)
  }

  // MARK: The model

  mutating func note(_ bits: Bits, of tokenizer: String) { self.bits[tokenizer] = bits }

  /// What the model needs for a part of the window that holds byte `offset` of the document.
  func bits(_ tokenizer: String, generation: Int, at offset: Int) -> Bits? {
    guard let known = bits[tokenizer], known.generation == generation, known.bytes.contains(offset) else { return nil }
    return known
  }

  // MARK: Parallel sets

  mutating func askParity(_ ids: [String]) -> [String] {
    let missing = ids.filter { !askedParity.contains($0) }
    askedParity.formUnion(missing)
    return missing
  }

  mutating func receive(_ counts: ParityCounts?, of tokenizer: String) { parity[tokenizer] = .some(counts) }

  /// Stands where figures are missing.
  var missing: String { scope == .corpus && corpus.isStopped ? "stopped (C twice counts again)" : "counting ..." }

  /// Figures of a column in the scope that is shown.
  func measurement(_ tokenizer: String) -> Measurement? {
    scope == .text ? measured[tokenizer] : corpus.totals[tokenizer]
  }
}
