import Inference

/// Which weight of a query speaks for a tag, in a text of these tokens.
struct TagPattern: Hashable, Sendable {
  /// For each token the last earlier one with the same id.
  private let earlier: [Int?]
  /// The tokens over which the score of a tag is a mean, in the order of `Tag.allCases`.
  private let queries: [[Int]]

  init(ids: [UInt32]) {
    var last: [UInt32: Int] = [:]
    let earlier = ids.indices.map { last.updateValue($0, forKey: ids[$0]) }
    self.earlier = earlier
    queries = HeadTags.Tag.allCases.map { tag in
      ids.indices.filter { tag == .diffuse ? $0 > 0 : TagPattern.key(of: tag, $0, earlier[$0]) != nil }
    }
  }

  func queries(of tag: HeadTags.Tag) -> [Int] { queries[tag.place] }

  /// What weights spread evenly over all keys would score.
  func evenScore(of tag: HeadTags.Tag) -> Double { mean(queries(of: tag).map { 1 / Double($0 + 1) }) ?? 0 }

  /// What each token adds to the score of each tag, a weight or an entropy, [tag][token]; nil for NaN and where it has no part in it.
  func readings(_ maps: AttentionMaps, layer: Int, head: Int) -> [[Double?]] {
    if earlier.isEmpty { return HeadTags.Tag.allCases.map { _ in [] } }
    return maps.withMap(layer: layer, head: head) { map in
      HeadTags.Tag.allCases.map { tag in
        earlier.indices.map { query in
          let start = AttentionMaps.rowStart(query)
          if tag == .diffuse {
            return AttentionEntropyLens.entropy(UnsafeBufferPointer(rebasing: map[start...start + query]))
          }
          return TagPattern.key(of: tag, query, earlier[query]).flatMap { known(map[start + $0]) }
        }
      }
    }
  }

  /// The key whose weight counts; nil for tokens that cannot show the pattern, and for diffuse, which has none.
  private static func key(of tag: HeadTags.Tag, _ query: Int, _ earlier: Int?) -> Int? {
    switch tag {
    case .previousToken: query > 0 ? query - 1 : nil
    case .sink: query > 0 ? 0 : nil
    case .duplicate: earlier
    case .induction: earlier.flatMap { $0 + 1 < query ? $0 + 1 : nil }
    case .diffuse: nil
    }
  }
}
