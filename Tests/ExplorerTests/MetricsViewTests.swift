import Analysis
import Screen
import TerminalTestSupport
import TestSupport
import Testing
import Tokenization
import UnicodeText

@testable import Explorer

@Suite struct MetricsViewTests {
  static let large = Size(width: 200, height: 60)
  static let screens: [GoldenScreenTests.Screen] = [
    .init(name: "metrics-80x24", keys: "m"),
    .init(name: "metrics-80x24-ascii", keys: "mjs<Tab><Tab>", isASCII: true),
    .init(name: "metrics-80x24-balance", keys: "mj<Tab><Tab><Tab>"),
    .init(name: "metrics-80x24-corpus", keys: "mCs"),
    .init(name: "metrics-120x40", size: GoldenScreenTests.wide, keys: "mj"),
    .init(name: "metrics-200x60", size: large, keys: "mjj!k"),
    .init(name: "metrics-60x16", size: Size(width: 60, height: 16), keys: "m"),
  ]

  @Test(arguments: screens) func screen(_ screen: GoldenScreenTests.Screen) {
    let text = screen.engine.frame.text
    #expect(Golden.mismatch("explorer/\(screen.name).txt", text) == nil)
    if screen.isASCII { #expect(text.utf8.allSatisfy { $0 == 0x0A || (0x20..<0x7F).contains($0) }) }
  }

  @Test func styles() {
    let screen = GoldenScreenTests.Screen(name: "metrics-80x24-256", keys: "mj", hasColor: true)
    #expect(Golden.mismatch("explorer/\(screen.name).txt", screen.engine.frame.styledText) == nil)
  }

  private static let sets: [ParallelSet] = {
    func text(_ name: String, _ language: String, _ bytes: String) -> ParallelSet.Text {
      ParallelSet.Text(name: name, language: language, bytes: Array(bytes.utf8))
    }
    let first = ParallelSet(
      english: text("00-sample", "en", "the lazy dogs"),
      translations: [text("p.tr", "tr", "tembel evler"), text("p.zh", "zh", "懒狗")])
    let second = ParallelSet(english: text("q.en", "en", "the dogs"), translations: [text("q.tr", "tr", "evler")])
    return [first, second].compactMap { $0 }
  }()

  private func engine(
    _ keys: String, texts: [String] = [TestEngine.start], size: Size = Size(width: 80, height: 24),
    windowLimit: Int = 65_536, hasModel: Bool = false, parallelCount: Int = 0
  ) -> TestEngine {
    var engine = TestEngine(
      texts: texts.map { Array($0.utf8) }, size: size, windowLimit: windowLimit, hasModel: hasModel,
      parallelSets: Self.sets, parallelCount: parallelCount)
    engine.type(keys)
    return engine
  }

  // MARK: What is asked

  /// Nothing before the view is open, then each tokenizer once for each text.
  @Test func asksOnceForEachTokenizer() {
    var engine = engine("", texts: ["the lazy dogs", "evler"])
    func asked() -> [[String]] {
      engine.effects.compactMap { if case .measure(let ids, _) = $0 { ids } else { nil } }
    }
    func askedParity() -> Int { engine.effects.count { if case .countParallels = $0 { true } else { false } } }
    #expect(asked() == [] && askedParity() == 0)
    engine.type("2mjjs")
    #expect(asked() == [["bpe", "scaffold", "turkish", "legal", "r2l"]] && askedParity() == 1)
    engine.type("2c2m2")
    #expect(asked().dropFirst() == [["lbpe"]] && askedParity() == 2)
    engine.type("]")
    #expect(asked().count == 3 && asked().last?.count == 6 && askedParity() == 2)
    #expect(engine.state.value(.tokens, of: 0) == Double(engine.state.segmentation(0)!.tokenCount))
  }

  @Test func dropsWhatIsStale() {
    var engine = engine("m", texts: ["the lazy dogs", "evler"])
    let measurement = engine.state.measurement(of: 0)!
    engine.type("]")
    let own = engine.state.value(.tokens, of: 0)
    engine.send(.measured(tokenizer: "bpe", measurement, generation: 0))
    #expect(engine.state.value(.tokens, of: 0) == own)
  }

  // MARK: The table

  @Test func figuresAreThoseOfTheText() throws {
    let engine = engine("mj")
    let cut = try #require(engine.state.segmentation(1))
    let text = MeasuredText(cut, of: Array(TestEngine.start.utf8))
    let state = engine.state
    #expect(state.value(.tokens, of: 1) == Double(text.metrics.statistics.tokens))
    #expect(state.value(.efficiency, of: 1) == text.metrics.frequencies.distribution.renyiEfficiency)
    #expect(state.value(.vocabulary, of: 1) == 1_300)
    let base = try #require(state.value(.tokens, of: 0))
    #expect(state.value(.ratio, of: 1) == Double(text.metrics.statistics.tokens) / base)
    #expect(state.value(.bitsPerByte, of: 1) == nil)
    #expect(engine.frame.text.contains("METRICS this text  base 1 BPE"))
  }

  /// Columns that are not equally far are not held against each other.
  @Test func aRatioIsOfTheSameBytes() throws {
    var engine = engine("m", texts: ["the lazy dogs"])
    #expect(engine.state.value(.ratio, of: 1) != nil)
    let cut = try Segmentation(tokens: [Token(id: 1, start: 0, end: 3, kind: .merge)], byteCount: 3)
    let part = Measurement(MeasuredText(cut, of: Array("the".utf8)), vocabularyCount: 9)
    engine.send(.measured(tokenizer: "lbpe", part, generation: 0))
    #expect(engine.state.value(.tokens, of: 1) == 1 && engine.state.value(.ratio, of: 1) == nil)
  }

  /// j and k follow the order on the screen.
  @Test func sortsAndMovesInThatOrder() {
    var engine = engine("ms")
    #expect(engine.state.metrics.sort == .tokens)
    let order = engine.state.measuredOrder
    let tokens = order.map { engine.state.value(.tokens, of: $0)! }
    #expect(tokens == tokens.sorted() && Set(tokens).count > 2)
    engine.type("kkkkkkkk")
    #expect(engine.state.active == order[0])
    engine.type("jj")
    #expect(engine.state.active == order[2])
    for _ in Measure.sortable(.text) { engine.type("s") }
    #expect(engine.state.metrics.sort == nil && engine.state.measuredOrder == engine.state.shown)
  }

  /// One number of every column, also of those whose traces the cache has let go.
  @Test func asksTheModelForEveryColumn() {
    let engine = engine("m", hasModel: true)
    for column in engine.state.shown {
      #expect(engine.state.value(.bitsPerByte, of: column) != nil, "column \(column)")
    }
    #expect(engine.frame.text.contains("bit/B of all bytes"))
    #expect(engine.state.reading == nil)
    let text = String(repeating: TestEngine.start + "\n", count: 200)
    let long = self.engine("m", texts: [text], windowLimit: 4_096, hasModel: true)
    #expect(long.state.bits(of: 0).map { $0.bytes.count < text.utf8.count } == true)
    #expect(long.frame.text.contains("bit/B of bytes 0-"))
  }

  /// A text longer than its window is measured as a whole, its agreement in the window.
  @Test func longTextsAreMeasuredWhole() {
    let text = String(repeating: TestEngine.start + "\n", count: 200)
    let engine = engine("m", texts: [text], size: Self.large, windowLimit: 4_096)
    #expect(engine.state.measurement(of: 0)?.metrics.statistics.bytes == text.utf8.count)
    #expect(engine.frame.text.contains("agreement of cuts (Jaccard), bytes 0-4,096 only"))
    #expect(engine.state.measuringProgress == nil)
  }

  // MARK: Sections

  /// Every section can be the first, and every line of the first can be reached, at any size.
  @Test(arguments: [Size(width: 60, height: 16), Size(width: 80, height: 24), Size(width: 120, height: 40), large])
  func everyLineCanBeReached(size: Size) {
    var engine = engine("m", texts: [TestEngine.start + " " + TestEngine.morphemeText], size: size)
    var seen: Set<Metrics.Section> = []
    var before: (section: Metrics.Section, end: Int, hidden: Int)?
    for _ in 0..<100 {
      let layout = MetricsLayout(engine.state, size: size, look: engine.state.look)
      let section = engine.state.metrics.first
      let end = layout.skipped + layout.firstHeight
      #expect(layout.firstHeight > 0)
      if let before {
        if before.section == section {
          #expect(layout.skipped <= before.end && end > before.end, "\(section.rawValue)")
        } else {
          #expect(before.hidden == 0 && layout.skipped == 0, "\(section.rawValue)")
        }
      }
      before = (section, end, layout.hiddenBelow)
      seen.insert(section)
      engine.type("^d")
    }
    #expect(seen == Set(engine.state.metrics.sections))
    let place = engine.state.metrics.first
    engine.type("<Tab>")
    #expect(engine.state.metrics.first != place && engine.state.metrics.skipped == 0)
    engine.type("^u=")
    #expect(engine.state.metrics.first != place)
  }

  @Test func parityTellsLanguagesApart() {
    let engine = engine("m", size: Self.large)
    let counts = engine.state.parity(of: 0)
    #expect(counts?.premium(of: "tr") != nil && counts?.premium(of: "zh", set: 1) == nil)
    let text = engine.frame.text
    #expect(text.contains("mean over 2 parallel sets") && text.contains("of this text's set, 00-sample"))
    #expect(!TestEngine(size: Self.large).frame.text.contains("parity"))
  }

  // MARK: All texts

  @Test func measuresAllTexts() {
    var engine = engine("mC", texts: ["the lazy dogs", "evler jumped", ""])
    #expect(engine.state.metrics.corpus.texts == [0, 1, 2])
    let total = engine.state.value(.tokens, of: 0)
    let parts = (0..<3).map { engine.state.value(.tokens, of: 0, text: $0)! }
    #expect(total == parts.reduce(0, +) && parts[2] == 0)
    #expect(engine.state.value(.efficiency, of: 0) != nil)
    #expect(engine.frame.text.contains("METRICS 3 texts"))
    engine.type("s")
    #expect(engine.state.corpusOrder == [2, 0, 1] || engine.state.corpusOrder == [2, 1, 0])
    engine.type("C")
    #expect(engine.state.metrics.scope == .text && engine.state.value(.tokens, of: 0) == parts[0])
  }

  /// Esc gives the counting up; C twice begins again with what was not done.
  @Test func stopsAndBeginsAgain() {
    var engine = engine("m", texts: ["the lazy dogs", "evler jumped"])
    engine.isPaused = true
    engine.type("C")
    #expect(engine.state.measuringProgress == 0 && engine.frame.text.contains("(Esc stops)"))
    engine.type("<Esc>")
    #expect(engine.effects.last == .stopCorpus && engine.state.measuringProgress == nil)
    engine.type("<Tab>")
    #expect(
      engine.frame.text.contains("METRICS 2 texts  stopped") && engine.frame.text.contains("C twice counts again"))
    // What still comes is of a request that was given up.
    engine.answerWaiting()
    #expect(engine.state.metrics.corpus.lines.isEmpty)
    engine.isPaused = false
    engine.type("CC")
    #expect(engine.state.metrics.corpus.done("bpe") == 2 && engine.state.measuringProgress == nil)
  }

