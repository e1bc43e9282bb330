/// Turns pretokens into ids by the merges of a vocabulary; one thread at a time.
///
/// A pretoken that is not in the cache is looked up whole, where the vocabulary says so, and then merged.
package final class PretokenEncoder {
  private let vocabulary: Vocabulary
  private let table: MergeTable
  private let cache = PretokenCache()
  private let merger: PretokenMerger
  private var entries: [UInt32] = []

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
    cache.encode(text, from: start, ends: ends, into: &ids) { encodeNew($0, into: &$1) }
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
