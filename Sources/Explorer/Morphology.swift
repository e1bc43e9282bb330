import Tokenization
import UnicodeText

/// What a morphological tokenizer says of the word at a place.
package struct Morphology: Hashable, Sendable {
  /// One way to read the word.
  package struct Reading: Hashable, Sendable {
    package struct Part: Hashable, Sendable {
      /// Bytes of the window.
      package let range: Range<Int>
      /// Nil for numbers and for spans that are no morpheme.
      package let description: MorphemeDescription?
    }

    package let parts: [Part]
    /// Thousandths; less is better.
    package let cost: Int
  }

  /// The root or suffix at the place; nil for any other token.
  package let description: MorphemeDescription?
  /// The cheapest first.
  package let readings: [Reading]

  private static let readingCount = 6

  /// Asks `tokenizer` for the word that holds byte `offset` of `text`; `derivation` is that of the same place.
  init(_ tokenizer: any MorphologicalTokenizer, at offset: Int, of text: [UInt8], derivation: Derivation) {
    let step = derivation.steps.first { step in
      switch step.operation {
      case .root, .suffix: step.range.contains(offset)
      default: false
      }
    }
    description = step?.token.flatMap { tokenizer.description(of: $0) }
    readings = tokenizer.readings(at: offset, of: text, count: Morphology.readingCount).map { reading in
      Reading(
        parts: reading.parts.map { part in
          Reading.Part(range: part.range, description: part.id.flatMap { tokenizer.description(of: $0) })
        }, cost: reading.cost)
    }
  }
}

extension Explanation {
  /// What `tokenizer`, named `id`, says about the token that holds byte `offset` of `text`.
  package init(_ tokenizer: any Tokenizer, named id: String, at offset: Int, of text: [UInt8]) {
    let derivation = tokenizer.derivation(at: offset, of: text)
    self.init(
      tokenizer: id, offset: offset, derivation: derivation, vocabularyCount: tokenizer.vocabulary.count,
      morphology: (tokenizer as? any MorphologicalTokenizer).map {
        Morphology($0, at: offset, of: text, derivation: derivation)
      })
  }
}

extension Tokenizer {
  /// The markers that `segmentation`, one of this tokenizer's, has; by name where the tokenizer does not describe them.
  package func markers(in segmentation: Segmentation) -> [TokenID: MorphemeDescription] {
    var out: [TokenID: MorphemeDescription] = [:]
    for token in segmentation.tokens where token.kind == .marker && out[token.id] == nil {
      out[token.id] =
        (self as? any MorphologicalTokenizer)?.description(of: token.id)
        ?? MorphemeDescription(
          form: String(decoding: vocabulary.bytes(of: token.id), as: UTF8.self), gloss: "", allomorphs: [])
    }
    return out
  }
}
