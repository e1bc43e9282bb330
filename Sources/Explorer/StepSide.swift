import Tokenization
import UnicodeText

/// What one tokenizer says about a place, for the comparison with another.
package struct StepSide: Hashable, Sendable {
  /// How a vocabulary has some bytes as one token.
  package enum Membership: Hashable, Sendable {
    case token(TokenID)
    /// As a scaffold token, which never comes out.
    case scaffold(TokenID)
  }

  package let tokenizer: String
  /// Nil for a recording, which says nothing about how it came about.
  package let explanation: Explanation?
  /// Of the other side's final pieces those that this vocabulary has; nil where roots and suffixes stand for many spellings.
  package let foreign: [Range<Int>: Membership]?

  package init(tokenizer: String, explanation: Explanation?, foreign: [Range<Int>: Membership]?) {
    self.tokenizer = tokenizer
    self.explanation = explanation
    self.foreign = foreign
  }

  /// The sides of `ids` at byte `offset` of `text`; `tokenizer` gives nil for recordings.
  package static func sides(
    of ids: [String], at offset: Int, in text: [UInt8], tokenizer: (String) -> (any Tokenizer)?
  ) -> [StepSide] {
    let tokenizers = ids.map(tokenizer)
    let explanations = zip(ids, tokenizers).map { id, tokenizer in
      tokenizer.map { Explanation($0, named: id, at: offset, of: text) }
    }
    return ids.indices.map { index in
      var foreign: [Range<Int>: Membership]? = nil
      if let own = tokenizers[index], !(own is any MorphologicalTokenizer) {
        let others = explanations.indices.filter { $0 != index }.flatMap { other in
          explanations[other]?.derivation.steps.last?.pieces ?? []
        }
        foreign = [:]
        for range in others { foreign?[range] = membership(of: text[range], in: own) }
      }
      return StepSide(tokenizer: ids[index], explanation: explanations[index], foreign: foreign)
    }
  }

  private static func membership(of bytes: ArraySlice<UInt8>, in tokenizer: any Tokenizer) -> Membership? {
    if let id = tokenizer.vocabulary.id(of: bytes) { return .token(id) }
    let inner = (tokenizer as? PreparedTokenizer)?.inner ?? tokenizer
    return (inner as? ScaffoldBPETokenizer)?.expanded.id(of: bytes).map { .scaffold($0) }
  }
}
