import Explorer
import Formats
import Glibc
import TestSupport
import Testing
import Tokenization
import UnicodeText

@testable import Engine

@Suite struct TextSearchTests {
  private static let small: any Tokenizer = {
    do { return try smallTokenizer() } catch { preconditionFailure("\(error)") }
  }()

  private func search(_ query: SearchQuery, _ text: [UInt8], goesOn: @escaping (Int) -> Bool = { _ in true })
    -> TextSearch
  {
    let source = ByteSource(name: "text", bytes: text)
    return TextSearch(
      query, in: source,
      cut: { (window: TextWindow, id: String) throws(InputError) -> Segmentation? in
        try WindowReader().segmentation(of: window, in: source, by: id == "bytes" ? BytesTokenizer() : Self.small)
      }, goesOn: goesOn)
  }

  /// Every place is found from every other, in both directions, also across the edges of chunks.
  @Test(arguments: [UInt64(4), 5]) func equalsAListOfAllPlaces(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var text = (0..<2_600_000).map { _ in UInt8.random(in: 0x61...0x7A, using: &random) }
    for place in stride(from: 63, to: text.count, by: 64) { text[place] = place % 1280 == 63 ? 0x0A : 0x20 }
    let word = Array("needle".utf8)
    for place in [0, 1 << 20, (1 << 20) - 3, (2 << 20) - 1, text.count - 6, 700_001] {
      text.replaceSubrange(place..<place + 6, with: word)
    }
    let starts = SearchQuery.bytes(word).matches(in: text, []).map(\.lowerBound)
    let find = search(.bytes(word), text)
    let all = try #require(try find.all { _ in })
    #expect(all.starts == starts && all.count == starts.count)
    for from in starts + [5, 900_000, text.count - 1] {
      #expect(try find.nearest(from: from, backward: false) == .found(starts.first { $0 > from } ?? starts[0]))
      #expect(
        try find.nearest(from: from, backward: true) == .found(starts.last { $0 < from } ?? starts[starts.count - 1]))
    }
    #expect(try search(.bytes(Array("#".utf8)), text).nearest(from: 7, backward: true) == .nothing)
    #expect(try search(.bytes(word), []).nearest(from: 0, backward: false) == .nothing)
  }

  @Test func tokensAndDifferencesAreThoseOfTheWhole() throws {
    let text = Array((0..<30_000).map { "line \($0) abc of the text ab\n" }.joined().utf8)
    let whole = Self.small.segmentation(of: text)
    let id = whole.tokens[whole.tokens.count / 2].id
    let starts = whole.tokens.filter { $0.id == id }.map(\.start)
    let find = search(.token(id, tokenizer: "bpe"), text)
    #expect(try find.all { _ in }?.starts == starts)
    for from in [0, 100_000, 300_000, text.count - 1] {
      #expect(try find.nearest(from: from, backward: false) == .found(starts.first { $0 > from } ?? starts[0]))
      #expect(
        try find.nearest(from: from, backward: true) == .found(starts.last { $0 < from } ?? starts[starts.count - 1]))
    }
    let query = SearchQuery.differences(tokenizers: ["bpe", "bytes"])
    let differences = query.matches(in: text, [whole, BytesTokenizer().segmentation(of: text)]).map(\.lowerBound)
    #expect(
      try search(query, text).nearest(from: 250_000, backward: false) == .found(differences.first { $0 > 250_000 }!))
  }

  @Test func stopsBetweenParts() throws {
    let text = [UInt8](repeating: 0x61, count: 8 << 20)
    var asked = 0
    let find = search(.bytes([0x62]), text) { _ in
      asked += 1
      return asked < 3
    }
    #expect(try find.nearest(from: 0, backward: false) == .stopped)
    #expect(asked == 3)
    #expect(try search(.bytes([0x62]), text, goesOn: { _ in false }).all { _ in } == nil)
  }

  /// Too many places are counted and not kept.
  @Test func manyPlacesAreOnlyCounted() throws {
    let text = [UInt8](repeating: 0x61, count: TextSearch.placeLimit + 5)
    let all = try #require(try search(.bytes([0x61]), text).all { _ in })
    #expect(all.count == text.count && all.starts == nil)
  }

  @Test func theEngineAnswers() throws {
    let text = Array((0..<9_000).map { "line \($0) abc of the text ab\n" }.joined().utf8)
    let engine = Engine(
      Engine.Resources(
        tokenizer: { _ in Self.small }, samples: [Engine.Sample(name: "a", note: "", bytes: text)]), wake: {})
    try engine.start(at: 0)
    #expect(engine.settle(milliseconds: 300_000))
    _ = engine.takeEvents()
    engine.perform(.findMatch(.bytes(Array("8999".utf8)), from: 0, backward: false, request: 1))
    engine.perform(.countMatches(.bytes(Array("of".utf8)), request: 2))
    var found: Int?
    var count: Int?
    let deadline = Clock.milliseconds() + 20_000
    while found == nil || count == nil, Clock.milliseconds() < deadline {
      for event in engine.takeEvents() {
        if case .found(let start, true, 1) = event { found = start }
        if case .matchesCounted(let number, let starts, true, 2) = event {
          count = number
          #expect(starts?.count == number)
        }
      }
      sched_yield()
    }
    let expected = SearchQuery.bytes(Array("8999".utf8)).matches(in: text, []).first?.lowerBound
    #expect(found == expected && count == 9_000)
  }
}
