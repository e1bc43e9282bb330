import Analysis
import Inference
import Screen
import TerminalTestSupport
import TestSupport
import Testing

@testable import Explorer

/// Attention and words on traces of every kind, whoever recorded them.
@Suite struct AttentionViewTests {
  static let text = Array((0..<90).map { "w\($0) é\n中文 " }.joined().utf8)

  /// A screen of `view` that shows `trace` of the text.
  private func engine(
    _ trace: PieceTrace, view: State.View, size: Size, depth: ColorDepth = .mono, isASCII: Bool = false
  ) -> TestEngine {
    var engine = TestEngine(
      texts: [Self.text], shown: ["bpe"], themes: [depth == .mono ? .mono : GoldenScreenTests.theme], depth: depth,
      isASCII: isASCII, size: size, hasModel: true)
    engine.isPaused = true
    engine.state.show(view)
    engine.state.traces = TraceCache()
    engine.state.traces.insert(
      trace, for: TraceCache.Key(tokenizer: "bpe", generation: engine.state.page!.generation))
    return engine
  }

  /// Tokens of three bytes, or of one for the first, which stands for none.
  private static func tokens(_ count: Int) -> [Trace.Token] {
    (0..<count).map { index in
      let end = index == count - 1 ? text.count : 3 * index
      return Trace.Token(
        id: UInt32(index % 7), bytes: index == 0 && count > 1 ? nil : max(0, 3 * (index - 1))..<max(1, end))
    }
  }

  private static func trace(
    _ count: Int, layers: [Int], heads: [Int], weight: (_ query: Int, _ key: Int) -> Float
  ) throws -> PieceTrace {
    var values: [Float] = []
    for _ in layers {
      for _ in heads {
        for query in 0..<count { values += (0...query).map { weight(query, $0) } }
      }
    }
    let maps = try AttentionMaps(layers: layers, heads: heads, tokenCount: count, values: values)
    return PieceTrace(try Trace(tokens: tokens(count), attention: maps), model: "recorded")
  }

