import CPrefetch

/// The tokens of pretokens seen before: at most 15 bytes each, at most four tokens.
///
/// A hash names a set of four places, one in `front` and three in `back`. An entry that is found further back moves ahead
/// by one place, so that nearly everything is found in the front, which fits the second-level cache of a processor and is
/// fetched ahead. A new entry takes a free place of its set, or else the last one.
/// The cache starts empty and grows with the texts that pass, so that a small text pays for a small table.
final class PretokenCache {
  struct Entry {
    var key: PretokenKey
    var ids: SIMD4<TokenID>
  }

  /// A pretoken and the place in the front where it may be.
  private struct Lookup {
    let key: PretokenKey
    let place: UnsafeMutablePointer<Entry>
  }

  /// A pretoken that is not in the front.
  private struct Miss {
    /// Number in the batch.
    let index: UInt32
    /// Number of ids in `buffer` that come before its own.
    let position: UInt32
  }

  /// A short pretoken that is not in the cache.
  struct Newcomer {
    let key: PretokenKey
    let pretoken: UnsafeBufferPointer<UInt8>
  }

  /// Ids that fit into an entry.
  static let longestValue = 4
  /// Places of a set that lie in `back`.
  private static let depth = 3
  /// Sets of the largest table, 4 MiB; reached by texts of 8 MB or with as many different pretokens.
  private static let largestCapacity = 1 << 15
  /// Bytes of text for each set.
  private static let bytesPerSet = 256
  /// Pretokens that are looked up before those that are missing are seen to.
  private static let batch = 1024
  /// Pretokens whose places are fetched before the first of them is read: their lines stay in the first-level cache.
  private static let lookAhead = 128

  private var front: UnsafeMutablePointer<Entry>
  private var back: UnsafeMutablePointer<Entry> { front + capacity }
  /// Number of sets.
  private(set) var capacity = 64
  /// Leaves the number of a set of a hash.
  private var shift = UInt64(64 - 6)
  /// Since the table last grew.
  private var insertions = 0
  private let masks = PretokenKey.Masks()
  /// The ids of a batch, which are slow to append one by one.
  private let buffer: UnsafeMutablePointer<TokenID>
  /// The same with the ids of the misses in between.
  private let splices: UnsafeMutablePointer<TokenID>
  private let misses: UnsafeMutablePointer<Miss>
  private let newcomers: UnsafeMutablePointer<Newcomer>
  private let lookups: UnsafeMutablePointer<Lookup>

  init() {
    front = PretokenCache.allocate(capacity)
    buffer = .allocate(capacity: (PretokenCache.batch + 1) * PretokenCache.longestValue)
    splices = .allocate(capacity: (PretokenCache.batch + 1) * PretokenCache.longestValue)
    // One more: what is no miss is written after the last one.
    misses = .allocate(capacity: PretokenCache.batch + 1)
    newcomers = .allocate(capacity: PretokenCache.batch)
    lookups = .allocate(capacity: PretokenCache.batch)
  }

