import UnicodeText

/// What a suffix hears that follows no spelled root: a number, a word that the lexicon lacks, an apostrophe.
enum TurkishContext {
  /// Bytes that are looked at at most: no word that is read as morphemes is longer.
  private static let reach = 4 * MorphologicalAnalyzer.maximumLetterCount

  /// The sounds of the word that ends at `end`: a number is spoken; a word is heard as it is spelled, one in capitals by the name of its
  /// last letter, and either may be foreign and sound otherwise.
  ///
  /// Only letters, digits and marks directly before `end` count.
  static func context(before end: Int, in text: UnsafeBufferPointer<UInt8>) -> MorphemeSpeller.Context {
    var start = end
    while start > 0, end - start < reach {
      let scalar = lastScalar(before: start, in: text)
      if scalar == 0 { break }
      start -= scalar
    }
    let bytes = UnsafeBufferPointer(rebasing: text[start..<end])
    var word = TurkishWord()
    word.read(bytes)
    let letters = word.letters
    let last = letters.last ?? TurkishLetter.other
    let spelled: Sound
    var sounds: [Sound] = []
    if TurkishLetter.isDigit(last) {
      spelled = Sound(ofDigits: letters.reversed().prefix(while: TurkishLetter.isDigit).reversed())
    } else {
      spelled = Sound(of: letters)
      if last < TurkishLetter.zero, TurkishWord.casePattern(of: bytes) == .upper {
        sounds.append(TurkishLetter.isVowel(last) ? Sound(of: [last]) : Sound(of: [TurkishLetter.e]))
      }
    }
    sounds.append(spelled)
    for sound in spelled.foreign where !sounds.contains(sound) { sounds.append(sound) }
    return MorphemeSpeller.Context(sounds: sounds, lastLetter: last)
  }

  /// The same after a run that was spelled.
  static func context(after spelling: MorphemeSpeller.Spelling) -> MorphemeSpeller.Context {
    MorphemeSpeller.Context(
      sounds: [spelling.sound] + spelling.sound.foreign,
      lastLetter: (spelling.letters.last ?? TurkishLetter.other) & ~MorphemeSpeller.circumflex)
  }

  /// Bytes of the letter, digit or mark that ends at `end`; 0 when something else does.
  private static func lastScalar(before end: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
    for length in 1...4 where length <= end {
      if UTF8Scanner.decode(at: end - length, in: text).length == length {
        return TurkishPretokenCutter.wordScalar(at: end - length, in: text)
      }
    }
    return 0
  }
}
