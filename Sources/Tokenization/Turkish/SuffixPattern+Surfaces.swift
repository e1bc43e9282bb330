extension SuffixPattern {
  /// How the suffix may be spelled, as letter codes: after voiced consonants, after voiceless ones, after vowels.
  ///
  /// Within each the vowels go ı, i, u, ü; forms in k come before forms in ğ. Each spelling comes once.
  /// Example: `(y)I` is `ı i u ü yı yi yu yü`, and `DIK` is `dık dik duk dük tık tik tuk tük` and the same with ğ.
  func surfaces(where condition: SuffixInventory.Condition) -> [[UInt8]] {
    var states: [(letters: [UInt8], sound: Sound)] = []
    for ending in [Sound.Ending.voiced, .voiceless, .vowel] where condition.allows(ending) {
      for bits: UInt8 in 0..<4 {
        states.append(([], Sound(isFront: bits & 1 != 0, isRound: bits & 2 != 0, ending: ending)))
      }
    }
    for (index, symbol) in symbols.enumerated() {
      var softened: [(letters: [UInt8], sound: Sound)] = []
      for place in states.indices where index > 0 || keepsFirst(after: states[place].sound) {
        var state = states[place]
        if symbol == SuffixPattern.softK {
          state.sound.end(in: TurkishLetter.gBreve)
          softened.append((state.letters + [TurkishLetter.gBreve], state.sound))
        }
        let letter = SuffixPattern.letter(for: symbol, after: states[place].sound)
        states[place].letters.append(letter)
        states[place].sound.advance(letter)
      }
      states += softened
    }
    var seen: Set<[UInt8]> = []
    return states.map(\.letters).filter { seen.insert($0).inserted }
  }
}

extension SuffixInventory.Condition {
  /// Whether a letter of that kind may stand before.
  fileprivate func allows(_ ending: Sound.Ending) -> Bool {
    let isVowel = ending == .vowel || ending == .lowVowel
    switch self {
    case .any: return true
    case .vowel: return isVowel
    case .consonant: return !isVowel
    case .letters(let set):
      switch ending {
      case .vowel, .lowVowel: return set & TurkishLetter.vowels != 0
      case .voiceless: return set & TurkishLetter.voiceless != 0
      case .voiced: return set & ~(TurkishLetter.vowels | TurkishLetter.voiceless) != 0
      }
    }
  }
}

extension SuffixInventory {
  /// All spellings of a morpheme in small letters, UTF-8: its rows in their order, each spelling once.
  ///
  /// Example: the accusative has `ı i u ü yı yi yu yü` of its first row and `nı ni nu nü` of its second.
  package func surfaces(of morpheme: Int) -> [[UInt8]] {
    var seen: Set<[UInt8]> = []
    return rows.filter { $0.morpheme == morpheme }.flatMap { $0.pattern.surfaces(where: $0.condition) }
      .filter { seen.insert($0).inserted }.map { TurkishLetter.text(of: $0) }
  }
}
