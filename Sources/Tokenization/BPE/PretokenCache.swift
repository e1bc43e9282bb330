/// The tokens of pretokens seen before: at most 15 bytes each, at most four tokens.
///
/// A hash names a set of four places, one in `front` and three in `back`. An entry that is found further back moves ahead
/// by one place, so that nearly everything is found in the front, which fits the second-level cache of a processor and is
/// one foreseeable comparison. A new entry takes a free place of its set, or else the last one.
/// The cache starts empty and grows with the texts that pass, so that a small text pays for a small table.
final class PretokenCache {
  struct Entry {
    var key: PretokenKey
    /// Four ids.
    var first: UInt64
    var second: UInt64
  }

  /// Ids that fit into an entry.
  static let longestValue = 4
  /// Places of a set that lie in `back`.
  private static let depth = 3
  /// Sets of the largest table, 4 MiB; reached by texts of 8 MB or with as many different pretokens.
  private static let largestCapacity = 1 << 15
  /// Bytes of text for each set.
  private static let bytesPerSet = 256
  /// Ids that wait for the caller's array, which is slow to append to one by one.
  private static let bufferCapacity = 2048

  private var front: UnsafeMutablePointer<Entry>
  private var back: UnsafeMutablePointer<Entry> { front + capacity }
  /// Number of sets.
  private(set) var capacity = 64
  /// Leaves the number of a set of a hash.
  private var shift = UInt64(64 - 6)
  /// Since the table last grew.
  private var insertions = 0
  private let masks = PretokenKey.Masks()
  private let buffer: UnsafeMutablePointer<TokenID>

  init() {
    front = PretokenCache.allocate(capacity)
    buffer = .allocate(capacity: PretokenCache.bufferCapacity + PretokenCache.longestValue)
  }

  deinit {
    front.deallocate()
    buffer.deallocate()
  }

  /// Grows to what a text of `byteCount` bytes can use, or when the texts so far have filled the table.
  func grow(for byteCount: Int) {
    func isTooSmall(_ capacity: Int) -> Bool {
      capacity < PretokenCache.largestCapacity
        && (byteCount > capacity * PretokenCache.bytesPerSet || insertions > 2 * capacity)
    }
    guard isTooSmall(capacity) else { return }
    let old = UnsafeBufferPointer(start: front, count: capacity * (1 + PretokenCache.depth))
    while isTooSmall(capacity) {
      capacity *= 2
      shift -= 1
    }
    front = PretokenCache.allocate(capacity)
    for entry in old where entry.key.high != 0 { insert(entry) }
    old.deallocate()
    insertions = 0
  }

  /// Appends the ids of the pretokens of `text` that begin at `start` and end at `ends`, ascending.
  ///
  /// - Parameter encodeNew: appends the ids of a pretoken that is not in the cache.
  @inline(__always)
  func encode(
    _ text: UnsafeBufferPointer<UInt8>, from start: Int, ends: UnsafeBufferPointer<Int>, into ids: inout [TokenID],
    _ encodeNew: (UnsafeBufferPointer<UInt8>, inout [TokenID]) -> Void
  ) {
    guard let base = text.baseAddress else { return }
    let front = front
    let shift = shift
    let masks = masks.table
    let buffer = buffer
    var written = 0
    var start = start
    for end in ends {
      let length = end &- start
      var known: UnsafeMutablePointer<Entry>?
      var key: PretokenKey?
      if length <= PretokenKey.longest {
        let wanted =
          start &+ 16 <= text.count
          ? PretokenKey(base + start, length: length, masks) : PretokenKey(copying: base + start, length: length)
        let set = Int(truncatingIfNeeded: wanted.hash &>> shift)
        known = (front + set).pointee.key.matches(wanted) ? front + set : moveAhead(wanted, in: set)
        key = wanted
      }
      if let known {
        let to = UnsafeMutableRawPointer(buffer + written)
        to.storeBytes(of: known.pointee.first, as: UInt64.self)
        to.storeBytes(of: known.pointee.second, toByteOffset: 8, as: UInt64.self)
        written = written &+ known.pointee.key.count
        if written >= PretokenCache.bufferCapacity { flush(&written, into: &ids) }
      } else {
        flush(&written, into: &ids)
        let first = ids.count
        encodeNew(UnsafeBufferPointer(start: base + start, count: length), &ids)
        if let key { insert(key, ids[first...]) }
      }
      start = end
    }
    flush(&written, into: &ids)
  }

  @inline(__always)
  private func flush(_ written: inout Int, into ids: inout [TokenID]) {
    ids.append(contentsOf: UnsafeBufferPointer(start: buffer, count: written))
    written = 0
  }

  /// Looks for `key` at the back of a set; the entry's place after it has moved ahead.
  @inline(never)
  private func moveAhead(_ key: PretokenKey, in set: Int) -> UnsafeMutablePointer<Entry>? {
    var ahead = front + set
    var place = back + PretokenCache.depth * set
    for _ in 0..<PretokenCache.depth {
      if place.pointee.key.matches(key) {
        swap(&place.pointee, &ahead.pointee)
        return ahead
      }
      ahead = place
      place += 1
    }
    return nil
  }

  private func insert(_ key: PretokenKey, _ ids: ArraySlice<TokenID>) {
    guard ids.count <= PretokenCache.longestValue else { return }
    func id(_ index: Int) -> UInt64 { index < ids.count ? UInt64(ids[ids.startIndex + index]) : 0 }
    insert(Entry(key: key.with(count: ids.count), first: id(0) | id(1) << 32, second: id(2) | id(3) << 32))
  }

  private func insert(_ entry: Entry) {
    insertions += 1
    let set = Int(truncatingIfNeeded: entry.key.hash &>> shift)
    var place = front + set
    var next = back + PretokenCache.depth * set
    for _ in 0..<PretokenCache.depth where place.pointee.key.high != 0 {
      place = next
      next += 1
    }
    place.pointee = entry
  }

  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<Entry> {
    let count = capacity * (1 + depth)
    let size = count * MemoryLayout<Entry>.stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: HugePages.alignment(for: size))
    HugePages.advise(memory, byteCount: size)
    let entries = memory.bindMemory(to: Entry.self, capacity: count)
    entries.initialize(repeating: Entry(key: PretokenKey(low: 0, high: 0), first: 0, second: 0), count: count)
    return entries
  }
}
