import Formats
import TestSupport
import Testing

@testable import Catalog
@testable import Tokenization

/// The id spaces of the bundled vocabularies, which models and exports rely on.
@Suite struct BundledVocabularyTests {
  private static let catalog = Catalog()
  private static let digitStrings: [String] =
    (0...9).map { "\($0)" } + (0...99).map { $0 < 10 ? "0\($0)" : "\($0)" }
    + (0...999).map { String(repeating: "0", count: 3 - "\($0)".count) + "\($0)" }

  /// Vocabularies are made from the packed files; Sources/DeveloperTools/bundle/generate.sh writes them from the JSON files.
  @Test func packedFilesSayWhatTheJSONFilesSay() throws {
    let names = BundledFile.files(in: "Vocabularies", suffix: ".json").map(\.name)
    #expect(names.count == 6)
    for name in names {
      let file = try TokenizerFile(json: BundledFile.named("Vocabularies/\(name).json").bytes)
      let pattern = try #require(file.pattern.flatMap { PretokenPattern(rawValue: $0.rawValue) })
      let wanted = try Vocabulary(name: name, file, pattern: pattern)
      let packed = try PackedVocabulary(BundledFile.named("Vocabularies/\(name).packed").bytes)
      let vocabulary = try Vocabulary(name: name, packed, pattern: nil)
      #expect(vocabulary.ids == wanted.ids, "\(name)")
      #expect(vocabulary.arena == wanted.arena, "\(name)")
      #expect(vocabulary.offsets == wanted.offsets, "\(name)")
      #expect(vocabulary.kinds == wanted.kinds, "\(name)")
      #expect(vocabulary.slots == wanted.slots, "\(name)")
      #expect(vocabulary.merges == wanted.merges, "\(name)")
      #expect(vocabulary.ranking == wanted.ranking, "\(name)")
      #expect(vocabulary.pattern == wanted.pattern, "\(name)")
      #expect(vocabulary.looksUpWholePretokens == wanted.looksUpWholePretokens, "\(name)")
      #expect(vocabulary.addedTokens == wanted.addedTokens, "\(name)")
      #expect(vocabulary.normalForm == wanted.normalForm, "\(name)")
      #expect(vocabulary.scaffoldTokens == wanted.scaffoldTokens, "\(name)")
    }
  }

  @Test(arguments: ["bpe", "scaffold"])
  func holds32768IDsThatStartWithTheBytes(id: String) throws {
    let vocabulary = try Self.catalog.tokenizer(Array(id.utf8)).vocabulary
    #expect(vocabulary.count == 32_768)
    #expect(vocabulary.ids.elementsEqual(0..<32_768))
    for byte in UInt8.min...UInt8.max { #expect(vocabulary.bytes(of: TokenID(byte)).elementsEqual([byte])) }
    #expect(vocabulary.addedTokens.isEmpty)
  }

  @Test(arguments: ["bpe", "scaffold"])
  func eachOfThe1110DigitStringsIsOneToken(id: String) throws {
    let tokenizer = try Self.catalog.tokenizer(Array(id.utf8))
    #expect(Self.digitStrings.count == 1110)
    for text in Self.digitStrings { #expect(tokenizer.segmentation(of: Array(text.utf8)).tokens.count == 1, "\(text)") }
    #expect(tokenizer.segmentation(of: Array("00".utf8)).tokens.map(\.id) == [256])
    #expect(tokenizer.segmentation(of: Array("999".utf8)).tokens.map(\.id) == [1355])
  }

  /// The ranges that the README states.
  @Test func turkishIDsHaveTheirRanges() throws {
    let vocabulary = try Self.catalog.tokenizer(Array("turkish".utf8)).vocabulary
    let general = try Self.catalog.tokenizer(Array("bpe".utf8)).vocabulary
    #expect(vocabulary.count == 32_880 + 63_344)
    #expect((0..<TokenID(32_768)).allSatisfy { vocabulary.bytes(of: $0) == general.bytes(of: $0) })
    #expect((32_768..<TokenID(32_787)).allSatisfy { vocabulary.kind(of: $0) == .marker })
    #expect((32_787..<TokenID(32_880)).allSatisfy { vocabulary.kind(of: $0) == .suffix })
    #expect((32_880..<TokenID(vocabulary.count)).allSatisfy { vocabulary.kind(of: $0) == .root })
    #expect(String(decoding: vocabulary.bytes(of: 32_769), as: UTF8.self) == "⟨Title⟩")
    #expect(String(decoding: vocabulary.bytes(of: 32_787), as: UTF8.self) == "-lAr")
  }

  /// A token that its own bytes do not lead to can still come out of longer text in LBPE; in BPE it is dead weight.
  @Test func everyTokenOfGeneralIsReachable() throws {
    let tokenizer = try Self.catalog.tokenizer(Array("bpe:general".utf8))
    let vocabulary = tokenizer.vocabulary
    let unreachable = vocabulary.ids.filter { id in
      // A text that is invalid UTF-8 by itself is cut by the pattern, not by the merges.
      let bytes = Array(vocabulary.bytes(of: id))
      guard String(validating: bytes, as: UTF8.self) != nil else { return false }
      return tokenizer.segmentation(of: bytes).tokens.map(\.id) != [id]
    }
    #expect(unreachable.isEmpty)
  }

  @Test func scaffoldTokensNeverComeOut() throws {
    let tokenizer = try #require(try Self.catalog.tokenizer(Array("scaffold".utf8)) as? ScaffoldBPETokenizer)
    let scaffold = Set(tokenizer.expanded.scaffoldTokens)
    #expect(scaffold.count > 1000)
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<200 {
      let text = (0..<20).flatMap { _ in
        Array(tokenizer.expanded.bytes(of: tokenizer.expanded.ids.randomElement(using: &generator)!))
      }
      let internals = tokenizer.segmentation(of: text).tokens.compactMap(\.internalID)
      #expect(!internals.isEmpty && scaffold.isDisjoint(with: internals))
    }
  }
}
