extension MorphemeSpeller {
  /// The rules by which an item got these letters.
  func rules(for item: Item, spelled letters: ArraySlice<UInt8>, _ source: Source, after before: Item?)
    -> [SpellingRule]
  {
    switch (item, source) {
    case (.root(let root), .root(let kind)):
      let plain = forms.letters(of: root)
      switch kind {
      case .plain: return []
      case .cut: return [.narrowing]
      case .irregular: return [.irregular]
      case .beforeVowel:
        let marks = forms.lexicon.marks(of: root)
        var rules: [SpellingRule] = []
        if letters.last != plain.last { rules.append(.softening) }
        if marks.contains(.lastVowelDrop), letters.count < plain.count + (marks.contains(.doubling) ? 1 : 0) {
          rules.append(.vowelDrop)
        }
        if marks.contains(.doubling) { rules.append(.gemination) }
        return rules
      }
    case (.suffix, .row(let row)):
      var rules = inventory.rows[row].pattern.rules(spelled: letters)
      if case .root(let root)? = before, forms.lexicon.marks(of: root).contains(.inverseHarmony),
        let place = rules.firstIndex(of: .harmony)
      {
        rules[place] = .inverseHarmony
      }
      return rules
    default: return []
    }
  }
}

extension SuffixPattern {
  /// The rules by which the suffix got these letters.
  fileprivate func rules(spelled letters: ArraySlice<UInt8>) -> [SpellingRule] {
    var rules: [SpellingRule] = []
    let written = symbols.suffix(letters.count)
    if hasBuffer, letters.count == symbols.count { rules.append(.buffer) }
    for (symbol, letter) in zip(written, letters) {
      let rule: SpellingRule? =
        switch symbol {
        case SuffixPattern.hardD: letter == TurkishLetter.t ? .hardening : nil
        case SuffixPattern.hardC: letter == TurkishLetter.cCedilla ? .hardening : nil
        case SuffixPattern.hardG: letter == TurkishLetter.k ? .hardening : nil
        case SuffixPattern.softK: letter == TurkishLetter.gBreve ? .softening : nil
        case SuffixPattern.low, SuffixPattern.high: .harmony
        default: nil
        }
      if let rule, !rules.contains(rule) { rules.append(rule) }
    }
    return rules
  }
}
