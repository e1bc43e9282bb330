import Analysis
import TestSupport
import Testing
import Tokenization

@Suite struct SeamCheckTests {
  /// The longest of a few pieces first, else one byte; the id is a number of the piece.
  private static func cut(_ text: [UInt8]) -> Segmentation {
    let pieces = ["a", " ", "dog", " dog", " dogs", "ab", "abab", "ba", "12", "123"].map { Array($0.utf8) }
    var tokens: [Token] = []
    var place = 0
    while place < text.count {
      let found = pieces.indices.filter { text[place...].starts(with: pieces[$0]) }
        .max { pieces[$0].count < pieces[$1].count }
      let length = found.map { pieces[$0].count } ?? 1
      tokens.append(
        Token(
          id: found.map { TokenID(256 + $0) } ?? TokenID(text[place]), start: place, end: place + length, kind: .merge))
      place += length
    }
    return Segmentation(proven: tokens, byteCount: text.count)
  }

  private func check(_ before: String, _ after: String) -> SeamCheck {
    SeamCheck(Array((before + after).utf8), at: before.utf8.count, cut: Self.cut)
  }

  /// The example of the file, and a prompt that ends with a space.
  @Test func aSpaceJoinsTheNextWord() {
    let seam = check("a ", "dog")
    #expect(seam.counts.apart == 3 && seam.counts.together == 2)
    #expect(seam.lost == [2] && seam.gained == [] && seam.reach == 1..<5 && !seam.isSame)
    #expect(seam.apart[seam.changedApart].map(\.range) == [1..<2, 2..<5])
    #expect(seam.together[seam.changedTogether].map(\.range) == [1..<5])
  }

  @Test func aChangeCanReachFurther() {
    // ab|a + bab: apart ab a | ba b, together abab ab.
    let seam = check("aba", "bab")
    #expect(seam.lost == [2, 3, 5] && seam.gained == [4] && seam.reach == 0..<6)
  }

  @Test func nothingChangesBetweenWords() {
    let seam = check("a", " dog")
    #expect(seam.isSame && seam.lost == [] && seam.gained == [] && seam.reach == 1..<1)
    #expect(seam.shownApart == 0..<2 && seam.shownTogether == 0..<2)
  }

  /// The same bytes under another id are another token, though no cut changes.
  @Test func anotherIDIsAChange() {
    func cut(_ ids: [TokenID]) -> Segmentation {
      Segmentation(
        proven: ids.enumerated().map { Token(id: $1, start: 2 * $0, end: 2 * $0 + 2, kind: .merge) },
        byteCount: 2 * ids.count)
    }
    let seam = SeamCheck(before: cut([1, 2]), after: cut([3]), together: cut([1, 9, 3]))
    #expect(!seam.isSame && seam.lost == [] && seam.gained == [] && seam.reach == 2..<4)
    #expect(seam.changedApart == 1..<2 && seam.changedTogether == 1..<2)
  }

  @Test func theEndsAreSeamsToo() {
    for seam in [check("", "a dog"), check("a dog", "")] {
      #expect(seam.isSame && seam.counts.apart == 2 && seam.shownApart.count == 1)
    }
    #expect(check("", "").isSame && check("", "").shownApart.isEmpty)
  }

  /// Compared token by token in sets, without the shared ends.
  @Test(arguments: [UInt64(1), 2, 3, 4]) func agreesWithComparingSets(seed: UInt64) {
    struct Key: Hashable { let id: TokenID, start: Int, end: Int }
    var generator = SeededGenerator(seed: seed)
    let letters = Array("ab dogs12".utf8)
    for _ in 0..<400 {
      let text = (0..<Int.random(in: 0...24, using: &generator)).map { _ in letters.randomElement(using: &generator)! }
      let offset = Int.random(in: 0...text.count, using: &generator)
      let seam = SeamCheck(text, at: offset, cut: Self.cut)
      let apart =
        Self.cut(Array(text[..<offset])).tokens.map { Key(id: $0.id, start: $0.start, end: $0.end) }
        + Self.cut(Array(text[offset...])).tokens.map { Key(id: $0.id, start: $0.start + offset, end: $0.end + offset) }
      let together = Self.cut(text).tokens.map { Key(id: $0.id, start: $0.start, end: $0.end) }
      let ends = { (keys: [Key]) in Set(keys.map(\.end)).subtracting([text.count]) }
      #expect(seam.lost == ends(apart).subtracting(ends(together)).sorted())
      #expect(seam.gained == ends(together).subtracting(ends(apart)).sorted())
      #expect(seam.counts == (apart.count, together.count))
      let changed = Set(apart).symmetricDifference(together)
      #expect(seam.isSame == changed.isEmpty)
      if let low = changed.map(\.start).min(), let high = changed.map(\.end).max() {
        #expect(
          seam.reach == min(low, offset)..<max(high, offset), "\(String(decoding: text, as: UTF8.self)) at \(offset)")
      }
    }
  }
}
