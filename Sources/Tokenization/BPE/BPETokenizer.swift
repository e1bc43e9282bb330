import Synchronization

/// Byte-pair encoding: the pattern cuts the text into pretokens, then the pair of lowest rank merges first in each.
///
/// Ranks are places in the merge list or token ids (`Vocabulary.Ranking`). Where `looksUpWholePretokens` holds, a pretoken
/// that is a token needs no merges. Text may hold any bytes; added tokens are ordinary text here
/// (`PreparedTokenizer` cuts them out).
///
/// Time is linear in the text for every vocabulary that is met in practice, n log n at worst.
package final class BPETokenizer: Tokenizer {
  package let vocabulary: Vocabulary
  let scanner: PretokenScanner
  let table: MergeTable
  /// Used under `lock` only; a second thread that finds it taken works with one of its own.
  private nonisolated(unsafe) let encoder: PretokenEncoder
  private let lock = Mutex(())
  /// Pretokens that are cut before they are merged: few enough to stay in the first-level cache.
  private static let batch = 1024
  /// Text after which a long text's number of tokens is foreseen.
  private static let sample = 1 << 16

  /// Builds the tables of the merges; the rest grows with use.
  package init(vocabulary: Vocabulary) {
    self.vocabulary = vocabulary
    scanner = PretokenScanner(vocabulary: vocabulary)
    let table = MergeTable(vocabulary: vocabulary)
    self.table = table
    encoder = PretokenEncoder(vocabulary: vocabulary, table: table)
  }

  package func encode(_ text: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {
    withEncoder(for: text.count) { encode(text, with: $0, into: &ids) }
  }

  /// Appends the ids of one pretoken; for tokenizers that cut otherwise. In a loop, use `withEncoder`.
  package func encodePretoken(_ bytes: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {
    withEncoder(for: bytes.count) { $0.encode(bytes, into: &ids) }
  }

  /// Lends the encoder and its cache, made ready for a text of `byteCount` bytes.
  package func withEncoder<Result>(for byteCount: Int, _ body: (PretokenEncoder) -> Result) -> Result {
    let result: Result? = lock.withLockIfAvailable { _ in use(encoder, for: byteCount, body) }
    return result ?? use(PretokenEncoder(vocabulary: vocabulary, table: table), for: byteCount, body)
  }

  private func use<Result>(_ encoder: PretokenEncoder, for byteCount: Int, _ body: (PretokenEncoder) -> Result)
    -> Result
  {
    encoder.prepare(for: byteCount)
    return body(encoder)
  }

  private func encode(_ text: UnsafeBufferPointer<UInt8>, with encoder: PretokenEncoder, into ids: inout [TokenID]) {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: BPETokenizer.batch) { ends in
      let first = ids.count
      var isReserved = text.count < 16 * BPETokenizer.sample
      var start = 0
      while start < text.count {
        let count = scanner.ends(in: text, from: start, into: ends)
        encoder.encode(text, from: start, ends: UnsafeBufferPointer(rebasing: ends[..<count]), into: &ids)
        start = ends[count - 1]
        if !isReserved, start >= BPETokenizer.sample {
          reserve((ids.count - first) * (text.count / (start / 64)) / 64, in: &ids)
          isReserved = true
        }
      }
    }
  }

  /// Makes room for `count` ids and a little more, on huge pages.
  private func reserve(_ count: Int, in ids: inout [TokenID]) {
    let used = ids.count
    ids.reserveCapacity(used + count + count / 16)
    let size = (ids.capacity - used) * MemoryLayout<TokenID>.stride
    ids.withUnsafeMutableBufferPointer {
      guard let base = $0.baseAddress else { return }
      HugePages.advise(UnsafeMutableRawPointer(base + used), byteCount: size)
    }
  }
}
