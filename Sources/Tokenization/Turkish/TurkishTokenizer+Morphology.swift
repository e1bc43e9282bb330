extension TurkishTokenizer: MorphologicalTokenizer {
  package func readings(at offset: Int, of text: [UInt8], count: Int) -> [WordReading] {
    guard let pretoken = pretokens.pretoken(at: offset, of: text) else { return [] }
    return text.withUnsafeBufferPointer { text in
      let bytes = UnsafeBufferPointer(rebasing: text[pretoken])
      let word = TurkishModel.word(in: bytes)
      let start = pretoken.lowerBound + word.lowerBound
      var scratch = MorphologicalAnalyzer.Scratch()
      let analyses = model.analyzer.analyses(of: UnsafeBufferPointer(rebasing: bytes[word]), count: count, &scratch)
      return analyses.map { analysis in
        let parts = analysis.morphemes.map { morpheme in
          WordReading.Part(
            kind: morpheme.kind, id: id(of: morpheme),
            range: morpheme.range.lowerBound + start..<morpheme.range.upperBound + start)
        }
        return WordReading(parts: parts, cost: analysis.cost)
      }
    }
  }

  private func id(of morpheme: Morpheme) -> TokenID? {
    switch morpheme.kind {
    case .root: model.layout.id(of: MorphemeSpeller.Item.root(morpheme.id))
    case .suffix: model.layout.id(of: MorphemeSpeller.Item.suffix(morpheme.id))
    case .number, .unknown: nil
    }
  }

  package func description(of id: TokenID) -> MorphemeDescription? {
    model.layout.description(of: id, model.analyzer)
  }

  package func derivation(at offset: Int, of text: [UInt8]) -> Derivation {
    guard let pretoken = pretokens.pretoken(at: offset, of: text) else { return Derivation(steps: []) }
    let tokens = text.withUnsafeBufferPointer { text in
      var model = model
      var packed: [TokenID] = []
      model.encode(UnsafeBufferPointer(rebasing: text[pretoken]), into: &packed)
      return PackedToken.tokens(packed, from: pretoken.lowerBound, in: vocabulary)
    }
    let final = tokens.filter { !$0.isVirtual }.map(\.range)
    if pretoken.count > Derivation.longestPretoken {
      return Derivation(steps: [.init(.pretoken(nil), range: pretoken, pieces: final)])
    }
    var steps: [Derivation.Step] = [.init(.pretoken(nil), range: pretoken, pieces: [pretoken])]
    let rules = spellingRules(of: tokens)
    var index = 0
    while index < tokens.count {
      let token = tokens[index]
      var end = index + 1
      let operation: Derivation.Step.Operation
      let form = String(decoding: vocabulary.bytes(of: token.id), as: UTF8.self)
      switch model.layout.meaning(of: token.id) {
      case .plain:
        while end < tokens.count, model.layout.meaning(of: tokens[end].id) == .plain { end += 1 }
        operation = .unknownSpan
      case .marker, .variant: operation = .marker(form: form)
      case .root: operation = .root(form: form, rules: rules[index])
      case .suffix(let morpheme):
        let gloss = model.analyzer.inventory.morphemes[morpheme].gloss
        operation = .suffix(form: form, gloss: gloss, rules: rules[index])
      }
      let range = token.start..<tokens[end - 1].end
      var pieces = final.filter { $0.upperBound <= range.upperBound }
      if range.upperBound < pretoken.upperBound { pieces.append(range.upperBound..<pretoken.upperBound) }
      steps.append(.init(operation, range: range, token: end == index + 1 ? token.id : nil, pieces: pieces))
      index = end
    }
    return Derivation(steps: steps)
  }

  /// What makes the spelling of each token differ from its form; none for tokens that are no morphemes.
  private func spellingRules(of tokens: [Token]) -> [[SpellingRule]] {
    var decoder = TurkishDecoder(layout: model.layout, speller: model.speller, keepsRuns: true)
    _ = decoder.decode(tokens.map(\.id))
    var rules = [[SpellingRule]](repeating: [], count: tokens.count)
    for run in decoder.runs {
      var start = 0
      for (index, place) in run.places.enumerated() {
        let letters = run.spelling.letters[start..<start + run.spelling.lengths[index]]
        start += letters.count
        let before = index > 0 ? run.items[index - 1] : nil
        rules[place] = model.speller.rules(
          for: run.items[index], spelled: letters, run.spelling.sources[index], after: before)
      }
    }
    return rules
  }
}
