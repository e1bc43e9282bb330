import Inference
import TestSupport
import Testing

@testable import Analysis

/// What holds of every lens.
@Suite struct LensTests {
  static let seed: UInt64 = 41

  @Test func namesAreInOrderAndFound() {
    #expect(
      Lenses.all.map(\.name) == [
        "surprisal", "attention-from", "attention-to", "sink-mass", "attention-entropy", "head-tags",
        "token-importance", "key-tokens", "logit-lens", "experts-used", "router-entropy", "load", "capacity",
      ])
    for lens in Lenses.all {
      #expect(Lenses.named(lens.name)?.title == lens.title)
      #expect(!lens.title.isEmpty && lens.title.utf8.count <= 8, "\(lens.name)")
      for line in [lens.formula, lens.source, lens.unit.range] {
        #expect(!line.isEmpty && line.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }, "\(lens.name): \(line)")
      }
    }
    #expect(Lenses.named("sink") == nil)
  }

  /// Strips have one value per token inside the unit's range, and tables are rectangles.
  @Test(arguments: [0, 1, 2, 17]) func valuesFitTheTrace(_ count: Int) throws {
    var generator = SeededGenerator(seed: Self.seed)
    let trace = try LensTraces.trace(tokens: count, &generator)
    for lens in Lenses.all {
      for head in [nil, 2] {
        let place = LensPlace(layer: 1, head: head, cursor: count / 2)
        let strip = try lens.strip(trace, place)
        #expect(strip.count == count, "\(lens.name)")
        for case let value? in strip {
          #expect(value >= 0 && value <= (lens.unit.maximum ?? .infinity) + 1e-5, "\(lens.name): \(value)")
        }
        let table = try lens.table(trace, place)
        let rows =
          switch table.rows {
          case .tokens: count
          case .heads(let heads): heads.count
          case .experts(let experts): experts.count
          }
        #expect(table.values.count == rows && table.values.allSatisfy { $0.count == table.columns.count })
        #expect(Set(table.columns).count == table.columns.count)
        if let ids = table.tokenIDs { #expect(ids.map(\.count) == table.values.map(\.count)) }
      }
    }
  }

  /// The strip is a column of the table where the table has rows of tokens.
  @Test func stripsStandInTheTables() throws {
    var generator = SeededGenerator(seed: Self.seed)
    let trace = try LensTraces.trace(tokens: 9, &generator)
    let columns = [
      "surprisal": "bits", "attention-from": "H2", "attention-to": "H2", "sink-mass": "H2", "attention-entropy": "H2",
      "token-importance": "total", "key-tokens": "total", "logit-lens": "D2 best", "experts-used": "L1 used",
      "router-entropy": "L1",
    ]
    for (name, column) in columns {
      let lens = try #require(Lenses.named(name))
      let place = LensPlace(layer: 1, head: 2, cursor: 5)
      let table = try lens.table(trace, place)
      let index = try #require(table.columns.firstIndex(of: column))
      #expect(table.values.map { $0[index] } == (try lens.strip(trace, place)), "\(name)")
    }
  }

  @Test func missingPartsAreNamed() throws {
    let bare = try Trace(tokens: [Trace.Token(id: 1, bytes: nil)])
    let messages = [
      "surprisal": "this trace has no surprisals", "attention-from": "this trace has no attention",
      "head-tags": "this trace has no attention", "token-importance": "this trace has no attention",
      "logit-lens": "this trace has no predictions", "load": "this trace has no routing to experts",
    ]
    for lens in Lenses.all {
      for read in [{ _ = try lens.strip(bare, LensTraces.place) }, { _ = try lens.table(bare, LensTraces.place) }] {
        let error = #expect(throws: LensError.self) { try read() }
        if let message = messages[lens.name] { #expect(error?.description == message) }
      }
    }
  }

  /// Layers, heads and depths are numbers of the model, and a trace may have some of them.
  @Test func subsetsOfLayersAreFoundByTheirNumbers() throws {
    var generator = SeededGenerator(seed: Self.seed)
    let whole = try LensTraces.attention(tokens: 6, layers: [3], heads: [1, 4], &generator)
    let routing = try LensTraces.routing(tokens: 6, layers: [3, 5], &generator)
    let tokens = LensTraces.tokens(6, ids: 3, &generator)
    let trace = try Trace(tokens: tokens, attention: whole, routing: routing)
    let values = [3].flatMap { layer in
      [1, 4].flatMap { head in (0..<6).flatMap { whole.row(layer: layer, head: head, query: $0) } }
    }
    let renumbered = try Trace(
      tokens: tokens,
      attention: try AttentionMaps(layers: [0], heads: [0, 1], tokenCount: 6, values: values))
    for name in ["attention-to", "sink-mass", "attention-entropy", "head-tags", "key-tokens"] {
      let lens = try #require(Lenses.named(name))
      let here = try lens.strip(trace, LensPlace(layer: 3, head: 4, cursor: 2))
      #expect(here == (try lens.strip(renumbered, LensPlace(layer: 0, head: 1, cursor: 2))), "\(name)")
    }
    func message(_ name: String, _ layer: Int, _ head: Int?, cursor: Int = 0) -> String? {
      #expect(throws: LensError.self) {
        try Lenses.named(name)?.strip(trace, LensPlace(layer: layer, head: head, cursor: cursor))
      }?.description
    }
    #expect(message("sink-mass", 0, nil) == "this trace has no attention of layer 0, only of 3")
    #expect(message("sink-mass", 3, 0) == "this trace has no attention of head 0, only of 1 4")
    #expect(message("load", 4, nil) == "this trace has no routing of layer 4, only of 3 5")
    #expect(message("attention-from", 3, 1, cursor: 6) == "there is no token 6, this trace has 6")
    #expect(LensError.absent(part: "p", of: "layer", number: 9, present: Array(0..<4)).description.hasSuffix("0 to 3"))
    #expect(LensError.absent(part: "p", of: "layer", number: 9, present: []).description.hasSuffix("of none"))
  }

  /// Numbers that are not finite are unknown, and spoil what they are part of and nothing else.
  @Test func numbersThatAreNotFiniteAreUnknown() throws {
    var rows: [[Float]] = [[1], [0.4, 0.6], [.nan, .nan, .nan], [0.1, 0.2, 0.3, 0.4]]
    let trace = try LensTraces.trace(rows)
    func strip(_ name: String, cursor: Int = 0) throws -> [Bool] {
      let place = LensPlace(layer: 0, head: nil, cursor: cursor)
      return try #require(Lenses.named(name)).strip(trace, place).map { $0 != nil }
    }
    #expect(try strip("sink-mass") == [true, true, false, true])
    #expect(try strip("attention-from", cursor: 2) == [false, false, false, false])
    #expect(try strip("attention-to", cursor: 1) == [false, true, false, true])
    #expect(try strip("attention-entropy") == [false, true, false, true])
    #expect(try strip("token-importance") == [false, false, false, true])
    #expect(try strip("key-tokens") == [false, false, false, true])
    let tags = try HeadTags(trace).scores(layer: 0, head: 0)
    #expect(HeadTags.Tag.allCases.allSatisfy { tags[$0] == nil } && tags.strongest == nil)
    rows[2] = [0.2, 0.3, 0.5]
    #expect(try HeadTags(try LensTraces.trace(rows)).scores(layer: 0, head: 0)[.sink] != nil)

    let routing = try Routing(
      layers: [0], tokenCount: 2, expertCount: 2, chosenCount: 1, scores: .logits([.nan, 1, 0, 0]), chosen: [1, 0],
      weights: [1, 1])
    let routed = try Trace(
      tokens: [0, 1].map { Trace.Token(id: $0, bytes: nil) }, routing: routing, surprisals: [.nan, .infinity])
    #expect(try SurprisalLens().strip(routed, LensTraces.place) == [nil, nil])
    #expect(try RouterEntropyLens().strip(routed, LensTraces.place).map { $0 != nil } == [false, true])
    #expect(try CapacityLens().strip(routed, LensTraces.place) == [0, 0])
  }
}
