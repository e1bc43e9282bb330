/// Merging of pretokens of at most sixteen bytes, several side by side: the look-ups of one wait for memory while the
/// others go on.
///
/// Each has a lane of sixteen tokens and keys. A token stays where its first byte is, and nothing moves before the end.
extension PretokenMerger {
  /// Pretokens that are merged side by side.
  static var laneCount: Int { 8 }
  private static var noShortKey: Int32 { Int32(MergePairs.noRank << 4) }

  /// Takes `bytes`, at least one and at most `shortLimit`, into a lane.
  func begin(_ bytes: UnsafeBufferPointer<UInt8>, in lane: Int) {
    let pairs = pairs
    let tokens = tokens + lane * PretokenMerger.shortLimit
    let keys = keys + lane * PretokenMerger.shortLimit
    let count = bytes.count
    for index in 0..<count { tokens[index] = pairs.byteEntries[Int(bytes[index])] }
    for index in 0..<count - 1 {
      let rank = pairs.rank(ofBytes: bytes[index], bytes[index + 1])
      keys[index] = Int32(truncatingIfNeeded: rank &<< 4 | UInt32(truncatingIfNeeded: index))
    }
    for index in count - 1..<PretokenMerger.shortLimit { keys[index] = PretokenMerger.noShortKey }
    starts[lane] = UInt32(truncatingIfNeeded: 1 &<< count &- 1)
    steps += count
  }

  /// Merges the first `count` lanes to the end.
  func mergeLanes(_ count: Int) {
    var busy = UInt32(1) &<< UInt32(count) &- 1
    while busy != 0 {
      var left = busy
      while left != 0 {
        let lane = left.trailingZeroBitCount
        left &= left &- 1
        if !step(lane) { busy &= ~(1 &<< UInt32(lane)) }
      }
    }
  }

  /// Moves the tokens of a lane together, at its beginning.
  ///
  /// - Returns: how many there are.
  func finish(_ lane: Int) -> Int {
    let tokens = tokens + lane * PretokenMerger.shortLimit
    var starts = starts[lane]
    var written = 0
    while starts != 0 {
      tokens[written] = tokens[starts.trailingZeroBitCount]
      written += 1
      starts &= starts &- 1
    }
    return written
  }

  /// The merge of lowest rank in a lane; false when there is none.
  @inline(__always)
  private func step(_ lane: Int) -> Bool {
    let pairs = pairs
    let tokens = tokens + lane * PretokenMerger.shortLimit
    let keys = keys + lane * PretokenMerger.shortLimit
    func key(_ index: Int, _ next: Int) -> Int32 {
      Int32(truncatingIfNeeded: pairs.rank(tokens[index], tokens[next]) &<< 4 | UInt32(truncatingIfNeeded: index))
    }
    let noKey = PretokenMerger.noShortKey
    var best = noKey
    for index in 0..<PretokenMerger.shortLimit { best = Swift.min(best, keys[index]) }
    steps += PretokenMerger.shortLimit
    if best >= noKey { return false }
    let index = Int(best & 15)
    tokens[index] = pairs.result(of: UInt32(truncatingIfNeeded: best &>> 4))
    let after = starts[lane] & (~1 &<< UInt32(index))
    let joined = after.trailingZeroBitCount
    let starts = starts[lane] & ~(1 &<< UInt32(joined))
    self.starts[lane] = starts
    keys[joined] = noKey
    let next = after & (after &- 1)
    keys[index] = next == 0 ? noKey : key(index, next.trailingZeroBitCount)
    let before = starts & (1 &<< UInt32(index) &- 1)
    if before != 0 {
      let previous = 31 - before.leadingZeroBitCount
      keys[previous] = key(previous, index)
    }
    return true
  }
}
