import Tokenization

/// How often a text uses each entry of a vocabulary.
package struct TokenUses: Sendable, Hashable {
  private var counts: [UInt32]
  /// Tokens, those without bytes included.
  package private(set) var tokens = 0
  /// Entries that are used.
  package private(set) var used = 0

  /// Nothing is counted yet.
  package init(entries: Int) { counts = [UInt32](repeating: 0, count: entries) }

  package subscript(entry: Int) -> Int { Int(counts[entry]) }

  /// Adds the tokens of a text.
  package mutating func add(_ ids: [TokenID], _ listing: VocabularyListing) {
    for id in ids {
      guard let entry = listing.entry(of: id) else { continue }
      tokens += 1
      if counts[entry] == 0 { used += 1 }
      if counts[entry] < .max { counts[entry] += 1 }
    }
  }
}
