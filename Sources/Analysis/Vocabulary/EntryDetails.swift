import Tokenization

/// What a tokenizer and others make of one entry.
package struct EntryDetails: Sendable, Hashable {
  /// Ids of the entry's bytes as a text of its own; empty for an entry that stands for no bytes.
  package let ids: [TokenID]
  /// What those ids stand for, as far as it is shown.
  package let pieces: [[UInt8]]
  /// Nil unless the entry is a root, a suffix or a marker.
  package let morpheme: MorphemeDescription?
  /// Other tokenizers in the order in which they were given, each with its id for the same bytes; nil where it has none.
  package let others: [Other]

  package struct Other: Sendable, Hashable {
    package let tokenizer: String
    package let id: TokenID?

    package init(tokenizer: String, id: TokenID?) {
      self.tokenizer = tokenizer
      self.id = id
    }
  }

  /// Most pieces that are kept.
  private static let pieceLimit = 64

  package init(
    _ entry: Int, of listing: VocabularyListing, by tokenizer: any Tokenizer,
    others: [(tokenizer: String, listing: VocabularyListing)]
  ) {
    let vocabulary = tokenizer.vocabulary
    var ids: [TokenID] = []
    if listing.isText(entry) {
      listing.bytes(entry).withUnsafeBufferPointer { tokenizer.encode($0, into: &ids) }
    }
    self.ids = ids
    pieces = ids.prefix(EntryDetails.pieceLimit).map { Array(vocabulary.bytes(of: $0)) }
    morpheme = listing.id(entry).flatMap { (tokenizer as? any MorphologicalTokenizer)?.description(of: $0) }
    self.others =
      listing.isText(entry)
      ? others.map { other in
        Other(tokenizer: other.tokenizer, id: other.listing.textEntry(listing.bytes(entry)).flatMap(other.listing.id))
      } : []
  }
}
