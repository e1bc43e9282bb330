import TestSupport
import Testing

@testable import Formats

@Suite struct PackedVocabularyTests {
  /// Merges `t`+`h` and `th`+`e`, the scaffold token `th`, and the added token ` é`.
  private static let example: [UInt8] =
    Array("tokview\u{1}".utf8) + [4] + Array("gpt2".utf8) + [4] + Array("NFKC".utf8)
    + [1, 0, 0, 0, 0, 1, 0, 0]
    + [1, 0, 0, 0, 2, 1, 0, 0, 18, 0, 0, 0, 3, 0, 0, 0] + Array(" é".utf8)
    + [2, 0, 0, 0, 0x74, 0, 0x68, 0, 0, 1, 0x65, 0]

  @Test func readsTheExample() throws {
    let packed = try PackedVocabulary(Self.example)
    #expect(packed.pattern == .gpt2)
    #expect(packed.normalForm == .nfkc)
    #expect(packed.scaffold == [256])
    var token = TokenizerFile.AddedToken(id: 258, content: Array(" é".utf8))
    token.singleWord = true
    token.normalized = true
    #expect(packed.addedTokens == [token])
    #expect(
      packed.merges == [.init(left: 0x74, right: 0x68, result: 256), .init(left: 256, right: 0x65, result: 257)])
    #expect(packed.arena == Array(0...255) + Array("ththe".utf8))
    #expect(packed.offsets == Array(0...256) + [258, 261])
  }

  @Test func refusesWhatIsCutShortOrTooLong() {
    for count in 0..<Self.example.count {
      #expect(throws: FormatError.self, "\(count) bytes") { try PackedVocabulary(Array(Self.example.prefix(count))) }
    }
    #expect(throws: FormatError(.syntax, at: .byte(Self.example.count), "more bytes than the merges have")) {
      try PackedVocabulary(Self.example + [0])
    }
  }

  @Test func refusesAPartThatIsMadeLater() {
    var bytes = Self.example
    bytes[bytes.count - 4] = 1
    #expect(throws: FormatError(.inconsistent, at: .byte(bytes.count), "a part that is made later")) {
      try PackedVocabulary(bytes)
    }
  }

  @Test func refusesUnknownNames() {
    for (place, byte) in [(0, UInt8(ascii: "T")), (9, UInt8(ascii: "x")), (14, UInt8(ascii: "x"))] {
      var bytes = Self.example
      bytes[place] = byte
      #expect(throws: FormatError.self, "\(place)") { try PackedVocabulary(bytes) }
    }
  }

  /// Each merge doubles the piece before it.
  @Test func refusesPiecesThatGrowWithoutEnd() {
    var bytes = Array("tokview\u{1}".utf8) + [4] + Array("gpt2".utf8) + [0] + [UInt8](repeating: 0, count: 8)
    bytes += [20, 0, 0, 0, 97, 0, 97, 0]
    for rank in UInt8(0)..<19 { bytes += [rank, 1, rank, 1] }
    #expect(throws: FormatError.self) { try PackedVocabulary(bytes) }
  }

  @Test(arguments: [1, 2] as [UInt64])
  func damagedFilesEndInAValueOrAnError(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var refused = 0
    for _ in 0..<3000 {
      var bytes = Self.example
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      do { _ = try PackedVocabulary(bytes) } catch { refused += 1 }
    }
    #expect(refused > 0, "seed \(seed)")
  }
}
