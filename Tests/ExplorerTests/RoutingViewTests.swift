import Analysis
import Inference
import Screen
import TerminalTestSupport
import TestSupport
import Testing

@testable import Explorer

/// What the routing view says, on traces of every shape.
@Suite struct RoutingViewTests {
  static let text = Array(TestEngine.start.utf8)

  @Test(arguments: [UInt64(1), 2, 3, 4, 5, 6])
  func anyTraceAtAnySizeGivesAFrame(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for step in 0..<16 {
      let shape = RoutingTraces.Shape(&generator)
      let isASCII = Bool.random(using: &generator)
      let trace = RoutingTraces.trace(shape, text: Self.text, seed: seed)
      var engine = RoutingTraces.engine(trace, isASCII: isASCII, hasColor: Bool.random(using: &generator))
      for _ in 0..<12 {
        engine.type(
          ["v", "C", "P", "P", ",", ".", "s", ")", "(", "j", "k", ">", "<", "G", "t"].randomElement(using: &generator)!)
        let size = Size(
          width: [60, 61, 80, 120, 200, 500, .random(in: 0...210, using: &generator)].randomElement(using: &generator)!,
          height: [16, 17, 24, 60, 200, .random(in: 0...70, using: &generator)].randomElement(using: &generator)!)
        engine.send(.input(.resize(size)))
        let frame = engine.frame
        #expect(frame.size == size, "seed \(seed), step \(step): \(shape)")
        if isASCII, !frame.text.utf8.allSatisfy({ $0 == 0x0A || (0x20..<0x7F).contains($0) }) {
          Issue.record("seed \(seed), step \(step): \(shape) at \(size)\n\(frame.text)")
          return
        }
      }
    }
  }

  static let shapes: [(String, RoutingTraces.Shape, String)] = [
    ("ids-only", RoutingTraces.Shape { $0.hasScores = false }, "r"),
    ("128-experts", RoutingTraces.Shape { ($0.experts, $0.chosen, $0.layers) = (128, 8, Array(0..<24)) }, "rl))))"),
    ("128-classes", RoutingTraces.Shape { ($0.experts, $0.chosen) = (128, 8) }, "rC"),
    ("128-text", RoutingTraces.Shape { ($0.experts, $0.chosen) = (128, 8) }, "rv"),
    ("collapsed", RoutingTraces.Shape { ($0.isCollapsed, $0.tokens, $0.layers) = (true, 20, [3, 5, 30]) }, "r"),
    ("refused", RoutingTraces.Shape { $0.hasScores = false }, "rPP"),
    ("not-finite", RoutingTraces.Shape { $0.hasNaN = true }, "r"),
  ]

  @Test(arguments: shapes.indices) func recordedTrace(_ index: Int) {
    let (name, shape, keys) = Self.shapes[index]
    let engine = RoutingTraces.engine(RoutingTraces.trace(shape, text: Self.text), keys: keys)
    #expect(Golden.mismatch("explorer/routing-80x24-\(name).txt", engine.frame.text) == nil)
  }

  @Test func modelsWithoutExpertsSaySo() throws {
    let tokens = [Trace.Token(id: 1, bytes: 0..<Self.text.count)]
    let engine = RoutingTraces.engine(PieceTrace(try Trace(tokens: tokens), model: "dense"))
    #expect(engine.frame.text.contains("no experts"))
  }

  @Test func whatIsAssumedIsLabelled() {
    let trace = RoutingTraces.trace(RoutingTraces.Shape(), text: Self.text)
    var engine = RoutingTraces.engine(trace)
    #expect(!engine.frame.text.contains("what-if"))
    for name in ["capacity drop", "capacity reroute", "groups"] {
      engine.type("P")
      let lines = engine.frame.lines
      #expect(lines[1].contains("what-if: ") && lines[1].contains(name), "\(lines[1])")
      #expect(lines[23].contains("what-if"), "\(lines[23])")
    }
    engine.type("P")
    #expect(!engine.frame.text.contains("what-if"))
  }

