import TestSupport
import Testing

@testable import Tokenization

/// A model reads what a tokenizer cut: known pieces as one id, others split inside.
@Suite struct ModelReadingTests {
  /// 256 bytes, `ab` (256), `cd` (257), `abcd` (258, no merge leads to it), `<s>` (259).
  private static func model() throws -> ModelVocabulary {
    var entries = (0..<256).map { (id: TokenID($0), bytes: [UInt8($0)]) }
    entries += [(256, Array("ab".utf8)), (257, Array("cd".utf8)), (258, Array("abcd".utf8)), (259, Array("<s>".utf8))]
    let vocabulary = try Vocabulary(
      name: "model", entries: entries,
      merges: [Merge(left: 97, right: 98, result: 256), Merge(left: 99, right: 100, result: 257)], pattern: .tokview,
      addedTokens: [Vocabulary.AddedToken(id: 259, content: Array("<s>".utf8), special: true)])
    return ModelVocabulary(vocabulary: vocabulary, start: 259)
  }

  private func cut(_ lengths: [Int]) throws -> Segmentation {
    var tokens: [Token] = []
    var position = 0
    for length in lengths {
      tokens.append(Token(id: 0, start: position, end: position + length, kind: .merge))
      position += length
    }
    return try Segmentation(tokens: tokens, byteCount: position)
  }

  @Test func aKnownPieceIsOneID() throws {
    let reading = try Self.model().reading(of: cut([4, 2, 1]), text: Array("abcdabx".utf8))
    #expect(reading.ids == [258, 256, 120])
    #expect(reading.ranges == [0..<4, 4..<6, 6..<7])
    #expect(reading.splitPieces == 0)
    #expect(reading.summary == "own cuts")
  }

  @Test func anUnknownPieceIsSplitByItsMerges() throws {
    let reading = try Self.model().reading(of: cut([3, 3]), text: Array("abccdx".utf8))
    #expect(reading.ids == [256, 99, 257, 120])
    #expect(reading.pieces == [0, 0, 1, 1])
    #expect(reading.ranges == [0..<2, 2..<3, 3..<5, 5..<6])
    #expect(reading.summary == "own cuts, 2 of 2 pieces split")
  }

  @Test func textThatLooksSpecialStaysText() throws {
    let reading = try Self.model().reading(of: cut([3]), text: Array("<s>".utf8))
    #expect(reading.ids == [60, 115, 62])
  }

  @Test func virtualTokensAreNotRead() throws {
    let tokens = [
      Token(id: 0, start: 0, end: 2, kind: .merge), Token(id: 1, start: 2, end: 2, kind: .merge),
      Token(id: 2, start: 2, end: 3, kind: .byte),
    ]
    let reading = try Self.model().reading(of: Segmentation(tokens: tokens, byteCount: 3), text: Array("abx".utf8))
    #expect(reading.ids == [256, 120])
    #expect(reading.pieces == [0, 2])
    #expect(reading.sums(of: [1, 2], tokenCount: 3) == [1, nil, 2])
  }

  @Test func aPieceSumsItsParts() throws {
    let reading = try Self.model().reading(of: cut([3, 3]), text: Array("abccdx".utf8))
    #expect(reading.sums(of: [0.5, 1.5, 2, 3], tokenCount: 2) == [2, 5])
    #expect(reading.sums(of: [nil, 1.5, 2, 3], tokenCount: 2) == [nil, 5])
  }

  @Test func aWindowEndsWhereAPieceEnds() throws {
    let reading = try Self.model().reading(of: cut([1, 3, 1]), text: Array("xxyzx".utf8))
    #expect(reading.ids.count == 5)
    #expect(reading.windows(of: 3) == [0..<1, 1..<4, 4..<5])
    // The piece of three ids does not fit into two.
    #expect(reading.windows(of: 2) == [0..<1, 1..<3, 3..<5])
    #expect(reading.windows(of: 9) == [0..<5])
  }

  @Test func theReadingCoversAnyCutOfAnyBytes() throws {
    let model = try Self.model()
    var generator = SeededGenerator(seed: 31)
    for _ in 0..<200 {
      let text = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
        Array("abcd<s>\u{00e9} 1".utf8).randomElement(using: &generator) ?? 0
      }
      var lengths: [Int] = []
      while lengths.reduce(0, +) < text.count {
        lengths.append(Int.random(in: 1...min(5, text.count - lengths.reduce(0, +)), using: &generator))
      }
      let segmentation = try cut(lengths)
      let reading = model.reading(of: segmentation, text: text)
      #expect(reading.ids.flatMap { Array(model.vocabulary.bytes(of: $0)) } == text)
      #expect(reading.ranges.first?.lowerBound ?? 0 == 0)
      for (index, range) in reading.ranges.enumerated() {
        #expect(Array(text[range]) == Array(model.vocabulary.bytes(of: reading.ids[index])))
        let token = segmentation.tokens[reading.pieces[index]]
        #expect(token.start <= range.lowerBound && range.upperBound <= token.end)
      }
      let limit = Int.random(in: 1...6, using: &generator)
      let windows = reading.windows(of: limit)
      #expect(windows.flatMap { Array($0) } == Array(reading.ids.indices))
      #expect(windows.allSatisfy { !$0.isEmpty && $0.count <= limit })
    }
  }
}
