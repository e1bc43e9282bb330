import Inference
import TestSupport
import Testing
import Tokenization

@testable import Analysis

/// Pieces that the model reads as several ids: what the screen shows of them.
@Suite struct PieceTraceTests {
  private static let vocabulary: ModelVocabulary = {
    let entries =
      (0..<256).map { (id: TokenID($0), bytes: [UInt8($0)]) } + [(id: TokenID(256), bytes: Array("ab".utf8))]
    do {
      return ModelVocabulary(
        vocabulary: try Vocabulary(name: "tiny", entries: entries, merges: [], pattern: .tokview), start: nil)
    } catch { preconditionFailure("\(error)") }
  }()

  private static func cut(_ lengths: [Int]) throws -> Segmentation {
    var tokens: [Token] = []
    var end = 0
    for length in lengths {
      tokens.append(Token(id: 0, start: end, end: end + length, kind: .merge))
      end += length
    }
    return try Segmentation(tokens: tokens, byteCount: end)
  }

  /// A random trace of a start token and the ids of a reading.
  private static func trace(_ reading: ModelReading, seed: UInt64) throws -> Trace {
    var generator = SeededGenerator(seed: seed)
    let count = reading.ids.count + 1
    let tokens =
      [Trace.Token(id: 999, bytes: nil)]
      + zip(reading.ids, reading.ranges).map { Trace.Token(id: $0, bytes: $1) }
    var weights: [Float] = []
    for _ in 0..<4 {
      for query in 0..<count {
        let row = (0...query).map { _ in Float.random(in: 0.01...1, using: &generator) }
        weights += row.map { $0 / row.reduce(0, +) }
      }
    }
    let logits = (0..<count * 5).map { _ in Float.random(in: -3...3, using: &generator) }
    let chosen = (0..<count).flatMap { Routing.top(2, of: logits[$0 * 5..<$0 * 5 + 5]).map { Int32($0) } }
    return try Trace(
      tokens: tokens, attention: AttentionMaps(layers: [0, 1], heads: [0, 1], tokenCount: count, values: weights),
      routing: Routing(
        layers: [0], tokenCount: count, expertCount: 5, chosenCount: 2, scores: .logits(logits), chosen: chosen,
        weights: nil),
      surprisals: (0..<count).map { $0 == 0 ? nil : Float.random(in: 0...9, using: &generator) })
  }

  @Test func keepsATraceWhosePiecesAreWhole() throws {
    let text = Array("abab".utf8)
    let reading = Self.vocabulary.reading(of: try Self.cut([2, 2]), text: text)
    let trace = try Self.trace(reading, seed: 1)
    let pieces = PieceTrace(trace, of: reading, window: 0..<2, model: "m", isComplete: true, lacksDepths: false)
    #expect(pieces.trace == trace)
    #expect(pieces.summary == "own cuts")
    #expect(pieces.bytes == 0..<4)
    #expect([0, 1, 2, 3, 4].map { pieces.token(at: $0) } == [1, 1, 2, 2, nil])
  }

