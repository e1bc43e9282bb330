import Inference

/// A lens that reads one attention map at a time and has a value per token.
///
/// Without a head it shows the mean over the heads of the layer, nil where one of them is. Its table has a column for that mean and one
/// for each head of the layer.
protocol HeadLens: Lens {
  /// One value per token.
  ///
  /// - Parameters:
  ///   - map: the weights of one head, [query][key ≤ query].
  ///   - cursor: a token that exists, if `readsCursor`.
  func values(_ map: UnsafeBufferPointer<Float>, tokenCount: Int, cursor: Int) -> [Double?]

  var readsCursor: Bool { get }
}

extension HeadLens {
  package func strip(_ trace: Trace, _ place: LensPlace) throws(LensError) -> [Double?] {
    let (maps, heads) = try trace.requireAttention(at: place)
    if readsCursor, !trace.tokens.isEmpty { try trace.requireToken(place.cursor) }
    return mean(of: heads.map { values(maps, $0, place) })
  }

  package func table(_ trace: Trace, _ place: LensPlace) throws(LensError) -> LensTable {
    let (maps, heads) = try trace.requireAttention(
      at: LensPlace(layer: place.layer, head: nil, cursor: place.cursor))
    if readsCursor, !trace.tokens.isEmpty { try trace.requireToken(place.cursor) }
    let perHead = heads.map { values(maps, $0, place) }
    let columns = [("mean", mean(of: perHead))] + zip(heads, perHead).map { ("H\($0)", $1) }
    return LensTable(tokenColumns: columns, tokenCount: trace.tokens.count)
  }

  private func values(_ maps: AttentionMaps, _ head: Int, _ place: LensPlace) -> [Double?] {
    if maps.tokenCount == 0 { return [] }
    return maps.withMap(layer: place.layer, head: head) {
      values($0, tokenCount: maps.tokenCount, cursor: place.cursor)
    }
  }

  private func mean(of heads: [[Double?]]) -> [Double?] {
    guard var sums = heads.first else { return [] }
    for values in heads.dropFirst() {
      for token in sums.indices { sums[token] = sums[token].flatMap { sum in values[token].map { sum + $0 } } }
    }
    return sums.map { $0.map { $0 / Double(heads.count) } }
  }
}
