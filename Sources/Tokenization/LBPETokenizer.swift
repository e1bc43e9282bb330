/// LBPE: long tokens first, on the vocabulary of byte-pair encoding (arXiv 2411.05504).
///
/// For each pretoken, for length L from the longest token down to 2, for each start from the left: where the L bytes are
/// still free and are a token, it is taken. Bytes that are left over become single-byte tokens. This equals "the longest
/// token anywhere, leftmost; then the same in what is left of it and right of it". Merges and their order play no part.
/// With lengths in characters, of two tokens with equally many characters at one start the one with more bytes counts
/// first. See `LongestFirstModel` for the cost, which is close to linear in the pretoken.
///
/// Example: tokens `er th the her` on `ther`: `the` is the leftmost of the two longest, `r` is left: `the|r`, where
/// byte-pair encoding gives `th|er`.
package struct LBPETokenizer: Tokenizer {
  package let vocabulary: Vocabulary
  package let length: TokenLength
  private let pretokens: CachedPretokens<LongestFirstModel>

  package init(vocabulary: Vocabulary, length: TokenLength = .bytes) {
    self.vocabulary = vocabulary
    self.length = length
    pretokens = CachedPretokens(
      model: LongestFirstModel(vocabulary: vocabulary, length: length), vocabulary: vocabulary)
  }

  package func encode(_ text: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {
    pretokens.encode(text, into: &ids)
  }

  package func derivation(at offset: Int, of text: [UInt8]) -> Derivation {
    pretokens.derivation(at: offset, of: text, in: vocabulary) { model, pretoken, _, steps in
      for span in model.spans(of: pretoken) { steps.take(span.range, as: span.token) { .longestSpan(length: $0) } }
      steps.splitRest()
    }
  }
}
