import Inference

extension Trace {
  /// The trace with neighbouring tokens taken together; see `PieceTrace` for what becomes of their values.
  ///
  /// - Parameter groups: ranges of tokens in order that hold each token once.
  package func merged(_ groups: [Range<Int>]) -> Trace {
    if groups.count == tokens.count { return self }
    var numbers: [[UInt32]: UInt32] = [:]
    let merged = groups.map { group in
      let first = tokens[group.lowerBound]
      if group.count == 1 { return first }
      // A number of its own, the same for the same ids, above all that a vocabulary has.
      let ids = tokens[group].map(\.id)
      let number = numbers[ids] ?? UInt32.max - UInt32(numbers.count)
      numbers[ids] = number
      let start = first.bytes?.lowerBound
      let end = tokens[group.upperBound - 1].bytes?.upperBound
      return Token(id: number, bytes: start.flatMap { start in end.map { start..<$0 } })
    }
    do throws(TraceError) {
      return try Trace(
        tokens: merged, attention: try attention?.merged(groups), routing: try routing?.merged(groups),
        residualNorms: residualNorms?.map { norms in groups.map { norms[$0].reduce(0, +) / Float($0.count) } },
        surprisals: surprisals.map { values in
          groups.map { group in
            values[group].reduce(Float?(0)) { sum, value in sum.flatMap { sum in value.map { sum + $0 } } }
          }
        },
        predictions: predictions.mapValues { row in groups.map { row[$0.upperBound - 1] } }, isFinite: isFinite)
    } catch {
      preconditionFailure("\(error)")
    }
  }
}

extension AttentionMaps {
  /// Sums over the keys of a group, means over its queries: rows still sum to 1. Linear in the weights.
  fileprivate func merged(_ groups: [Range<Int>]) throws(TraceError) -> AttentionMaps {
    var values: [Float] = []
    values.reserveCapacity(layers.count * heads.count * AttentionMaps.rowStart(groups.count))
    var group = [Int](repeating: 0, count: tokenCount)
    for (index, range) in groups.enumerated() {
      for token in range { group[token] = index }
    }
    for layer in layers {
      for head in heads {
        for (index, range) in groups.enumerated() {
          let start = values.count
          values.append(contentsOf: repeatElement(0, count: index + 1))
          let share = 1 / Float(range.count)
          for query in range {
            withRow(layer: layer, head: head, query: query) { row in
              for key in 0...query { values[start + group[key]] += row[key] * share }
            }
          }
        }
      }
    }
    return try AttentionMaps(layers: layers, heads: heads, tokenCount: groups.count, values: values)
  }
}

extension Routing {
  fileprivate func merged(_ groups: [Range<Int>]) throws(TraceError) -> Routing {
    var scores: [Float] = []
    var experts: [Int32] = []
    var factors: [Float] = []
    for layer in layers {
      for group in groups {
        let share = 1 / Float(group.count)
        var mean = [Float](repeating: 0, count: expertCount)
        var sums = [Float](repeating: 0, count: expertCount)
        var hasWeights = false
        for token in group {
          for (expert, value) in (probabilities(layer: layer, token: token) ?? []).enumerated() {
            mean[expert] += value * share
          }
          let weights = weights(layer: layer, token: token)
          hasWeights = weights != nil
          for (rank, expert) in chosen(layer: layer, token: token).enumerated() {
            // Without weights an earlier choice counts more.
            sums[Int(expert)] += weights.map { $0[$0.startIndex + rank] } ?? Float(chosenCount - rank)
          }
        }
        let best = Routing.top(chosenCount, of: sums)
        experts += best.map { Int32($0) }
        if hasWeights { factors += best.map { sums[$0] * share } }
        if self.scores != nil { scores += mean }
      }
    }
    return try Routing(
      layers: layers, tokenCount: groups.count, expertCount: expertCount, chosenCount: chosenCount,
      scores: self.scores.map { _ in .probabilities(scores) }, chosen: experts,
      weights: factors.count == experts.count ? factors : nil, nullExperts: nullExperts)
  }
}
