import Tokenization

/// Learns byte-pair encoding (Sennrich et al., arXiv 1508.07909) from counted pretokens.
///
/// Again and again the adjacent pair that occurs most often (lowest left id, then lowest right id on ties) becomes one token everywhere.
/// Counts are kept up to date instead of being taken anew: a run costs time in the number of places that change, at most 3 n for
/// n bytes of different pretokens, plus a heap of the frequent pairs.
/// Hand-made tokens that learning left missing (`WaitingTokens`) come last and count towards the size.
/// Example: on `aaab aab ab` (the space joins the next word) (a, a) and (a, b) occur three times each, so `aa` comes first, then `ab`.
package struct BPETrainer: Sendable {
  /// Tokens of the finished vocabulary, bytes and digit strings included.
  package let size: Int
  /// Pairs that occur less often are not merged.
  package let minimumCount: Int
  /// Build all numbers of two and three digits before learning (`DigitMerges`).
  package let seedsDigits: Bool
  /// Bytes of the longest token that is learned.
  package let maximumLength: Int
  /// Appended where learning did not make them.
  package let handMadeTokens: [HandMadeToken]

  /// - Parameter handMadeTokens: none twice.
  /// - Throws: `TrainingError.sizeTooSmall` when the bytes, digit strings and hand-made tokens alone are more than `size`.
  package init(
    size: Int, minimumCount: Int = 2, seedsDigits: Bool = false, maximumLength: Int = .max,
    handMadeTokens: [HandMadeToken] = []
  ) throws(TrainingError) {
    let smallest = 256 + (seedsDigits ? DigitMerges.count : 0) + handMadeTokens.count
    guard size >= smallest else { throw .sizeTooSmall(size: size, smallest: smallest) }
    self.size = size
    self.minimumCount = minimumCount
    self.seedsDigits = seedsDigits
    self.maximumLength = maximumLength
    self.handMadeTokens = handMadeTokens
  }

  /// - Throws: `TrainingError.cancelled`.
  package func train(_ table: PretokenTable, progress: ProgressHandler = { _ in true }) throws(TrainingError)
    -> TrainingResult
  {
    let text = TrainingText(table)
    var learned = LearnedTokens()
    if seedsDigits { learned.seedDigits(in: text) }
    text.minimumCount = minimumCount
    text.maximumLength = maximumLength
    var waiting = WaitingTokens(handMadeTokens)
    for token in learned.tokens { waiting.learned(token) }
    var queue = CandidateQueue(minimumCount: minimumCount)
    var steps = 0
    while learned.tokens.count + waiting.count < size, let best = queue.first(in: text, tokenCount: { _ in 0 }) {
      let result = learned.join(best.pair)
      waiting.learned(learned.tokens[Int(result)])
      text.merge(best.pair, into: result) { queue.pairAdded($0, count: $1) }
      steps += 1
      let count = learned.tokens.count + waiting.count
      if steps % 128 == 0, !progress(.merging(tokens: count, size: size)) { throw .cancelled }
    }
    guard progress(.merging(tokens: learned.tokens.count + waiting.count, size: size)) else { throw .cancelled }
    let appended = waiting.tokens
    return TrainingResult(
      tokens: learned.tokens + appended.map(\.bytes), merges: learned.merges, scaffoldTokens: [],
      appendedTokens: appended,
      counts: text.tokenCounts.prefix(learned.tokens.count) + appended.map { _ in 0 })
  }
}

extension LearnedTokens {
  /// Applies `DigitMerges` in rank order.
  mutating func seedDigits(in text: TrainingText) {
    for merge in DigitMerges.all {
      let pair = PairTable.key(merge.left, merge.right)
      let result = join(pair)
      text.merge(pair, into: result) { _, _ in }
    }
  }
}
