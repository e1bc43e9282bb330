/// The vocabulary of a language model, which reads the pieces of any tokenizer.
///
/// A piece whose bytes are an ordinary token of the model is one id. Any other is cut inside by byte-pair encoding over the model's own merges; since
/// every byte is a token this never fails.
package final class ModelVocabulary: Sendable {
  package let vocabulary: Vocabulary
  /// Put in front of each window; nil where the model has none.
  package let start: TokenID?
  private let encoder: BPETokenizer

  package init(vocabulary: Vocabulary, start: TokenID?) {
    self.vocabulary = vocabulary
    self.start = start
    encoder = BPETokenizer(vocabulary: vocabulary)
  }

  /// The ids of the tokens of `segmentation`, a cut of `text`.
  ///
  /// Linear in the text.
  package func reading(of segmentation: Segmentation, text: [UInt8]) -> ModelReading {
    precondition(segmentation.byteCount == text.count)
    var reading = ModelReading()
    var ids: [TokenID] = []
    text.withUnsafeBufferPointer { text in
      for (index, token) in segmentation.tokens.enumerated() where !token.isVirtual {
        let piece = UnsafeBufferPointer(rebasing: text[token.range])
        if let id = vocabulary.id(of: piece), vocabulary.kind(of: id) != .special {
          reading.append(piece: index, at: token.start, [(id, piece.count)])
        } else {
          ids.removeAll(keepingCapacity: true)
          encoder.encode(piece, into: &ids)
          reading.append(piece: index, at: token.start, ids.map { ($0, vocabulary.byteCount(of: $0)) })
        }
      }
    }
    return reading
  }
}
