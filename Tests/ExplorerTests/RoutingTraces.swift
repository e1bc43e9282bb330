import Analysis
import Inference
import Screen
import TestSupport

@testable import Explorer

/// Recorded traces over the text of the test engine, as files of other programs hold them.
enum RoutingTraces {
  struct Shape: CustomStringConvertible {
    var tokens = 12
    var layers = [0, 1]
    var experts = 8
    var chosen = 2
    var nulls = 0
    var hasScores = true
    var hasWeights = false
    var hasNaN = false
    /// Every token goes to the same experts.
    var isCollapsed = false

    var description: String {
      "\(tokens) tokens, layers \(layers), top-\(chosen) of \(experts), \(nulls) null, scores \(hasScores), NaN \(hasNaN)"
    }

    init(_ change: (inout Shape) -> Void = { _ in }) { change(&self) }

    init(_ generator: inout SeededGenerator) {
      tokens = [1, 2, 12, 60].randomElement(using: &generator)!
      layers = [[0], [0, 1, 2, 3], [3, 5, 30], Array(0..<48)].randomElement(using: &generator)!
      experts = [1, 2, 8, 12, 30, 128].randomElement(using: &generator)!
      chosen = min(experts, [1, 2, 3, 8].randomElement(using: &generator)!)
      nulls = Int.random(in: 0...min(4, experts), using: &generator)
      hasScores = Int.random(in: 0..<3, using: &generator) > 0
      hasWeights = Bool.random(using: &generator)
      hasNaN = Int.random(in: 0..<4, using: &generator) == 0
      isCollapsed = Int.random(in: 0..<4, using: &generator) == 0
    }
  }

  /// Cuts `text` into as many tokens as asked for, a special one first.
  static func trace(_ shape: Shape, text: [UInt8], seed: UInt64 = 1) -> PieceTrace {
    var generator = SeededGenerator(seed: seed)
    let count = max(1, shape.tokens)
    let parts = max(1, count - 1)
    var tokens = count == 1 ? [] : [Trace.Token(id: 0, bytes: nil)]
    for part in 0..<parts {
      let range = text.count * part / parts..<text.count * (part + 1) / parts
      tokens.append(Trace.Token(id: UInt32(part + 1), bytes: range))
    }
    var probabilities: [Float] = []
    var best: [Int32] = []
    for _ in shape.layers {
      for _ in tokens {
        var row = (0..<shape.experts).map { _ in Float.random(in: 0.01...1, using: &generator) }
        if shape.isCollapsed { row[0] += 100 }
        let sum = row.reduce(0, +)
        for expert in row.indices { row[expert] /= sum }
        best += Routing.top(shape.chosen, of: row).map { Int32($0) }
        if shape.hasNaN, Int.random(in: 0..<4, using: &generator) == 0 { row[0] = .nan }
        probabilities += row
      }
    }
    do {
      let routing = try Routing(
        layers: shape.layers, tokenCount: tokens.count, expertCount: shape.experts, chosenCount: shape.chosen,
        scores: shape.hasScores ? .probabilities(probabilities) : nil, chosen: best,
        weights: shape.hasWeights ? best.map { Float($0) / 8 } : nil,
        nullExperts: Array(
          repeating: Array(shape.experts - shape.nulls..<shape.experts), count: shape.layers.count))
      return PieceTrace(try Trace(tokens: tokens, routing: routing), model: "recorded")
    } catch { preconditionFailure("\(error)") }
  }

  /// An engine whose active column has `trace` in place of what the test model says.
  static func engine(
    _ trace: PieceTrace, keys: String = "r", size: Size = Size(width: 80, height: 24), isASCII: Bool = false,
    hasColor: Bool = false
  ) -> TestEngine {
    var engine = GoldenScreenTests.Screen(name: "", size: size, isASCII: isASCII, hasColor: hasColor, hasModel: true)
      .engine
    if let generation = engine.state.page?.generation {
      engine.send(
        .modelRead(
          tokenizer: engine.state.columns[engine.state.active].id, trace, request: -1, generation: generation))
    }
    engine.type(keys)
    return engine
  }
}
