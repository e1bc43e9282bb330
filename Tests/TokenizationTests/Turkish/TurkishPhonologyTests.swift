import Testing

@testable import Tokenization

struct TurkishPhonologyTests {
  private func letters(_ text: String) -> [UInt8] { TurkishWord([UInt8](text.utf8)).letters }

  @Test(
    "Stems before a vowel",
    arguments: [
      ("kitap", "", "kitabı"), ("ağaç", "", "ağacı"), ("kanat", "", "kanadı"), ("ekmek", "", "ekmeği"),
      ("renk", "", "rengi"),
      ("saat", "NH", "saati"), ("hukuk", "N", "hukuku"), ("tac", "", "tacı"), ("at", "", "atı"), ("but", "V", "budu"),
      ("burun", "D", "burnu"), ("kayıp", "D", "kaybı"), ("ahit", "VD", "ahdi"), ("hak", "G", "hakkı"),
      ("tıp", "VG", "tıbbı"),
      ("ev", "", "evi"), ("araba", "", "araba"), ("psikolog", "", "psikoloğu"),
    ])
  func stems(_ root: String, _ marks: String, _ surface: String) throws {
    var lexicon = TurkishLexicon()
    try lexicon.add([UInt8]("\(root)\tn\t\(marks)".utf8))
    let root = letters(root)
    let stem = TurkishPhonology.stemBeforeVowel(root, part: .noun, marks: lexicon.marks(of: 0)) ?? root
    #expect(letters(surface).starts(with: stem))
    #expect(stem.count >= letters(surface).count - 1)
  }

  @Test("Names do not soften, verbs only when marked")
  func parts() throws {
    #expect(TurkishPhonology.stemBeforeVowel(letters("mehmet"), part: .name, marks: []) == nil)
    #expect(TurkishPhonology.stemBeforeVowel(letters("git"), part: .verb, marks: .voicing) == letters("gid"))
    #expect(TurkishPhonology.stemBeforeVowel(letters("çalıt"), part: .verb, marks: []) == nil)
  }

  @Test(
    "Patterns after a stem",
    arguments: [
      ("lAr", "ev", "ler"), ("lAr", "kitap", "lar"), ("DA", "kitap", "ta"), ("DA", "ev", "de"), ("(y)I", "araba", "yı"),
      ("(y)I", "göz", "ü"), ("(s)I", "kapı", "sı"), ("(s)I", "ev", "i"), ("(I)m", "anne", "m"), ("(I)m", "kol", "um"),
      ("CI", "kitap", "çı"), ("CI", "yol", "cu"), ("GAn", "çalış", "kan"), ("GAn", "kır", "gan"),
      ("(I)ncI", "üç", "üncü"),
      ("(ş)Ar", "altı", "şar"), ("(ş)Ar", "beş", "er"), ("Iyor", "söyl", "üyor"), ("(y)AcAK", "gel", "ecek"),
      ("(y)AcAK", "oku", "yacağ"), ("DIK", "git", "tik"), ("(n)In", "su", "nun"),
    ])
  func patterns(_ pattern: String, _ stem: String, _ surface: String) throws {
    let pattern = try #require([UInt8](pattern.utf8).withUnsafeBufferPointer { SuffixPattern($0) })
    let word = letters(stem + surface)
    let start = letters(stem).count
    var sound = Sound(of: letters(stem))
    let match = try #require(pattern.match(word, at: start, &sound))
    #expect(match.end == word.count)
    #expect(sound == Sound(of: word))
    #expect(pattern.firstLetters >> UInt64(word[start]) & 1 != 0)
  }

  @Test(
    "Patterns that do not fit",
    arguments: [
      ("lAr", "ev", "lar"), ("DA", "kitap", "da"), ("(y)I", "araba", "ı"), ("(y)I", "ev", "yi"), ("(I)m", "anne", "im"),
      ("lAr", "ev", "le"), ("CI", "yol", "çu"),
    ])
  func misfits(_ pattern: String, _ stem: String, _ surface: String) throws {
    let pattern = try #require([UInt8](pattern.utf8).withUnsafeBufferPointer { SuffixPattern($0) })
    var sound = Sound(of: letters(stem))
    #expect(pattern.match(letters(stem + surface), at: letters(stem).count, &sound) == nil)
  }

  @Test(
    "Texts that are no pattern", arguments: ["", "(", "(y", "(y)", "y)I", "(yI)A", "lE", "l1", "lA(r)", "\u{0}"])
  func badPatterns(_ text: String) {
    #expect([UInt8](text.utf8).withUnsafeBufferPointer { SuffixPattern($0) } == nil)
  }

  @Test(
    "Numbers sound as they are spoken",
    arguments: [
      ("2024", "dört"), ("3", "üç"), ("10", "on"), ("20", "yirmi"), ("40", "kırk"), ("90", "doksan"), ("100", "yüz"),
      ("5000", "bin"), ("1000000", "milyon"), ("0", "sıfır"), ("6", "altı"), ("60", "altmış"), ("9", "dokuz"),
      ("70", "yetmiş"),
    ])
  func numbers(_ digits: String, _ word: String) {
    #expect(Sound(ofDigits: letters(digits)) == Sound(of: letters(word)))
  }

  @Test("Case is Turkish, also in NFD")
  func cases() {
    #expect(TurkishCase.lower(0x49) == 0x131)
    #expect(TurkishCase.lower(0x130) == 0x69)
    #expect(TurkishCase.upper(0x69) == 0x130)
    #expect(TurkishCase.upper(0x131) == 0x49)
    for scalar: UInt32 in 0..<0x180 where TurkishCase.upper(scalar) != scalar {
      #expect(TurkishCase.lower(TurkishCase.upper(scalar)) == scalar, "U+\(String(scalar, radix: 16))")
    }
    #expect(letters("IŞIĞI") == letters("ışığı"))
    #expect(letters("İÇİN") == letters("için"))
    #expect(letters("I\u{307}c\u{327}in") == letters("için"))
    #expect(letters("g\u{306}u\u{308}s\u{327}o\u{308}") == letters("ğüşö"))
    #expect(letters("kâğıt") == letters("kağıt"))
    #expect(TurkishWord([UInt8]("TBMM'nin".utf8)).casePattern == .upper)
    #expect(TurkishWord([UInt8]("Ankara'da".utf8)).casePattern == .title)
    #expect(TurkishWord([UInt8]("iPhone".utf8)).casePattern == .mixed)
    #expect(TurkishWord([UInt8]("ev".utf8)).casePattern == .lower)
    let word = TurkishWord([UInt8]("ş\u{131}k".utf8))
    #expect(word.starts == [0, 2, 4, 5])
  }
}