  @Test(arguments: [UInt64(11), 12, 13]) func anyTraceAnySizeAnySettings(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let counts = [1, 2, 3, 17, 40, 130]
    for round in 0..<16 {
      let count = counts.randomElement(using: &generator)!
      let isFaulty = Int.random(in: 0..<4, using: &generator) == 0
      let layers = [[0], [0, 1, 2, 3], [5, 11, 23], Array(0..<12), []].randomElement(using: &generator)!
      let heads = [[0], [0, 1, 2, 3], [2, 9], Array(0..<20), []].randomElement(using: &generator)!
      let odd: [Float] = [.nan, .infinity, 0, -1, 1e-30, 3]
      var trace = try Self.trace(count, layers: layers, heads: heads) { query, key in
        if isFaulty, Int.random(in: 0..<5, using: &generator) == 0 { return odd.randomElement(using: &generator)! }
        return key == 0 ? 0.6 : 0.4 / Float(query)
      }
      if Int.random(in: 0..<8, using: &generator) == 0 {
        trace = PieceTrace(try Trace(tokens: Self.tokens(count)), model: "recorded")
      }
      let isASCII = Bool.random(using: &generator)
      let view = [State.View.attention, .words].randomElement(using: &generator)!
      var engine = engine(
        trace, view: view, size: Size(width: 80, height: 24),
        depth: [.mono, .eight, .palette].randomElement(using: &generator)!, isASCII: isASCII)
      for step in 0..<8 {
        let keys = "hjkl,.<>_zsSdK()"
        engine.type(String((0..<3).map { _ in keys.randomElement(using: &generator)! }))
        engine.state.heat.layer = [0, 1, 7, 40].randomElement(using: &generator)!
        engine.state.heat.budgetSize = [1, 3, 8, 500].randomElement(using: &generator)!
        let size = [
          Size(width: 60, height: 16), Size(width: 80, height: 24), Size(width: 110, height: 17),
          Size(width: 500, height: 200),
          Size(width: .random(in: 0...210, using: &generator), height: .random(in: 0...70, using: &generator)),
        ].randomElement(using: &generator)!
        let frame = Explorer.view(engine.state, size: size, look: engine.state.look)
        #expect(frame.size == size)
        if isASCII {
          #expect(
            frame.text.utf8.allSatisfy { $0 == 0x0A || (0x20..<0x7F).contains($0) },
            "seed \(seed) round \(round) step \(step)\n\(frame.text)")
        }
      }
    }
  }

  @Test func viewsSayWhatIsMissing() throws {
    let one = try Self.trace(1, layers: [0], heads: [0]) { _, _ in 1 }
    let none = PieceTrace(try Trace(tokens: Self.tokens(4)), model: "recorded")
    for view in [State.View.attention, .words] {
      let size = Size(width: 80, height: 24)
      #expect(engine(one, view: view, size: size).frame.text.contains("attention needs 2 tokens, this has 1"))
      #expect(engine(none, view: view, size: size).frame.text.contains("this trace has no attention"))
    }
  }

  @Test func aTraceOfSomeLayersSaysSo() throws {
    let trace = try Self.trace(9, layers: [5, 11], heads: [0, 1, 2]) { query, _ in 1 / Float(query + 1) }
    var engine = engine(trace, view: .attention, size: Size(width: 120, height: 40))
    engine.type(">")
    #expect(engine.frame.text.contains("layer ◂11▸ of 2 kept"))
    #expect(engine.frame.text.contains("head ◂mean▸ of 3 "))
  }

  @Test func bothCursorsStayInSight() throws {
    let trace = try Self.trace(130, layers: [0], heads: [0]) { query, _ in 1 / Float(query + 1) }
    for form in HeatSettings.Form.allCases where form != .grid {
      for direction in HeatSettings.Direction.allCases {
        for size in [Size(width: 60, height: 16), Size(width: 80, height: 24), Size(width: 130, height: 50)] {
          var engine = engine(trace, view: .attention, size: size)
          engine.state.heat.form = form
          engine.state.heat.direction = direction
          for (cursor, key) in [(0, 0), (200, 12), (380, 380), (10, 350), (350, 3)] {
            engine.state.move(to: cursor)
            engine.state.heat.key = .byte(key)
            let lines = engine.frame.text.split(separator: "\n")
            #expect(lines.contains { $0.hasPrefix("▸") })
            #expect(form == .dense ? lines[2].contains("▾") : lines[2].contains("["))
          }
        }
      }
    }
  }

  /// Half blocks without colours would all be alike.
  @Test func noHalfBlocksWithoutColours() throws {
    let trace = try Self.trace(40, layers: [0, 1], heads: [0, 1]) { query, key in key == query ? 1 : 0 }
    for form in HeatSettings.Form.allCases {
      var engine = engine(trace, view: .attention, size: Size(width: 120, height: 40), depth: .palette)
      engine.state.heat.form = form
      let blocks = CharacterSet("▀▄")
      #expect(form == .labelled || blocks.isUsed(in: engine.frame.text))
      #expect(!blocks.isUsed(in: engine.state.exportedText()))
    }
  }

  private struct CharacterSet {
    let scalars: Set<Unicode.Scalar>
    init(_ text: String) { scalars = Set(text.unicodeScalars) }
    func isUsed(in text: String) -> Bool { text.unicodeScalars.contains { scalars.contains($0) } }
  }

  @Test func theGridPoolsByTheGreatestWeight() throws {
    let weights: [[Float]] = [[0.1], [0.2, 0.8], [0.3, 0.4, 0.3]]
    let trace = try Self.trace(3, layers: [0], heads: [0]) { weights[$0][$1] }
    let plane = AttentionPlane(trace.trace.attention!, layer: 0, head: 0)
    let from = PooledMatrix(plane, .from, rows: 2, columns: 2)
    #expect([from[0, 0], from[0, 1], from[1, 0], from[1, 1], from[2, 0]] == [0.8, nil, 0.4, 0.3, nil])
    let to = PooledMatrix(plane, .to, rows: 2, columns: 2)
    #expect([to[0, 0], to[0, 1], to[1, 0], to[1, 1]] == [0.8, 0.4, nil, 0.3])
  }

  @Test func theBudgetMarksWhatIsKept() throws {
    let trace = try Self.trace(9, layers: [0], heads: [0]) { query, _ in 1 / Float(query + 1) }
    var engine = engine(trace, view: .words, size: Size(width: 100, height: 30))
    engine.state.move(to: 17)
    engine.state.heat.budget = .recency
    engine.state.heat.budgetSize = 3
    let text = engine.frame.text
    #expect(
      text.contains("KV budget 3 by recency (first 1, last 2): 0 5 6  mass .43, all heads .43  what-if"), "\(text)")
    // The cursor's own token is in brackets.
    #expect(text.contains("+⟨s⟩") && text.count { $0 == "+" } == 2 && text.contains("["), "\(text)")
  }

  @Test func inTheGridTheCursorKeysMoveAmongHeads() throws {
    let trace = try Self.trace(9, layers: [0, 3], heads: [0, 1, 2]) { query, _ in 1 / Float(query + 1) }
    var engine = engine(trace, view: .attention, size: Size(width: 80, height: 24))
    let cursor = engine.state.cursor
    engine.type("zzllj")
    #expect(engine.state.attentionPlace?.layer == 3 && engine.state.attentionPlace?.head == 1)
    #expect(engine.frame.text.contains("▸L3H1"))
    engine.type("hhk")
    #expect(engine.state.attentionPlace?.layer == 0 && engine.state.attentionPlace?.head == nil)
    #expect(engine.state.cursor == cursor)
  }

  @Test func theSecondCursorIsLetGo() throws {
    let trace = try Self.trace(9, layers: [0], heads: [0]) { _, key in key == 2 ? 0.9 : 0.01 }
    var engine = engine(trace, view: .attention, size: Size(width: 80, height: 24))
    engine.state.move(to: 17)
    #expect(engine.state.keyIndex == 2)
    engine.type("ll")
    #expect(engine.state.keyIndex == 4)
    engine.type("a")
    #expect(engine.state.keyIndex == 2)
  }
}
