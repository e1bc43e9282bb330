/// Byte-pair merging of one pretoken: repeatedly the pair of lowest rank, leftmost first (Sennrich et al. 2016).
///
/// Up to `arrayLimit` bytes the ranks of all neighbours lie in an array that is searched whole for each merge: n² steps,
/// eight at a time, which beats a heap by far at that size. Up to `shortLimit` bytes nothing is moved, and several pretokens
/// are merged side by side (`mergeLanes`). Longer input goes through `append(_:to:)` in windows.
///
/// Worked example: merges `er`, `th`, `the`, `her` on `ther`: ranks t-h 1, h-e none, e-r 0; `er` first, then `th`, and
/// `th`+`er` does not merge: `th|er`.
final class PretokenMerger {
  /// Bytes up to which the array is used; a position takes nine bits of a key.
  static let arrayLimit = 512
  /// Bytes up to which nothing is moved; a position takes four bits of a key.
  static let shortLimit = 16
  private static let noKey = Int32(MergePairs.noRank << 9)

  /// Array elements searched, pairs looked up and heap steps so far: the measure of work in tests.
  var steps = 0
  /// Entries after `merge`; the array moves on, so they hold until the next call.
  let tokens: UnsafeMutablePointer<UInt32>
  /// Rank of the pair that begins at each token, shifted by nine bits; `noKey` after the last pair.
  let keys: UnsafeMutablePointer<Int32>
  var pairs: MergePairs
  /// Of each lane, bit i says that a token begins at byte i.
  let starts: UnsafeMutablePointer<UInt32>
  /// For windows that are too long for the array.
  var heap = MergeHeap()

  /// The owner of `pairs` must outlive the merger.
  init(pairs: MergePairs) {
    self.pairs = pairs
    tokens = .allocate(capacity: PretokenMerger.arrayLimit + 16)
    tokens.initialize(repeating: 0, count: PretokenMerger.arrayLimit + 16)
    starts = .allocate(capacity: PretokenMerger.laneCount)
    starts.initialize(repeating: 0, count: PretokenMerger.laneCount)
    keys = .allocate(capacity: PretokenMerger.arrayLimit + 16)
    keys.initialize(repeating: PretokenMerger.noKey, count: PretokenMerger.arrayLimit + 16)
  }

  deinit {
    tokens.deallocate()
    keys.deallocate()
    starts.deallocate()
  }

  /// Merges at most `arrayLimit` bytes into `tokens`.
  ///
  /// - Returns: how many tokens there are.
  func merge(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var count = bytes.count
    guard count > 0 else { return 0 }
    if count <= PretokenMerger.shortLimit {
      begin(bytes, in: 0)
      mergeLanes(1)
      return finish(0)
    }
    let pairs = pairs
    let tokens = tokens
    let keys = keys
    for index in 0..<count { tokens[index] = pairs.byteEntries[Int(bytes[index])] }
    for index in 0..<count - 1 {
      keys[index] = Int32(truncatingIfNeeded: pairs.rank(ofBytes: bytes[index], bytes[index + 1]) &<< 9)
    }
    // Moving left brings one more element into the last block each time, so a whole block more must hold no pair.
    for index in count - 1..<(count + 7) & ~7 + 8 { keys[index] = PretokenMerger.noKey }
    steps += count
    while count > 1 {
      let best = PretokenMerger.lowestKey(keys, count)
      steps += count
      if best >= PretokenMerger.noKey { break }
      let index = Int(best & 511)
      tokens[index] = pairs.result(of: UInt32(truncatingIfNeeded: best &>> 9))
      count -= 1
      PretokenMerger.shiftLeft(tokens, keys, from: index + 1, count: count)
      if index + 1 < count {
        keys[index] = PretokenMerger.key(pairs, tokens[index], tokens[index + 1])
      } else {
        keys[index] = PretokenMerger.noKey
      }
      if index > 0 { keys[index - 1] = PretokenMerger.key(pairs, tokens[index - 1], tokens[index]) }
    }
    return count
  }

  /// The two parts that merging `bytes` ends with; nil when it ends with another number of tokens.
  func lastPair(of bytes: UnsafeBufferPointer<UInt8>) -> (UInt32, UInt32)? {
    if bytes.count <= PretokenMerger.arrayLimit { return merge(bytes) == 2 ? (tokens[0], tokens[1]) : nil }
    var parts: [UInt32] = []
    append(bytes, to: &parts)
    return parts.count == 2 ? (parts[0], parts[1]) : nil
  }

  @inline(__always)
  private static func key(_ pairs: MergePairs, _ left: UInt32, _ right: UInt32) -> Int32 {
    Int32(truncatingIfNeeded: pairs.rank(left, right) &<< 9)
  }

  /// The lowest rank among the pairs, with the position of its first pair in the low nine bits.
  @inline(__always)
  private static func lowestKey(_ keys: UnsafeMutablePointer<Int32>, _ count: Int) -> Int32 {
    var best = SIMD4<Int32>(repeating: .max)
    var other = best
    var position = SIMD4<Int32>(0, 1, 2, 3)
    let raw = UnsafeRawPointer(keys)
    var offset = 0
    while offset < count * 4 {
      let first = raw.loadUnaligned(fromByteOffset: offset, as: SIMD4<Int32>.self) | position
      let second = raw.loadUnaligned(fromByteOffset: offset + 16, as: SIMD4<Int32>.self) | (position &+ 4)
      best.replace(with: first, where: first .< best)
      other.replace(with: second, where: second .< other)
      position &+= 8
      offset += 32
    }
    best.replace(with: other, where: other .< best)
    return Swift.min(Swift.min(best[0], best[1]), Swift.min(best[2], best[3]))
  }

  /// Moves the tokens and keys from `start + 1` on one place to the left; `count` is the count after the move.
  @inline(__always)
  private static func shiftLeft(
    _ tokens: UnsafeMutablePointer<UInt32>, _ keys: UnsafeMutablePointer<Int32>, from start: Int, count: Int
  ) {
    var index = start
    while index < count {
      let next = UnsafeRawPointer(tokens + index + 1).loadUnaligned(as: SIMD8<UInt32>.self)
      UnsafeMutableRawPointer(tokens + index).storeBytes(of: next, as: SIMD8<UInt32>.self)
      let nextKeys = UnsafeRawPointer(keys + index + 1).loadUnaligned(as: SIMD8<Int32>.self)
      UnsafeMutableRawPointer(keys + index).storeBytes(of: nextKeys, as: SIMD8<Int32>.self)
      index += 8
    }
  }
}
