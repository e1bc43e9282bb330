import Catalog
import Engine
import Explorer
import Glibc
import Screen
import UnicodeText

/// Types into the editor and measures, in elapsed time, how soon after a key the screen with its cuts is drawn.
///
/// The state, the worker threads and the drawing into a frame are those of the program; only the terminal is left out. The text is prose of the
/// wanted length and the caret in its middle; keys come one after the other, each when the one before is shown.
struct EditBenchmark {
  private let bytes: Int
  private let keys: Int
  private let file: String?
  private let asJSON: Bool

  init(_ arguments: inout BenchmarkArguments) throws {
    bytes = try arguments.number("bytes", else: 4096)
    keys = try arguments.number("keys", else: 300)
    file = arguments.file
    asJSON = arguments.json
    try arguments.finish()
  }

  func run() throws {
    let catalog = Catalog()
    let entries = catalog.tokenizers.map {
      TokenizerEntry(
        id: $0.id, title: $0.title, summary: $0.summary, vocabulary: $0.vocabulary, isDefault: $0.isDefault)
    }
    let text = try prose(catalog)
    let engine = Engine(
      Engine.Resources(
        tokenizer: { try catalog.tokenizer(Array($0.utf8)) },
        samples: [Engine.Sample(name: "prose", note: "", bytes: text)]),
      wake: {})
    var state = State(
      version: "", tokenizers: entries,
      samples: [SampleEntry(name: "prose", title: "", language: "en", domain: "general", note: "")],
      depth: .palette, size: Size(width: 120, height: 40))
    func absorb() {
      while true {
        let isQuiet = engine.settle(milliseconds: 10_000)
        let events = engine.takeEvents()
        for event in events { for effect in state.handle(event) { engine.perform(effect) } }
        if isQuiet, events.isEmpty { return }
      }
    }
    func press(_ key: Key) {
      for effect in state.handle(.input(.key(key))) { engine.perform(effect) }
      absorb()
      _ = view(state, size: state.size, look: state.look)
    }
    try engine.start(at: 0)
    absorb()
    press(.character("e"))
    while (state.draft?.caret ?? 0) < text.count / 2 { press(.down) }
    press(.end)
    var times: [Double] = []
    let typed = Array("the exemptions of 1234567 evlerimizdekilerden, 11 U.S.C. § 362(a) ".unicodeScalars)
    for number in 0..<keys {
      let start = EditBenchmark.now()
      // Every tenth key takes back what came before.
      press(number % 10 == 9 ? .backspace : .character(typed[number % typed.count]))
      times.append(EditBenchmark.now() - start)
    }
    times.sort()
    Measurement(
      name: "key in the editor, \(text.count) bytes, \(state.shown.count) columns",
      values: [
        ("min_ms", times[0] * 1000), ("median_ms", times[times.count / 2] * 1000),
        ("p99_ms", times[times.count * 99 / 100] * 1000), ("max_ms", times[times.count - 1] * 1000),
      ]
    ).print(asJSON: asJSON)
  }

  /// The beginning of the file, or else of the bundled prose over and over.
  private func prose(_ catalog: Catalog) throws -> [UInt8] {
    var text: [UInt8] = []
    if let file {
      text = try BenchmarkFile.read(file)
    } else {
      let samples = catalog.samples.filter { $0.file.domain == "general" && $0.file.body.count > 40 }
      while text.count < bytes, !samples.isEmpty { for sample in samples { text += sample.file.body + [0x0A] } }
    }
    return Array(text.prefix(bytes))
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
