/// The hybrid morphological tokenizer: words are roots and suffixes with one id for all their spellings, the rest byte-pair tokens.
///
/// After "Tokens with Meaning: A Hybrid Tokenization Approach for NLP", but without loss. A word (`TurkishPretokenCutter`) is read by
/// `MorphologicalAnalyzer`; its morphemes are spelled back by `MorphemeSpeller`, and only where that gives the bytes of the word are
/// they taken, with markers for what the ids do not say: capitals (`⟨Title⟩`, `⟨UPPER⟩`), no space before the root (`⟨glue⟩`), decomposed
/// letters (`⟨NFD⟩`), a spelling other than the first (`⟨variant 1⟩`). Any other word, digits, apostrophes and what lies between words are
/// tokens of the byte-pair vocabulary. So `decode(encode(x)) == x` for every byte string.
///
/// Markers have no bytes; a root has those of the space before it. Time: linear in the text, a word of n letters O(n); short words are
/// remembered.
///
/// Example: ` Kitaplarımızdan` is `⟨Title⟩`, ` Kitap`, `lar`, `ımız`, `dan`.
package final class TurkishTokenizer: Tokenizer {
  package let vocabulary: Vocabulary
  let model: TurkishModel
  private let pretokens: CachedPretokens<TurkishModel>

  /// Whether `vocabulary` can stand underneath: ids without gaps, no scaffold tokens, nothing too large.
  package static func canExtend(_ vocabulary: Vocabulary, with analyzer: MorphologicalAnalyzer) -> Bool {
    vocabulary.isDense && vocabulary.scaffoldTokens.isEmpty
      && TurkishVocabulary.fits(vocabulary, analyzer.lexicon, analyzer.inventory)
  }

  /// - Parameter base: encodes what is no morpheme; `canExtend` holds for its vocabulary.
  package init(base: BPETokenizer, analyzer: MorphologicalAnalyzer) {
    let layout = TurkishVocabulary(base: base.vocabulary, lexicon: analyzer.lexicon, inventory: analyzer.inventory)
    vocabulary = layout.vocabulary
    model = TurkishModel(layout: layout, base: base, analyzer: analyzer)
    pretokens = CachedPretokens(model: model, cutter: TurkishPretokenCutter())
  }

  package func encode(_ text: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {
    let first = ids.count
    pretokens.encode(text, into: &ids)
    for index in first..<ids.count { ids[index] = PackedToken(rawValue: ids[index]).id }
  }

  package func segmentation(of text: [UInt8]) -> Segmentation {
    var packed: [TokenID] = []
    text.withUnsafeBufferPointer { pretokens.encode($0, into: &packed) }
    return Segmentation(proven: PackedToken.tokens(packed, from: 0, in: vocabulary), byteCount: text.count)
  }

  package func decode(_ ids: [TokenID]) throws(UnknownTokenID) -> [UInt8] {
    for (index, id) in ids.enumerated() where !vocabulary.contains(id) { throw UnknownTokenID(id: id, index: index) }
    var decoder = TurkishDecoder(layout: model.layout, speller: model.speller)
    return decoder.decode(ids)
  }

  package func separableCount(of ids: [TokenID]) -> Int { TurkishDecoder.separableCount(of: ids, model.layout) }

  /// The pretoken that holds byte `offset`.
  func pretoken(at offset: Int, of text: [UInt8]) -> Range<Int>? {
    text.withUnsafeBufferPointer { TurkishPretokenCutter().pretoken(at: offset, in: $0) }
  }
}
