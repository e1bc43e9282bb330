/// Turns pretokens into ids by the merges of a vocabulary; one thread at a time.
///
/// The loop looks every pretoken of up to 15 bytes up in the cache; misses and longer ones are looked up whole, where
/// the vocabulary says so, and then merged.
package final class PretokenEncoder {
  private let vocabulary: Vocabulary
  private let table: MergeTable
  private let cache = PretokenCache()
  private let merger: PretokenMerger
  private var entries: [UInt32] = []
  /// Ids on their way to the caller's array, which is slow to append to one by one.
  private let buffer: UnsafeMutablePointer<TokenID>
  private static let bufferCapacity = 4096
  /// Masks for the first 1…15 bytes of two words, and the length in the top byte; row 0 is unused.
  private let masks: UnsafeMutablePointer<SIMD4<UInt64>>

  init(vocabulary: Vocabulary, table: MergeTable) {
    self.vocabulary = vocabulary
    self.table = table
    merger = PretokenMerger(pairs: table.pairs)
    buffer = .allocate(capacity: PretokenEncoder.bufferCapacity + PretokenCache.longestValue)
    masks = .allocate(capacity: 16)
    for length in UInt64(0)..<16 {
      let low = length >= 8 ? UInt64.max : (1 << (8 * length)) - 1
      let high = length <= 8 ? 0 : (UInt64(1) << (8 * (length - 8))) - 1
      (masks + Int(length)).initialize(to: SIMD4(low, high, length << 56, 0))
    }
  }

  deinit {
    buffer.deallocate()
    masks.deallocate()
  }

  /// Array elements searched, pairs looked up and heap steps of all merging so far.
  var mergeSteps: Int { merger.steps }

  /// Makes room for what a text of `byteCount` bytes can use of the cache.
  package func prepare(for byteCount: Int) { cache.grow(for: byteCount) }

  /// Appends the ids of the pretokens of `text` that begin at `start` and end at `ends`, ascending.
  package func encode(
    _ text: UnsafeBufferPointer<UInt8>, from start: Int, ends: UnsafeBufferPointer<Int>, into ids: inout [TokenID]
  ) {
    guard let base = text.baseAddress else { return }
    let entries = cache.entries
    let shift = cache.shift
    let masks = masks
    let buffer = buffer
    var written = 0
    var start = start
    for end in ends {
      let length = end - start
      if length <= PretokenCache.longestKey {
        let mask = masks[length]
        let (first, second) = start + 16 <= text.count ? PretokenEncoder.load(base + start) : copied(text, start, end)
        let low = first & mask.x
        let high = second & mask.y | mask.z
        let bucket = entries + 2 * Int(truncatingIfNeeded: PretokenCache.hash(low: low, high: high) &>> shift)
        var found = bucket[0]
        if (found.x ^ low) | (found.y ^ high) << 4 != 0 { found = bucket[1] }
        if (found.x ^ low) | (found.y ^ high) << 4 == 0 {
          UnsafeMutableRawPointer(buffer + written).storeBytes(of: found.z, as: UInt64.self)
          UnsafeMutableRawPointer(buffer + written + 2).storeBytes(of: found.w, as: UInt64.self)
          written += Int(truncatingIfNeeded: found.y &>> 60)
        } else {
          flush(&written, into: &ids)
          encodeNew(UnsafeBufferPointer(start: base + start, count: length), key: (low, high), into: &ids)
        }
      } else {
        flush(&written, into: &ids)
        encodeNew(UnsafeBufferPointer(start: base + start, count: length), key: nil, into: &ids)
      }
      if written >= PretokenEncoder.bufferCapacity { flush(&written, into: &ids) }
      start = end
    }
    flush(&written, into: &ids)
  }

  /// Appends the ids of one pretoken.
  package func encode(_ pretoken: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {
    guard !pretoken.isEmpty else { return }
    var end = pretoken.count
    withUnsafePointer(to: &end) {
      encode(pretoken, from: 0, ends: UnsafeBufferPointer(start: $0, count: 1), into: &ids)
    }
  }

  @inline(__always)
  private static func load(_ bytes: UnsafePointer<UInt8>) -> (UInt64, UInt64) {
    let raw = UnsafeRawPointer(bytes)
    return (
      UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self)),
      UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    )
  }

  /// The same words near the end of the text, where sixteen bytes cannot be read.
  private func copied(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> (UInt64, UInt64) {
    var words: (UInt64, UInt64) = (0, 0)
    withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: text[start..<end]) }
    return (UInt64(littleEndian: words.0), UInt64(littleEndian: words.1))
  }

  @inline(__always)
  private func flush(_ written: inout Int, into ids: inout [TokenID]) {
    ids.append(contentsOf: UnsafeBufferPointer(start: buffer, count: written))
    written = 0
  }

  /// Looks a pretoken up whole or merges it, and keeps the outcome in the cache under `key`.
  @inline(never)
  private func encodeNew(
    _ pretoken: UnsafeBufferPointer<UInt8>, key: (low: UInt64, high: UInt64)?, into ids: inout [TokenID]
  ) {
    let first = ids.count
    if vocabulary.looksUpWholePretokens, pretoken.count <= vocabulary.longestToken, let id = vocabulary.id(of: pretoken)
    {
      ids.append(id)
    } else if pretoken.count <= PretokenCache.longestKey {
      let count = merger.merge(pretoken)
      for index in 0..<count { ids.append(table.publicID(of: merger.tokens[index])) }
    } else {
      entries.removeAll(keepingCapacity: true)
      merger.append(pretoken, to: &entries)
      if table.publicIDs.isEmpty {
        ids += entries
      } else {
        ids += entries.lazy.map { [table] in table.publicID(of: $0) }
      }
    }
    let count = ids.count - first
    guard let key, count <= PretokenCache.longestValue else { return }
    func id(_ index: Int) -> UInt64 { index < count ? UInt64(ids[first + index]) : 0 }
    cache.insert(
      low: key.low, high: key.high | UInt64(count) << 60, ids: (id(0) | id(1) << 32, id(2) | id(3) << 32))
  }
}
