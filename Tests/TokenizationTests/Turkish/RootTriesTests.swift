import Testing

@testable import Tokenization

struct RootTriesTests {
  /// Roots of the stems whose letters are `word`.
  private func roots(_ tries: RootTries, spelled word: [UInt8]) -> [UInt32] {
    let tries = tries[word[0]]
    var node: UInt32 = 0
    for letter in word {
      guard let child = tries.trie.child(of: node, at: letter) else { return [] }
      node = child
    }
    var found: [UInt32] = []
    var next = tries.firstStem(at: node)
    while let index = next {
      let stem = tries.stems[index]
      found.append(stem.root)
      next = stem.next == LetterTrie.none ? nil : Int(stem.next)
    }
    return found
  }

  @Test("Every surface of every root is found, and nothing else is there")
  func allSurfaces() {
    let analyzer = BundledTurkish.analyzer
    var count = 0
    var missing = 0
    for root in 0..<analyzer.lexicon.count {
      analyzer.forms.forEach(of: root, spelled: analyzer.forms.letters(of: root)) { surface, _ in
        count += 1
        if !roots(analyzer.tries, spelled: surface).contains(UInt32(root)) { missing += 1 }
      }
    }
    #expect(missing == 0)
    #expect((0..<TurkishLetter.zero).map { analyzer.tries[$0].stems.count }.reduce(0, +) == count)
  }

  @Test("Surfaces that begin with another letter than their root")
  func otherFirstLetters() throws {
    var lexicon = TurkishLexicon()
    try lexicon.add(Array("ev\tn\t\tyuva\nt\tn\tV".utf8))
    let analyzer = MorphologicalAnalyzer(lexicon: lexicon, inventory: BundledTurkish.analyzer.inventory)
    for stem in ["ev", "yuva", "t", "d"] { #expect(analyzer.isStem(Array(stem.utf8)), "\(stem)") }
    for other in ["e", "yuv", "y", "dt"] { #expect(!analyzer.isStem(Array(other.utf8)), "\(other)") }
  }
}
