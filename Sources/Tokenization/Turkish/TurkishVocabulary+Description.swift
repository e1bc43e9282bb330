extension TurkishVocabulary {
  /// What an id is to people; nil for byte-pair tokens and for ids that are not in the vocabulary.
  func description(of id: TokenID, _ analyzer: MorphologicalAnalyzer) -> MorphemeDescription? {
    guard vocabulary.contains(id) else { return nil }
    let form = String(decoding: vocabulary.bytes(of: id), as: UTF8.self)
    switch meaning(of: id) {
    case .plain: return nil
    case .marker(let marker): return MorphemeDescription(form: form, gloss: marker.gloss, allomorphs: [])
    case .variant(let number):
      return MorphemeDescription(form: form, gloss: "spelling \(number + 1) of what follows", allomorphs: [])
    case .suffix(let morpheme):
      let inventory = analyzer.inventory
      return MorphemeDescription(
        form: form, gloss: inventory.morphemes[morpheme].gloss,
        allomorphs: inventory.surfaces(of: morpheme).map { String(decoding: $0, as: UTF8.self) })
    case .root(let root):
      var stems: [String] = []
      let forms = analyzer.forms
      forms.forEach(of: root, spelled: forms.letters(of: root)) { letters, _ in
        let stem = String(decoding: TurkishLetter.text(of: letters), as: UTF8.self)
        if !stems.contains(stem) { stems.append(stem) }
      }
      return MorphemeDescription(form: form, gloss: analyzer.lexicon.part(of: root).name, allomorphs: stems)
    }
  }
}

extension TurkishLexicon.Part {
  /// As a dictionary calls it.
  package var name: String {
    switch self {
    case .noun: "noun"
    case .name: "name"
    case .verb: "verb"
    case .adjective: "adjective"
    case .adverb: "adverb"
    case .pronoun: "pronoun"
    case .number: "number"
    case .postposition: "postposition"
    case .conjunction: "conjunction"
    case .determiner: "determiner"
    case .question: "particle"
    case .interjection: "interjection"
    case .doubled: "part of a doubled word"
    }
  }
}
