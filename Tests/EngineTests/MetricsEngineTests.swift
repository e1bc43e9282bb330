import Analysis
import Engine
import Explorer
import Glibc
import TestSupport
import Testing
import Tokenization
import UnicodeText

@Suite struct MetricsEngineTests {
  private let folder = TemporaryFolder()

  private func engine(files: [String] = [], samples: [String] = []) throws -> Engine {
    let tokenizer = try smallTokenizer()
    struct Missing: Error, CustomStringConvertible { let description = "no such tokenizer" }
    let inputs = files.map { name in
      let path = Array(folder[name].utf8)
      return Engine.Input(name: VisibleText(name), source: .file(path: path)) { () throws(InputError) in
        try ByteSource.file(path: path)
      }
    }
    return Engine(
      Engine.Resources(
        tokenizer: { id in
          guard id.hasPrefix("small") else { throw Missing() }
          return tokenizer
        }, samples: samples.map { Engine.Sample(name: "s", note: "", bytes: Array($0.utf8)) }, inputs: inputs,
        exportFolder: Array(folder["shots"].utf8)), wake: {})
  }

  private func events(of engine: Engine, until isDone: ([Event]) -> Bool) -> [Event]? {
    let deadline = Clock.milliseconds() + 20_000
    var all: [Event] = []
    while Clock.milliseconds() < deadline {
      all += engine.takeEvents()
      if isDone(all) { return all }
      sched_yield()
    }
    return nil
  }

  /// A file of several pieces is measured as one text.
  @Test func measuresTheWholeDocument() throws {
    let text = Array(String(repeating: "abc ab\n", count: 100_000).utf8)
    folder.write(text, "f")
    let engine = try engine(files: ["f"])
    try engine.start(at: 0)
    #expect(engine.settle(milliseconds: 300_000))
    engine.perform(.measure(tokenizers: ["small", "small2"], generation: 0))
    func last(_ id: String, _ events: [Event]) -> Measurement? {
      events.compactMap { event in
        if case .measured(id, let measurement, 0) = event { measurement } else { nil }
      }.last { $0.metrics.statistics.bytes == text.count }
    }
    let all = try #require(events(of: engine) { last("small", $0) != nil && last("small2", $0) != nil })
    let tokenizer = try smallTokenizer()
    let whole = MeasuredText(tokenizer.segmentation(of: text), of: text)
    let measurement = try #require(last("small", all))
    #expect(measurement.metrics == whole.metrics && measurement.profile == whole.profile)
    #expect(measurement.vocabularyCount == tokenizer.vocabulary.count)
    #expect(measurement.distribution == whole.metrics.frequencies.distribution)
  }

  @Test func measuresAnEmptyDocument() throws {
    folder.write([], "f")
    let engine = try engine(files: ["f"])
    try engine.start(at: 0)
    engine.perform(.measure(tokenizers: ["small"], generation: 0))
    #expect(engine.settle(milliseconds: 300_000))
    engine.perform(.measure(tokenizers: ["small"], generation: 0))
    let all = events(of: engine) { $0.contains { if case .measured = $0 { true } else { false } } }
    #expect(all != nil)
  }

  /// Each text by each tokenizer once; one that cannot be read or cut says nil.
  @Test func measuresAllTexts() throws {
    folder.write(Array("abc ab".utf8), "f")
    let engine = try engine(files: ["f", "gone"], samples: ["ab ab abc"])
    engine.perform(.measureCorpus(tokenizers: ["small", "missing"], texts: [0, 1, 2], request: 7))
    func lines(_ events: [Event]) -> [(id: String, text: Int, measurement: Measurement?)] {
      events.compactMap { event in
        if case .corpusMeasured(let id, let text, let measurement, 7) = event { (id, text, measurement) } else { nil }
      }
    }
    let all = lines(try #require(events(of: engine) { lines($0).count == 6 }))
    func bytes(_ id: String, _ text: Int) -> Int? {
      all.first { $0.id == id && $0.text == text }?.measurement?.metrics.statistics.bytes
    }
    #expect(bytes("small", 0) == 6 && bytes("small", 1) == nil && bytes("small", 2) == 9)
    #expect((0..<3).allSatisfy { bytes("missing", $0) == nil })
  }

  /// After it was given up, no more is answered.
  @Test func stopsWithTheCorpus() throws {
    folder.write(Array(String(repeating: "abc ab\n", count: 400_000).utf8), "f")
    let engine = try engine(files: ["f"])
    engine.perform(.measureCorpus(tokenizers: ["small"], texts: [0], request: 1))
    engine.perform(.stopCorpus)
    engine.perform(.measureCorpus(tokenizers: ["small"], texts: [0], request: 2))
    let all = try #require(
      events(of: engine) { $0.contains { if case .corpusMeasured(_, _, _, 2) = $0 { true } else { false } } })
    #expect(!all.contains { if case .corpusMeasured(_, _, _, 1) = $0 { true } else { false } })
  }

  @Test func countsParallelTexts() throws {
    func text(_ language: String, _ bytes: String) -> ParallelSet.Text {
      ParallelSet.Text(name: language, language: language, bytes: Array(bytes.utf8))
    }
    let sets = [
      try #require(ParallelSet(english: text("en", "ab abc"), translations: [text("tr", "cab ccc ab")]))
    ]
    let engine = try engine()
    engine.perform(.countParallels(tokenizers: ["small"], sets))
    let all = try #require(
      events(of: engine) { $0.contains { if case .parallelsCounted = $0 { true } else { false } } })
    let counts = all.compactMap { event in
      if case .parallelsCounted("small", let counts) = event { counts } else { nil }
    }
    let tokenizer = try smallTokenizer()
    #expect(counts == [ParityCounts(sets, by: tokenizer)])
  }
}
