/// Turns pretokens into ids by the merges of a vocabulary; one thread at a time.
///
/// A pretoken that is not in the cache is looked up whole, where the vocabulary says so, and then merged.
package final class PretokenEncoder {
  private let vocabulary: Vocabulary
  private let table: MergeTable
  private let cache = PretokenCache()
  private let merger: PretokenMerger
  private var entries: [UInt32] = []
  /// Of the pretokens in the merger's lanes.
  private var keys = [PretokenKey](repeating: PretokenKey(low: 0, high: 0), count: PretokenMerger.laneCount)
  /// Keeps the compiler from leaving out what only brings memory near.
  private var touched: UInt64 = 0

  init(vocabulary: Vocabulary, table: MergeTable) {
    self.vocabulary = vocabulary
    self.table = table
    merger = PretokenMerger(pairs: table.pairs)
  }

  /// Array elements searched, pairs looked up and heap steps of all merging so far.
  var mergeSteps: Int { merger.steps }

  /// Makes room for what a text of `byteCount` bytes can use of the cache.
  package func prepare(for byteCount: Int) { cache.grow(for: byteCount) }

  /// Appends the ids of the pretokens of `text` that begin at `start` and end at `ends`, ascending.
  package func encode(
    _ text: UnsafeBufferPointer<UInt8>, from start: Int, ends: UnsafeBufferPointer<Int>, into ids: inout [TokenID]
  ) {
    cache.encode(
      text, from: start, ends: ends, into: &ids, foreseeNew: { foresee($0) }, { encodeNew($0, into: &$1) })
  }

  /// Encodes short pretokens side by side and puts them into the cache.
  @inline(never)
  private func foresee(_ new: UnsafeBufferPointer<PretokenCache.Newcomer>) {
    let looksUp = vocabulary.looksUpWholePretokens
    if looksUp { for newcomer in new { touched &+= vocabulary.touch(newcomer.key) } }
    var lanes = 0
    for newcomer in new where !cache.contains(newcomer.key) {
      let pretoken = newcomer.pretoken
      if looksUp, let id = vocabulary.id(of: pretoken) {
        cache.insert(newcomer.key, CollectionOfOne(id))
        continue
      }
      merger.begin(pretoken, in: lanes)
      keys[lanes] = newcomer.key
      lanes += 1
      if lanes == PretokenMerger.laneCount { mergeLanes(&lanes) }
    }
    mergeLanes(&lanes)
  }

  /// Merges the pretokens in the first lanes and puts them into the cache.
  private func mergeLanes(_ lanes: inout Int) {
    merger.mergeLanes(lanes)
    for lane in 0..<lanes {
      let tokens = merger.tokens + lane * PretokenMerger.shortLimit
      let count = merger.finish(lane)
      if count > PretokenCache.longestValue { continue }
      for index in 0..<count { tokens[index] = table.publicID(of: tokens[index]) }
      cache.insert(keys[lane], UnsafeBufferPointer(start: tokens, count: count))
    }
    lanes = 0
  }

  /// Appends the ids of one pretoken.
  package func encode(_ pretoken: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {
    guard !pretoken.isEmpty else { return }
    var end = pretoken.count
    withUnsafePointer(to: &end) {
      encode(pretoken, from: 0, ends: UnsafeBufferPointer(start: $0, count: 1), into: &ids)
    }
  }

  /// Looks a pretoken up whole or merges it.
  @inline(never)
  private func encodeNew(_ pretoken: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {
    if vocabulary.looksUpWholePretokens, pretoken.count <= vocabulary.longestToken, let id = vocabulary.id(of: pretoken)
    {
      ids.append(id)
    } else if pretoken.count <= PretokenMerger.arrayLimit {
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
  }
}