  /// The chosen experts of each token are the digits of its line, whatever the width.
  @Test(arguments: [60, 80, 120, 200]) func digitsAreTheChosenExperts(width: Int) throws {
    let trace = RoutingTraces.trace(RoutingTraces.Shape { $0.tokens = 8 }, text: Self.text)
    let engine = RoutingTraces.engine(trace, size: Size(width: width, height: 40))
    let scene = try #require(RoutingScene(engine.state))
    let lines = engine.frame.lines
    let heading = Array(lines[2])
    for token in 0..<8 {
      let line = Array(lines[3 + token])
      for (rank, expert) in scene.own.chosen(layer: 0, token: token).enumerated() {
        let name = "E\(expert)"
        let column = try #require(heading.indices.first { String(heading[$0...].prefix(name.count)) == name })
        let cells = line[column..<min(line.count, column + 3)]
        #expect(cells.contains(Character("\(rank + 1)")), "token \(token), \(name): \(String(line))")
      }
    }
  }

  @Test func shadesBeginWhereTheLegendSays() throws {
    for (probability, level) in [
      (0.0, 0), (0.029, 0), (0.031, 1), (0.099, 1), (0.101, 2), (0.249, 2), (0.251, 3), (0.51, 4), (1, 5),
    ] {
      #expect(Int(try #require(RouterShade.position(probability)) * 5) == level, "\(probability)")
    }
    #expect(RouterShade.position(.nan) == nil)
    for step in 0...20 {
      let position = Double(step) / 20
      let back = try #require(RouterShade.position(RouterShade.probability(at: position)))
      #expect(abs(back - position) < 1e-6)
    }
  }

  @Test func changesPairWhatWasLostWithWhatWasGained() throws {
    let trace = RoutingTraces.trace(RoutingTraces.Shape { $0.isCollapsed = true }, text: Self.text)
    let scene = try #require(RoutingScene(RoutingTraces.engine(trace, keys: "rP,").state))
    let capacity = try #require(scene.outcome.capacity)
    let lost = (0..<scene.own.tokenCount).flatMap { scene.changes($0) }
    // All 12 tokens want expert 0, which drops those beyond its places.
    #expect(lost.count { $0.from == 0 } == 12 - capacity)
    #expect(lost.allSatisfy { $0.to == nil })
    let rerouted = try #require(RoutingScene(RoutingTraces.engine(trace, keys: "rPP").state))
    #expect((0..<12).flatMap { rerouted.changes($0) }.allSatisfy { $0.to != nil && $0.to != $0.from })
  }

  @Test func classesCountWhatThePolicyLeaves() throws {
    let trace = RoutingTraces.trace(RoutingTraces.Shape { $0.isCollapsed = true }, text: Self.text)
    for (keys, isWhole) in [("r", true), ("rP,,", false), ("rPP", true)] {
      let scene = try #require(RoutingScene(RoutingTraces.engine(trace, keys: keys).state))
      let classes = TokenClass.classes(of: scene.trace.trace, text: Self.text)
      let table = try ExpertsByClass(scene.outcome, layer: 0, classes: classes)
      let choices = table.rows.reduce(0) { $0 + Double($1.tokenCount * 2) * ($1.shares ?? []).reduce(0, +) }
      #expect((abs(choices - 24) < 1e-9) == isWhole, "\(keys): \(choices)")
      #expect(abs(choices - Double(scene.load.counts.reduce(0, +))) < 1e-9)
    }
  }

  /// What one shows, the other must show too: the followed expert's tokens are marked in the matrix and in the text.
  @Test func followedExpertMarksItsTokens() throws {
    let trace = RoutingTraces.trace(RoutingTraces.Shape(), text: Self.text)
    let engine = RoutingTraces.engine(trace, keys: "r))))", size: Size(width: 80, height: 40))
    let scene = try #require(RoutingScene(engine.state))
    #expect(scene.followed == 3)
    for (token, line) in engine.frame.lines[3..<15].enumerated() {
      #expect(line.dropFirst(3).first == (scene.taken(token).contains(3) ? "*" : " "), "\(line)")
    }
    #expect(engine.frame.text.contains("E3 takes \(scene.load.counts[3]) of 12 tokens"))
  }
}
