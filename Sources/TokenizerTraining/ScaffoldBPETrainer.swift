import Tokenization

/// Learns Scaffold-BPE (arXiv 2404.17808): BPE that takes tokens out of the vocabulary which are only steps towards longer ones.
///
/// A scaffold token stays in the expanded vocabulary for merging, but no text is finally cut into it. After each merge the parts of the
/// new token become scaffold tokens if they now occur less often than the next best candidate; scaffold tokens are candidates
/// themselves, and one that comes first returns to the vocabulary instead of a merge. The size counts visible tokens only.
/// Bytes and digit strings are never scaffold tokens. Cost as `BPETrainer`, for more merges.
/// Example: `abc`×6, `abd`×2, `de`×4, `ef`×3 and three tokens beside the bytes give `abc`, `de`, `ef` with scaffold token `ab`; with
/// four, `ab` returns.
package struct ScaffoldBPETrainer: Sendable {
  /// Visible tokens of the finished vocabulary, bytes and digit strings included.
  package let size: Int
  /// Pairs that occur less often are not merged.
  package let minimumCount: Int
  /// Build all numbers of two and three digits before learning (`DigitMerges`).
  package let seedsDigits: Bool

  /// - Throws: `TrainingError.sizeTooSmall` when the bytes and digit strings alone are more than `size`.
  package init(size: Int, minimumCount: Int = 2, seedsDigits: Bool = false) throws(TrainingError) {
    let smallest = 256 + (seedsDigits ? DigitMerges.count : 0)
    guard size >= smallest else { throw .sizeTooSmall(size: size, smallest: smallest) }
    self.size = size
    self.minimumCount = minimumCount
    self.seedsDigits = seedsDigits
  }

  /// - Throws: `TrainingError.cancelled`.
  package func train(_ table: PretokenTable, progress: ProgressHandler = { _ in true }) throws(TrainingError)
    -> TrainingResult
  {
    let text = TrainingText(table)
    var learned = LearnedTokens()
    if seedsDigits { learned.seedDigits(in: text) }
    text.minimumCount = minimumCount
    let protected = TokenID(learned.tokens.count)
    var scaffold: Set<TokenID> = []
    var queue = CandidateQueue(minimumCount: minimumCount)
    func first() -> CandidateHeap.Candidate? {
      queue.first(in: text) { scaffold.contains($0) ? text.tokenCounts[Int($0)] : 0 }
    }
    var steps = 0
    while learned.tokens.count - scaffold.count < size, let best = first() {
      guard best.isPair else {
        scaffold.remove(TokenID(best.key))
        continue
      }
      let result = learned.join(best.pair)
      text.merge(best.pair, into: result) { queue.pairAdded($0, count: $1) }
      let next = first()?.count ?? 0
      for part in [TokenID(best.pair >> 32), TokenID(truncatingIfNeeded: best.pair)]
      where part >= protected && !scaffold.contains(part) && text.tokenCounts[Int(part)] < next {
        scaffold.insert(part)
        queue.tokenAdded(part, count: text.tokenCounts[Int(part)])
      }
      steps += 1
      let visible = learned.tokens.count - scaffold.count
      if steps % 128 == 0, !progress(.merging(tokens: visible, size: size)) { throw .cancelled }
    }
    guard progress(.merging(tokens: learned.tokens.count - scaffold.count, size: size)) else { throw .cancelled }
    return TrainingResult(
      tokens: learned.tokens, merges: learned.merges, scaffoldTokens: scaffold.sorted(),
      counts: Array(text.tokenCounts.prefix(learned.tokens.count)))
  }
}
