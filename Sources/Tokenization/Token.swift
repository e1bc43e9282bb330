/// A token's number in its vocabulary.
package typealias TokenID = UInt32

/// What a token is made of, as far as its vocabulary tells.
package enum TokenKind: String, Sendable, Hashable, CaseIterable {
  /// One byte.
  case byte
  /// Learned by merging.
  case merge
  /// Two or three ASCII digits.
  case digits
  /// A scaffold token of Scaffold-BPE; only in stage 1.
  case scaffold
  /// Added beside the learned vocabulary and matched before the pattern.
  case added
  /// An added token that is marked special.
  case special
  /// A root of a lexicon; stands for all its stems.
  case root
  /// A suffix of an inventory; stands for all its allomorphs.
  case suffix
  /// Says how the tokens after it are spelled; has no bytes of its own.
  case marker
}

/// One token of a segmentation: an id and the byte range of the input that it came from.
package struct Token: Hashable, Sendable {
  /// Public id.
  package let id: TokenID
  /// First byte.
  package let start: Int
  /// One past the last byte; equal to `start` for a virtual token.
  package let end: Int
  package let kind: TokenKind
  /// Id over the expanded vocabulary (Scaffold-BPE only).
  package let internalID: TokenID?

  package init(id: TokenID, start: Int, end: Int, kind: TokenKind, internalID: TokenID? = nil) {
    self.id = id
    self.start = start
    self.end = end
    self.kind = kind
    self.internalID = internalID
  }

  package var range: Range<Int> { start..<end }
  /// True when no byte of the input belongs to the token.
  package var isVirtual: Bool { start == end }
}
