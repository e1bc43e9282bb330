import Tokenization

/// The words of a text that a tokenizer splits most: by tokens, then the shorter first, then by bytes.
///
/// A word counts with the most tokens that any of its occurrences has, and is kept with the cuts of such an occurrence. Words that have
/// one token are left out. Only `limit` words are kept, and that loses nothing: a word that is pushed out has as many better words above
/// it for good. For the same reason the words of two sets of texts can be put together exactly. Of words above `longestWord` bytes only the
/// beginning is told apart and shown.
/// One comparison for most words, `limit` for the others.
package struct SplitWords: Equatable, Sendable {
  /// Words that are kept.
  package static let limit = 20
  /// Bytes of a word that are kept.
  package static let longestWord = 192

  package struct Entry: Equatable, Sendable {
    /// Its first bytes, at most `longestWord`.
    package let bytes: [UInt8]
    /// All its bytes.
    package let byteCount: Int
    /// Tokens that overlap it.
    package let tokens: Int
    /// Where tokens end inside `bytes`.
    package fileprivate(set) var ends: [Int]
    /// Occurrences with as many tokens.
    package fileprivate(set) var count: Int

    fileprivate func precedes(_ other: Entry) -> Bool {
      if tokens != other.tokens { return tokens > other.tokens }
      if byteCount != other.byteCount { return byteCount < other.byteCount }
      return bytes.lexicographicallyPrecedes(other.bytes)
    }

    fileprivate func isSameWord(as other: Entry) -> Bool { byteCount == other.byteCount && bytes == other.bytes }

    /// The pieces of `bytes`.
    package var pieces: [Range<Int>] { zip([0] + ends, ends + [bytes.count]).map { $0..<$1 } }
  }

  /// Most split first.
  package private(set) var entries: [Entry] = []

  package init() {}

  package mutating func add(_ segmentation: Segmentation, of text: [UInt8]) {
    segmentation.forEachWord(of: text) { word, indices in
      guard indices.count > 1, indices.count >= least else { return }
      let overlapping = segmentation.tokens[indices].filter { !$0.isVirtual }
      guard overlapping.count > 1, overlapping.count >= least else { return }
      let shown = word.lowerBound..<min(word.upperBound, word.lowerBound + SplitWords.longestWord)
      insert(
        Entry(
          bytes: Array(text[shown]), byteCount: word.count, tokens: overlapping.count,
          ends: overlapping.map(\.end).filter { $0 < shown.upperBound }.map { $0 - word.lowerBound }, count: 1))
    }
  }

  package mutating func merge(_ other: SplitWords) {
    for entry in other.entries { insert(entry) }
  }

  /// Tokens below which a word cannot come in.
  private var least: Int { entries.count < SplitWords.limit ? 2 : entries[entries.count - 1].tokens }

  private mutating func insert(_ entry: Entry) {
    if let known = entries.firstIndex(where: { $0.isSameWord(as: entry) }) {
      guard entries[known].tokens <= entry.tokens else { return }
      if entries[known].tokens == entry.tokens {
        entries[known].count += entry.count
        // The same word may be cut in two ways of as many tokens; which one is shown must not depend on the order.
        if entry.ends.lexicographicallyPrecedes(entries[known].ends) { entries[known].ends = entry.ends }
        return
      }
      entries.remove(at: known)
    }
    let place = entries.partitionPoint { entry.precedes($0) }
    guard place < SplitWords.limit else { return }
    entries.insert(entry, at: place)
    if entries.count > SplitWords.limit { entries.removeLast() }
  }
}