  @Test func unreadableTextsHaveNoLine() {
    var engine = engine("m", texts: ["the lazy dogs", "evler jumped"])
    engine.isPaused = true
    engine.type("C")
    let measurement = engine.state.measurement(of: 0)
    let number = engine.state.metrics.corpus.number
    engine.send(.corpusMeasured(tokenizer: "bpe", text: 0, measurement, request: number))
    engine.send(.corpusMeasured(tokenizer: "bpe", text: 0, measurement, request: number))
    engine.send(.corpusMeasured(tokenizer: "bpe", text: 7, measurement, request: number))
    #expect(engine.state.value(.efficiency, of: 0) == nil)
    engine.send(.corpusMeasured(tokenizer: "bpe", text: 1, nil, request: number))
    #expect(engine.state.metrics.corpus.done("bpe") == 2)
    #expect(engine.state.value(.tokens, of: 0, text: 1) == nil)
    #expect(engine.state.value(.tokens, of: 0) == measurement.map { Double($0.metrics.statistics.tokens) })
    // What has no figure comes last, however it is sorted.
    engine.send(.corpusMeasured(tokenizer: "lbpe", text: 0, nil, request: number))
    engine.send(.corpusMeasured(tokenizer: "lbpe", text: 1, measurement, request: number))
    #expect(engine.state.metrics.sort == nil)
    engine.type("js")
    #expect(engine.state.active == 1 && engine.state.corpusOrder == [1, 0])
  }

