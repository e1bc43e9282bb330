import Tokenization

extension Segmentation {
  /// Calls `body` for each word of `text` with its bytes and the indices of the tokens that overlap it, virtual ones between them included.
  ///
  /// One pass over words and tokens. Without tokens, of a text of which a vocabulary knows nothing, the indices are empty.
  func forEachWord(of text: [UInt8], _ body: (_ word: Range<Int>, _ tokens: Range<Int>) -> Void) {
    var first = 0
    for word in WordRanges(text) {
      while first < tokens.count, tokens[first].end <= word.lowerBound { first += 1 }
      var end = first
      while end < tokens.count, tokens[end].start < word.upperBound { end += 1 }
      body(word, first..<end)
    }
  }
}
