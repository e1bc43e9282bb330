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
  let pretokens: TurkishPretokens<TurkishModel>

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
    pretokens = TurkishPretokens(model: model, layout: layout, speller: model.speller)
  }

  package func encode(_ text: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {
    pretokens.encode(text, into: &ids)
  }

  package func segmentation(of text: [UInt8]) -> Segmentation { pretokens.segmentation(of: text) }

  package func decode(_ ids: [TokenID]) throws(UnknownTokenID) -> [UInt8] { try pretokens.decode(ids) }

  package func separableCount(of ids: [TokenID]) -> Int { TurkishDecoder.separableCount(of: ids, model.layout) }
}
