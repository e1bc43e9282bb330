import TestSupport
import Testing
import Tokenization

@testable import Catalog
@testable import Formats

/// Files shaped like KL3M's, written by the package, with its ids for hostile texts (`added_golden.py`).
@Suite struct AddedTokenFileTests {
  private static func path(_ name: String) -> [UInt8] {
    Array("\(Repository.root)/Tests/Golden/added/\(name).json".utf8)
  }

  private static func expectations(_ name: String) throws -> [(text: [UInt8], ids: [TokenID])] {
    let lines = String(decoding: try #require(Repository.read("Tests/Golden/added/\(name).txt")), as: UTF8.self)
    return lines.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { line in
      let parts = line.split(separator: " ", omittingEmptySubsequences: false)
      let text = stride(from: 0, to: parts[0].utf8.count, by: 2).map {
        UInt8(parts[0].dropFirst($0).prefix(2), radix: 16) ?? 0
      }
      return (text, parts.dropFirst().compactMap { TokenID($0) })
    }
  }

  @Test(arguments: ["pattern", "whole", "sparse", "characters"]) func idsAreThoseOfThePackage(name: String) throws {
    let tokenizer = try Catalog().tokenizer(Self.path(name))
    let expectations = try Self.expectations(name)
    #expect(expectations.count > 200)
    for (text, ids) in expectations {
      var found: [TokenID] = []
      text.withUnsafeBufferPointer { tokenizer.encode($0, into: &found) }
      #expect(found == ids, "\(String(decoding: text, as: UTF8.self).debugDescription)")
      let cut = tokenizer.segmentation(of: text)
      #expect(cut.tokens.map(\.id) == ids)
      #expect(ids.isEmpty || cut.tokens.last?.end == text.count)
    }
  }

  /// Special tokens in the text, as text and parsed.
  @Test(arguments: ["pattern", "whole", "sparse", "characters"]) func parsedIdsAreThoseOfThePackage(name: String) throws
  {
    let tokenizer = try Catalog(parsesSpecialTokens: true).tokenizer(Self.path(name))
    let plain = try Catalog().tokenizer(Self.path(name))
    let expectations = try Self.expectations(name + ".special")
    #expect(expectations.count > 100)
    var differing = 0
    for (text, ids) in expectations {
      var found: [TokenID] = []
      text.withUnsafeBufferPointer { tokenizer.encode($0, into: &found) }
      #expect(found == ids, "\(String(decoding: text, as: UTF8.self).debugDescription)")
      let cut = tokenizer.segmentation(of: text)
      #expect(cut.tokens.map(\.id) == ids)
      if plain.segmentation(of: text).tokens.map(\.id) != ids { differing += 1 }
    }
    #expect(differing > 80)
  }

  /// A vocabulary without special tokens is not touched, nor is any by default.
  @Test func onlySpecialTokensAreParsed() throws {
    #expect(try Catalog(parsesSpecialTokens: true).tokenizer(Array("bpe".utf8)) is BPETokenizer)
    let tokenizer = try Catalog(parsesSpecialTokens: true).tokenizer(Self.path("pattern"))
    let cut = tokenizer.segmentation(of: Array("a<|end|>b".utf8))
    #expect(cut.tokens.map(\.kind).filter { $0 == .special }.count == 1)
    #expect(try tokenizer.decode(cut.tokens.map(\.id)) == Array("a<|end|>b".utf8))
  }

  /// Writing and reading again changes nothing; the package gives the same ids for what is written (`check.py`).
  @Test(arguments: ["pattern", "whole", "sparse", "characters"]) func whatIsWrittenIsTheSameVocabulary(name: String)
    throws
  {
    let catalog = Catalog()
    let vocabulary = try catalog.tokenizer(Self.path(name)).vocabulary
    let written = TokenizerFile(vocabulary).json()
    let read = try Vocabulary(name: vocabulary.name, TokenizerFile(json: written), pattern: vocabulary.pattern)
    #expect(
      read.ids == vocabulary.ids && read.addedTokens == vocabulary.addedTokens && read.merges == vocabulary.merges)
    #expect(read.normalForm == .nfkc && vocabulary.normalForm == .nfkc)
    #expect(read.alphabet == vocabulary.alphabet && (read.alphabet == nil) == ["pattern", "whole"].contains(name))
    #expect(vocabulary.ids.allSatisfy { read.bytes(of: $0) == vocabulary.bytes(of: $0) })
    #expect(TokenizerFile(read).json() == written)
  }

  /// Every encoder leaves added tokens alone; Turkish, whose words are not normalised, refuses.
  @Test(arguments: ["lbpe", "greedy", "greedy-r2l", "fewest", "r2l", "l2r", "digits"])
  func allEncodersCutAddedTokensOut(algorithm: String) throws {
    let tokenizer = try Catalog().tokenizer(Array("\(algorithm):".utf8) + Self.path("pattern"))
    let text = Array("1776 (a)(b) 28 C.F.R. \u{FF08}c\u{FF09}ba".utf8)
    let cut = tokenizer.segmentation(of: text)
    let added = cut.tokens.filter { $0.kind == .added }.map { String(decoding: text[$0.range], as: UTF8.self) }
    #expect(added.prefix(3) == ["1776", "(a)", "(b)"] && added.count > 4, "\(algorithm)")
    #expect(added.last == "\u{FF08}c\u{FF09}")
  }

  @Test(arguments: ["lbpe", "greedy", "greedy-r2l", "fewest", "r2l", "l2r", "digits", "scaffold", "turkish"])
  func onlyBytePairsWorkWithoutEveryByte(algorithm: String) {
    for name in ["sparse", "characters"] {
      #expect(throws: CatalogError.self) { try Catalog().tokenizer(Array("\(algorithm):".utf8) + Self.path(name)) }
    }
  }

  /// What is left out belongs to the next token, through added tokens and normalization, and the token says how it reads.
  @Test func whatIsLeftOutBelongsToTheNextToken() throws {
    let tokenizer = try Catalog().tokenizer(Self.path("characters"))
    let text = Array("\u{2603}(a)\u{2603}\u{2603}b\u{2603}a\u{2603}".utf8)
    let cut = tokenizer.segmentation(of: text)
    #expect(cut.tokens.map(\.range) == [0..<6, 6..<20])
    #expect(cut.normalized[0].map { Array($0) } == Array("(a)".utf8))
    #expect(cut.normalized[1].map { Array($0) } == Array("ba".utf8))
    #expect(try tokenizer.decode(cut.tokens.map(\.id)) == Array("(a)ba".utf8))
    let unknown = Array("\u{2603}\u{2603}".utf8)
    #expect(tokenizer.segmentation(of: unknown).tokens.isEmpty)
    #expect(tokenizer.derivation(at: 0, of: unknown).steps.isEmpty)
  }

  @Test func turkishRefuses() {
    #expect(throws: CatalogError.self) { try Catalog().tokenizer(Array("turkish:".utf8) + Self.path("pattern")) }
  }
}
