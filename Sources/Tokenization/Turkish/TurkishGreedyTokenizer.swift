/// The published greedy rule over our dictionaries: roots, suffixes and byte-pair tokens by a score that looks one token ahead.
///
/// "Tokens with Meaning: A Hybrid Tokenization Approach for NLP", as its package 1.0 cuts: a word is split before its capitals and
/// read in small letters; each prefix that one of the three dictionaries has scores its letters, and 5 more when it ends the word or
/// else the letters of the longest suffix that may follow. The best is taken, at a tie a root before a suffix before a byte-pair
/// token, and nothing is taken back. Neither the order of suffixes nor harmony is checked, so ids do not always spell the word:
/// `decode` may give other bytes than were encoded, as in the published program.
///
/// Ids are those of `TurkishTokenizer`. Words that hold other letters, and words of more than 384 bytes, are byte-pair tokens.
/// O(n · longest token) for a word of n letters.
///
/// Example: `gidildi` is `gi|dil|di`, where the analysis gives `gid|il|di`.
package final class TurkishGreedyTokenizer: MorphologicalTokenizer {
  package let vocabulary: Vocabulary
  private let model: GreedyMorphemeModel
  private let analyzer: MorphologicalAnalyzer
  private let pretokens: TurkishPretokens<GreedyMorphemeModel>

  /// - Parameter base: as for `TurkishTokenizer`.
  package init(base: BPETokenizer, analyzer: MorphologicalAnalyzer) {
    let layout = TurkishVocabulary(base: base.vocabulary, lexicon: analyzer.lexicon, inventory: analyzer.inventory)
    vocabulary = layout.vocabulary
    self.analyzer = analyzer
    model = GreedyMorphemeModel(layout: layout, base: base, analyzer: analyzer)
    pretokens = TurkishPretokens(model: model, layout: layout, speller: MorphemeSpeller(analyzer))
  }

  package func encode(_ text: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {
    pretokens.encode(text, into: &ids)
  }

  package func segmentation(of text: [UInt8]) -> Segmentation { pretokens.segmentation(of: text) }

  package func decode(_ ids: [TokenID]) throws(UnknownTokenID) -> [UInt8] { try pretokens.decode(ids) }

  package func separableCount(of ids: [TokenID]) -> Int { TurkishDecoder.separableCount(of: ids, model.layout) }

  package func derivation(at offset: Int, of text: [UInt8]) -> Derivation {
    guard let pretoken = pretokens.pretoken(at: offset, of: text) else { return Derivation(steps: []) }
    let (tokens, points) = text.withUnsafeBufferPointer { text in
      let bytes = UnsafeBufferPointer(rebasing: text[pretoken])
      var model = model
      var packed: [TokenID] = []
      model.encode(bytes, into: &packed)
      let tokens = PackedToken.tokens(packed, from: pretoken.lowerBound, in: vocabulary).filter { !$0.isVirtual }
      return (tokens, model.parts(of: bytes)?.flatMap { $0.choices.map(\.points) })
    }
    let final = tokens.map(\.range)
    if pretoken.count > Derivation.longestPretoken {
      return Derivation(steps: [.init(.pretoken(nil), range: pretoken, pieces: final)])
    }
    var steps: [Derivation.Step] = [.init(.pretoken(nil), range: pretoken, pieces: [pretoken])]
    guard let points else {
      steps.append(.init(.unknownSpan, range: pretoken, pieces: final))
      return Derivation(steps: steps)
    }
    for (index, token) in tokens.enumerated() {
      var pieces = Array(final[...index])
      if token.end < pretoken.upperBound { pieces.append(token.end..<pretoken.upperBound) }
      steps.append(.init(.bestScore(points: points[index]), range: token.range, token: token.id, pieces: pieces))
    }
    return Derivation(steps: steps)
  }

  /// None: the rule knows one cut.
  package func readings(at offset: Int, of text: [UInt8], count: Int) -> [WordReading] { [] }

  package func description(of id: TokenID) -> MorphemeDescription? { model.layout.description(of: id, analyzer) }
}
