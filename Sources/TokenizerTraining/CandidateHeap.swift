/// What could be taken next: pairs to merge and scaffold tokens to bring back, by frequency.
///
/// Highest count first, on ties the lowest key: a token's key is below every pair's, lower ids come first.
struct CandidateHeap {
  struct Candidate {
    let count: Int
    let key: UInt64

    /// Marks the key of a pair, so that tokens win ties.
    static let pairMark: UInt64 = 1 << 63

    init(count: Int, token: UInt32) {
      self.count = count
      key = UInt64(token)
    }

    /// - Parameter pair: left id in the high half, right id in the low half, ids below 2³¹.
    init(count: Int, pair: UInt64) {
      self.count = count
      key = pair | Self.pairMark
    }

    var isPair: Bool { key & Self.pairMark != 0 }
    var pair: UInt64 { key & ~Self.pairMark }

    @inline(__always)
    func isBefore(_ other: Candidate) -> Bool { count != other.count ? count > other.count : key < other.key }
  }

  private var items: [Candidate] = []

  var first: Candidate? { items.first }

  mutating func push(_ candidate: Candidate) {
    items.append(candidate)
    items.withUnsafeMutableBufferPointer { items in
      var index = items.count - 1
      while index > 0 {
        let parent = (index - 1) / 4
        if !candidate.isBefore(items[parent]) { break }
        items[index] = items[parent]
        index = parent
      }
      items[index] = candidate
    }
  }

  mutating func removeFirst() {
    let last = items.removeLast()
    if !items.isEmpty { sink(last) }
  }

  /// Replaces the first candidate.
  mutating func replaceFirst(with candidate: Candidate) { sink(candidate) }

  private mutating func sink(_ candidate: Candidate) {
    items.withUnsafeMutableBufferPointer { items in
      let count = items.count
      var index = 0
      while true {
        let child = index * 4 + 1
        if child >= count { break }
        var best = child
        for other in child + 1..<max(child + 1, min(child + 4, count)) where items[other].isBefore(items[best]) {
          best = other
        }
        if !items[best].isBefore(candidate) { break }
        items[index] = items[best]
        index = best
      }
      items[index] = candidate
    }
  }
}
