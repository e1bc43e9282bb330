/// An open-addressed table from pairs of tokens to ranks, with what else merging reads.
///
/// A slot packs left, right and rank into one word (21, 21 and 22 bits). Four slots make a bucket, which lies in one cache
/// line and is searched whole and without branches, so that the waits of several look-ups overlap; a full bucket goes on
/// in the next. This is a bare view without reference counts, for the inner loops; a `MergeTable` owns the memory.
struct MergePairs {
  /// The rank of a pair that does not merge.
  static let noRank: UInt32 = 1 << 22 - 1
  /// A slot without a pair; its rank is `noRank`.
  private static let free = UInt64.max

  private(set) var capacity: Int
  private var slots: UnsafeMutablePointer<UInt64>
  /// Four bits for each slot; that of a pair's hash is set. Most pairs do not merge, and here they are seen not to without
  /// a walk through the whole table, which no near cache holds.
  private var filter: UnsafeMutablePointer<UInt64>
  private var shift: UInt64
  /// The entry of each single byte.
  let byteEntries: UnsafeMutablePointer<UInt32>
  /// Ranks of the pairs of two single bytes, by the values of the bytes: every pretoken begins with these look-ups, and the
  /// few that text needs stay in the first caches.
  private let bytePairs: UnsafeMutablePointer<UInt32>
  /// Entry i has `offsets[i + 1] - offsets[i]` bytes.
  private let offsets: UnsafeMutablePointer<UInt32>
  /// The entry that the merge of each rank makes; nil where the two are the same number.
  private let results: UnsafeMutablePointer<UInt32>?

  /// - Parameter results: empty where an entry is its own rank.
  init(capacity: Int, byteEntries: [UInt32], offsets: [UInt32], results: [UInt32]) {
    self.capacity = capacity
    shift = UInt64(64 - capacity.trailingZeroBitCount)
    slots = MergePairs.allocate(capacity)
    filter = MergePairs.allocateFilter(capacity)
    self.byteEntries = MergePairs.copy(byteEntries)
    bytePairs = .allocate(capacity: 1 << 16)
    bytePairs.initialize(repeating: MergePairs.noRank, count: 1 << 16)
    self.offsets = MergePairs.copy(offsets)
    self.results = results.isEmpty ? nil : MergePairs.copy(results)
  }

  func deallocate() {
    slots.deallocate()
    filter.deallocate()
    byteEntries.deallocate()
    bytePairs.deallocate()
    offsets.deallocate()
    results?.deallocate()
  }

  /// The rank of a pair, `noRank` when it does not merge.
  @inline(__always)
  func rank(_ left: UInt32, _ right: UInt32) -> UInt32 {
    let key = UInt64(left) << 21 | UInt64(right)
    let hash = hash(of: key)
    let place = hash &>> (shift &- 2)
    if filter[Int(truncatingIfNeeded: place &>> 6)] &>> (place & 63) & 1 == 0 { return MergePairs.noRank }
    let bucket = slots + firstSlot(of: key)
    // What is left of a slot with this key is its rank, of any other more.
    let wanted = key &<< 22
    let low = Swift.min(bucket[0] ^ wanted, bucket[1] ^ wanted)
    let high = Swift.min(bucket[2] ^ wanted, bucket[3] ^ wanted)
    let least = Swift.min(low, high)
    // Few buckets are full, which is foreseen well; whether the pair merges would often be guessed wrong.
    if bucket[3] != MergePairs.free { return rankInFullBucket(key, least) }
    return UInt32(truncatingIfNeeded: Swift.min(least, UInt64(MergePairs.noRank)))
  }

  /// The same where the pair may be in the next bucket; `least` is as in `rank(_:_:)`.
  @inline(never)
  private func rankInFullBucket(_ key: UInt64, _ least: UInt64) -> UInt32 {
    if least < MergePairs.noRank { return UInt32(truncatingIfNeeded: least) }
    return UInt32(truncatingIfNeeded: slots[slot(of: key)]) & MergePairs.noRank
  }

  /// The place of `key`, or the free one where it belongs.
  private func slot(of key: UInt64) -> Int {
    var slot = firstSlot(of: key)
    while slots[slot] != MergePairs.free, slots[slot] >> 22 != key { slot = (slot + 1) & (capacity - 1) }
    return slot
  }

  /// The first slot of the bucket that `key` belongs to.
  @inline(__always)
  private func firstSlot(of key: UInt64) -> Int { Int(truncatingIfNeeded: hash(of: key) &>> shift) & ~3 }

  @inline(__always)
  private func hash(of key: UInt64) -> UInt64 { (key ^ key &>> 21) &* 0x9E37_79B9_7F4A_7C15 }

  /// The rank of two single bytes.
  @inline(__always)
  func rank(ofBytes left: UInt8, _ right: UInt8) -> UInt32 { bytePairs[Int(left) << 8 | Int(right)] }

  /// Says that two single bytes merge.
  func setRank(_ rank: UInt32, ofBytes left: UInt8, _ right: UInt8) { bytePairs[Int(left) << 8 | Int(right)] = rank }

  /// The entry that the merge with this rank makes.
  @inline(__always)
  func result(of rank: UInt32) -> UInt32 { results.map { $0[Int(rank)] } ?? rank }

  @inline(__always)
  func byteCount(of entry: UInt32) -> Int { Int(offsets[Int(entry) + 1] - offsets[Int(entry)]) }

  /// Adds a pair or changes its rank.
  ///
  /// - Returns: whether the pair is new.
  mutating func insert(_ left: UInt32, _ right: UInt32, rank: UInt32) -> Bool {
    let key = UInt64(left) << 21 | UInt64(right)
    let slot = slot(of: key)
    let isNew = slots[slot] == MergePairs.free
    slots[slot] = key << 22 | UInt64(rank)
    addToFilter(key)
    return isNew
  }

  private func addToFilter(_ key: UInt64) {
    let place = hash(of: key) &>> (shift &- 2)
    filter[Int(truncatingIfNeeded: place &>> 6)] |= 1 &<< (place & 63)
  }

  /// Doubles the number of slots.
  mutating func grow() {
    let old = UnsafeBufferPointer(start: slots, count: capacity)
    capacity *= 2
    shift -= 1
    slots = MergePairs.allocate(capacity)
    filter.deallocate()
    filter = MergePairs.allocateFilter(capacity)
    for word in old where word != MergePairs.free {
      slots[slot(of: word >> 22)] = word
      addToFilter(word >> 22)
    }
    old.deallocate()
  }

  /// Free slots.
  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<UInt64> {
    let size = capacity * MemoryLayout<UInt64>.stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: HugePages.alignment(for: size))
    HugePages.advise(memory, byteCount: size)
    let slots = memory.bindMemory(to: UInt64.self, capacity: capacity)
    slots.initialize(repeating: MergePairs.free, count: capacity)
    return slots
  }

  private static func allocateFilter(_ capacity: Int) -> UnsafeMutablePointer<UInt64> {
    let words = UnsafeMutablePointer<UInt64>.allocate(capacity: capacity / 16)
    words.initialize(repeating: 0, count: capacity / 16)
    return words
  }

  private static func copy(_ values: [UInt32]) -> UnsafeMutablePointer<UInt32> {
    let memory = UnsafeMutablePointer<UInt32>.allocate(capacity: values.count)
    _ = UnsafeMutableBufferPointer(start: memory, count: values.count).initialize(from: values)
    return memory
  }
}
