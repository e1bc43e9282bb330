import Analysis
import Engine
import Explorer
import Glibc
import Inference
import TestSupport
import Testing
import Tokenization
import UnicodeText

@Suite struct VocabularyEngineTests {
  private let folder = TemporaryFolder()

  private func engine(_ text: [UInt8], recordings: [String: Engine.Recording] = [:]) throws -> Engine {
    let tokenizers: [String: any Tokenizer] = [
      "small": try smallTokenizer(), "greedy": GreedyTokenizer(vocabulary: try smallTokenizer().vocabulary),
      "bytes": BytesTokenizer(),
    ]
    struct Missing: Error, CustomStringConvertible { let description = "no such tokenizer" }
    folder.write(text, "text")
    let path = Array(folder["text"].utf8)
    let input = Engine.Input(name: "text", source: .file(path: path)) { () throws(InputError) in
      try ByteSource.file(path: path)
    }
    let engine = Engine(
      Engine.Resources(
        tokenizer: { id in
          guard let tokenizer = tokenizers[id] else { throw Missing() }
          return tokenizer
        }, samples: [], inputs: [input], recordings: recordings), wake: {})
    try engine.start(at: 0)
    #expect(engine.settle(milliseconds: 300_000))
    return engine
  }

  /// Answers up to the first for which `isLast` holds; nil when it never comes.
  private func answers(
    of engine: Engine, until isLast: (Int, VocabularyBrowser.Answer?) -> Bool
  ) -> [(request: Int, answer: VocabularyBrowser.Answer?)]? {
    let deadline = Clock.milliseconds() + 20_000
    var all: [(request: Int, answer: VocabularyBrowser.Answer?)] = []
    while Clock.milliseconds() < deadline {
      for case .vocabularyListed(let answer, let request) in engine.takeEvents() {
        all.append((request, answer))
        if isLast(request, answer) { return all }
      }
      sched_yield()
    }
    return nil
  }

  private func request(
    _ tokenizer: String, _ count: Int, other: String? = nil, order: VocabularyQuery.Order = .id,
    show: VocabularyQuery.Show = .all
  ) -> VocabularyBrowser.Request {
    VocabularyBrowser.Request(
      tokenizer: tokenizer, other: other, query: VocabularyQuery(order: order, show: show), generation: 0,
      byteCount: count)
  }

  @Test func findsOutAllThereIs() throws {
    var generator = SeededGenerator(seed: 3)
    // More than one piece.
    let text = randomText(300_000, using: &generator)
    let engine = try engine(text)
    engine.perform(.listVocabulary(request("small", text.count, other: "bytes", order: .uses), request: 1))
    let all = try #require(
      answers(of: engine) { $1?.facts.reach.isComplete == true && $1?.countedBytes == text.count })
    #expect(all.allSatisfy { $0.request == 1 } && all[0].answer?.countedBytes != text.count)
    let facts = try #require(all.last?.answer?.facts)
    let tokenizer = try smallTokenizer()
    let listing = VocabularyListing(tokenizer)
    var uses = TokenUses(entries: listing.count)
    uses.add(tokenizer.segmentation(of: text).tokens.map(\.id), listing)
    #expect(facts.uses == uses && uses.tokens > 50_000)
    var expected = VocabularyFacts(listing)
    expected.uses = uses
    #expect(all.last?.answer?.rows == expected.rows(VocabularyQuery(order: .uses)))
    #expect(facts.comparison == VocabularyComparison(listing, VocabularyListing(BytesTokenizer())))
    expected.reach.test(listing.count, by: ReachTest(listing, of: tokenizer))
    #expect(EntryReach.allCases.allSatisfy { facts.reach.count($0) == expected.reach.count($0) })

    // What is known is there at once, in another order and beside nothing.
    engine.perform(.listVocabulary(request("small", text.count, order: .length, show: .used), request: 2))
    let next = try #require(answers(of: engine) { request, _ in request == 2 })
    let first = try #require(next.last?.answer)
    #expect(first.countedBytes == text.count && first.facts.comparison == nil)
    #expect(first.rows == expected.rows(VocabularyQuery(order: .length, show: .used)))
  }

  /// A newer request ends the work for an older one, which is not lost.
  @Test func newerRequestsComeFirst() throws {
    let text = Array(String(repeating: "abc ab 123\n", count: 400_000).utf8)
    let engine = try engine(text)
    for number in 1...50 {
      engine.perform(.listVocabulary(request(number % 2 == 0 ? "small" : "greedy", text.count), request: number))
    }
    let all = try #require(
      answers(of: engine) { $0 == 50 && $1?.facts.reach.isComplete == true && $1?.countedBytes == text.count })
    #expect(all.map(\.request) == all.map(\.request).sorted())
    let small = try #require(all.last?.answer)
    let line = try smallTokenizer().segmentation(of: Array("abc ab 123\n".utf8))
    #expect(small.facts.uses?.tokens == line.tokens.count * 400_000)
    // Not every one of those that came too late was carried out.
    #expect(Set(all.map(\.request)).count < 50)
  }

  @Test func aRecordingAndAMissingTokenizerHaveNone() throws {
    let text = Array("abc".utf8)
    let cut = try smallTokenizer().segmentation(of: text)
    let trace = PieceTrace(
      try Trace(tokens: cut.tokens.map { Trace.Token(id: $0.id, bytes: $0.range) }), model: "m")
    let engine = try engine(
      text, recordings: ["trace": Engine.Recording(text: text, segmentation: cut, trace: trace)])
    engine.perform(.listVocabulary(request("trace", 3), request: 0))
    #expect(try #require(answers(of: engine) { request, _ in request == 0 }).last?.answer == nil)
    engine.perform(.listVocabulary(request("gone", 3), request: 1))
    engine.perform(.listVocabulary(request("small", 3, other: "gone"), request: 2))
    let all = try #require(answers(of: engine) { $1?.facts.reach.isComplete == true })
    #expect(all.allSatisfy { $0.request == 2 && $0.answer?.facts.comparison == nil })
    #expect(cut.tokenCount == all.last?.answer?.facts.uses?.tokens)
  }

  @Test func describesAnEntry() throws {
    let engine = try engine(Array("abc".utf8))
    let place = VocabularyBrowser.Place(tokenizer: "small", entry: 258, others: ["bytes", "greedy", "gone"])
    engine.perform(.describeEntry(place, request: 4))
    engine.perform(.describeEntry(.init(tokenizer: "gone", entry: 0, others: []), request: 5))
    #expect(engine.settle(milliseconds: 300_000))
    var found: [Int: EntryDetails?] = [:]
    for case .entryDescribed(let details, let request) in engine.takeEvents() { found[request] = details }
    // `ab` is joined before `bc`.
    #expect(found[4]??.ids == [256, 0x63] && found[4]??.pieces == [Array("ab".utf8), Array("c".utf8)])
    #expect(found[4]??.others == [.init(tokenizer: "bytes", id: nil), .init(tokenizer: "greedy", id: 258)])
    #expect(found[5] == .some(nil))
  }
}
