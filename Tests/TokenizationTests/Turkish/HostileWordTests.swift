import TestSupport
import Testing

@testable import Tokenization

struct HostileWordTests {
  /// Every reading covers the word without gaps.
  private func check(_ word: [UInt8]) {
    for analysis in BundledTurkish.analyzer.analyses(of: word, count: 3) {
      var position = 0
      for morpheme in analysis.morphemes {
        #expect(morpheme.range.lowerBound == position && !morpheme.range.isEmpty, "\(word.prefix(40))")
        position = morpheme.range.upperBound
      }
      #expect(position == word.count, "\(word.prefix(40))")
    }
    #expect(BundledTurkish.analyzer.analyses(of: word).isEmpty == word.isEmpty)
  }

  @Test("Words that are none")
  func oddities() {
    let words = [
      "", "'", "''''", "'da", "a'", "a''b", "Ankara''da", "Ankara'", "Ankara'zzz", "’’", "1", "12'", "1a2b3",
      "I\u{307}", "\u{307}",
      "e\u{301}", "кот'un", "日本'da", "ev🙂ler", "EVLERİMİZDEN", "iSTANBUL", "kitab\u{131}\u{307}", " ", "\n", "ev ler",
      "\u{FEFF}ev",
    ]
    for word in words { check([UInt8](word.utf8)) }
    for word: [UInt8] in [[0xFF], [0xC4], [0x65, 0x76, 0xC4], [0xE2, 0x80], [0xCC, 0x87], [0x69, 0xCC], [0, 0, 0]] {
      check(word)
    }
  }

  @Test("Long words are one span, words at the limit are read")
  func long() {
    let limit = MorphologicalAnalyzer.maximumLetterCount
    for count in [limit - 1, limit, limit + 1, 4 * limit, 4 * limit + 1, 1 << 20] {
      check([UInt8](repeating: 0x61, count: count))
      check(Array(("ev" + String(repeating: "ler", count: count / 3 + 1)).utf8.prefix(count)))
    }
    let word = [UInt8](repeating: 0x61, count: 1 << 20)
    #expect(BundledTurkish.analyzer.analyses(of: word)[0].morphemes.count == 1)
  }

  @Test("Random bytes and random letters", arguments: [1, 2, 3] as [UInt64])
  func random(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let letters = Array("aeıioöuübcçdgğhklmnprsştyz'’IİŞ0123456789").map { [UInt8](String($0).utf8) }
    for _ in 0..<500 {
      let count = Int.random(in: 0..<24, using: &generator)
      check((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
      check((0..<count).flatMap { _ in letters.randomElement(using: &generator)! })
    }
  }
}
