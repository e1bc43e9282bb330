import Analysis
import Formats
import Inference
import TestSupport
import Testing
import Tokenization

@testable import Catalog

/// Traces through files: our own come back as they were, and those of `Sources/DeveloperTools/traces/dump.py` are what our run gives.
@Suite struct TraceDocumentTests {
  private static func trace(of text: String) throws -> (model: LanguageModel, trace: Trace) {
    let catalog = Catalog()
    let model = try catalog.languageModel()
    let bytes = Array(text.utf8)
    let reading = model.vocabulary.reading(
      of: try catalog.tokenizer(Array("bpe".utf8)).segmentation(of: bytes), text: bytes)
    return (model, try model.trace(of: reading, window: reading.ids.indices))
  }

  @Test func comesBackFromItsFile() throws {
    let text = "one two, one two 12345 çıktı"
    let (model, trace) = try Self.trace(of: text)
    let file = TraceFile(trace, model: model.name, tokenizer: "bpe", text: Array(text.utf8))
    let folder = TemporaryFolder()
    folder.write(file.writer().bytes(), "a.trace.safetensors")
    let document = try #require(try TraceDocument.open(Array(folder["a.trace.safetensors"].utf8)))
    #expect(document.text == Array(text.utf8) && document.model == "bundled" && document.tokenizer == "bpe")
    #expect(document.notes.isEmpty)
    #expect(document.trace.tokens == trace.tokens)
    // `<s>` has no bytes.
    #expect(document.segmentation.tokens.first.map { $0.isVirtual && $0.kind == .special } == true)
    #expect(document.segmentation.tokens.dropFirst().map(\.range) == trace.tokens.dropFirst().compactMap(\.bytes))
    try expectSame(document.trace, trace)
  }

  /// Files hold half precision: 11 bits.
  private func expectSame(_ found: Trace, _ wanted: Trace) throws {
    let (a, b) = (try #require(found.attention), try #require(wanted.attention))
    #expect(a.layers == b.layers && a.heads == b.heads)
    let (r, s) = (try #require(found.routing), try #require(wanted.routing))
    #expect(r.layers == s.layers && r.expertCount == s.expertCount && r.nullExperts == s.nullExperts)
    for layer in b.layers {
      for token in wanted.tokens.indices {
        for head in b.heads {
          for (x, y) in zip(
            a.row(layer: layer, head: head, query: token), b.row(layer: layer, head: head, query: token))
          {
            #expect(abs(x - y) <= 5e-4)
          }
        }
        #expect(Array(r.chosen(layer: layer, token: token)) == Array(s.chosen(layer: layer, token: token)))
        let (x, y) = (
          try #require(r.logits(layer: layer, token: token)), try #require(s.logits(layer: layer, token: token))
        )
        for (x, y) in zip(x, y) { #expect(abs(x - y) <= 1e-3 * max(1, abs(y))) }
      }
    }
    for (x, y) in zip(try #require(found.surprisals), try #require(wanted.surprisals)) {
      #expect((x == nil) == (y == nil) && abs((x ?? 0) - (y ?? 0)) <= 1e-4)
    }
  }

  /// The committed file is what the dumper wrote of the tiny checkpoint; attention and routing are those of our own run.
  @Test func theDumpersFileIsOurRun() throws {
    let folder = Repository.root + "/Tests/Golden/Models/"
    let document = try #require(try TraceDocument.open(Array((folder + "dumped.trace.safetensors").utf8)))
    let files = ModelFiles.folder(Array((folder + "qwen3moe").utf8))
    let model = try files.model(files.configuration())
    let run = try model.run(ids: document.trace.tokens.map(\.id))
    var own = run.trace
    try model.predictions(for: run) { own.add($0, outputDepth: model.shape.layerCount) }
    let (maps, ownMaps) = (try #require(document.trace.attention), try #require(own.attention))
    let (routing, ownRouting) = (try #require(document.trace.routing), try #require(own.routing))
    for layer in maps.layers {
      for token in own.tokens.indices {
        for head in maps.heads {
          for key in 0...token {
            let found = maps[layer: layer, head: head, query: token, key: key]
            #expect(abs(found - ownMaps[layer: layer, head: head, query: token, key: key]) <= 5e-4)
          }
        }
        #expect(
          Array(routing.chosen(layer: layer, token: token)) == Array(ownRouting.chosen(layer: layer, token: token)))
      }
    }
    for (x, y) in zip(try #require(document.trace.surprisals), try #require(own.surprisals)).dropFirst() {
      #expect(abs((x ?? .nan) - (y ?? .nan)) <= 1e-3)
    }
    #expect(String(decoding: document.text, as: UTF8.self) == "Evlerim 12 😀.")
  }

  @Test func blanksThatNoTokenNamesGoToTheNext() throws {
    let tokens = [
      TraceFile.Token(id: 1, bytes: nil), TraceFile.Token(id: 2, bytes: 0..<2), TraceFile.Token(id: 3, bytes: 3..<5),
    ]
    let document = try TraceDocument(TraceFile(text: Array("ab cd\n\n".utf8), tokens: tokens))
    #expect(document.segmentation.tokens.map(\.range) == [0..<0, 0..<2, 2..<5])
    #expect(document.text == Array("ab cd".utf8))
    #expect(document.notes == ["the trace ends 2 bytes before its text"])
    #expect(document.trace.attention == nil && document.trace.routing == nil)
  }

  @Test func textIsNoTrace() throws {
    let folder = TemporaryFolder()
    folder.write(Array("plain text, {braces}".utf8), "a.txt")
    folder.write([], "empty")
    for name in ["a.txt", "empty", "absent"] {
      let document = try TraceDocument.open(Array(folder[name].utf8))
      #expect(document?.text == nil, "\(name)")
    }
    let weights = Array((Repository.root + "/Tests/Golden/Models/qwen3/model.safetensors").utf8)
    #expect(throws: CatalogError.self) { try TraceDocument.open(weights) }
  }
}
