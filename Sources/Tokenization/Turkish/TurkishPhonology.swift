/// How Turkish stems change before a suffix.
package enum TurkishPhonology {
  /// What a final p, ç, t or k becomes before a vowel: b, c, d, ğ; g after n (`renk`, `reng-i`). Another letter is its own.
  package static func voiced(_ letter: UInt8, after previous: UInt8?) -> UInt8 {
    switch letter {
    case TurkishLetter.p: TurkishLetter.b
    case TurkishLetter.cCedilla: TurkishLetter.c
    case TurkishLetter.t: TurkishLetter.d
    case TurkishLetter.k: previous == TurkishLetter.n ? TurkishLetter.g : TurkishLetter.gBreve
    case TurkishLetter.g: previous == TurkishLetter.o ? TurkishLetter.gBreve : letter
    default: letter
    }
  }

  /// The stem of a root before a suffix that begins with a vowel, when it differs from the root.
  ///
  /// Nouns of several syllables soften unless marked, those of one only when marked or in nk; verbs
  /// only when marked. Names do not: `Ahmet'-in`. The last vowel
  /// drops and the last consonant doubles where the root is marked: `burn-u`, `hakk-ı`, and with softening `kayb-ı`, `tıbb-ı`.
  package static func stemBeforeVowel(
    _ letters: [UInt8], part: TurkishLexicon.Part, marks: TurkishLexicon.Marks
  ) -> [UInt8]? {
    guard let last = letters.last, !TurkishLetter.isVowel(last) else { return nil }
    let vowelCount = letters.count(where: TurkishLetter.isVowel)
    let endsInNK = last == TurkishLetter.k && letters.dropLast().last == TurkishLetter.n
    let softensByRule =
      part != .verb && part != .name && (vowelCount > 1 && !marks.contains(.inverseHarmony) || endsInNK)
    let softens = marks.contains(.voicing) || softensByRule && !marks.contains(.noVoicing)
    let ending = softens ? voiced(last, after: letters.dropLast().last) : last
    let drops = marks.contains(.lastVowelDrop) && vowelCount > 1 && TurkishLetter.isVowel(letters[letters.count - 2])
    guard ending != last || drops || marks.contains(.doubling) else { return nil }
    var stem = letters
    stem[stem.count - 1] = ending
    if drops { stem.remove(at: stem.count - 2) }
    if marks.contains(.doubling) { stem.append(ending) }
    return stem
  }
}
