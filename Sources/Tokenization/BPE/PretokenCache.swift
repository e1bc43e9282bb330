/// The tokens of pretokens seen before: at most 15 bytes each, at most four tokens.
///
/// Two-way buckets of 64 bytes, one cache line each. An entry is four words: bytes 0–7; bytes 8–14 with the length in the
/// low half and the number of tokens in the high half of the top byte; four ids. A new entry takes a free
/// place of its bucket, or else one or the other in turn.
/// The cache starts empty and grows with the texts that pass, so that a small text pays for a small table.
final class PretokenCache {
  /// Pretokens that are longer are not kept.
  static let longestKey = 15
  /// Ids that fit into an entry.
  static let longestValue = 4
  /// Entries of the largest table, 4 MiB; reached by texts of 8 MB or with as many different pretokens.
  private static let largestCapacity = 1 << 17
  /// Bytes of text for each entry.
  private static let bytesPerEntry = 64

  private(set) var entries: UnsafeMutablePointer<SIMD4<UInt64>>
  private(set) var capacity: Int
  /// Leaves the number of a bucket of a hash.
  private(set) var shift: UInt64
  /// Since the table last grew.
  private var insertions = 0

  init() {
    capacity = 256
    shift = UInt64(64 - 7)
    entries = PretokenCache.allocate(capacity)
  }

  deinit { entries.deallocate() }

  /// Grows to what a text of `byteCount` bytes can use, or when the texts so far have filled the table.
  func grow(for byteCount: Int) {
    func isTooSmall(_ capacity: Int) -> Bool {
      capacity < PretokenCache.largestCapacity
        && (byteCount > capacity * PretokenCache.bytesPerEntry || insertions > capacity / 2)
    }
    guard isTooSmall(capacity) else { return }
    let old = UnsafeBufferPointer(start: entries, count: capacity)
    while isTooSmall(capacity) {
      capacity *= 2
      shift -= 1
    }
    entries = PretokenCache.allocate(capacity)
    for entry in old where entry.y != 0 {
      insert(low: entry.x, high: entry.y, ids: (entry.z, entry.w))
    }
    old.deallocate()
    insertions = 0
  }

  @inline(__always)
  static func hash(low: UInt64, high: UInt64) -> UInt64 {
    let mixed = (low ^ high &* 0x9E37_79B9_7F4A_7C15) &* 0xD6E8_FEB8_6659_FD93
    return mixed ^ mixed &>> 32
  }

  /// `high` holds the number of tokens.
  func insert(low: UInt64, high: UInt64, ids: (UInt64, UInt64)) {
    let hash = PretokenCache.hash(low: low, high: high & 0x0FFF_FFFF_FFFF_FFFF)
    let bucket = entries + 2 * Int(truncatingIfNeeded: hash &>> shift)
    insertions += 1
    bucket[bucket[0].y == 0 ? 0 : bucket[1].y == 0 ? 1 : insertions & 1] = SIMD4(low, high, ids.0, ids.1)
  }

  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<SIMD4<UInt64>> {
    let size = capacity * MemoryLayout<SIMD4<UInt64>>.stride
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: size, alignment: HugePages.alignment(for: size))
    HugePages.advise(memory, byteCount: size)
    let entries = memory.bindMemory(to: SIMD4<UInt64>.self, capacity: capacity)
    entries.initialize(repeating: .zero, count: capacity)
    return entries
  }
}
