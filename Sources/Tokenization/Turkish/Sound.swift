/// What a suffix hears of the word before it: the last vowel's class and the kind of the last sound.
///
/// Four bits: 1 front, 2 round, and the ending above them.
package struct Sound: Hashable, Sendable {
  package enum Ending: UInt8, Sendable {
    case vowel, lowVowel, voiced, voiceless
  }

  private(set) var bits: UInt8

  init(bits: UInt8) { self.bits = bits }

  package init(isFront: Bool, isRound: Bool, ending: Ending) {
    bits = (isFront ? 1 : 0) | (isRound ? 2 : 0) | ending.rawValue << 2
  }

  /// The sound of `letters` read as they are spelled; a word without vowels is read as if its last vowel were e, as letters are named.
  ///
  /// - Parameter isInverse: the last vowel counts as front though it is written as a back one (`saat-ler`).
  package init(of letters: some BidirectionalCollection<UInt8>, isInverse: Bool = false) {
    let last = letters.last(where: TurkishLetter.isVowel) ?? TurkishLetter.e
    self.init(isFront: true, isRound: false, ending: .voiced)
    advance(last)
    if isInverse { bits |= 1 }
    // Anything that is no letter ends like a voiced consonant.
    bits = bits & 3 | Ending.voiced.rawValue << 2
    if let letter = letters.last { end(in: letter) }
  }

  package var isFront: Bool { bits & 1 != 0 }
  package var isRound: Bool { bits & 2 != 0 }
  package var ending: Ending { Ending(rawValue: bits >> 2 & 3)! }
  /// What a foreign word may sound like instead: another harmony, then any harmony with a silent vowel or consonant at the end.
  var foreign: [Sound] {
    let other: Ending = endsInVowel ? .voiced : .vowel
    return [ending, other].flatMap { ending in
      (UInt8(0)..<4).map { Sound(isFront: $0 & 1 != 0, isRound: $0 & 2 != 0, ending: ending) }
    }.filter { $0 != self }
  }

  package var endsInVowel: Bool { bits < 8 }
  package var endsVoiceless: Bool { bits >= 12 }

  /// The sound after one more letter.
  @inline(__always)
  mutating func advance(_ letter: UInt8) {
    let bit = UInt64(letter)
    if TurkishLetter.vowels >> bit & 1 != 0 {
      bits = UInt8(
        truncatingIfNeeded: TurkishLetter.frontVowels >> bit & 1 | (TurkishLetter.roundVowels >> bit & 1) << 1)
    }
    end(in: letter)
  }

  /// The same vowel, another last letter.
  @inline(__always)
  mutating func end(in letter: UInt8) {
    let ending: Ending =
      TurkishLetter.isVowel(letter)
      ? letter == TurkishLetter.a || letter == TurkishLetter.e ? .lowVowel : .vowel
      : TurkishLetter.voiceless >> UInt64(letter) & 1 != 0 ? .voiceless : .voiced
    bits = bits & 3 | ending.rawValue << 2
  }

  /// The vowel that A stands for.
  package var low: UInt8 { isFront ? TurkishLetter.e : TurkishLetter.a }

  /// The vowel that I stands for.
  package var high: UInt8 {
    isFront
      ? isRound ? TurkishLetter.uUmlaut : TurkishLetter.i
      : isRound ? TurkishLetter.u : TurkishLetter.dotlessI
  }

  /// The sound of a number written in digits: of the last word it is spoken with.
  ///
  /// Example: 2024 ends in dört, 10 in on, 300 in yüz, 5000 in bin, 0 is sıfır.
  package init(ofDigits digits: some BidirectionalCollection<UInt8>) {
    let zeros = digits.reversed().prefix { $0 == TurkishLetter.zero }.count
    // Last vowel and last letter of the word.
    let (vowel, last): (UInt8, UInt8)
    if zeros == digits.count {
      (vowel, last) = (TurkishLetter.dotlessI, 20)
    } else if zeros == 0 {
      (vowel, last) = Sound.units[Int(digits.last! - TurkishLetter.zero)]
    } else if zeros == 1 {
      (vowel, last) = Sound.tens[Int(digits.dropLast().last! - TurkishLetter.zero)]
    } else {
      switch zeros {
      case 2: (vowel, last) = (TurkishLetter.uUmlaut, 28)
      case 3, 4, 5: (vowel, last) = (TurkishLetter.i, TurkishLetter.n)
      default: (vowel, last) = (TurkishLetter.o, TurkishLetter.n)
      }
    }
    self.init(of: [vowel, last])
  }

  // sıfır bir iki üç dört beş altı yedi sekiz dokuz
  private static let units: [(UInt8, UInt8)] = [
    (10, 20), (11, 20), (11, 11), (25, 3), (18, 23), (5, 22), (10, 10), (11, 11), (11, 28), (24, 28),
  ]
  // - on yirmi otuz kırk elli altmış yetmiş seksen doksan
  private static let tens: [(UInt8, UInt8)] = [
    (10, 20), (17, 16), (11, 11), (24, 28), (10, 13), (11, 11), (10, 22), (11, 22), (5, 16), (0, 16),
  ]
}
