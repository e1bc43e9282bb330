extension MorphologicalAnalyzer {
  /// Whether the letters of `text` are a stem of a root: the root itself, as before a vowel, or an irregular one. Case is not looked at.
  package func isStem(_ text: [UInt8]) -> Bool {
    let letters = TurkishWord(text).letters
    guard let first = letters.first, first < TurkishLetter.zero else { return false }
    let roots = tries[first]
    var node: UInt32 = 0
    for letter in letters {
      guard letter < TurkishLetter.zero, let child = roots.trie.child(of: node, at: letter) else { return false }
      node = child
    }
    return roots.firstStem(at: node) != nil
  }

  /// Where the best reading cuts the word that a pretoken holds: bytes of `pretoken`, ascending, inside it.
  ///
  /// The word begins at the first letter of the Turkish alphabet, q, w or x; what stands before, such as a blank, stays with its first
  /// morpheme. Without such a letter there are no cuts.
  package func cuts(inPretoken pretoken: UnsafeBufferPointer<UInt8>, _ scratch: inout Scratch) -> [Int] {
    var start = 0
    while start < pretoken.count {
      let step = TurkishCase.letter(at: start, in: pretoken)
      if step.letter < TurkishLetter.zero { break }
      start += step.length
    }
    guard start < pretoken.count else { return [] }
    let word = UnsafeBufferPointer(rebasing: pretoken[start...])
    return analyses(of: word, count: 1, &scratch)[0].morphemes.dropLast().map { start + $0.range.upperBound }
  }
}
