import Tokenization

// What: what changes when two parts of a text are encoded together instead of apart.
//
// A prompt that ends with a space or half a word, a stream that is cut into chunks and a text with a gap to fill all encode parts of what a
// model learnt as a whole; this finds the tokens that come out otherwise. Tokens are the same where id and bytes are, so what changes lies
// between the longest beginning and the longest end that both lists share. Linear in the tokens.
//
// Example: `a·` and `dog` apart are `a`, `·`, `dog`; together `a`, `·dog`: the cut at 2 is lost, none is new, and the
// change reaches from byte 1 to 5.

/// How a tokenizer cuts two parts of a text apart and together.
package struct SeamCheck: Hashable, Sendable {
  /// Bytes of the first part.
  package let offset: Int
  /// The tokens of both parts; offsets count from the start of the first.
  package let apart: [Token]
  package let together: [Token]
  /// Indices of the tokens that are not the same in both.
  package let changedApart: Range<Int>
  package let changedTogether: Range<Int>
  /// Cuts of the parts, the seam among them, that the whole does not have; ascending.
  package let lost: [Int]
  /// Cuts that only the whole has; ascending.
  package let gained: [Int]

  /// - Parameters: how both parts and the whole are cut; the parts' bytes together are those of the whole.
  package init(before: Segmentation, after: Segmentation, together whole: Segmentation) {
    precondition(before.byteCount + after.byteCount == whole.byteCount, "the parts are not the whole")
    let offset = before.byteCount
    self.offset = offset
    let apart =
      before.tokens
      + after.tokens.map { Token(id: $0.id, start: $0.start + offset, end: $0.end + offset, kind: $0.kind) }
    let together = whole.tokens
    func isSame(_ a: Token, _ b: Token) -> Bool { a.id == b.id && a.start == b.start && a.end == b.end }
    let most = min(apart.count, together.count)
    var first = 0
    while first < most, isSame(apart[first], together[first]) { first += 1 }
    var last = 0
    while last < most - first, isSame(apart[apart.count - 1 - last], together[together.count - 1 - last]) { last += 1 }
    changedApart = first..<apart.count - last
    changedTogether = first..<together.count - last
    self.apart = apart
    self.together = together

    func cuts(_ tokens: ArraySlice<Token>) -> [Int] {
      var out: [Int] = []
      for token in tokens where !token.isVirtual && token.end < whole.byteCount { out.append(token.end) }
      return out
    }
    let (old, new) = (cuts(apart[changedApart]), cuts(together[changedTogether]))
    lost = SeamCheck.difference(old, new)
    gained = SeamCheck.difference(new, old)
  }

  /// The numbers of `a` that `b` lacks; both ascend.
  private static func difference(_ a: [Int], _ b: [Int]) -> [Int] {
    var out: [Int] = []
    var place = 0
    for value in a {
      while place < b.count, b[place] < value { place += 1 }
      if place == b.count || b[place] != value { out.append(value) }
    }
    return out
  }

  /// Encodes both parts and the whole of `text`, whose first part has `offset` bytes.
  package init(_ text: [UInt8], at offset: Int, by tokenizer: any Tokenizer) {
    self.init(text, at: offset) { tokenizer.segmentation(of: $0) }
  }

  package init(_ text: [UInt8], at offset: Int, cut: ([UInt8]) -> Segmentation) {
    self.init(before: cut(Array(text[..<offset])), after: cut(Array(text[offset...])), together: cut(text))
  }

  /// Tokens with bytes of the text, apart and together.
  package var counts: (apart: Int, together: Int) {
    (apart.count { !$0.isVirtual }, together.count { !$0.isVirtual })
  }

  package var isSame: Bool { changedApart.isEmpty && changedTogether.isEmpty }

  /// The bytes whose tokens change; empty, at the seam, where none does.
  package var reach: Range<Int> {
    let tokens = apart[changedApart] + together[changedTogether]
    let low = tokens.reduce(offset) { min($0, $1.start) }
    return low..<tokens.reduce(offset) { max($0, $1.end) }
  }

  /// The tokens that change, or else those on both sides of the seam.
  package var shownApart: Range<Int> { isSame ? neighbours(apart) : changedApart }
  package var shownTogether: Range<Int> { isSame ? neighbours(together) : changedTogether }

  private func neighbours(_ tokens: [Token]) -> Range<Int> {
    let seam = tokens.firstIndex { $0.end > offset } ?? tokens.count
    return max(0, seam - 1)..<min(tokens.count, seam + 1)
  }
}
