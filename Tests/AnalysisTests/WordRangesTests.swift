import Analysis
import TestSupport
import Testing

@Suite struct WordRangesTests {
  @Test func workedExample() {
    #expect(Array(WordRanges(Array("a b\u{a0}c".utf8))) == [0..<1, 2..<3, 5..<6])
    #expect(Array(WordRanges([])).isEmpty)
    #expect(Array(WordRanges(Array(" \n\u{3000}".utf8))).isEmpty)
  }

  @Test func everyWhiteSpaceScalar() {
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let bytes = Array(String(Character(scalar)).utf8)
      let length = WordRanges.whitespaceLength(in: bytes, at: 0)
      #expect(length == (scalar.properties.isWhitespace ? bytes.count : 0), "U+\(String(value, radix: 16))")
    }
  }

  @Test func invalidBytesAreParts0fWords() {
    #expect(Array(WordRanges([0xFF, 0x20, 0xC2, 0x20, 0xE2, 0x80, 0x61])) == [0..<1, 2..<3, 4..<7])
  }

  @Test func wordStarts() {
    var generator = SeededGenerator(seed: 12)
    let alphabet: [[UInt8]] =
      ["a", "é", " ", "\u{a0}", "\u{2003}", "\n", "中"].map { Array($0.utf8) } + [[0xFF], [0xC2], [0xA0]]
    for _ in 0..<300 {
      let bytes = (0..<20).flatMap { _ in alphabet.randomElement(using: &generator) ?? [] }
      let starts = Array(WordRanges(bytes)).map(\.lowerBound)
      #expect(bytes.indices.filter { WordRanges.isWordStart($0, in: bytes) } == starts)
    }
  }
}
