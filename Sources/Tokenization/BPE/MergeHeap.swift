/// Byte-pair merging with a heap of pairs and a linked list of tokens: n log n, for windows too long for an array.
///
/// A pair that no longer stands is left in the heap and dropped when it comes up.
///
/// Worked example: merges `ab`, `abb` on `abbab`: pops a-b at 0, a-b at 3, then ab-b at 0: `abb|ab`.
struct MergeHeap {
  /// Pairs looked up and heap levels passed in the last call.
  private(set) var steps = 0
  /// Rank, then position: the lowest is the next merge. A binary heap.
  private var pairs: [UInt64] = []
  private var tokens: [UInt32] = []
  /// The rank of the pair that begins at each token, `noRank` for none and for tokens that are gone.
  private var ranks: [UInt32] = []
  private var next: [Int] = []
  private var previous: [Int] = []

  /// The entries of the encoding of `bytes`.
  mutating func merge(_ bytes: UnsafeBufferPointer<UInt8>, by rules: MergePairs) -> [UInt32] {
    steps = bytes.count
    let count = bytes.count
    tokens = bytes.map { rules.byteEntries[Int($0)] }
    ranks = [UInt32](repeating: MergePairs.noRank, count: count)
    next = Array(1...max(count, 1))
    previous = Array(-1..<max(count - 1, 0))
    pairs.removeAll(keepingCapacity: true)
    for position in 0..<max(count - 1, 0) { rate(position, by: rules) }
    while let (rank, position) = pop() {
      guard ranks[position] == rank else { continue }
      let right = next[position]
      tokens[position] = rules.result(of: rank)
      ranks[right] = MergePairs.noRank
      next[position] = next[right]
      if next[right] < count { previous[next[right]] = position }
      rate(position, by: rules)
      if previous[position] >= 0 { rate(previous[position], by: rules) }
    }
    var out: [UInt32] = []
    var position = 0
    while position < count {
      out.append(tokens[position])
      position = next[position]
    }
    return out
  }

  /// Looks the pair at `position` up and pushes it.
  private mutating func rate(_ position: Int, by rules: MergePairs) {
    steps += 1
    let right = next[position]
    ranks[position] = right < tokens.count ? rules.rank(tokens[position], tokens[right]) : MergePairs.noRank
    guard ranks[position] != MergePairs.noRank else { return }
    var child = pairs.count
    let word = UInt64(ranks[position]) << 40 | UInt64(position)
    pairs.append(word)
    while child > 0, pairs[(child - 1) / 2] > word {
      pairs[child] = pairs[(child - 1) / 2]
      child = (child - 1) / 2
      steps += 1
    }
    pairs[child] = word
  }

  private mutating func pop() -> (rank: UInt32, position: Int)? {
    guard let first = pairs.first, let last = pairs.popLast() else { return nil }
    var hole = 0
    while 2 * hole + 1 < pairs.count {
      var child = 2 * hole + 1
      if child + 1 < pairs.count, pairs[child + 1] < pairs[child] { child += 1 }
      if pairs[child] >= last { break }
      pairs[hole] = pairs[child]
      hole = child
      steps += 1
    }
    if !pairs.isEmpty { pairs[hole] = last }
    return (UInt32(first >> 40), Int(first & (1 << 40 - 1)))
  }
}
