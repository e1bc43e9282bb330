import Engine
import TestSupport
import Testing
import Tokenization

@Suite struct PieceReaderTests {
  /// Tokens of the pieces, one after the other, are those of the whole.
  @Test(arguments: PretokenPattern.allCases.filter { $0 != .whole })
  func piecesGiveTheTokensOfTheWhole(pattern: PretokenPattern) throws {
    let tokenizer = try smallTokenizer(pattern)
    for seed in UInt64(1)...60 {
      var generator = SeededGenerator(seed: seed)
      let text = randomText(Int.random(in: 0...900, using: &generator), using: &generator)
      let size = Int.random(in: 1...120, using: &generator)
      var reader = PieceReader(ByteSource(name: "test", bytes: text), pieceSize: size)
      var joined: [UInt8] = []
      var ids: [TokenID] = []
      while let piece = try reader.next() {
        #expect(!piece.isEmpty)
        joined += piece
        piece.withUnsafeBufferPointer { tokenizer.encode($0, into: &ids) }
      }
      var expected: [TokenID] = []
      text.withUnsafeBufferPointer { tokenizer.encode($0, into: &expected) }
      #expect(joined == text, "seed \(seed)")
      #expect(ids == expected, "seed \(seed), pieces of \(size)")
      #expect(reader.isExact)
    }
  }

  @Test func readsOnlyItsRange() throws {
    let source = ByteSource(name: "test", bytes: Array("one two three four".utf8))
    var reader = PieceReader(source, range: 4..<13, pieceSize: 2)
    var joined: [UInt8] = []
    while let piece = try reader.next() { joined += piece }
    #expect(joined == Array("two three".utf8))
  }

  /// Without a safe place a piece grows; at the limit it is cut and says so.
  @Test func cutsAtTheLimit() throws {
    let source = ByteSource(name: "test", bytes: [UInt8](repeating: 0x61, count: 1_000))
    var free = PieceReader(source, pieceSize: 10)
    #expect(try free.next()?.count == 1_000)
    #expect(free.isExact)
    var limited = PieceReader(source, pieceSize: 10, limit: 300)
    #expect(try limited.next()?.count == 300)
    #expect(!limited.isExact)
  }
}
