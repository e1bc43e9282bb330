import Tokenization

/// What a model needs to write texts down, by the cuts of one tokenizer: comparable between tokenizers, since the bytes are the same.
///
/// Sums over texts, so the sums of two sets of texts can be added.
package struct BitsPerByte: Hashable, Sendable {
  package private(set) var bits = 0.0
  /// Bytes of the pieces whose surprisal is known.
  package private(set) var bytes = 0

  package init() {}

  /// Sums that were written down before.
  package init(bits: Double, bytes: Int) {
    self.bits = bits
    self.bytes = bytes
  }

  /// - Parameter bitsOfToken: one entry for each token of `segmentation`; nil where it is not known.
  package init(_ bitsOfToken: [Double?], of segmentation: Segmentation) {
    precondition(bitsOfToken.count == segmentation.tokens.count)
    for (token, bits) in zip(segmentation.tokens, bitsOfToken) {
      guard let bits else { continue }
      self.bits += bits
      bytes += token.end - token.start
    }
  }

  package mutating func merge(_ other: BitsPerByte) {
    bits += other.bits
    bytes += other.bytes
  }

  /// Nil where nothing was read.
  package var value: Double? { bytes > 0 ? bits / Double(bytes) : nil }
}
