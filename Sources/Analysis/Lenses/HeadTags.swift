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

    /// The tags that stand out, greatest score first; ties go to the rarer pattern, which `Tag` names first.
    ///
    /// A pattern stands out when its score is at least `HeadTags.leastScore(of:)`, twice what evenly spread weights would score, and the
    /// mean of `HeadTags.leastTokens` or more. Heads that copy rest on the first token where there is nothing to copy: they have both tags.
    /// Diffuse stands alone, when nothing else does.
    package var standingOut: [(tag: Tag, score: Double)] {
      let found = Tag.allCases.compactMap { tag -> (tag: Tag, score: Double)? in
        guard let score = self[tag], score >= HeadTags.leastScore(of: tag),
          pattern.queries(of: tag).count >= HeadTags.leastTokens,
          tag == .diffuse || score >= 2 * pattern.evenScore(of: tag)
        else { return nil }
        return (tag, score)
      }
      let patterns = found.filter { $0.tag != .diffuse }
      return patterns.isEmpty ? found : patterns.sorted { ($1.score, $0.tag.place) < ($0.score, $1.tag.place) }
    }

    /// The first of the tags that stand out; nil when nothing does.
    package var strongest: (tag: Tag, score: Double)? { standingOut.first }
  }

  /// Fewest tokens that make a pattern.
  package static let leastTokens = 4

  /// The score from which on a tag is worth its name.
  ///
  /// .3 for weights on the first or the previous token, .2 for those on a copy: one place among many, so far above chance. .7 for diffuse.
  package static func leastScore(of tag: Tag) -> Double {
    switch tag {
    case .induction, .duplicate: 0.2
    case .previousToken, .sink: 0.3
    case .diffuse: 0.7
    }
  }

  package let layers: [Int]
  package let heads: [Int]
  // [layer][head]
  private let scores: [Scores]

  /// Scores of all heads of `trace`.
  package init(_ trace: Trace) throws(LensError) {
    let maps = try trace.requireAttention()
    try self.init(trace, layers: maps.layers, heads: maps.heads)
  }

  /// Scores of some layers and heads; traps on those that are not in the trace.
  package init(_ trace: Trace, layers: [Int], heads: [Int]) throws(LensError) {
    let maps = try trace.requireAttention()
    let pattern = TagPattern(ids: trace.tokens.map(\.id))
    self.layers = layers
    self.heads = heads
    scores = layers.flatMap { layer in
      heads.map { Scores(pattern.readings(maps, layer: layer, head: $0), pattern) }
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
