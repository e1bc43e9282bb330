import Glibc
import Inference

/// The attention of one layer and head, or of the mean of a layer's heads, as a view shows it.
///
/// A lower triangle [query][key ≤ query] whose rows sum to 1; after `renormalized` the rest of each row does. Building reads every weight once:
/// linear in heads × tokens². Example, two heads with rows (1) (0.2 0.8) and (1) (0.6 0.4): the mean is (1) (0.4 0.6).
package struct AttentionPlane: Sendable {
  package let layer: Int
  /// Nil for the mean.
  package let head: Int?
  package let tokenCount: Int
  package let treatment: SinkTreatment
  /// Keys that count as sinks: `SinkTreatment.threshold` is below the mean weight that later queries give them.
  package let sinks: [Bool]
  /// The greatest weight outside masked columns; 0 where there is none.
  package let maximum: Double
  // [query][key ≤ query]
  private let weights: [Float]

  /// - Parameter head: nil for the mean of all heads of the layer. Traps on a layer or head that `maps` does not keep.
  package init(_ maps: AttentionMaps, layer: Int, head: Int?, treatment: SinkTreatment = .raw) {
    self.layer = layer
    self.head = head
    self.treatment = treatment
    let count = maps.tokenCount
    tokenCount = count
    var weights: [Float]
    if let head {
      weights = maps.withMap(layer: layer, head: head) { Array($0) }
    } else {
      weights = [Float](repeating: 0, count: AttentionMaps.rowStart(count))
      let share = 1 / Float(max(1, maps.heads.count))
      weights.withUnsafeMutableBufferPointer { weights in
        for head in maps.heads {
          maps.withMap(layer: layer, head: head) { map in
            for index in weights.indices { weights[index] += map[index] * share }
          }
        }
      }
    }
    let sinks = AttentionPlane.sinks(weights, count)
    if treatment == .renormalized { AttentionPlane.renormalize(&weights, count, sinks) }
    let isOpen = sinks.map { treatment == .raw || !$0 }
    var maximum: Float = 0
    weights.withUnsafeBufferPointer { weights in
      isOpen.withUnsafeBufferPointer { isOpen in
        for query in 0..<count {
          let row = AttentionPlane.row(query, of: weights)
          for key in 0...query where row[key] > maximum && isOpen[key] { maximum = row[key] }
        }
      }
    }
    self.sinks = sinks
    self.weights = weights
    self.maximum = Double(maximum)
  }

  /// The weight that `query` gives to `key`; nil for later keys.
  package subscript(query query: Int, key key: Int) -> Double? {
    key > query ? nil : Double(weights[AttentionMaps.rowStart(query) + key])
  }

  /// Reads the row of `query` in place: `query` + 1 weights.
  package func withRow<Result>(_ query: Int, _ body: (UnsafeBufferPointer<Float>) throws -> Result) rethrows -> Result {
    let range = AttentionMaps.rowStart(query)..<AttentionMaps.rowStart(query + 1)
    return try weights.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[range])) }
  }

  /// Bits of the weights of a query, 0 for one key, log₂ of their number for keys alike; where the rest sums to 1, of the rest.
  package func entropy(of query: Int) -> Double {
    var bits = 0.0
    for key in 0...query {
      if treatment == .renormalized, sinks[key] { continue }
      if let weight = self[query: query, key: key], weight > 0 { bits -= weight * log2(weight) }
    }
    return bits
  }

  /// True for a column that is crossed out.
  package func isMasked(_ key: Int) -> Bool { treatment != .raw && sinks[key] }

  /// The keys that `query` looks at most, greatest first, without masked ones; ties to the lower index.
  package func topKeys(of query: Int, count: Int) -> [(key: Int, weight: Double)] {
    let row = weights[AttentionMaps.rowStart(query)..<AttentionMaps.rowStart(query + 1)]
    let open = row.enumerated().map { isMasked($0.offset) ? -1 : $0.element }
    return Routing.top(count, of: open).filter { open[$0] >= 0 }.map { ($0, Double(open[$0])) }
  }

  private static func sinks(_ weights: [Float], _ count: Int) -> [Bool] {
    var sums = [Double](repeating: 0, count: count)
    weights.withUnsafeBufferPointer { weights in
      sums.withUnsafeMutableBufferPointer { sums in
        for query in 0..<count {
          let row = row(query, of: weights)
          for key in 0..<query { sums[key] += Double(row[key]) }
        }
      }
    }
    return sums.indices.map { key in
      let queries = count - 1 - key
      return queries >= SinkTreatment.leastQueries && sums[key] > SinkTreatment.threshold * Double(queries)
    }
  }

  private static func row(_ query: Int, of weights: UnsafeBufferPointer<Float>) -> UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(rebasing: weights[AttentionMaps.rowStart(query)..<AttentionMaps.rowStart(query + 1)])
  }

  private static func renormalize(_ weights: inout [Float], _ count: Int, _ sinks: [Bool]) {
    for query in 0..<count {
      let start = AttentionMaps.rowStart(query)
      var rest: Float = 0
      for key in 0...query where !sinks[key] { rest += weights[start + key] }
      guard rest > 0 else { continue }
      for key in 0...query where !sinks[key] { weights[start + key] /= rest }
    }
  }
}
