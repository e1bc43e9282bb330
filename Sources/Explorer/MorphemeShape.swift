import Tokenization

/// What a token of a morphological column is drawn as.
enum MorphemeShape: Hashable, Sendable {
  case root, suffix
  /// No morpheme: punctuation, digits, and words that the lexicon does not explain.
  case other

  init(_ kind: TokenKind) {
    switch kind {
    case .root: self = .root
    case .suffix: self = .suffix
    case .byte, .merge, .digits, .scaffold, .added, .special, .marker: self = .other
    }
  }
}
