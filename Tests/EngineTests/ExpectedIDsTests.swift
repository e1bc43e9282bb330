import Analysis
import Engine
import Explorer
import Inference
import TestSupport
import Testing
import Tokenization
import UnicodeText

@Suite struct ExpectedIDsTests {
  private let folder = TemporaryFolder()

  private func engine(_ text: [UInt8], recordings: [String: Engine.Recording] = [:]) throws -> Engine {
    folder.write(text, "text")
    let path = Array(folder["text"].utf8)
    let input = Engine.Input(name: "text", source: .file(path: path)) { () throws(InputError) in
      try ByteSource.file(path: path)
    }
    let tokenizer = try smallTokenizer()
    let engine = Engine(
      Engine.Resources(tokenizer: { _ in tokenizer }, samples: [], inputs: [input], recordings: recordings), wake: {})
    try engine.start(at: 0)
    #expect(engine.settle(milliseconds: 20_000))
    _ = engine.takeEvents()
    return engine
  }

  /// What the engine says of a list of ids, and the byte that it names.
  private func answer(_ ids: String, of engine: Engine, by id: String = "small") throws -> (text: String, byte: Int?) {
    folder.write(Array(ids.utf8), "ids")
    engine.perform(.checkIDs(path: Array(folder["ids"].utf8), tokenizer: id, generation: 0))
    let deadline = Clock.milliseconds() + 20_000
    while Clock.milliseconds() < deadline {
      for event in engine.takeEvents() {
        switch event {
        case .idsChecked(let text, let byte, 0): return (text.string, byte)
        case .failed(let text): return (text.string, nil)
        default: break
        }
      }
      _ = engine.settle(milliseconds: 1)
    }
    throw Late()
  }

  private struct Late: Error {}

  @Test func comparesTheOpenText() throws {
    let text = Array("abc ab\n12 abab".utf8)
    var ids: [TokenID] = []
    text.withUnsafeBufferPointer { (try? smallTokenizer())?.encode($0, into: &ids) }
    let engine = try engine(text)
    let list = ids.map(String.init).joined(separator: "\n")
    let equal = try answer(list, of: engine)
    #expect(
      equal.byte == nil && equal.text.hasSuffix("text: small: all \(ids.count) ids are those of \(folder["ids"])"))
    for place in ids.indices {
      var other = ids
      other[place] = 999
      let found = try answer(other.map(String.init).joined(separator: " "), of: engine)
      #expect(found.text.contains("token \(place) is another one, at byte \(found.byte ?? -1), line "))
      #expect(found.text.contains("  expected  999 (not in the vocabulary)"), "\(found.text)")
      let starts = try smallTokenizer().segmentation(of: text).tokens.map(\.start)
      #expect(found.byte == starts[place])
    }
    let longer = try answer(list + " 97", of: engine)
    #expect(longer.byte == text.count && longer.text.contains("  expected  97 \"a\""), "\(longer.text)")
    let shorter = try answer("", of: engine)
    #expect(shorter.byte == 0 && shorter.text.hasSuffix("  expected  the end"), "\(shorter.text)")
  }

  @Test func tellsWhatIsWrong() throws {
    let cut = try smallTokenizer().segmentation(of: Array("ab".utf8))
    let trace = PieceTrace(try Trace(tokens: cut.tokens.map { Trace.Token(id: $0.id, bytes: $0.range) }), model: "m")
    let recording = Engine.Recording(text: Array("ab".utf8), segmentation: cut, trace: trace)
    let engine = try engine(Array("ab".utf8), recordings: ["trace": recording])
    #expect(try answer("1 x", of: engine).text.contains("cannot read ids from \(folder["ids"]): "))
    #expect(try answer("[1][2]", of: engine).text.contains("has 2 lists of ids for 1 texts"))
    #expect(try answer("1", of: engine, by: "trace").text.contains("is a recording"))
    engine.perform(.checkIDs(path: Array(folder["none"].utf8), tokenizer: "small", generation: 0))
    #expect(try answer("[", of: engine).text.contains("cannot "))
  }
}
