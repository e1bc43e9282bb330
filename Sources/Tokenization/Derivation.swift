import UnicodeText

/// The ordered steps by which a tokenizer arrives at the tokens of one pretoken.
///
/// The first step takes the pretoken from the text (digit grouping: cuts the run of digits); every further one changes how
/// it is cut. A pretoken of more than `longestPretoken` bytes has the first step only, with the final pieces: its steps
/// would take room with the square of its length. The last step has the pieces that the tokenizer cuts, whatever it is.
package struct Derivation: Hashable, Sendable {
  /// One step: what was done, to which bytes, and how the pretoken is cut afterwards.
  package struct Step: Hashable, Sendable {
    package enum Operation: Hashable, Sendable {
      /// The pattern took these bytes as one pretoken; nil: a word or what lies between words.
      case pretoken(PretokenPattern?)
      /// A run of digits was cut into groups.
      case digitGroups(DigitGrouping)
      /// The whole pretoken is an entry of the vocabulary.
      case wholePretoken
      /// Two neighbours were merged; rank counts from 0.
      case merge(rank: Int)
      /// The longest free span that is a token was taken; length in bytes.
      case longestSpan(length: Int)
      /// The longest prefix (or suffix, from the right) that is a token was taken; length in bytes.
      case longestPrefix(length: Int)
      case longestSuffix(length: Int)
      /// The shortest path took this token; `total` tokens in all.
      case shortestPath(total: Int)
      /// A scaffold token was replaced by its two children.
      case demolish(internalID: TokenID)
      /// Bytes that no longer token took stay single.
      case singleBytes
      /// A root of the lexicon was taken; the rules say how its spelling here comes from its form.
      case root(form: String, rules: [SpellingRule])
      /// A suffix followed.
      case suffix(form: String, gloss: String, rules: [SpellingRule])
      /// A prefix scored best: its letters, and those of the longest suffix after it or 5 for the end of the word.
      case bestScore(points: Int)
      /// A marker says how the next tokens are spelled; the range is empty.
      case marker(form: String)
      /// No morpheme covers these bytes; byte-pair encoding cut them.
      case unknownSpan
      /// An added token was found before the pattern cut anything.
      case addedToken(special: Bool)
    }

    package let operation: Operation
    /// Bytes of the text that the step touches.
    package let range: Range<Int>
    /// The token made or taken apart, if one: its public id, in the merges and demolitions of Scaffold-BPE its internal one.
    package let token: TokenID?
    /// The pieces of the pretoken after the step, as byte ranges of the text.
    package let pieces: [Range<Int>]

    package init(_ operation: Operation, range: Range<Int>, token: TokenID? = nil, pieces: [Range<Int>]) {
      self.operation = operation
      self.range = range
      self.token = token
      self.pieces = pieces
    }
  }

  /// What the steps worked on where normalization changed the text before.
  package struct Normalized: Hashable, Sendable {
    /// A step's range and pieces within `bytes`.
    package struct Step: Hashable, Sendable {
      package let range: Range<Int>
      package let pieces: [Range<Int>]
    }

    package let form: NormalForm
    /// The normalised bytes of all that the steps touch.
    package let bytes: [UInt8]
    /// One for each step.
    package let steps: [Step]
  }

  package static let longestPretoken = 512

  package let steps: [Step]
  /// Nil where the steps worked on the text as it is.
  package let normalized: Normalized?

  package init(steps: [Step], normalized: Normalized? = nil) {
    self.steps = steps
    self.normalized = normalized
  }
}
