import TestSupport
import Testing
import Tokenization

@testable import Catalog

/// The id spaces of the bundled vocabularies, which models and exports rely on.
@Suite struct BundledVocabularyTests {
  private static let catalog = Catalog()
  private static let digitStrings: [String] =
    (0...9).map { "\($0)" } + (0...99).map { $0 < 10 ? "0\($0)" : "\($0)" }
    + (0...999).map { String(repeating: "0", count: 3 - "\($0)".count) + "\($0)" }

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
