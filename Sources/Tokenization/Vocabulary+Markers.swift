extension Vocabulary {
  /// True when some tokens have no bytes of a text. Linear in the vocabulary.
  package var hasMarkers: Bool { kinds.contains(.marker) }

  /// How many of `ids`, which are all in the vocabulary, have bytes of a text.
  package func tokenCount(of ids: [TokenID]) -> Int { ids.count { kind(of: $0) != .marker } }
}
