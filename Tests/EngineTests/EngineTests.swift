import Analysis
import Engine
import Explorer
import Glibc
import Inference
import Screen
import TestSupport
import Testing
import Tokenization
import UnicodeText

@Suite struct EngineTests {
  private let folder = TemporaryFolder()

  private func engine(inputs: [Engine.Input] = [], windows: WindowReader = WindowReader()) throws -> Engine {
    let tokenizer = try smallTokenizer()
    struct Missing: Error, CustomStringConvertible { let description = "no such tokenizer" }
    return Engine(
      Engine.Resources(
        tokenizer: { id in
          guard id.hasPrefix("small") else { throw Missing() }
          return tokenizer
        }, samples: [Engine.Sample(name: "one", note: "first", bytes: Array("abc abab".utf8))], inputs: inputs,
        exportFolder: Array(folder["shots"].utf8)), windows: windows, wake: {})
  }

  private func file(_ name: String) -> Engine.Input {
    let path = Array(folder[name].utf8)
    return Engine.Input(name: VisibleText(name), source: .file(path: path)) { () throws(InputError) in
      try ByteSource.file(path: path)
    }
  }

  /// Events until `isLast` holds for one of them; nil when it never comes.
  private func events(of engine: Engine, until isLast: (Event) -> Bool) -> [Event]? {
    let deadline = Clock.milliseconds() + 20_000
    var all: [Event] = []
    while Clock.milliseconds() < deadline {
      let new = engine.takeEvents()
      all += new
      if new.contains(where: isLast) { return all }
      sched_yield()
    }
    return nil
  }

