/// The most frequent pair or scaffold token of a training text at any time, without a heap of all pairs.
///
/// Most pairs are rare and never come first, so only those above a falling threshold are in the heap; when it runs dry the threshold is
/// lowered and the pair table read once more (about 30 times in a run). Counts that fell since are noticed when they come first;
/// counts never rise.
struct CandidateQueue {
  private var heap = CandidateHeap()
  private var threshold = Int.max
  private let minimumCount: Int

  /// - Parameter minimumCount: pairs below it are never candidates; tokens always are.
  init(minimumCount: Int) { self.minimumCount = max(minimumCount, 1) }

  /// A merge has made a pair.
  @inline(__always)
  mutating func pairAdded(_ pair: UInt64, count: Int) {
    if count >= threshold { heap.push(CandidateHeap.Candidate(count: count, pair: pair)) }
  }

  /// A token has become a scaffold token.
  mutating func tokenAdded(_ token: UInt32, count: Int) {
    if count > 0 { heap.push(CandidateHeap.Candidate(count: count, token: token)) }
  }

  /// The most frequent candidate.
  ///
  /// - Parameter tokenCount: the count of a scaffold token, 0 for one that no longer is one.
  mutating func first(in text: TrainingText, tokenCount: (UInt32) -> Int) -> CandidateHeap.Candidate? {
    while true {
      while let top = heap.first, top.count >= threshold || threshold <= minimumCount {
        let count = top.isPair ? text.count(of: top.pair) : tokenCount(UInt32(top.key))
        if count == top.count { return top }
        let stays = top.isPair ? count >= threshold : count > 0
        if !stays {
          heap.removeFirst()
        } else if top.isPair {
          heap.replaceFirst(with: CandidateHeap.Candidate(count: count, pair: top.pair))
        } else {
          heap.replaceFirst(with: CandidateHeap.Candidate(count: count, token: UInt32(top.key)))
        }
      }
      if threshold <= minimumCount { return nil }
      lowerThreshold(text)
    }
  }

  private mutating func lowerThreshold(_ text: TrainingText) {
    let old = threshold
    if old == .max {
      var highest = 0
      text.pairs.visitAll { _, count in highest = max(highest, count) }
      threshold = max(highest / 2, minimumCount)
    } else {
      threshold = max(old / 2, minimumCount)
    }
    text.pairs.visitAll { pair, count in
      if count >= threshold && count < old { heap.push(CandidateHeap.Candidate(count: count, pair: pair)) }
    }
  }
}
