import Analysis
import Explorer
import Glibc
import TestSupport
import Testing
import UnicodeText

@testable import Engine

@Suite struct EditingTests {
  private let folder = TemporaryFolder()

  private func engine(dataFolder: String? = nil) throws -> Engine {
    let tokenizer = try smallTokenizer()
    return Engine(
      Engine.Resources(
        tokenizer: { _ in tokenizer }, samples: [Engine.Sample(name: "one", note: "", bytes: Array("abc abab".utf8))],
        exportFolder: Array(folder["shots"].utf8), dataFolder: dataFolder.map { Array($0.utf8) }), wake: {})
  }

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

  private func document(_ bytes: [UInt8]) -> Document {
    Document(source: .sample(0), name: "one", note: "", byteCount: bytes.count, isEdited: true)
  }

  @Test func opensATextFromMemory() throws {
    let engine = try engine()
    let text = Array("ab abc \u{FF}".utf8)
    engine.perform(.openText(text, document(text), around: 4, generation: 3))
    #expect(engine.settle(milliseconds: 300_000))
    guard case .opened(let opened, let window, 4, 3)? = engine.takeEvents().first else {
      Issue.record("not opened")
      return
    }
    #expect(opened == document(text) && window.bytes == text && window.start == 0)
    // An older one that comes late is dropped, and what is open can be read whole.
    engine.perform(.openText([0x61], document([0x61]), around: 0, generation: 2))
    engine.perform(.readText(generation: 3))
    #expect(engine.settle(milliseconds: 300_000))
    let events = engine.takeEvents()
    #expect(!events.contains { if case .opened = $0 { true } else { false } })
    #expect(events.contains { if case .textRead(text, generation: 3) = $0 { true } else { false } })
  }

  /// A text of several windows: the window is the part around the offset.
  @Test func showsThePartAroundTheCaret() throws {
    let engine = try engine()
    let text = Array(String(repeating: "ab abc 123\n", count: 20_000).utf8)
    engine.perform(.openText(text, document(text), around: 150_000, generation: 1))
    #expect(engine.settle(milliseconds: 300_000))
    guard case .opened(_, let window, 150_000, 1)? = engine.takeEvents().first else {
      Issue.record("not opened")
      return
    }
    #expect(window.start < 150_000 && window.end > 150_000 && window.start > 100_000)
  }

  @Test func aNewPauseTakesThePlaceOfTheLast() throws {
    let engine = try engine()
    for request in 1...20 { engine.perform(.wait(milliseconds: 30, request: request)) }
    let events = try #require(
      events(of: engine) { if case .waited(request: 20) = $0 { true } else { false } })
    #expect(events.count { if case .waited = $0 { true } else { false } } == 1)
    engine.perform(.wait(milliseconds: 1, request: 21))
    #expect(self.events(of: engine) { if case .waited(request: 21) = $0 { true } else { false } } != nil)
  }

  @Test func checksASeam() throws {
    let engine = try engine()
    var state = State(
      version: "", tokenizers: [TokenizerEntry(id: "small", title: "S", summary: "", vocabulary: "", isDefault: true)],
      samples: [SampleEntry(name: "one", title: "", language: "", domain: "", note: "")], view: .seam,
      size: .init(width: 80, height: 24))
    try engine.start(at: 0)
    for _ in 0..<4 {
      #expect(engine.settle(milliseconds: 300_000))
      for event in engine.takeEvents() { for effect in state.handle(event) { engine.perform(effect) } }
    }
    _ = state.go(to: 1).map(engine.perform)
    for _ in 0..<2 {
      #expect(engine.settle(milliseconds: 300_000))
      for event in engine.takeEvents() { for effect in state.handle(event) { engine.perform(effect) } }
    }
    let check = try #require(state.seam.answer?.checks["small"])
    #expect(check == SeamCheck(Array("abc abab".utf8), at: 1, by: try smallTokenizer()))
    #expect(check.lost == [1] && check.gained == [2])
  }

  // MARK: Samples

  private func sample(_ title: String = "My dogs", body: String = "one dogs ") -> NewSample {
    NewSample(place: 1, number: 3, title: title, language: "en", domain: "general", note: "n", body: Array(body.utf8))
  }

  @Test func savesASample() throws {
    let engine = try engine(dataFolder: folder["config/tokview"])
    engine.perform(.saveSample(sample()))
    #expect(engine.settle(milliseconds: 300_000))
    guard case .sampleSaved(let entry, 1, let path)? = engine.takeEvents().first else {
      Issue.record("not saved")
      return
    }
    #expect(entry.name == "03-my-dogs" && path.string.hasSuffix("config/tokview/samples/03-my-dogs.txt"))
    let bytes = try #require(folder.read("config/tokview/samples/03-my-dogs.txt"))
    #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("+++\none dogs\\u{20}\n"))
    var status = stat()
    #expect(stat(folder["config/tokview"], &status) == 0 && status.st_mode & 0o777 == 0o700)
    // It is the last of the samples now.
    engine.perform(.openSample(1, generation: 5))
    #expect(engine.settle(milliseconds: 300_000))
    let opened = engine.takeEvents().contains {
      if case .opened(let document, let window, _, 5) = $0 {
        document.name == "03-my-dogs" && window.bytes == Array("one dogs ".utf8)
      } else {
        false
      }
    }
    #expect(opened)
  }

  @Test func replacesNoSample() throws {
    let engine = try engine(dataFolder: folder["data"])
    for body in ["first", "second"] {
      engine.perform(.saveSample(sample(body: body)))
      #expect(engine.settle(milliseconds: 300_000))
    }
    let events = engine.takeEvents()
    #expect(events.count { if case .sampleSaved = $0 { true } else { false } } == 1)
    #expect(events.count { if case .failed(let line) = $0 { line.string.contains("it exists") } else { false } } == 1)
    #expect(
      folder.read("data/samples/03-my-dogs.txt").map { String(decoding: $0, as: UTF8.self).hasSuffix("first\n") }
        == true)
  }

  @Test func saysWhyItCannotSave() throws {
    let none = try engine()
    none.perform(.saveSample(sample()))
    #expect(none.settle(milliseconds: 300_000))
    guard case .failed(let line)? = none.takeEvents().first else {
      Issue.record("no error")
      return
    }
    #expect(line.string == "cannot save a sample: there is no home folder (name one with --data-dir)")
    folder.write([0x61], "file")
    let blocked = try engine(dataFolder: folder["file/inside"])
    blocked.perform(.saveSample(sample()))
    #expect(blocked.settle(milliseconds: 300_000))
    #expect(
      blocked.takeEvents().contains {
        if case .failed(let line) = $0 { line.string.contains("cannot write") } else { false }
      })
  }
}
