/// Percentile intervals of the bootstrap (Efron, Annals of Statistics 7, 1979) that cover 95 %.
///
/// As many words as there are are drawn with replacement, again and again; the interval of a figure is what its samples leave when 2.5 % are
/// cut off at each end. The draws come from a fixed seed and depend on the number of words alone: the same words give the same interval,
/// and tokenizers that are compared are drawn alike. O(samples × words).
package struct BootstrapIntervals: Sendable, Hashable {
  package static let sampleCount = 2_000

  package let precision: ClosedRange<Double>
  package let recall: ClosedRange<Double>
  package let f1: ClosedRange<Double>
  package let whole: ClosedRange<Double>

  /// - Parameter words: the counts of each word; one or more.
  package init(_ words: [BoundaryCounts]) {
    precondition(!words.isEmpty)
    var state: UInt64 = 1
    var samples: [BoundaryCounts] = []
    samples.reserveCapacity(BootstrapIntervals.sampleCount)
    for _ in 0..<BootstrapIntervals.sampleCount {
      var sum = BoundaryCounts()
      for _ in words.indices {
        sum += words[Int(BootstrapIntervals.next(&state).multipliedFullWidth(by: UInt64(words.count)).high)]
      }
      samples.append(sum)
    }
    func interval(_ figure: (BoundaryCounts) -> Double) -> ClosedRange<Double> {
      let sorted = samples.map(figure).sorted()
      let tail = BootstrapIntervals.sampleCount / 40
      return sorted[tail]...sorted[sorted.count - 1 - tail]
    }
    precision = interval(\.precision)
    recall = interval(\.recall)
    f1 = interval(\.f1)
    whole = interval(\.wholeShare)
  }

  /// SplitMix64.
  private static func next(_ state: inout UInt64) -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
