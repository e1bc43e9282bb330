import Formats
import Inference
import Tokenization

extension TraceFile {
  /// `trace` with its text, ready to be written.
  package init(_ trace: Trace, model: String, tokenizer: String, text: [UInt8], normalizesWeights: Bool = false) {
    self.init(
      model: model, tokenizer: tokenizer, text: text, tokens: trace.tokens.map { Token(id: $0.id, bytes: $0.bytes) })
    let count = trace.tokens.count
    if let maps = trace.attention {
      var values: [Float] = []
      for layer in maps.layers {
        for head in maps.heads {
          for query in 0..<count { values += maps.row(layer: layer, head: head, query: query) }
        }
      }
      attention = Attention(kind: .probabilities, layers: maps.layers, heads: maps.heads, values: values)
    }
    if let routing = trace.routing {
      let rows = routing.layers.flatMap { layer in (0..<count).map { (layer, $0) } }
      let logits = rows.compactMap { routing.logits(layer: $0.0, token: $0.1) }
      self.routing = Routing(
        layers: routing.layers, expertCount: routing.expertCount, chosenCount: routing.chosenCount,
        scores: logits.count == rows.count ? logits.flatMap { $0 } : nil,
        chosen: rows.flatMap { routing.chosen(layer: $0.0, token: $0.1) },
        weights: rows.compactMap { routing.weights(layer: $0.0, token: $0.1) }.flatMap { $0 },
        normalizesWeights: normalizesWeights,
        nullCount: Self.nullExpertsAtTheEnd(routing))
    }
    logProbabilities = trace.surprisals.map { $0.map { bits in bits.map { -$0 * 0.693_147_2 } ?? .nan } }
  }

  /// Null experts that all layers have at the end of their numbering.
  private static func nullExpertsAtTheEnd(_ routing: Inference.Routing) -> Int {
    var count = 0
    while count < routing.expertCount,
      routing.nullExperts.allSatisfy({ $0.contains(routing.expertCount - 1 - count) })
    { count += 1 }
    return routing.nullExperts.isEmpty ? 0 : count
  }
}

extension Trace {
  /// What `file` holds; logits of attention become probabilities.
  ///
  /// Attention that sees later tokens is left out, `notes` says so.
  package init(_ file: TraceFile, notes: inout [String]) throws(TraceError) {
    let count = file.tokens.count
    var maps: AttentionMaps?
    if let attention = file.attention {
      if attention.isCausal {
        maps = try AttentionMaps(
          layers: attention.layers, heads: attention.heads, tokenCount: count,
          values: attention.probabilities(tokens: count).values)
      } else {
        notes.append("attention that sees later tokens is not shown")
      }
    }
    var routing: Inference.Routing?
    if let part = file.routing {
      let scores: Inference.Routing.Scores? = part.scores.map {
        part.kind == .logits ? .logits($0) : .probabilities($0)
      }
      let firstNull = part.expertCount - part.nullCount
      routing = try Inference.Routing(
        layers: part.layers, tokenCount: count, expertCount: part.expertCount, chosenCount: part.chosenCount,
        scores: scores, chosen: part.chosen ?? Trace.best(part, count), weights: part.weights,
        nullExperts: Array(repeating: Array(firstNull..<part.expertCount), count: part.layers.count))
    }
    try self.init(
      tokens: file.tokens.map { Token(id: $0.id, bytes: $0.bytes) }, attention: maps, routing: routing,
      surprisals: file.logProbabilities.map { $0.map { $0.isNaN ? nil : -$0 * 1.442_695_04 } },
      isFinite: file.isFinite)
  }

  /// The experts with the highest scores of each token, best first, ties to the lower number.
  private static func best(_ part: TraceFile.Routing, _ tokenCount: Int) -> [Int32] {
    guard let scores = part.scores, part.chosenCount > 0 else { return [] }
    return (0..<part.layers.count * tokenCount).flatMap { row in
      let base = row * part.expertCount
      return (0..<part.expertCount).sorted { left, right in
        let (a, b) = (scores[base + left], scores[base + right])
        return a == b ? left < right : a > b
      }.prefix(part.chosenCount).map { Int32($0) }
    }
  }
}
