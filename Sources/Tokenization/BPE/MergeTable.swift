/// Which neighbours merge, in which order and to what: an open-addressed table from pairs of tokens to ranks.
///
/// Tokens are entry numbers of the vocabulary (ids without their gaps). A slot packs left, right and rank into one word
/// (21, 21 and 22 bits), so that a look-up is mostly one cache miss.
///
/// With `Ranking.mergeList` the pairs are the merges; a pair that is listed twice has its last rank, as in Hugging Face
/// `tokenizers`. With `Ranking.tokenID` any two neighbours whose joined bytes are a token merge, yet of all the ways to
/// part a token only one can come up: the last two parts of the token's own encoding. (While a token forms inside a text
/// no merge crosses its ends, so the merges inside are those of the token alone.) Only that pair is stored. Tokens whose
/// encoding by lower ranks does not end in two parts get every pair.
final class MergeTable: @unchecked Sendable {  // written by `init` only
  /// The rank of a pair that does not merge.
  static let noRank: UInt32 = 1 << 22 - 1
  /// More entries do not fit into a slot.
  static let maximumTokenCount = 1 << 21 - 1
  private static let free = UInt64.max

  /// The entry of each single byte.
  let byteEntries: [UInt32]
  /// The public id of each entry, or empty where the two are the same.
  let publicIDs: [TokenID]
  /// Entry i has `offsets[i + 1] - offsets[i]` bytes.
  private let offsets: [UInt32]
  private var slots: UnsafeMutablePointer<UInt64>
  private var capacity: Int
  private var shift: UInt64
  private var pairCount = 0
  /// The entry that the merge of each rank makes; empty where the two are the same number.
  private var results: [UInt32] = []

  /// Builds the table: proportional to the merges, or to the bytes of all tokens.
  init(vocabulary: Vocabulary) {
    precondition(
      vocabulary.count <= MergeTable.maximumTokenCount && vocabulary.merges.count < Int(MergeTable.noRank),
      "\(vocabulary.name) has more tokens or merges than a byte-pair encoder takes")
    let ids = vocabulary.ids
    let isDense = vocabulary.isDense
    publicIDs = isDense ? [] : ids
    offsets = vocabulary.offsets
    byteEntries = vocabulary.byteTokens.map { MergeTable.entry(of: $0, in: ids, isDense: isDense) }
    let expected = vocabulary.ranking == .mergeList ? vocabulary.merges.count : vocabulary.count
    capacity = 1024
    while capacity < 2 * expected { capacity *= 2 }
    shift = UInt64(64 - capacity.trailingZeroBitCount)
    slots = .allocate(capacity: capacity)
    slots.initialize(repeating: MergeTable.free, count: capacity)
    switch vocabulary.ranking {
    case .mergeList:
      results.reserveCapacity(vocabulary.merges.count)
      for (rank, merge) in vocabulary.merges.enumerated() {
        results.append(MergeTable.entry(of: merge.result, in: ids, isDense: isDense))
        insert(
          MergeTable.entry(of: merge.left, in: ids, isDense: isDense),
          MergeTable.entry(of: merge.right, in: ids, isDense: isDense), rank: UInt32(rank))
      }
    case .tokenID: insertPairsOfTokens(vocabulary)
    }
  }

  deinit { slots.deallocate() }

  /// The rank of a pair, `noRank` when it does not merge.
  @inline(__always)
  func rank(_ left: UInt32, _ right: UInt32) -> UInt32 {
    let key = UInt64(left) << 21 | UInt64(right)
    var slot = MergeTable.hash(key) &>> shift
    while true {
      let found = slots[Int(truncatingIfNeeded: slot)]
      if found &>> 22 == key || found == MergeTable.free {
        return UInt32(truncatingIfNeeded: found) & MergeTable.noRank
      }
      slot = (slot &+ 1) & UInt64(capacity &- 1)
    }
  }

  /// The entry that the merge with this rank makes.
  @inline(__always)
  func result(of rank: UInt32) -> UInt32 { results.isEmpty ? rank : results[Int(rank)] }

  func byteCount(of entry: UInt32) -> Int { Int(offsets[Int(entry) + 1] - offsets[Int(entry)]) }

  @inline(__always)
  func publicID(of entry: UInt32) -> TokenID { publicIDs.isEmpty ? entry : publicIDs[Int(entry)] }

  @inline(__always)
  private static func hash(_ key: UInt64) -> UInt64 { (key ^ key &>> 21) &* 0x9E37_79B9_7F4A_7C15 }

  private func insert(_ left: UInt32, _ right: UInt32, rank: UInt32) {
    if 2 * (pairCount + 1) > capacity { grow() }
    let key = UInt64(left) << 21 | UInt64(right)
    var slot = Int(MergeTable.hash(key) >> shift)
    while slots[slot] != MergeTable.free, slots[slot] >> 22 != key { slot = (slot + 1) & (capacity - 1) }
    if slots[slot] == MergeTable.free { pairCount += 1 }
    slots[slot] = key << 22 | UInt64(rank)
  }

  private func grow() {
    let old = UnsafeBufferPointer(start: slots, count: capacity)
    capacity *= 2
    shift -= 1
    slots = .allocate(capacity: capacity)
    slots.initialize(repeating: MergeTable.free, count: capacity)
    for word in old where word != MergeTable.free {
      var slot = Int(MergeTable.hash(word >> 22) >> shift)
      while slots[slot] != MergeTable.free { slot = (slot + 1) & (capacity - 1) }
      slots[slot] = word
    }
    old.deallocate()
  }

  private func insertPairsOfTokens(_ vocabulary: Vocabulary) {
    let merger = PretokenMerger(table: self)
    vocabulary.arena.withUnsafeBufferPointer { arena in
      for entry in 0..<vocabulary.count {
        let bytes = UnsafeBufferPointer(
          rebasing: arena[Int(vocabulary.offsets[entry])..<Int(vocabulary.offsets[entry + 1])])
        guard bytes.count > 1 else { continue }
        if let (left, right) = merger.lastPair(of: bytes) {
          insert(left, right, rank: UInt32(entry))
          continue
        }
        for cut in 1..<bytes.count {
          guard let left = vocabulary.id(of: UnsafeBufferPointer(rebasing: bytes[..<cut])),
            let right = vocabulary.id(of: UnsafeBufferPointer(rebasing: bytes[cut...]))
          else { continue }
          insert(
            MergeTable.entry(of: left, in: vocabulary.ids, isDense: vocabulary.isDense),
            MergeTable.entry(of: right, in: vocabulary.ids, isDense: vocabulary.isDense), rank: UInt32(entry))
        }
      }
    }
  }

  /// The entry of an id that is in the vocabulary.
  private static func entry(of id: TokenID, in ids: [TokenID], isDense: Bool) -> UInt32 {
    if isDense { return id }
    var low = 0
    var high = ids.count - 1
    while low < high {
      let middle = (low + high) / 2
      if ids[middle] < id { low = middle + 1 } else { high = middle }
    }
    return UInt32(low)
  }
}
