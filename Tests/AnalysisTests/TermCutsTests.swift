import Analysis
import TestSupport
import Testing
import Tokenization

@Suite struct TermCutsTests {
  /// The counts, sums and ranges of a flat table are those of the segmentations one by one.
  @Test(arguments: [UInt64(1), 2, 3]) func agreesWithEachTermByItself(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let terms = (0..<40).map { _ in
      Array((0..<Int.random(in: 1...12, using: &generator)).map { _ in "ab é".utf8.randomElement(using: &generator)! })
    }
    for tokenizer in [PairTokenizer(withMarker: false), PairTokenizer(withMarker: true)] {
      let cuts = TermCuts(terms, by: tokenizer)
      #expect(cuts.termCount == terms.count)
      for (index, term) in terms.enumerated() {
        let ranges = stride(from: 0, to: term.count, by: 2).map { $0..<min(term.count, $0 + 2) }
        #expect(cuts.ranges(index) == ranges, "seed \(seed)")
        #expect(cuts.count(index) == ranges.count)
      }
      let (low, high) = (7, 31)
      #expect(cuts.count(of: low..<high) == terms[low..<high].reduce(0) { $0 + ($1.count + 1) / 2 })
    }
  }

  @Test func figuresAreHeldAgainstTheBase() {
    let terms = ["abcd", "ab", "abcdef"].map { Array($0.utf8) }
    let (pairs, bytes) = (TermCuts(terms, by: PairTokenizer(withMarker: false)), TermCuts(terms, by: BytesTokenizer()))
    let figures = TermFigures(pairs, base: bytes, of: 0..<3)
    #expect(figures.tokens == 6 && figures.saved == 6 && figures.savedShare == 0.5 && figures.average == 2)
    let worse = TermFigures(bytes, base: pairs, of: 1..<2)
    #expect(worse.saved == -1 && worse.savedShare == -1 && worse.average == 2)
    #expect(TermFigures(pairs, base: bytes, of: 2..<2).average == 0)
    #expect(TermFigures(pairs, base: bytes, of: 2..<2).savedShare == 0)
  }

  @Test func thePaperHasTenTermsInEachGroup() {
    let list = TermList.domains
    #expect(list.groups.map(\.name) == ["legal", "financial"] && list.groups.allSatisfy { $0.terms.count == 10 })
    #expect(list.group(of: 9) == 0 && list.group(of: 10) == 1 && list.group(of: 20) == nil && list.group(of: -1) == nil)
    #expect(list.range(ofGroup: 1) == 10..<20 && list.count == 20)
    #expect(list.terms[7] == Array("42 U.S.C. § 1983".utf8))
  }
}

/// Two bytes a token, with a token without bytes before each if wanted.
private struct PairTokenizer: Tokenizer {
  let withMarker: Bool
  var vocabulary: Vocabulary { BytesTokenizer().vocabulary }

  func encode(_ text: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {}

  func segmentation(of text: [UInt8]) -> Segmentation {
    let tokens = stride(from: 0, to: text.count, by: 2).flatMap { start in
      let token = Token(id: 0, start: start, end: min(text.count, start + 2), kind: .byte)
      return withMarker ? [Token(id: 1, start: start, end: start, kind: .marker), token] : [token]
    }
    return Segmentation(proven: tokens, byteCount: text.count)
  }

  func derivation(at offset: Int, of text: [UInt8]) -> Derivation { Derivation(steps: []) }
}