  /// A count that was given up half way leaves nothing behind.
  @Test func whatIsCountedAgainCountsOnce() {
    var engine = engine("m", texts: ["the lazy dogs", "evler jumped"])
    engine.isPaused = true
    engine.type("C")
    let number = engine.state.metrics.corpus.number
    engine.send(.corpusMeasured(tokenizer: "bpe", text: 0, engine.state.measurement(of: 0), request: number))
    engine.type("<Esc>")
    engine.isPaused = false
    engine.type("CC")
    let texts = [0, 1].compactMap { engine.state.value(.tokens, of: 0, text: $0) }
    #expect(texts.count == 2 && engine.state.value(.tokens, of: 0) == texts.reduce(0, +))
  }

  // MARK: Parallel texts in the list

  @Test func parallelTextsAreFoldedAway() {
    var engine = engine("", texts: ["a", "b", "c", "d"], parallelCount: 2)
    #expect(engine.state.documentCount == 2)
    engine.type("]]")
    #expect(engine.state.position == 0)
    engine.type("bG")
    #expect(engine.frame.text.contains("+ 2 parallel sets"))
    engine.type("<Enter>")
    #expect(engine.frame.text.contains("- 2 parallel sets") && engine.state.browserRowCount == 5)
    engine.type("G<Enter>")
    #expect(engine.state.position == 3 && engine.state.list == nil)
    #expect(engine.frame.text.contains("2/2"))
    engine.type("]")
    #expect(engine.state.position == 2)
    engine.type("b")
    #expect(engine.state.list == .browser(selected: 3))
    engine.type("mC")
    #expect(engine.state.metrics.corpus.texts == [0, 1])
  }

  @Test func exportsWithItsSettings() {
    var engine = engine("mjsxt")
    #expect(engine.exports.last?.name == "00-sample-metrics-80x24.txt")
    let picture = engine.state.picture(.txt, size: engine.state.size)
    #expect(
      picture?.text.contains("view metrics, 80x24, this text, sorted by tokens, base bpe, tokenizer") == true)
    engine.type("Cxt")
    #expect(engine.exports.last?.name == "00-sample-metrics-corpus-80x24.txt")
  }
}