  deinit {
    front.deallocate()
    buffer.deallocate()
    misses.deallocate()
    splices.deallocate()
    newcomers.deallocate()
    lookups.deallocate()
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
  /// - Parameters:
  ///   - foreseeNew: may `insert` short pretokens that are not in the cache, many at once, which is faster.
  ///   - encodeNew: appends the ids of a pretoken that is not in the cache.
  @inline(__always)
  func encode(
    _ text: UnsafeBufferPointer<UInt8>, from start: Int, ends: UnsafeBufferPointer<Int>, into ids: inout [TokenID],
    foreseeNew: (UnsafeBufferPointer<Newcomer>) -> Void = { _ in },
    _ encodeNew: (UnsafeBufferPointer<UInt8>, inout [TokenID]) -> Void
  ) {
    guard let base = text.baseAddress else { return }
    var start = start
    var first = 0
    while first < ends.count {
      let last = Swift.min(first + PretokenCache.batch, ends.count)
      let batch = UnsafeBufferPointer(rebasing: ends[first..<last])
      let found = lookUp(text, base, from: start, ends: batch)
      if found.missing == 0 {
        ids.append(contentsOf: UnsafeBufferPointer(start: buffer, count: found.written))
      } else {
        complete(base, from: start, ends: batch, found.written, found.missing, into: &ids, foreseeNew, encodeNew)
      }
      start = ends[last - 1]
      first = last
    }
  }

  /// Writes the ids of the pretokens in the front to `buffer` and lists the others in `misses`.
  @inline(__always)
  private func lookUp(
    _ text: UnsafeBufferPointer<UInt8>, _ base: UnsafePointer<UInt8>, from start: Int, ends: UnsafeBufferPointer<Int>
  ) -> (written: Int, missing: Int) {
    let front = front
    let shift = shift
    let masks = masks.table
    let buffer = buffer
    let misses = misses
    let lookups = lookups
    var written = 0
    var missing = 0
    var start = start
    var first = 0
    while first < ends.count {
      let last = Swift.min(first &+ PretokenCache.lookAhead, ends.count)
      for index in first..<last {
        let length = ends[index] &- start
        let key =
          start &+ 16 <= text.count
          ? PretokenKey(base + start, length: length, masks) : PretokenKey(copying: base + start, length: length)
        let place = front + Int(truncatingIfNeeded: key.hash &>> shift)
        prefetch(place)
        lookups[index] = Lookup(key: key, place: place)
        start = ends[index]
      }
      // Without a branch: where it would be guessed wrong is where memory is waited for.
      for index in first..<last {
        let (key, place) = (lookups[index].key, lookups[index].place)
        // All four ids; those past the count are written over.
        UnsafeMutableRawPointer(buffer + written).storeBytes(of: place.pointee.ids, as: SIMD4<TokenID>.self)
        misses[missing] = Miss(
          index: UInt32(truncatingIfNeeded: index), position: UInt32(truncatingIfNeeded: written))
        let isHit = place.pointee.key.matches(key) ? 1 : 0
        written = written &+ (place.pointee.key.count & (0 &- isHit))
        missing = missing &+ (1 &- isHit)
      }
      first = last
    }
    return (written, missing)
  }

  /// Appends the ids in `buffer` with those of `misses` in between.
  @inline(__always)
  private func complete(
    _ base: UnsafePointer<UInt8>, from start: Int, ends: UnsafeBufferPointer<Int>, _ written: Int, _ missing: Int,
    into ids: inout [TokenID],
    _ foreseeNew: (UnsafeBufferPointer<Newcomer>) -> Void,
    _ encodeNew: (UnsafeBufferPointer<UInt8>, inout [TokenID]) -> Void
  ) {
    let misses = UnsafeBufferPointer(start: misses, count: missing)
    for miss in misses { fetchBack(lookups[Int(miss.index)].key) }
    func pretoken(_ miss: Miss) -> UnsafeBufferPointer<UInt8> {
      let begin = miss.index == 0 ? start : ends[Int(miss.index) - 1]
      return UnsafeBufferPointer(start: base + begin, count: ends[Int(miss.index)] - begin)
    }
    var new = 0
    for miss in misses {
      let key = lookups[Int(miss.index)].key
      if key.isTooLong || contains(key) { continue }
      newcomers[new] = Newcomer(key: key, pretoken: pretoken(miss))
      new += 1
    }
    if new > 0 { foreseeNew(UnsafeBufferPointer(start: newcomers, count: new)) }
    var taken = 0
    var spliced = 0
    for miss in misses {
      splice(from: &taken, to: Int(miss.position), at: &spliced)
      let key = lookups[Int(miss.index)].key
      if !key.isTooLong, let known = moveAhead(key) {
        UnsafeMutableRawPointer(splices + spliced).storeBytes(of: known.pointee.ids, as: SIMD4<TokenID>.self)
        spliced += known.pointee.key.count
        continue
      }
      ids.append(contentsOf: UnsafeBufferPointer(start: splices, count: spliced))
      spliced = 0
      let first = ids.count
      encodeNew(pretoken(miss), &ids)
      if !key.isTooLong { insert(key, ids[first...]) }
    }
    splice(from: &taken, to: written, at: &spliced)
    ids.append(contentsOf: UnsafeBufferPointer(start: splices, count: spliced))
  }

  /// Copies ids of `buffer` to `splices`, four at a time and up to three too many.
  @inline(__always)
  private func splice(from taken: inout Int, to end: Int, at spliced: inout Int) {
    var offset = 0
    while taken + offset < end {
      let four = UnsafeRawPointer(buffer + taken + offset).loadUnaligned(as: SIMD4<UInt32>.self)
      UnsafeMutableRawPointer(splices + spliced + offset).storeBytes(of: four, as: SIMD4<UInt32>.self)
      offset += 4
    }
    spliced += end - taken
    taken = end
  }

  /// Brings the back of a set near.
  @inline(__always)
  private func fetchBack(_ key: PretokenKey) {
    let place = back + PretokenCache.depth * Int(truncatingIfNeeded: key.hash &>> shift)
    prefetch(place)
    prefetch(place + PretokenCache.depth - 1)
  }

  /// Whether a pretoken is in the cache.
  func contains(_ key: PretokenKey) -> Bool {
    let set = Int(truncatingIfNeeded: key.hash &>> shift)
    let place = back + PretokenCache.depth * set
    return (front + set).pointee.key.matches(key) || place.pointee.key.matches(key)
      || (place + 1).pointee.key.matches(key) || (place + 2).pointee.key.matches(key)
  }

  /// Looks for `key` in its set; the entry's place after it has moved ahead.
  @inline(never)
  private func moveAhead(_ key: PretokenKey) -> UnsafeMutablePointer<Entry>? {
    let set = Int(truncatingIfNeeded: key.hash &>> shift)
    var ahead = front + set
    // Since it was missed, another in the same batch may have brought it.
    if ahead.pointee.key.matches(key) { return ahead }
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

  func insert(_ key: PretokenKey, _ ids: some RandomAccessCollection<TokenID>) {
    guard ids.count <= PretokenCache.longestValue else { return }
    func id(_ index: Int) -> TokenID { index < ids.count ? ids[ids.index(ids.startIndex, offsetBy: index)] : 0 }
    insert(Entry(key: key.with(count: ids.count), ids: SIMD4(id(0), id(1), id(2), id(3))))
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
    entries.initialize(repeating: Entry(key: PretokenKey(low: 0, high: 0), ids: .zero), count: count)
    return entries
  }
}
