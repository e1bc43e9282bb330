import Synchronization

/// Byte-pair encoding: the pattern cuts the text into pretokens, then the pair of lowest rank merges first in each.
///
/// Ranks are places in the merge list or token ids (`Vocabulary.Ranking`). Where `looksUpWholePretokens` holds, a pretoken
/// that is a token needs no merges. Text may hold any bytes; added tokens are ordinary text unless
/// `parsesAddedTokens` is set.
///
/// Time is linear in the text for every vocabulary that is met in practice, n log n at worst.
package final class BPETokenizer: Tokenizer {
  package let vocabulary: Vocabulary
  /// Whether the vocabulary's added tokens are looked for in the text.
  package let parsesAddedTokens: Bool
  let scanner: PretokenScanner
  let table: MergeTable
  private let matcher: AddedTokenMatcher?
  /// Used under `lock` only; a second thread that finds it taken works with one of its own.
  private nonisolated(unsafe) let encoder: PretokenEncoder
  private let lock = Mutex(())
  /// Pretokens that are cut before they are merged: few enough to stay in the first-level cache.
  private static let batch = 1024
  /// Text after which a long text's number of tokens is foreseen.
  private static let sample = 1 << 16

  /// Builds the tables of the merges; the rest grows with use.
  package init(vocabulary: Vocabulary, parsesAddedTokens: Bool = false) {
    self.vocabulary = vocabulary
    self.parsesAddedTokens = parsesAddedTokens
    scanner = PretokenScanner(pattern: vocabulary.pattern)
    let table = MergeTable(vocabulary: vocabulary)
    self.table = table
    matcher = parsesAddedTokens && !vocabulary.addedTokens.isEmpty ? AddedTokenMatcher(vocabulary.addedTokens) : nil
    encoder = PretokenEncoder(vocabulary: vocabulary, table: table)
  }

  package func encode(_ text: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {
    withEncoder(for: text.count) { encoder in
      guard let matcher else { return encodePlain(text, with: encoder, into: &ids) }
      for part in matcher.parts(of: text) {
        switch part {
        case .text(let range): encodePlain(UnsafeBufferPointer(rebasing: text[range]), with: encoder, into: &ids)
        case .token(let id, _): ids.append(id)
        }
      }
    }
  }

  package func segmentation(of text: [UInt8]) -> Segmentation {
    var tokens: [Token] = []
    text.withUnsafeBufferPointer { buffer in
      var ids: [TokenID] = []
      var position = 0
      for part in matcher?.parts(of: buffer) ?? [.text(0..<buffer.count)] {
        switch part {
        case .token(let id, let range):
          tokens.append(Token(id: id, start: range.lowerBound, end: range.upperBound, kind: vocabulary.kind(of: id)))
          position = range.upperBound
        case .text(let range):
          ids.removeAll(keepingCapacity: true)
          withEncoder(for: range.count) {
            encodePlain(UnsafeBufferPointer(rebasing: buffer[range]), with: $0, into: &ids)
          }
          tokens.reserveCapacity(tokens.count + ids.count)
          for id in ids {
            let end = position + vocabulary.byteCount(of: id)
            tokens.append(Token(id: id, start: position, end: end, kind: vocabulary.kind(of: id)))
            position = end
          }
        }
      }
    }
    do { return try Segmentation(tokens: tokens, byteCount: text.count) } catch { preconditionFailure("\(error)") }
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

  /// The text between added tokens that holds byte `offset`; nil when an added token holds it.
  func plainPart(at offset: Int, in text: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
    guard let matcher else { return 0..<text.count }
    for case .text(let range) in matcher.parts(of: text) where range.contains(offset) { return range }
    return nil
  }

  private func encodePlain(_ text: UnsafeBufferPointer<UInt8>, with encoder: PretokenEncoder, into ids: inout [TokenID])
  {
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
