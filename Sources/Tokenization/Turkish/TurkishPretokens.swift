/// What the tokenizers of Turkish share: words and what lies between them, encoded by a model that gives packed tokens, and the way back.
final class TurkishPretokens<Model: PretokenModel>: Sendable {
  let layout: TurkishVocabulary
  let speller: MorphemeSpeller
  private let pretokens: CachedPretokens<Model>

  init(model: Model, layout: TurkishVocabulary, speller: MorphemeSpeller) {
    self.layout = layout
    self.speller = speller
    pretokens = CachedPretokens(model: model, cutter: TurkishPretokenCutter())
  }

  func encode(_ text: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {
    let first = ids.count
    pretokens.encode(text, into: &ids)
    for index in first..<ids.count { ids[index] = PackedToken(rawValue: ids[index]).id }
  }

  func segmentation(of text: [UInt8]) -> Segmentation {
    var packed: [TokenID] = []
    text.withUnsafeBufferPointer { pretokens.encode($0, into: &packed) }
    return Segmentation(
      proven: PackedToken.tokens(packed, from: 0, in: layout.vocabulary), byteCount: text.count)
  }

  func decode(_ ids: [TokenID]) throws(UnknownTokenID) -> [UInt8] {
    for (index, id) in ids.enumerated() where !layout.vocabulary.contains(id) {
      throw UnknownTokenID(id: id, index: index)
    }
    var decoder = TurkishDecoder(layout: layout, speller: speller)
    return decoder.decode(ids)
  }

  /// The pretoken that holds byte `offset`.
  func pretoken(at offset: Int, of text: [UInt8]) -> Range<Int>? {
    text.withUnsafeBufferPointer { TurkishPretokenCutter().pretoken(at: offset, in: $0) }
  }
}
