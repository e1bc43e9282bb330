/// Cuts text into tokens of a vocabulary.
///
/// A tokenizer is a value or a locked object: any thread may use it.
package protocol Tokenizer: Sendable {
  var vocabulary: Vocabulary { get }

  /// Appends the public ids of `text` to `ids`: the hot path.
  func encode(_ text: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID])

  /// Cuts `text` and says for every token which bytes it came from.
  func segmentation(of text: [UInt8]) -> Segmentation

  /// The bytes of `ids`; of a normalising vocabulary those of the normalised text.
  ///
  /// - Throws: `UnknownTokenID` for an id that is not in the vocabulary.
  func decode(_ ids: [TokenID]) throws(UnknownTokenID) -> [UInt8]

  /// How many of the first of `ids` can be decoded apart from the rest and from what will follow: all, unless neighbours matter.
  func separableCount(of ids: [TokenID]) -> Int

  /// Where a long text can be cut into parts whose tokens, joined, are those of the whole.
  var boundary: SafeBoundary { get }

  /// The ordered steps that lead to the pretoken which holds byte `offset` of `text`.
  func derivation(at offset: Int, of text: [UInt8]) -> Derivation
}

/// An id that a vocabulary does not have.
package struct UnknownTokenID: Error, Equatable, CustomStringConvertible {
  package let id: TokenID
  /// Position in the list of ids, from 0.
  package let index: Int

  package init(id: TokenID, index: Int) {
    self.id = id
    self.index = index
  }

  package var description: String { "id \(id) (number \(index) in the list) is not in the vocabulary" }
}

extension Tokenizer {
  package func separableCount(of ids: [TokenID]) -> Int { ids.count }

  package var boundary: SafeBoundary { .patterns }

  package func segmentation(of text: [UInt8]) -> Segmentation {
    var ids: [TokenID] = []
    text.withUnsafeBufferPointer { encode($0, into: &ids) }
    // Read once: each read through the protocol copies the vocabulary's references.
    let vocabulary = vocabulary
    var tokens: [Token] = []
    tokens.reserveCapacity(ids.count)
    var position = 0
    for id in ids {
      let end = position + vocabulary.byteCount(of: id)
      tokens.append(Token(id: id, start: position, end: end, kind: vocabulary.kind(of: id)))
      position = end
    }
    return Segmentation(proven: tokens, byteCount: text.count)
  }

  package func decode(_ ids: [TokenID]) throws(UnknownTokenID) -> [UInt8] {
    let vocabulary = vocabulary
    var out: [UInt8] = []
    for (index, id) in ids.enumerated() {
      guard vocabulary.contains(id) else { throw UnknownTokenID(id: id, index: index) }
      out += vocabulary.bytes(of: id)
    }
    return out
  }
}
