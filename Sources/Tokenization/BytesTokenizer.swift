/// The plainest baseline: one token a byte, the id is the byte.
///
/// Example: `aş` is 97, 197, 159.
package struct BytesTokenizer: Tokenizer {
  package let vocabulary: Vocabulary
  private let scanner: PretokenScanner

  package init() {
    do {
      vocabulary = try Vocabulary(
        name: "bytes", ids: Array(0..<256), arena: Array(0...255), offsets: Array(0...256), merges: [],
        pattern: .tokview)
    } catch {
      preconditionFailure("the 256 bytes are no vocabulary: \(error)")
    }
    scanner = PretokenScanner(pattern: vocabulary.pattern)
  }

  package func encode(_ text: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {
    ids.append(contentsOf: text.lazy.map(TokenID.init))
  }

  package func derivation(at offset: Int, of text: [UInt8]) -> Derivation {
    text.withUnsafeBufferPointer { text in
      guard let pretoken = scanner.pretoken(at: offset, in: text) else { return Derivation(steps: []) }
      if pretoken.count > Derivation.longestPretoken {
        return DerivationBuilder.final(text[pretoken].map(TokenID.init), of: pretoken, in: vocabulary)
      }
      var steps = DerivationBuilder(pretoken: pretoken, pattern: vocabulary.pattern)
      steps.splitRest()
      return steps.derivation
    }
  }
}
