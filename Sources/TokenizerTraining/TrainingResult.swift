import Tokenization

/// What a training run learned: tokens by id, merges in rank order.
package struct TrainingResult: Hashable, Sendable {
  /// Bytes of every token; the index is the id, 0–255 are the bytes by value. For Scaffold-BPE this is the expanded vocabulary.
  package let tokens: [[UInt8]]
  /// In the order in which they apply; each pair once.
  package let merges: [Merge]
  /// Ids of the scaffold tokens, ascending; empty for plain BPE.
  package let scaffoldTokens: [TokenID]
  /// Hand-made tokens that were not learned: the last of `tokens`, in their order.
  package let appendedTokens: [HandMadeToken]
  /// How often each token stands in the training text as the merges cut it, times the weights; 0 for appended tokens.
  package let counts: [Int]

  package init(
    tokens: [[UInt8]], merges: [Merge], scaffoldTokens: [TokenID], appendedTokens: [HandMadeToken] = [], counts: [Int]
  ) {
    self.tokens = tokens
    self.merges = merges
    self.scaffoldTokens = scaffoldTokens
    self.appendedTokens = appendedTokens
    self.counts = counts
  }

  /// Tokens that a reader of the final segmentation can meet: all but the scaffold tokens.
  package var visibleCount: Int { tokens.count - scaffoldTokens.count }

  /// The learned tokens as a vocabulary that encoders and writers take.
  package func vocabulary(name: String, pattern: PretokenPattern) -> Vocabulary {
    let entries = tokens.enumerated().map { (id: TokenID($0.offset), bytes: $0.element) }
    let first = tokens.count - appendedTokens.count
    let added = appendedTokens.enumerated().map { index, token in
      Vocabulary.AddedToken(
        id: TokenID(first + index), content: token.bytes, special: false, singleWord: token.isSingleWord,
        normalized: true)
    }
    do {
      return try Vocabulary(
        name: name, entries: entries, merges: merges, pattern: pattern, addedTokens: added,
        scaffoldTokens: scaffoldTokens)
    } catch {
      preconditionFailure("a trained vocabulary is consistent: \(error)")
    }
  }
}
