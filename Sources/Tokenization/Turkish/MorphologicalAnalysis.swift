/// One part of a word: what it is and which bytes it stands for.
package struct Morpheme: Hashable, Sendable {
  package enum Kind: UInt8, Sendable {
    case root, suffix, number, unknown
  }

  package let kind: Kind
  /// A root of the lexicon or a morpheme of the inventory; 0 for a number and for a span that is neither.
  package let id: Int
  /// Bytes of the word; an apostrophe belongs to what stands before it.
  package let range: Range<Int>
}

/// One reading of a word: its morphemes in order, which cover its bytes, and what the reading costs.
package struct MorphologicalAnalysis: Hashable, Sendable {
  package let morphemes: [Morpheme]
  /// Thousandths; the cheapest reading is the best.
  package let cost: Int
}
