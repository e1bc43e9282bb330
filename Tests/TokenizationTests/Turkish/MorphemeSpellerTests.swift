import TestSupport
import Testing

@testable import Tokenization

/// Spelling by trying everything: all forms of the root times all shapes of each suffix, kept where the rows match letter by letter.
private struct SpellerTwin {
  let analyzer = BundledTurkish.analyzer

  func spellings(_ root: Int, _ suffixes: [Int]) -> Set<[UInt8]> {
    var found: Set<[UInt8]> = []
    analyzer.forms.forEach(of: root, spelled: analyzer.forms.letters(of: root)) { letters, stem in
      var words = [letters]
      for morpheme in suffixes {
        let shapes = analyzer.inventory.surfaces(of: morpheme).map { TurkishWord($0).letters }
        words = words.flatMap { word in shapes.map { word + $0 } }
      }
      for word in words {
        for state in 0..<analyzer.inventory.states.count where stem.states >> UInt32(state) & 1 != 0 {
          if matches(word, from: letters.count, suffixes[...], state, stem.sound, stem.continuation) {
            found.insert(word)
          }
        }
      }
    }
    return found
  }

  private func matches(
    _ word: [UInt8], from position: Int, _ suffixes: ArraySlice<Int>, _ state: Int, _ sound: Sound,
    _ continuation: SuffixPattern.Continuation
  ) -> Bool {
    guard let morpheme = suffixes.first else { return position == word.count && continuation != .vowel }
    guard position < word.count else { return false }
    if continuation != .any, TurkishLetter.isVowel(word[position]) != (continuation == .vowel) { return false }
    return analyzer.inventory.rows.contains { row in
      guard row.morpheme == morpheme, row.before >> UInt32(state) & 1 != 0 else { return false }
      switch row.condition {
      case .any: break
      case .vowel: if !sound.endsInVowel { return false }
      case .consonant: if sound.endsInVowel { return false }
      case .letters(let set): if set >> UInt64(word[position - 1]) & 1 == 0 { return false }
      }
      var heard = sound
      guard let (end, next) = row.pattern.match(word, at: position, &heard) else { return false }
      return matches(word, from: end, suffixes.dropFirst(), Int(row.after), heard, next)
    }
  }
}

@Suite struct MorphemeSpellerTests {
  let speller = MorphemeSpeller(BundledTurkish.analyzer)

  private func text(_ root: String, _ part: TurkishLexicon.Part, _ suffixes: String...) throws -> [String] {
    let analyzer = BundledTurkish.analyzer
    let lexicon = analyzer.lexicon
    let number = try #require(
      (0..<lexicon.count).first { lexicon.text(of: $0).elementsEqual(root.utf8) && lexicon.part(of: $0) == part })
    let items = try suffixes.map { id in
      MorphemeSpeller.Item.suffix(try #require(analyzer.inventory.morphemes.firstIndex { $0.id == id }))
    }
    return speller.spellings(of: [.root(number)] + items, after: nil, count: 16).map {
      String(decoding: TurkishSpelling.bytes(of: $0.letters, as: .lower, decomposed: false), as: UTF8.self)
    }
  }

  @Test func spellsByRule() throws {
    #expect(try text("kitap", .noun, "ACC") == ["kitabı"])
    #expect(try text("kitap", .noun, "PL", "P1PL", "ABL") == ["kitaplarımızdan"])
    #expect(try text("burun", .noun, "P3SG") == ["burnu", "burunu"])
    #expect(try text("saat", .noun, "PL") == ["saatler"])
    #expect(try text("hak", .noun, "P3SG") == ["hakkı"])
  }

  @Test func equalsTryingEverything() {
    let seed: UInt64 = 61
    var random = SeededGenerator(seed: seed)
    let twin = SpellerTwin()
    let count = BundledTurkish.analyzer.inventory.morphemes.count
    var spelled = 0
    for _ in 0..<600 {
      let root = Int.random(in: 0..<BundledTurkish.analyzer.lexicon.count, using: &random)
      let suffixes = (0..<Int.random(in: 0...2, using: &random)).map { _ in Int.random(in: 0..<count, using: &random) }
      let items = [MorphemeSpeller.Item.root(root)] + suffixes.map { .suffix($0) }
      let found = speller.spellings(of: items, after: nil, count: 100).map { $0.letters.map { $0 & 0x7F } }
      #expect(Set(found) == twin.spellings(root, suffixes), "seed \(seed): root \(root), suffixes \(suffixes)")
      spelled += found.isEmpty ? 0 : 1
    }
    #expect(spelled > 100)
  }

  @Test func lengthsAndSourcesCoverTheWord() {
    let root = 40_000
    for morpheme in BundledTurkish.analyzer.inventory.morphemes.indices {
      for spelling in speller.spellings(of: [.root(root), .suffix(morpheme)], after: nil, count: 16) {
        #expect(spelling.lengths.reduce(0, +) == spelling.letters.count)
        #expect(spelling.sources.count == 2)
      }
    }
  }

  /// Too many morphemes have no spelling, and any sequence ends soon.
  @Test func longRunsAreRefused() {
    let suffixes = [MorphemeSpeller.Item](repeating: .suffix(0), count: MorphemeSpeller.maximumItemCount + 1)
    let context = MorphemeSpeller.Context(sounds: [Sound(of: [0])], lastLetter: 0)
    #expect(speller.spellings(of: suffixes, after: context, count: 1).isEmpty)
    #expect(speller.looseSpelling(of: suffixes, after: context).letters.count == 3 * suffixes.count)
  }
}
