import TestSupport
import Testing

@testable import Tokenization

struct SuffixSurfaceTests {
  private func pattern(_ text: String) throws -> SuffixPattern {
    try #require([UInt8](text.utf8).withUnsafeBufferPointer { SuffixPattern($0) })
  }

  private func text(_ letters: [UInt8]) -> String { String(decoding: TurkishLetter.text(of: letters), as: UTF8.self) }

  @Test(
    "Spellings in their order",
    arguments: [
      ("(y)I", "ı i u ü yı yi yu yü"), ("(I)m", "ım im um üm m"), ("lAr", "lar ler"), ("DA", "da de ta te"),
      ("lIK", "lık lik luk lük lığ liğ luğ lüğ"), ("Iyor", "ıyor iyor uyor üyor"), ("(ş)Ar", "ar er şar şer"),
      ("CI", "cı ci cu cü çı çi çu çü"), ("(K)A", "a e ka ke ğa ğe"), ("ki", "ki"),
    ])
  func spellings(_ row: String, _ expected: String) throws {
    #expect(try pattern(row).surfaces(where: .any).map(text).joined(separator: " ") == expected)
  }

  /// The twin spells the suffix with every letter that each symbol may stand for and asks the matcher.
  @Test("Exactly what the matcher takes after some stem")
  func equivalence() throws {
    let rows = BundledTurkish.analyzer.inventory.rows
    try #require(rows.count > 100)
    for row in rows {
      var found: Set<[UInt8]> = []
      for vowel: UInt8 in 0..<29 where TurkishLetter.isVowel(vowel) {
        for letter: UInt8 in 0..<29 {
          let stem = TurkishLetter.isVowel(letter) ? [letter] : [vowel, letter]
          let allowed: Bool
          switch row.condition {
          case .any: allowed = true
          case .vowel: allowed = TurkishLetter.isVowel(letter)
          case .consonant: allowed = !TurkishLetter.isVowel(letter)
          case .letters(let set): allowed = set >> UInt64(letter) & 1 != 0
          }
          guard allowed else { continue }
          for word in SuffixSurfaceTests.candidates(row.pattern.symbols) {
            var sound = Sound(of: stem)
            let match = row.pattern.match(stem + word, at: stem.count, &sound)
            if match?.end == stem.count + word.count { found.insert(word) }
          }
        }
      }
      let surfaces = row.pattern.surfaces(where: row.condition)
      #expect(Set(surfaces) == found, "\(BundledTurkish.analyzer.inventory.morphemes[row.morpheme].id)")
      #expect(surfaces.count == found.count)
    }
  }

  private static func candidates(_ symbols: [UInt8]) -> [[UInt8]] {
    func spelled(_ symbols: ArraySlice<UInt8>) -> [[UInt8]] {
      symbols.reduce([[]]) { words, symbol in
        let letters: [UInt8] =
          switch symbol {
          case SuffixPattern.low: [0, 5]
          case SuffixPattern.high: [10, 11, 24, 25]
          case SuffixPattern.hardD: [4, 23]
          case SuffixPattern.hardC: [2, 3]
          case SuffixPattern.hardG: [7, 13]
          case SuffixPattern.softK: [13, 8]
          default: [symbol]
          }
        return words.flatMap { word in letters.map { word + [$0] } }
      }
    }
    return spelled(symbols[...]) + (symbols.count > 1 ? spelled(symbols.dropFirst()) : [])
  }

  @Test("All rows of a morpheme, each spelling once")
  func morphemes() throws {
    let inventory = BundledTurkish.analyzer.inventory
    func surfaces(_ id: String) throws -> [String] {
      let morpheme = try #require(inventory.morphemes.firstIndex { $0.id == id })
      return inventory.surfaces(of: morpheme).map { String(decoding: $0, as: UTF8.self) }
    }
    #expect(try surfaces("ACC").prefix(12).joined(separator: " ") == "ı i u ü yı yi yu yü nı ni nu nü")
    #expect(try surfaces("PL") == ["lar", "ler", "nlar", "nler"])
    for index in inventory.morphemes.indices {
      let all = inventory.surfaces(of: index)
      #expect(Set(all).count == all.count && !all.isEmpty && !all.contains([]))
    }
  }

  @Test("Letters as text are the letters that are read")
  func letters() {
    for letter in 0..<TurkishLetter.other {
      #expect(TurkishWord(TurkishLetter.text(of: [letter])).letters == [letter])
    }
  }
}
