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

  /// A pretoken that is not in the front.
  struct Miss {
    /// 0 where the pretoken is too long for one.
    var key: PretokenKey
    var start: Int
    var length: Int
    /// Number of ids in `buffer` that come before its own.
    var position: Int
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
  private let newcomers: UnsafeMutablePointer<Miss>

  /// Keeps the compiler from leaving out what only brings memory near.
  private var touched: UInt64 = 0

  init() {
    front = PretokenCache.allocate(capacity)
    buffer = .allocate(capacity: (PretokenCache.batch + 1) * PretokenCache.longestValue)
    splices = .allocate(capacity: (PretokenCache.batch + 1) * PretokenCache.longestValue)
    misses = .allocate(capacity: PretokenCache.batch)
    newcomers = .allocate(capacity: PretokenCache.batch)
  }

  deinit {
    front.deallocate()
    buffer.deallocate()
    misses.deallocate()
    splices.deallocate()
    newcomers.deallocate()
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
    foreseeNew: (UnsafeBufferPointer<Miss>) -> Void = { _ in },
    _ encodeNew: (UnsafeBufferPointer<UInt8>, inout [TokenID]) -> Void
  ) {
    guard let base = text.baseAddress else { return }
    var start = start
    var first = 0
    while first < ends.count {
      let last = Swift.min(first + PretokenCache.batch, ends.count)
      let found = lookUp(text, base, from: start, ends: UnsafeBufferPointer(rebasing: ends[first..<last]))
      start = ends[last - 1]
      first = last
      if found.missing == 0 {
        ids.append(contentsOf: UnsafeBufferPointer(start: buffer, count: found.written))
      } else {
        complete(base, found.written, found.missing, into: &ids, foreseeNew, encodeNew)
      }
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
    var written = 0
    var missing = 0
    var start = start
    for end in ends {
      let length = end &- start
      var key = PretokenKey(low: 0, high: 0)
      if length <= PretokenKey.longest {
        key =
          start &+ 16 <= text.count
          ? PretokenKey(base + start, length: length, masks) : PretokenKey(copying: base + start, length: length)
        let place = front + Int(truncatingIfNeeded: key.hash &>> shift)
        if place.pointee.key.matches(key) {
          let to = UnsafeMutableRawPointer(buffer + written)
          to.storeBytes(of: place.pointee.first, as: UInt64.self)
          to.storeBytes(of: place.pointee.second, toByteOffset: 8, as: UInt64.self)
          written = written &+ place.pointee.key.count
          start = end
          continue
        }
      }
      misses[missing] = Miss(key: key, start: start, length: length, position: written)
      missing = missing &+ 1
      start = end
    }
    return (written, missing)
  }

  /// Appends the ids in `buffer` with those of `misses` in between.
  @inline(__always)
  private func complete(
    _ base: UnsafePointer<UInt8>, _ written: Int, _ missing: Int, into ids: inout [TokenID],
    _ foreseeNew: (UnsafeBufferPointer<Miss>) -> Void,
    _ encodeNew: (UnsafeBufferPointer<UInt8>, inout [TokenID]) -> Void
  ) {
    let misses = UnsafeBufferPointer(start: misses, count: missing)
    touched = touchBacks(misses)
    var new = 0
    for miss in misses where miss.key.high != 0 && !contains(miss.key) {
      newcomers[new] = miss
      new += 1
    }
    if new > 0 { foreseeNew(UnsafeBufferPointer(start: newcomers, count: new)) }
    var taken = 0
    var spliced = 0
    for miss in misses {
      splice(from: &taken, to: miss.position, at: &spliced)
      let isShort = miss.key.high != 0
      if isShort, let known = moveAhead(miss.key) {
        let to = UnsafeMutableRawPointer(splices + spliced)
        to.storeBytes(of: known.pointee.first, as: UInt64.self)
        to.storeBytes(of: known.pointee.second, toByteOffset: 8, as: UInt64.self)
        spliced += known.pointee.key.count
        continue
      }
      ids.append(contentsOf: UnsafeBufferPointer(start: splices, count: spliced))
      spliced = 0
      let first = ids.count
      encodeNew(UnsafeBufferPointer(start: base + miss.start, count: miss.length), &ids)
      if isShort { insert(miss.key, ids[first...]) }
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

  /// Loads the backs of the sets of all `misses`, so that the waits for memory overlap.
  @inline(never)
  private func touchBacks(_ misses: UnsafeBufferPointer<Miss>) -> UInt64 {
    var sum: UInt64 = 0
    for miss in misses {
      let place = back + PretokenCache.depth * Int(truncatingIfNeeded: miss.key.hash &>> shift)
      sum &+= place.pointee.key.high &+ (place + 2).pointee.second
    }
    return sum
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
    func id(_ index: Int) -> UInt64 { index < ids.count ? UInt64(ids[ids.index(ids.startIndex, offsetBy: index)]) : 0 }
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
