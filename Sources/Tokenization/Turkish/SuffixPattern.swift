/// The shape of a suffix: letters and archiphonemes, with a buffer that comes only after a vowel or a vowel only after a consonant.
///
/// Archiphonemes: A is e or a by the last vowel, I one of ı i u ü; D is d or t, C is c or ç, G is g or k by the last sound; K is k, or ğ
/// where a vowel follows. Example: `DIK` after `gör` is `dük`, and `düğ` in `gördüğüm`.
struct SuffixPattern: Hashable, Sendable {
  /// What may follow a stem or a suffix that has two forms.
  enum Continuation: UInt8, Sendable {
    case any, vowel, consonant
  }

  private enum Start: UInt8 {
    case plain, buffer, vowel
  }

  static let low: UInt8 = 64
  static let high: UInt8 = 65
  static let hardD: UInt8 = 66
  static let hardC: UInt8 = 67
  static let hardG: UInt8 = 68
  static let softK: UInt8 = 69

  /// Letter codes and archiphonemes.
  private(set) var symbols: [UInt8] = []
  private var start = Start.plain

  /// Nil when `text` is empty or holds something else.
  init?(_ text: UnsafeBufferPointer<UInt8>) {
    var offset = 0
    var isInParentheses = false
    while offset < text.count {
      switch text[offset] {
      case UInt8(ascii: "("):
        guard offset == 0 else { return nil }
        isInParentheses = true
        offset += 1
      case UInt8(ascii: ")"):
        guard isInParentheses, symbols.count == 1 else { return nil }
        start = symbols[0] == SuffixPattern.high ? .vowel : .buffer
        isInParentheses = false
        offset += 1
      case UInt8(ascii: "A"): append(SuffixPattern.low, &offset)
      case UInt8(ascii: "I"): append(SuffixPattern.high, &offset)
      case UInt8(ascii: "D"): append(SuffixPattern.hardD, &offset)
      case UInt8(ascii: "C"): append(SuffixPattern.hardC, &offset)
      case UInt8(ascii: "G"): append(SuffixPattern.hardG, &offset)
      case UInt8(ascii: "K"): append(SuffixPattern.softK, &offset)
      default:
        let step = TurkishCase.letter(at: offset, in: text)
        guard step.letter < TurkishLetter.zero, !step.isCapital else { return nil }
        symbols.append(step.letter)
        offset += step.length
      }
    }
    if isInParentheses || symbols.count < (start == .plain ? 1 : 2) { return nil }
  }

  private mutating func append(_ symbol: UInt8, _ offset: inout Int) {
    symbols.append(symbol)
    offset += 1
  }

  /// Letters that a surface may begin with, as bits.
  var firstLetters: UInt64 {
    let first = SuffixPattern.letters(of: symbols[0])
    return start == .plain ? first : first | SuffixPattern.letters(of: symbols[1])
  }

  private static func letters(of symbol: UInt8) -> UInt64 {
    switch symbol {
    case low: TurkishLetter.set("ae")
    case high: TurkishLetter.set("ıiuü")
    case hardD: TurkishLetter.set("dt")
    case hardC: TurkishLetter.set("cç")
    case hardG: TurkishLetter.set("gk")
    case softK: TurkishLetter.set("kğ")
    default: 1 << UInt64(symbol)
    }
  }

  /// Whether the letter in parentheses, if any, is a buffer between two vowels.
  var hasBuffer: Bool { start == .buffer }

  /// Whether the letter in parentheses is written; true when there is none.
  @inline(__always)
  func keepsFirst(after sound: Sound) -> Bool { start == .plain || sound.endsInVowel == (start == .buffer) }

  /// The letter that a symbol stands for; K as before a consonant.
  @inline(__always)
  static func letter(for symbol: UInt8, after sound: Sound) -> UInt8 {
    switch symbol {
    case low: sound.low
    case high: sound.high
    case hardD: sound.endsVoiceless ? TurkishLetter.t : TurkishLetter.d
    case hardC: sound.endsVoiceless ? TurkishLetter.cCedilla : TurkishLetter.c
    case hardG: sound.endsVoiceless ? TurkishLetter.k : TurkishLetter.g
    case softK: TurkishLetter.k
    default: symbol
    }
  }

  /// Where the suffix ends when it stands at `position` after `sound`, which becomes the sound after it; nil when it does not.
  @inline(__always)
  func match(_ letters: [UInt8], at position: Int, _ sound: inout Sound) -> (end: Int, Continuation)? {
    var index = keepsFirst(after: sound) ? 0 : 1
    var end = position
    guard letters.count - position >= symbols.count - index else { return nil }
    var continuation = Continuation.any
    while index < symbols.count {
      let letter = letters[end]
      let symbol = symbols[index]
      var expected = SuffixPattern.letter(for: symbol, after: sound)
      continuation = .any
      if symbol == SuffixPattern.softK {
        if letter == TurkishLetter.gBreve { expected = letter }
        continuation = letter == TurkishLetter.gBreve ? .vowel : .consonant
      }
      guard letter == expected else { return nil }
      sound.advance(letter)
      end += 1
      index += 1
    }
    return (end, continuation)
  }

  /// Whether the suffix has two forms after one sound: with k, and with ğ before a vowel.
  var softens: Bool { symbols.contains(SuffixPattern.softK) }

  /// Appends the suffix as it is spelled after `sound`, which becomes the sound after it; what `match` accepts there.
  ///
  /// - Parameter softened: writes ğ for K.
  /// - Returns: what may follow.
  func spell(after sound: inout Sound, softened: Bool, into letters: inout [UInt8]) -> Continuation {
    var continuation = Continuation.any
    for symbol in symbols.dropFirst(keepsFirst(after: sound) ? 0 : 1) {
      continuation = .any
      var letter = SuffixPattern.letter(for: symbol, after: sound)
      if symbol == SuffixPattern.softK {
        if softened { letter = TurkishLetter.gBreve }
        continuation = softened ? .vowel : .consonant
      }
      sound.advance(letter)
      letters.append(letter)
    }
    return continuation
  }
}
