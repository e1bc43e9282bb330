import TestSupport
import Testing

@testable import Tokenization

@Suite struct VocabularyTests {
  typealias Entry = (id: TokenID, bytes: [UInt8])
  static let bytes: [Entry] = (0..<256).map { (TokenID($0), [UInt8($0)]) }

  static func error(
    _ entries: [Entry], merges: [Merge] = [], added: [Vocabulary.AddedToken] = [], scaffold: [TokenID] = []
  ) -> VocabularyError? {
    do {
      _ = try Vocabulary(
        name: "v", entries: entries, merges: merges, pattern: .tokview, addedTokens: added, scaffoldTokens: scaffold)
      return nil
    } catch { return error }
  }

  @Test func refusesPartsThatDoNotBelongTogether() {
    let ab: [Entry] = Self.bytes + [(256, [0x61, 0x62])]
    #expect(Self.error(ab) == nil)
    #expect(Self.error([]) == .missingByte(0))
    #expect(Self.error(Array(Self.bytes.dropLast())) == .missingByte(255))
    #expect(Self.error(ab + [(256, [0x61, 0x63])]) == .duplicateID(256))
    #expect(Self.error(ab + [(300, [0x61, 0x62])]) == .duplicateBytes(256, 300))
    #expect(Self.error(ab + [(257, [])]) == .emptyToken(257))
    #expect(Self.error(ab, merges: [Merge(left: 0x61, right: 999, result: 256)]) == .mergeOutsideVocabulary(rank: 0))
    #expect(Self.error(ab, merges: [Merge(left: 0x61, right: 0x63, result: 256)]) == .mergeOfOtherBytes(rank: 0))
    #expect(Self.error(ab, merges: [Merge(left: 0x61, right: 0x62, result: 0x61)]) == .mergeOfOtherBytes(rank: 0))
    let good = Merge(left: 0x61, right: 0x62, result: 256)
    #expect(Self.error(ab, merges: [good, Merge(left: 256, right: 0x62, result: 256)]) == .mergeOfOtherBytes(rank: 1))
    #expect(Self.error(ab, scaffold: [257]) == .unknownScaffoldToken(257))
    #expect(Self.error(ab, added: [.init(id: 9, content: [0x61], special: false)]) == .unknownAddedToken(9))
    #expect(Self.error(ab, added: [.init(id: 900, content: [0x61], special: false)]) == .unknownAddedToken(900))
  }

  @Test func findsTokensByIDAndByBytesAcrossGaps() throws {
    let seed: UInt64 = 4
    var random = SeededGenerator(seed: seed)
    var known: Set<[UInt8]> = []
    var entries: [Entry] = (0..<256).map { (TokenID($0 * 3), [UInt8($0)]) }
    for _ in 0..<3000 {
      let bytes = (0..<Int.random(in: 2...5, using: &random)).map { _ in UInt8.random(in: 0...3, using: &random) }
      if known.insert(bytes).inserted { entries.append((TokenID(1000 + 7 * entries.count), bytes)) }
    }
    let vocabulary = try Vocabulary(name: "v", entries: entries.reversed(), merges: [], pattern: .tokview)
    #expect(vocabulary.count == entries.count)
    #expect(vocabulary.ids == entries.map(\.id))
    for entry in entries {
      #expect(vocabulary.bytes(of: entry.id) == entry.bytes[...], "seed \(seed)")
      #expect(vocabulary.id(of: entry.bytes[...]) == entry.id, "seed \(seed)")
      #expect(vocabulary.byteCount(of: entry.id) == entry.bytes.count)
      #expect(vocabulary.contains(entry.id) && !vocabulary.contains(entry.id + 1))
    }
    #expect(vocabulary.longestToken == entries.map(\.bytes.count).max())
    #expect(vocabulary.byteTokens == (0..<256).map { TokenID($0 * 3) })
    #expect(vocabulary.id(of: [9, 9, 9]) == nil)
    #expect(vocabulary.id(of: []) == nil)
  }

  @Test func tellsTheKindsOfTokensApart() throws {
    let entries: [Entry] =
      Self.bytes + [
        (256, Array("12".utf8)), (257, Array("123".utf8)), (258, Array("1234".utf8)), (259, Array("ab".utf8)),
        (260, Array("abc".utf8)), (261, Array("<s>".utf8)), (262, Array("§ ".utf8)),
      ]
    let vocabulary = try Vocabulary(
      name: "v", entries: entries, merges: [], pattern: .tokview,
      addedTokens: [
        .init(id: 261, content: Array("<s>".utf8), special: true),
        .init(id: 262, content: Array("§ ".utf8), special: false),
      ], scaffoldTokens: [259])
    #expect(
      (255..<263).map { vocabulary.kind(of: $0) } == [
        .byte, .digits, .digits, .merge, .scaffold, .merge, .special, .added,
      ])
    #expect(vocabulary.looksUpWholePretokens == false)
    let ranks = try Vocabulary(name: "v", entries: Self.bytes, merges: [], ranking: .tokenID, pattern: .tokview)
    #expect(ranks.looksUpWholePretokens)
  }

  @Test func decodesKnownIDsOnly() throws {
    let tokenizer = LBPETokenizer(vocabulary: .tokens(["ab"]))
    #expect(try tokenizer.decode([]) == [])
    #expect(try tokenizer.decode([256, 0x63, 256]) == Array("abcab".utf8))
    #expect(throws: UnknownTokenID(id: 257, index: 2)) { try tokenizer.decode([256, 0, 257]) }
    #expect(throws: UnknownTokenID(id: .max, index: 0)) { try tokenizer.decode([.max]) }
  }
}