  /// A column without a tokenizer shows how one text was cut, in whatever window of it, and nothing else.
  @Test func showsARecordedCut() throws {
    let text = Array("abcdef".utf8)
    let cut = try Segmentation(
      tokens: [
        Token(id: 9, start: 0, end: 0, kind: .special), Token(id: 1, start: 0, end: 4, kind: .merge),
        Token(id: 2, start: 4, end: 6, kind: .merge),
      ], byteCount: 6)
    let engine = Engine(
      Engine.Resources(
        tokenizer: { _ in try smallTokenizer() },
        samples: [Engine.Sample(name: "one", note: "", bytes: text)],
        recordings: [
          "trace": Engine.Recording(
            text: text, segmentation: cut,
            trace: PieceTrace(
              try Trace(tokens: cut.tokens.map { Trace.Token(id: $0.id, bytes: $0.isVirtual ? nil : $0.range) }),
              model: "m"))
        ],
        exportFolder: Array(folder["shots"].utf8)),
      wake: {})
    try engine.start(at: 0)
    #expect(engine.settle(milliseconds: 300_000))
    _ = engine.takeEvents()
    func answers(_ window: TextWindow) -> [Event] {
      engine.perform(.segment(tokenizers: ["trace"], window, generation: 0))
      #expect(engine.settle(milliseconds: 300_000))
      // The digest of the text may come at any time.
      return engine.takeEvents().filter { if case .digested = $0 { false } else { true } }
    }
    guard case .segmented("trace", cut, 0)? = answers(TextWindow(bytes: text, start: 0, isExact: true)).first else {
      Issue.record("the whole text is not cut as recorded")
      return
    }
    guard
      case .segmented("trace", let part, 0)? = answers(
        TextWindow(bytes: Array("cde".utf8), start: 2, isExact: true)
      ).first
    else {
      Issue.record("a part of the text is not cut as recorded")
      return
    }
    #expect(part.tokens.map(\.range) == [0..<2, 2..<3] && part.tokens.map(\.id) == [1, 2])
    guard
      case .unavailable("trace", _)? = answers(TextWindow(bytes: Array("xyz".utf8), start: 2, isExact: true)).first
    else {
      Issue.record("another text was cut")
      return
    }
    engine.perform(.count(tokenizers: ["trace"], generation: 0))
    let events = try #require(
      events(of: engine) { if case .counted("trace", _, _, _) = $0 { true } else { false } })
    #expect(
      events.contains { if case .counted("trace", tokens: 2, bytes: 6, generation: 0) = $0 { true } else { false } })
  }

  @Test func opensASampleAndCutsIt() throws {
    let engine = try engine()
    try engine.start(at: 0)
    #expect(engine.settle(milliseconds: 300_000))
    guard case .opened(let document, let window, 0, 0)? = engine.takeEvents().first else {
      Issue.record("not opened")
      return
    }
    #expect(document.byteCount == 8 && window.bytes == Array("abc abab".utf8) && document.name == "one")
    engine.perform(.segment(tokenizers: ["small"], window, generation: 0))
    #expect(engine.settle(milliseconds: 300_000))
    let cuts = engine.takeEvents().compactMap { event in
      if case .segmented("small", let segmentation, 0) = event { segmentation.cuts } else { nil }
    }
    #expect(cuts == [try smallTokenizer().segmentation(of: window.bytes).cuts])
  }

  @Test func tellsTheDigest() throws {
    let engine = try engine()
    try engine.start(at: 0)
    let all = events(of: engine) { if case .digested = $0 { true } else { false } }
    let digest = all?.compactMap { event in if case .digested(let digest, 0) = event { digest } else { nil } }
    // printf 'abc abab' | sha256sum
    #expect(digest == ["ec44a34bd869"])
  }

  @Test func saysWhichTokenizerIsMissing() throws {
    let engine = try engine()
    try engine.start(at: 0)
    engine.perform(.segment(tokenizers: ["gone"], TextWindow(bytes: [0x61], start: 0, isExact: true), generation: 0))
    #expect(engine.settle(milliseconds: 300_000))
    let reasons = engine.takeEvents().compactMap { event in
      if case .unavailable("gone", let reason) = event { reason.string } else { nil }
    }
    #expect(reasons == ["no such tokenizer"])
  }

  /// A newer request for a window or a segmentation makes an older one pointless: only one thread works, so the older cannot be done first.
  @Test func dropsWhatIsStale() throws {
    let engine = try engine()
    try engine.start(at: 0)
    #expect(engine.settle(milliseconds: 300_000))
    _ = engine.takeEvents()
    let old = TextWindow(bytes: Array("abc ".utf8), start: 0, isExact: true)
    for generation in 1...200 { engine.perform(.segment(tokenizers: ["small"], old, generation: generation)) }
    #expect(engine.settle(milliseconds: 300_000))
    let generations = engine.takeEvents().compactMap { event in
      if case .segmented(_, _, let generation) = event { generation } else { nil }
    }
    #expect(generations.last == 200)
    #expect(generations.count < 200)
    #expect(generations == generations.sorted())
  }

  @Test func readsWindowsOfAFile() throws {
    let text = Array(String(repeating: "abc ab\n", count: 2_000).utf8)
    folder.write(text, "f")
    let engine = try engine(inputs: [file("f")], windows: WindowReader(size: 100, margin: 50))
    try engine.start(at: 0)
    #expect(engine.settle(milliseconds: 300_000))
    _ = engine.takeEvents()
    engine.perform(.readWindow(around: 7_000, generation: 3))
    #expect(engine.settle(milliseconds: 300_000))
    let windows = engine.takeEvents().compactMap { event in
      if case .windowRead(let window, 3) = event { window } else { nil }
    }
    #expect(windows.count == 1)
    #expect(
      windows.first.map { $0.start < 7_000 && $0.end > 7_000 && $0.bytes == Array(text[$0.start..<$0.end]) } == true)
  }

  @Test func countsTheWholeDocument() throws {
    let text = Array(String(repeating: "abc ab\n", count: 200_000).utf8)
    folder.write(text, "f")
    let engine = try engine(inputs: [file("f")])
    try engine.start(at: 0)
    #expect(engine.settle(milliseconds: 300_000))
    engine.perform(.count(tokenizers: ["small"], generation: 0))
    let all = events(of: engine) { event in
      if case .counted("small", _, text.count, 0) = event { true } else { false }
    }
    let final = all?.compactMap { event in
      if case .counted(_, let tokens, text.count, 0) = event { tokens } else { nil }
    }
    #expect(final == [try smallTokenizer().segmentation(of: text).tokens.count])
  }

  /// Markers are named before the cut that has them, and not counted; readings come with the explanation.
  @Test func tellsWhatAMorphologicalTokenizerKnows() throws {
    let text = Array(String(repeating: "ab Ab\n", count: 20_000).utf8)
    folder.write(text, "f")
    let engine = Engine(
      Engine.Resources(
        tokenizer: { _ in try MarkingTokenizer() }, samples: [], inputs: [file("f")],
        exportFolder: Array(folder["shots"].utf8)),
      windows: WindowReader(), wake: {})
    let window = TextWindow(bytes: Array("ab Ab\n".utf8), start: 0, isExact: true)
    engine.perform(.segment(tokenizers: ["m"], window, generation: 0))
    engine.perform(.explain(tokenizer: "m", offset: 3, window, generation: 0))
    #expect(engine.settle(milliseconds: 300_000))
    let told = engine.takeEvents()
    let described = told.firstIndex { event in
      if case .described("m", let markers) = event { markers.map(\.value.form) == ["⟨Title⟩"] } else { false }
    }
    let cut = told.firstIndex { if case .segmented("m", let cut, 0) = $0 { cut.tokens.count == 7 } else { false } }
    #expect(try #require(described) < #require(cut))
    let explained = told.compactMap { event in
      if case .explained(let explanation, 0) = event { explanation.morphology } else { nil }
    }
    #expect(explained.map { $0.readings.map(\.cost) } == [[7]])

    try engine.start(at: 0)
    #expect(engine.settle(milliseconds: 300_000))
    engine.perform(.count(tokenizers: ["m"], generation: 0))
    let all = events(of: engine) { if case .counted("m", _, text.count, 0) = $0 { true } else { false } }
    let final = all?.compactMap { event in
      if case .counted(_, let tokens, text.count, 0) = event { tokens } else { nil }
    }
    #expect(final == [120_000])
  }

  /// A file that shrinks gives a message.
  @Test func noticesAShrinkingFile() throws {
    folder.write([UInt8](repeating: 0x61, count: 300_000), "f")
    let engine = try engine(inputs: [file("f")], windows: WindowReader(size: 100, margin: 50))
    try engine.start(at: 0)
    _ = events(of: engine) { if case .digested = $0 { true } else { false } }
    #expect(truncate(folder["f"], 10) == 0)
    engine.perform(.readWindow(around: 200_000, generation: 1))
    #expect(engine.settle(milliseconds: 300_000))
    let messages = engine.takeEvents().compactMap { event in
      if case .unreadable(let message, 1) = event { message.string } else { nil }
    }
    #expect(messages.count == 1 && messages[0].contains("shrank from 300000 to"))
  }

  /// An overwritten or removed file is still the open one; a missing one is told at the start.
  @Test func tellsAMissingFileAtOnce() throws {
    let engine = try engine(inputs: [file("missing")])
    #expect(throws: InputError.self) { try engine.start(at: 0) }
    engine.perform(.openFile(0, generation: 1))
    #expect(engine.settle(milliseconds: 300_000))
    let messages = engine.takeEvents().compactMap { event in
      if case .unreadable(let message, 1) = event { message.string } else { nil }
    }
    #expect(messages.count == 1)
  }

  /// An engine with the sample open, and the state that shows it.
  private func settled(yankFile: [UInt8]? = nil) throws -> (Engine, State) {
    let engine = Engine(
      Engine.Resources(
        tokenizer: { _ in try smallTokenizer() },
        samples: [Engine.Sample(name: "one", note: "first", bytes: Array("abc abab".utf8))],
        exportFolder: Array(folder["shots"].utf8), yankFile: yankFile), wake: {})
    var state = State(
      version: "0",
      tokenizers: [TokenizerEntry(id: "small", title: "Small", summary: "", vocabulary: "small", isDefault: true)],
      samples: [SampleEntry(name: "one", title: "One", language: "", domain: "", note: "")],
      size: Size(width: 80, height: 24))
    try engine.start(at: 0)
    while state.segmentation(0) == nil {
      #expect(engine.settle(milliseconds: 300_000))
      for event in engine.takeEvents() {
        for effect in state.handle(event) { engine.perform(effect) }
      }
    }
    return (engine, state)
  }

  @Test func writesExports() throws {
    let (engine, state) = try settled()
    for _ in 0..<2 { engine.export(ExportRequest(.txt, target: .folder), of: state) }
    engine.finishExports()
    let paths = engine.takeEvents().compactMap { event in
      if case .exported(let path) = event { path.string } else { nil }
    }
    #expect(Set(paths) == [folder["shots/one-compare-80x24.txt"], folder["shots/one-compare-80x24-2.txt"]])
  }

  @Test func writesToPathsAndSaysWhyNot() throws {
    let (engine, state) = try settled()
    func answer(_ path: String, replaces: Bool) -> Event? {
      engine.export(ExportRequest(.json, target: .path(Array(path.utf8), replaces: replaces)), of: state)
      engine.finishExports()
      return engine.takeEvents().last { if case .digested = $0 { false } else { true } }
    }
    guard case .exported? = answer(folder["a.json"], replaces: false), let first = folder.read("a.json") else {
      Issue.record("nothing was written")
      return
    }
    #expect(String(decoding: first, as: UTF8.self).contains("tokview\\/compare\\/1") || first.count > 100)
    guard case .failed(let reason)? = answer(folder["a.json"], replaces: false) else {
      Issue.record("the file was replaced")
      return
    }
    #expect(reason.string.contains(":export!"))
    guard case .exported? = answer(folder["a.json"], replaces: true) else {
      Issue.record("the file was not replaced")
      return
    }
    for path in [folder["no/such/a.json"], folder.path, ""] {
      guard case .failed? = answer(path, replaces: true) else {
        Issue.record("\(path) was written")
        continue
      }
    }
  }

  /// What is copied is kept where only the user can read it; without such a place it is copied all the same.
  @Test func keepsWhatIsCopied() throws {
    let path = Array(folder["c/d/yank.txt"].utf8)
    let (engine, state) = try settled(yankFile: path)
    let bytes = [UInt8](repeating: 0xFF, count: 10_000_000)
    for given in [[1, 2], bytes] {
      engine.yank(.bytes(given, name: "it"), of: state)
      engine.finishExports()
    }
    let files = engine.takeEvents().compactMap { event -> (Int, String?)? in
      if case .yanked(let bytes, _, let file) = event { (bytes.count, file?.string) } else { nil }
    }
    #expect(files.map(\.0) == [2, 10_000_000] && files.allSatisfy { $0.1 == folder["c/d/yank.txt"] })
    #expect(folder.read("c/d/yank.txt") == bytes)
    var status = stat()
    #expect(stat(folder["c/d/yank.txt"], &status) == 0 && status.st_mode & 0o777 == 0o600)
    #expect(stat(folder["c"], &status) == 0 && status.st_mode & 0o777 == 0o700)

    for place in ["/proc/nowhere/yank.txt", "relative", folder.path] {
      let (engine, state) = try settled(yankFile: Array(place.utf8))
      engine.yank(.export(.txt), of: state)
      engine.finishExports()
      let isCopied = engine.takeEvents().contains {
        if case .yanked(let bytes, _, nil) = $0 { !bytes.isEmpty } else { false }
      }
      #expect(isCopied, "\(place)")
    }
  }
}
