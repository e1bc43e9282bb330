import Synchronization

/// Encodes texts pretoken by pretoken with a model, and remembers the short pretokens.
///
/// Scratch memory and cache sit behind a lock that is taken once for a text; a thread that finds it taken works with a
/// fresh copy, so nobody waits.
final class CachedPretokens<Model: PretokenModel>: Sendable {
  private struct Workspace {
    var model: Model
    let cache: PretokenCache
  }

  let model: Model
  let scanner: PretokenScanner
  /// Used under `lock` only.
  private nonisolated(unsafe) var workspace: Workspace?
  private let lock = Mutex(())
  /// Pretokens that are cut before they are encoded.
  private static var batch: Int { 256 }

  init(model: Model, pattern: PretokenPattern) {
    self.model = model
    scanner = PretokenScanner(pattern: pattern)
  }

  func encode(_ text: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {
    let done: Void? = lock.withLockIfAvailable { _ in
      var lent = workspace.take() ?? Workspace(model: model, cache: PretokenCache())
      encode(text, with: &lent, into: &ids)
      workspace = lent
    }
    if done == nil {
      var own = Workspace(model: model, cache: PretokenCache())
      encode(text, with: &own, into: &ids)
    }
  }

  private func encode(
    _ text: UnsafeBufferPointer<UInt8>, with workspace: inout Workspace, into ids: inout [TokenID]
  ) {
    workspace.cache.grow(for: text.count)
    let batch = CachedPretokens.batch
    withUnsafeTemporaryAllocation(of: Int.self, capacity: batch) { ends in
      // Known ids go through a buffer: appending them to an array one by one is slow.
      withUnsafeTemporaryAllocation(of: TokenID.self, capacity: (batch + 1) * PretokenCache.longestValue) { known in
        guard let buffer = known.baseAddress else { return }
        var start = 0
        while start < text.count {
          var count = 0
          for end in ends[..<scanner.ends(in: text, from: start, into: ends)] {
            let key = PretokenCache.key(of: text, from: start, to: end)
            let found = key.map { workspace.cache.copy($0, to: buffer + count) } ?? 0
            count += found
            if found == 0 {
              ids.append(contentsOf: UnsafeBufferPointer(start: buffer, count: count))
              count = 0
              let first = ids.count
              workspace.model.encode(UnsafeBufferPointer(rebasing: text[start..<end]), into: &ids)
              if let key { workspace.cache.insert(key, ids[first...]) }
            }
            start = end
          }
          ids.append(contentsOf: UnsafeBufferPointer(start: buffer, count: count))
        }
      }
    }
  }

  /// The derivation of the pretoken at `offset`; `write` adds the steps after the first from the pretoken and its ids.
  func derivation(
    at offset: Int, of text: [UInt8], in vocabulary: Vocabulary,
    _ write: (inout Model, UnsafeBufferPointer<UInt8>, [TokenID], inout DerivationBuilder) -> Void
  ) -> Derivation {
    text.withUnsafeBufferPointer { text in
      guard let range = scanner.pretoken(at: offset, in: text) else { return Derivation(steps: []) }
      let pretoken = UnsafeBufferPointer(rebasing: text[range])
      var model = model
      var ids: [TokenID] = []
      model.encode(pretoken, into: &ids)
      if range.count > Derivation.longestPretoken { return DerivationBuilder.final(ids, of: range, in: vocabulary) }
      var steps = DerivationBuilder(pretoken: range, pattern: vocabulary.pattern)
      write(&model, pretoken, ids, &steps)
      return steps.derivation
    }
  }
}

extension PretokenScanner {
  /// The pretoken of `text` that holds byte `offset`, the last one for an offset past the end; nil in an empty text.
  func pretoken(at offset: Int, in text: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
    guard !text.isEmpty else { return nil }
    let offset = min(max(offset, 0), text.count - 1)
    var start = SafeBoundary.before(offset, in: text, limit: 1 << 16) ?? 0
    while true {
      let end = nextEnd(in: text, from: start)
      if end > offset { return start..<end }
      start = end
    }
  }
}

extension PretokenCache {
  /// A pretoken of up to 15 bytes: the bytes, zeros behind them, the length in the low half of the top byte.
  typealias Key = (low: UInt64, high: UInt64)

  /// The key of `text[start..<end]`; nil when that is too long.
  @inline(__always)
  static func key(of text: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Key? {
    let length = end - start
    guard length <= longestKey else { return nil }
    var words: (UInt64, UInt64) = (0, 0)
    if start + 16 <= text.count, let base = text.baseAddress {
      // Two loads that may read past the pretoken, never past the text; what is not the pretoken's is masked.
      let bytes = UnsafeRawPointer(base + start)
      words.0 = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
      words.1 = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
      // Smart shifts: a shift by 64 gives 0.
      words.0 &= ~(UInt64.max << UInt64(8 * length))
      words.1 &= length <= 8 ? 0 : ~(UInt64.max << UInt64(8 * (length - 8)))
    } else {
      withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: text[start..<end]) }
      words = (UInt64(littleEndian: words.0), UInt64(littleEndian: words.1))
    }
    return (words.0, words.1 | UInt64(length) << 56)
  }

  /// Writes the ids of `key` to `buffer`, which has room for `longestValue` of them.
  ///
  /// - Returns: how many ids `key` has; 0 when they are not known.
  @inline(__always)
  func copy(_ key: Key, to buffer: UnsafeMutablePointer<TokenID>) -> Int {
    let hash = PretokenCache.hash(low: key.low, high: key.high)
    let bucket = entries + 2 * Int(truncatingIfNeeded: hash &>> shift)
    var found = bucket[0]
    if (found.x ^ key.low) | (found.y ^ key.high) << 4 != 0 { found = bucket[1] }
    guard (found.x ^ key.low) | (found.y ^ key.high) << 4 == 0 else { return 0 }
    UnsafeMutableRawPointer(buffer).storeBytes(of: found.z, as: UInt64.self)
    UnsafeMutableRawPointer(buffer + 2).storeBytes(of: found.w, as: UInt64.self)
    return Int(truncatingIfNeeded: found.y &>> 60)
  }

  /// Remembers that `key` became `ids`, unless there are more than an entry holds.
  func insert(_ key: Key, _ ids: ArraySlice<TokenID>) {
    let count = ids.count
    guard count <= PretokenCache.longestValue else { return }
    func id(_ index: Int) -> UInt64 { index < count ? UInt64(ids[ids.startIndex + index]) : 0 }
    insert(
      low: key.low, high: key.high | UInt64(count) << 60, ids: (id(0) | id(1) << 32, id(2) | id(3) << 32))
  }
}
