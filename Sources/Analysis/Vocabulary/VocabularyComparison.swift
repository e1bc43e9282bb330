import Tokenization

/// Which strings of bytes two vocabularies have in common.
///
/// Scaffold tokens, morphemes and markers stand for no bytes of a text and are left out. Linear in the two vocabularies.
package struct VocabularyComparison: Sendable, Hashable {
  /// For each entry of the first: whether it is compared.
  private let isText: [Bool]
  /// For each entry of the first: whether the second has its bytes.
  private let isShared: [Bool]
  /// Strings of bytes that both have.
  package let shared: Int
  /// Those that only the first has.
  package let onlyFirst: Int
  package let onlySecond: Int

  package init(_ first: VocabularyListing, _ second: VocabularyListing) {
    isText = (0..<first.count).map(first.isText)
    isShared = (0..<first.count).map { first.isText($0) && second.hasText(first.bytes($0)) }
    shared = Self.strings(first) { second.hasText($0) }
    onlyFirst = Self.strings(first) { !second.hasText($0) }
    onlySecond = Self.strings(second) { !first.hasText($0) }
  }

  /// Whether the second has the bytes of an entry of the first; nil for an entry that stands for no bytes.
  package subscript(entry: Int) -> Bool? { isText[entry] ? isShared[entry] : nil }

  /// Strings of a vocabulary that pass; those that two entries have count once.
  private static func strings(_ listing: VocabularyListing, where passes: (ArraySlice<UInt8>) -> Bool) -> Int {
    (0..<listing.count).count { entry in
      guard listing.isText(entry), passes(listing.bytes(entry)) else { return false }
      // An added token may have the bytes of an ordinary one, which is what is found.
      return listing.vocabulary.id(of: listing.bytes(entry)) == listing.innerID(entry)
    }
  }
}

extension VocabularyListing {
  /// Whether an entry stands for these bytes.
  package func hasText(_ bytes: ArraySlice<UInt8>) -> Bool { textEntry(bytes) != nil }

  /// The entry that stands for these bytes.
  package func textEntry(_ bytes: ArraySlice<UInt8>) -> Int? {
    vocabulary.id(of: bytes).flatMap(vocabulary.entry).flatMap { isText($0) ? $0 : nil }
  }
}
