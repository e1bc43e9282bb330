import UnicodeText

/// Where added tokens cannot reach across, told from the bytes around a place.
///
/// An added token crosses a place only if it has the two bytes beside each other. One that ends or begins at the place
/// still asks what is on the other side: for a word if it stands alone, for white space if it takes that in.
struct AddedTokenEdges: Sendable {
  private var inside = ByteJoins()
  /// First two bytes, and last bytes, of tokens that stand alone or take white space in.
  private var wordStarts = ByteJoins()
  private var leftStarts = ByteJoins()
  private var wordEnds = Set<UInt8>()
  private var rightEnds = Set<UInt8>()
  private var stripsLeft = false
  private var stripsRight = false

  init(_ tokens: [AddedTokenMatcher.Pattern]) {
    for token in tokens {
      guard let first = token.content.first, let last = token.content.last else { continue }
      inside.insert(token.content)
      let seconds = token.content.count > 1 ? token.content[1]...token.content[1] : 0...255
      if token.singleWord {
        for second in seconds { wordStarts.insert(first, second) }
        wordEnds.insert(last)
      }
      if token.stripsLeft {
        stripsLeft = true
        for second in seconds { leftStarts.insert(first, second) }
      }
      if token.stripsRight {
        stripsRight = true
        rightEnds.insert(last)
      }
    }
  }

  /// Whether a text with a scalar on both sides of `place` can be cut there.
  func allow(_ place: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    let (last, first) = (text[place - 1], text[place])
    // Inside a character the parts would not know what is beside their tokens.
    if first & 0xC0 == 0x80 || inside.contains(last, first) { return false }
    let second = place + 1 < text.count ? text[place + 1] : nil
    func begins(_ starts: ByteJoins) -> Bool {
      second.map { starts.contains(first, $0) } ?? (0...255).contains { starts.contains(first, $0) }
    }
    let before = SafeBoundary.scalar(before: place, in: text).map(ScalarClass.of) ?? []
    let after = ScalarClass.of(UTF8Scanner.decode(at: place, in: text).value)
    if before.isWord && begins(wordStarts) || after.isWord && wordEnds.contains(last) { return false }
    let (isSpaceBefore, isSpaceAfter) = (before.contains(.whiteSpace), after.contains(.whiteSpace))
    if stripsLeft, isSpaceBefore, isSpaceAfter || begins(leftStarts) { return false }
    if stripsRight, isSpaceAfter, isSpaceBefore || rightEnds.contains(last) { return false }
    return true
  }
}
