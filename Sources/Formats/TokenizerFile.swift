import UnicodeText

/// A BPE vocabulary as its file states it, checked: every merge joins two pieces to a third, ids and bytes are unique, each of the 256 bytes
/// is a piece unless `alphabet` says otherwise.
package struct TokenizerFile: Sendable, Equatable {
  /// A token that is matched in the text before the pattern.
  package struct AddedToken: Sendable, Hashable {
    package var id: UInt32
    package var content: [UInt8]
    package var special = false
    package var singleWord = false
    package var stripsLeft = false
    package var stripsRight = false
    package var normalized = false

    package init(id: UInt32, content: [UInt8], special: Bool = false) {
      self.id = id
      self.content = content
      self.special = special
    }
  }

  /// Ids of two pieces and of the piece of their joined bytes.
  package struct Merge: Sendable, Hashable {
    package var left: UInt32
    package var right: UInt32
    package var result: UInt32

    package init(left: UInt32, right: UInt32, result: UInt32) {
      self.left = left
      self.right = right
      self.result = result
    }
  }

  /// What has a piece of its own, where that is not every byte.
  package enum Alphabet: Sendable, Hashable {
    case bytes([UInt8])
    /// Scalar values; the pieces are read by characters.
    case characters([UInt32])
  }

  /// What a reader accepts; checked before memory is asked for.
  package struct Limits: Sendable, Hashable {
    package var bytes = 128 << 20
    /// Pieces, added tokens included, and likewise merges: what the encoder's table of merges has bits for.
    package var pieces = 2_097_151
    package var pieceBytes = 64 << 10
    /// Ids stay below this.
    package var id = Int(Int32.max)

    package init() {}
  }

  /// All pieces, ids in any order, with the added tokens but for those whose bytes another piece has under another id.
  package var pieces: PieceTable
  /// By rank; empty for a `.tiktoken` file, whose ranks are its ids.
  package var merges: [Merge]
  /// Nil for a `.tiktoken` file, which does not say.
  package var pattern: KnownPattern?
  /// A pretoken that is a piece is not merged.
  package var ignoresMerges: Bool
  package var addedTokens: [AddedToken]
  /// How text is normalised first; nil: not at all.
  package var normalForm: NormalForm?
  /// Ids of scaffold tokens (`model.tokview_scaffold.scaffold`), nil outside Scaffold-BPE.
  package var scaffold: [UInt32]?
  /// Nil: each of the 256 bytes has a piece.
  package var alphabet: Alphabet?

  package init(
    pieces: PieceTable, merges: [Merge], pattern: KnownPattern?, ignoresMerges: Bool = false,
    addedTokens: [AddedToken] = [], normalForm: NormalForm? = nil,
    scaffold: [UInt32]? = nil, alphabet: Alphabet? = nil
  ) {
    self.pieces = pieces
    self.merges = merges
    self.pattern = pattern
    self.ignoresMerges = ignoresMerges
    self.addedTokens = addedTokens
    self.normalForm = normalForm
    self.scaffold = scaffold
    self.alphabet = alphabet
  }
}
