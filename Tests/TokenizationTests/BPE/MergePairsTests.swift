import TestSupport
import Testing

@testable import Tokenization

@Suite struct MergePairsTests {
  /// Half full, so that many buckets run over into the next.
  @Test func findsWhatWasInsertedAndNothingElse() {
    let seed: UInt64 = 27_182
    var random = SeededGenerator(seed: seed)
    var pairs = MergePairs(capacity: 1024, byteEntries: [], offsets: [], results: [])
    defer { pairs.deallocate() }
    var wanted: [UInt64: UInt32] = [:]
    for rank in 0..<2048 as Range<UInt32> {
      let (left, right) = (UInt32.random(in: 0..<64, using: &random), UInt32.random(in: 0..<64, using: &random))
      if wanted.count == 512 { pairs.grow() }
      #expect(pairs.insert(left, right, rank: rank) == (wanted[UInt64(left) << 32 | UInt64(right)] == nil))
      wanted[UInt64(left) << 32 | UInt64(right)] = rank
      if wanted.count == 1000 { break }
    }
    for left in 0..<64 as Range<UInt32> {
      for right in 0..<64 as Range<UInt32> {
        let rank = wanted[UInt64(left) << 32 | UInt64(right)] ?? MergePairs.noRank
        #expect(pairs.rank(left, right) == rank, "seed \(seed), \(left) and \(right)")
      }
    }
  }
}
