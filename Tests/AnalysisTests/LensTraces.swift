import Inference
import TestSupport

@testable import Analysis

/// Random traces whose attention rows and router rows are softmaxes.
enum LensTraces {
  /// A number of −spread…spread.
  static func number(_ spread: Float, _ generator: inout SeededGenerator) -> Float {
    Float.random(in: -spread...spread, using: &generator)
  }

  static func softmax(_ values: [Float]) -> [Float] {
    let powers = values.map { slowExponential(Double($0)) }
    let sum = powers.reduce(0, +)
    return powers.map { Float($0 / sum) }
  }

  /// e^x from its series, exact to 1e-12 for |x| < 20.
  static func slowExponential(_ x: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    let part = x / 16
    for step in 1...24 {
      term *= part / Double(step)
      sum += term
    }
    for _ in 0..<4 { sum *= sum }
    return sum
  }

  static func attention(
    tokens: Int, layers: [Int] = [0, 1], heads: [Int] = [0, 1, 2], _ generator: inout SeededGenerator
  ) throws -> AttentionMaps {
    var values: [Float] = []
    for _ in 0..<layers.count * heads.count {
      for query in 0..<tokens { values += softmax((0...query).map { _ in number(4, &generator) }) }
    }
    return try AttentionMaps(layers: layers, heads: heads, tokenCount: tokens, values: values)
  }

  static func routing(
    tokens: Int, layers: [Int] = [0, 1], experts: Int = 6, chosen: Int = 2, nullExperts: [Int] = [4, 5],
    spread: Float = 3, scored: Bool = true, _ generator: inout SeededGenerator
  ) throws -> Routing {
    // Some experts are liked by all tokens, so that they overflow.
    let likes = (0..<experts).map { _ in number(spread, &generator) }
    var logits: [Float] = []
    var best: [Int32] = []
    var weights: [Float] = []
    for _ in 0..<layers.count * tokens {
      let row = likes.map { $0 + number(spread, &generator) }
      logits += row
      let top = Routing.top(chosen, of: row)
      let probabilities = softmax(row)
      best += top.map { Int32($0) }
      weights += top.map { probabilities[$0] }
    }
    return try Routing(
      layers: layers, tokenCount: tokens, expertCount: experts, chosenCount: chosen,
      scores: scored ? .logits(logits) : nil, chosen: best, weights: scored ? weights : nil,
      nullExperts: layers.map { _ in nullExperts })
  }

  static func tokens(_ count: Int, ids: Int, _ generator: inout SeededGenerator) -> [Trace.Token] {
    (0..<count).map { Trace.Token(id: UInt32.random(in: 0..<UInt32(ids), using: &generator), bytes: $0..<$0 + 1) }
  }

  /// A trace with attention, routing, surprisals and predictions at depths 1 and 2.
  static func trace(tokens count: Int, _ generator: inout SeededGenerator) throws -> Trace {
    let attention = try attention(tokens: count, &generator)
    let routing = try routing(tokens: count, &generator)
    var trace = try Trace(
      tokens: tokens(count, ids: max(count / 2, 1), &generator), attention: attention, routing: routing,
      surprisals: count == 0 ? [] : [nil] + (1..<count).map { _ in number(5, &generator) + 5 })
    for depth in [1, 2] {
      let predictions = (0..<count).map { token in
        let logit = number(2, &generator)
        return Prediction(
          logSumExp: logit + 1, nextLogit: token + 1 < count ? logit - 1 : nil,
          top: [Prediction.Candidate(id: UInt32(token), logit: logit)])
      }
      trace.add(PredictionBlock(depth: depth, tokens: 0..<count, predictions: predictions), outputDepth: 2)
    }
    return trace
  }

  /// One layer, one head, from its rows.
  static func maps(_ rows: [[Float]]) throws -> AttentionMaps {
    try AttentionMaps(layers: [0], heads: [0], tokenCount: rows.count, values: rows.flatMap { $0 })
  }

  /// A trace of one map.
  static func trace(_ rows: [[Float]], ids: [UInt32]? = nil) throws -> Trace {
    let ids = ids ?? rows.indices.map { UInt32($0) }
    return try Trace(tokens: ids.map { Trace.Token(id: $0, bytes: nil) }, attention: try maps(rows))
  }

  /// Rows of a head that looks at one key each.
  static func rows(lookingAt keys: [Int]) -> [[Float]] {
    keys.enumerated().map { query, key in (0...query).map { $0 == key ? 1 : 0 } }
  }

  /// A place in the first layer and head.
  static let place = LensPlace(layer: 0, head: 0, cursor: 0)
}

/// Whether two columns agree to `tolerance`, nil with nil.
func agree(_ left: [Double?], _ right: [Double?], _ tolerance: Double = 1e-5) -> Bool {
  guard left.count == right.count else { return false }
  return zip(left, right).allSatisfy { pair in
    switch pair {
    case (nil, nil): true
    case (let left?, let right?): abs(left - right) <= tolerance * max(1, abs(right))
    default: false
    }
  }
}