  /// Sums over keys, means over queries, by the definition.
  @Test(arguments: [UInt64](1...6)) func mergesSplitPieces(seed: UInt64) throws {
    let text = Array("abcabxyz".utf8)
    let lengths = [[3, 2, 3], [1, 7], [8], [1, 1, 3, 3]][Int(seed % 4)]
    let reading = Self.vocabulary.reading(of: try Self.cut(lengths), text: text)
    #expect(reading.splitPieces > 0)
    let trace = try Self.trace(reading, seed: seed)
    let pieces = PieceTrace(
      trace, of: reading, window: 0..<reading.ids.count, model: "m", isComplete: true, lacksDepths: false)
    let groups =
      [[0]]
      + lengths.indices.map { piece in reading.pieces.indices.filter { reading.pieces[$0] == piece }.map { $0 + 1 } }
    #expect(pieces.trace.tokens.count == groups.count)
    let maps = try #require(pieces.trace.attention)
    let old = try #require(trace.attention)
    for layer in 0..<2 {
      for head in 0..<2 {
        for (query, queries) in groups.enumerated() {
          var total: Float = 0
          for key in 0...query {
            let expected =
              queries.map { q in
                groups[key].filter { $0 <= q }.map { old[layer: layer, head: head, query: q, key: $0] }.reduce(0, +)
              }.reduce(0, +) / Float(queries.count)
            let found = maps[layer: layer, head: head, query: query, key: key]
            #expect(abs(found - expected) < 1e-5)
            total += found
          }
          #expect(abs(total - 1) < 1e-5)
        }
      }
    }
    let routing = try #require(pieces.trace.routing)
    for (piece, ids) in groups.enumerated() {
      let rows = ids.compactMap { trace.routing?.probabilities(layer: 0, token: $0) }
      let found = try #require(routing.probabilities(layer: 0, token: piece))
      for expert in 0..<5 {
        #expect(abs(found[expert] - rows.map { $0[expert] }.reduce(0, +) / Float(rows.count)) < 1e-5)
      }
      #expect(Set(routing.chosen(layer: 0, token: piece)).count == 2)
      let bits = ids.compactMap { trace.surprisals?[$0] }
      let sum = pieces.trace.surprisals?[piece]
      #expect(piece == 0 ? sum == .some(nil) : abs((sum ?? nil ?? -1) - bits.reduce(0, +)) < 1e-4)
    }
    // Every piece has its own bytes, and all bytes a piece.
    var end = 0
    for (piece, length) in lengths.enumerated() {
      #expect(pieces.trace.tokens[piece + 1].bytes == end..<end + length)
      end += length
    }
    #expect(pieces.token(at: 7) == lengths.count)
  }

  /// The same ids make the same token, so that heads that look for copies find pieces too.
  @Test func equalPiecesAreEqualTokens() throws {
    let text = Array("xyz-xyz-xzy".utf8)
    let reading = Self.vocabulary.reading(of: try Self.cut([3, 1, 3, 1, 3]), text: text)
    let pieces = PieceTrace(
      try Self.trace(reading, seed: 2), of: reading, window: 0..<11, model: "m", isComplete: true, lacksDepths: false)
    let ids = pieces.trace.tokens.map(\.id)
    #expect(ids[1] == ids[3] && ids[2] == ids[4] && ids[1] != ids[5])
  }

  @Test func bitsPerByteLeaveOutWhatIsUnknown() throws {
    let tokens = [Trace.Token(id: 0, bytes: nil), Trace.Token(id: 1, bytes: 0..<3), Trace.Token(id: 2, bytes: 3..<4)]
    let known = PieceTrace(try Trace(tokens: tokens, surprisals: [nil, 6, nil]), model: "m")
    #expect(known.bitsPerByte == 2)
    #expect(PieceTrace(try Trace(tokens: tokens), model: "m").bitsPerByte == nil)
  }

  /// Special tokens may stand anywhere in a recorded trace.
  @Test func findsTokensBetweenSpecialOnes() throws {
    let tokens = [
      Trace.Token(id: 0, bytes: 0..<2), Trace.Token(id: 1, bytes: nil), Trace.Token(id: 2, bytes: 2..<2),
      Trace.Token(id: 3, bytes: 2..<5), Trace.Token(id: 4, bytes: nil),
    ]
    let trace = PieceTrace(try Trace(tokens: tokens), model: "m")
    #expect((0..<6).map { trace.token(at: $0) } == [0, 0, 3, 3, 3, nil])
    #expect(trace.bytes == 0..<5)
    let none = PieceTrace(try Trace(tokens: [Trace.Token(id: 0, bytes: nil)]), model: "m")
    #expect(none.token(at: 0) == nil && none.bytes.isEmpty)
  }
}
