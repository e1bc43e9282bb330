import Inference

/// What each head of a trace does, as scores 0…1 of five known patterns.
///
/// - previous token: mean A[i,i−1] over i ≥ 1;
/// - duplicate: mean A[i,j], j the last earlier token with the id of i, over the tokens that have one;
/// - induction: mean A[i,j+1] over the same tokens, but those right behind j, for which j + 1 is the token itself. In a block of n tokens
///   that is said twice these two are A[i,i−n] and A[i,i−n+1];
/// - sink: mean A[i,0] over i ≥ 1;
/// - diffuse: mean of the entropy of A[i,·] divided by ln(i+1), over i ≥ 1.
///
/// Source: Olsson et al., In-context Learning and Induction Heads, arXiv 2209.11895, whose prefix-matching score is the induction score on
/// random blocks. Linear in the weights.
///
/// Example: ids a b c a b c, a head that looks from 0…5 at 0 0 0 1 2 3: previous token ⅕ (1 at 0), induction 1 (3 at 1, 4 at 2, 5 at 3),
/// duplicate 0, sink ⅖ (1 and 2 at 0), diffuse 0.
package struct HeadTags: Hashable, Sendable {
  package enum Tag: String, CaseIterable, Hashable, Sendable {
    case induction
    case duplicate
    case previousToken = "previous-token"
    case sink
    case diffuse
  }

  /// The scores of a head; nil where no token shows the pattern, and where a weight is not a number.
  package struct Scores: Hashable, Sendable {
    /// In the order of `Tag.allCases`.
    private let values: [Double?]
    private let pattern: TagPattern

    /// - Parameter readings: what each token adds to each tag, [tag][token].
    init(_ readings: [[Double?]], _ pattern: TagPattern) {
      self.pattern = pattern
      values = Tag.allCases.map { tag in
        mean(pattern.queries(of: tag).map { readings[tag.place][$0] ?? .nan }).flatMap { known($0) }
      }
    }

    /// The scores of the mean of some heads of one trace; of diffuse, the mean of the scores.
    init(meanOf heads: [Scores]) {
      pattern = heads.first?.pattern ?? TagPattern(ids: [])
      values = Tag.allCases.map { tag in mean(heads.map { $0[tag] ?? .nan }).flatMap { known($0) } }
    }

    package subscript(tag: Tag) -> Double? { values[tag.place] }

    /// The tag to print, with its score; nil when nothing stands out.
    ///
    /// The greatest score of the first four that is at least `HeadTags.leastWeight`, twice what evenly spread weights would score, and the
    /// mean of `HeadTags.leastTokens` or more; ties go to the rarer pattern, which `Tag` names first. A head without one is diffuse when
    /// that score is at least `HeadTags.leastEntropy`.
    package var strongest: (tag: Tag, score: Double)? {
      var best: (tag: Tag, score: Double)?
      for tag in Tag.allCases where tag != .diffuse {
        guard let score = self[tag], score >= HeadTags.leastWeight,
          pattern.queries(of: tag).count >= HeadTags.leastTokens, score >= 2 * pattern.evenScore(of: tag)
        else { continue }
        if score > best?.score ?? 0 { best = (tag, score) }
      }
      if let best { return best }
      guard let score = self[.diffuse], score >= HeadTags.leastEntropy,
        pattern.queries(of: .diffuse).count >= HeadTags.leastTokens
      else { return nil }
      return (.diffuse, score)
    }
  }

  /// Least mean weight of a pattern that is worth a name.
  package static let leastWeight = 0.3
  /// Fewest tokens that make a pattern.
  package static let leastTokens = 4
  /// Least mean entropy of a head that is called diffuse.
  package static let leastEntropy = 0.7

  package let layers: [Int]
  package let heads: [Int]
  // [layer][head]
  private let scores: [Scores]

  /// Scores of all heads of `trace`.
  package init(_ trace: Trace) throws(LensError) {
    let maps = try trace.requireAttention()
    let pattern = TagPattern(ids: trace.tokens.map(\.id))
    layers = maps.layers
    heads = maps.heads
    scores = maps.layers.flatMap { layer in
      maps.heads.map { Scores(pattern.readings(maps, layer: layer, head: $0), pattern) }
    }
  }

  /// The scores of a head; traps on one that is not in the trace.
  package func scores(layer: Int, head: Int) -> Scores {
    guard let row = layers.firstIndex(of: layer), let column = heads.firstIndex(of: head) else {
      preconditionFailure("layer \(layer) head \(head) is not in the trace")
    }
    return scores[row * heads.count + column]
  }
}

extension HeadTags.Tag {
  /// Its place in `allCases`.
  var place: Int {
    switch self {
    case .induction: 0
    case .duplicate: 1
    case .previousToken: 2
    case .sink: 3
    case .diffuse: 4
    }
  }
}

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

/// Nil without numbers.
func mean(_ numbers: [Double]) -> Double? {
  numbers.isEmpty ? nil : numbers.reduce(0, +) / Double(numbers.count)
}
