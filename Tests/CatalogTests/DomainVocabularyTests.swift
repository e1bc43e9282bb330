import TestSupport
import Testing
import Tokenization

@testable import Catalog

/// What the bundled domain vocabularies hold and how far they reach.
@Suite struct DomainVocabularyTests {
  private static let catalog = Catalog()

  /// The terms of arXiv 2503.17247.
  static let legalTerms = [
    "11 U.S.C. § 362(a)", "res judicata", "stare decisis", "habeas corpus", "certiorari", "de novo review",
    "28 C.F.R. § 14.2(a)", "42 U.S.C. § 1983", "Fed. R. Civ. P. 12(b)(6)", "prima facie",
  ]
  static let financialTerms = [
    "EBITDA", "P/E ratio", "10-K filing", "SEC Form 8-K", "quarterly dividend", "year-over-year growth",
    "Basel III compliance", "GAAP accounting", "ROI analysis", "market capitalization",
  ]

  private func tokenizer(_ id: String) throws -> any Tokenizer { try Self.catalog.tokenizer(Array(id.utf8)) }

  private func counts(_ id: String, _ terms: [String]) throws -> [Int] {
    let tokenizer = try tokenizer(id)
    return terms.map { tokenizer.segmentation(of: Array($0.utf8)).tokens.count }
  }

  @Test func termsTakeFewTokens() throws {
    let legal = try counts("legal", Self.legalTerms)
    #expect(legal == [6, 2, 3, 2, 2, 3, 8, 5, 4, 3])
    #expect(legal.reduce(0, +) <= 44 && legal[0] <= 6 && legal[6] <= 8 && legal[7] <= 5 && legal[8] <= 10)
    let financial = try counts("financial", Self.financialTerms)
    #expect(financial == [1, 4, 2, 4, 3, 6, 3, 2, 3, 2])
    #expect(financial.reduce(0, +) <= 34)
  }

  @Test(arguments: [
    ("legal", 32_768, 4_096), ("financial", 32_768, 4_096), ("char-4k", 4_096, 3), ("char-16k", 16_384, 4),
  ])
  func holdsWhatItsNameSays(id: String, size: Int, longest: Int) throws {
    let vocabulary = try tokenizer(id).vocabulary
    #expect(vocabulary.count == size && vocabulary.ids.elementsEqual(0..<TokenID(size)))
    for byte in UInt8.min...UInt8.max { #expect(vocabulary.bytes(of: TokenID(byte)).elementsEqual([byte])) }
    #expect(vocabulary.pattern == .gpt2 && vocabulary.longestToken <= longest)
    #expect(vocabulary.addedTokens.allSatisfy { !$0.special && $0.normalized })
  }

  /// Added tokens come last, citations only where no word touches them.
  @Test(arguments: ["legal", "financial"]) func handMadeTokensSayWhereTheyComeFrom(id: String) throws {
    let vocabulary = try tokenizer(id).vocabulary
    let added = vocabulary.addedTokens
    #expect(added.map(\.id) == Array(vocabulary.ids.suffix(added.count)))
    let origins = Dictionary(grouping: added) { vocabulary.origin(of: $0.id) }
    for origin in [TokenOrigin.enumeration, .year, .romanNumeral, .citationPiece, .markupJoint] {
      #expect(origins[origin]?.isEmpty == false, "\(origin)")
    }
    #expect(origins[.handMade] == nil)
    for (origin, tokens) in origins {
      let touchesWords = origin == .enumeration || origin == .markupJoint || origin == .whitespaceRun
      #expect(tokens.allSatisfy { $0.singleWord != touchesWords }, "\(origin)")
    }
    for token in origins[.citationPiece] ?? [] { #expect(token.content.contains(UInt8(ascii: "."))) }
    #expect(vocabulary.origin(of: 256) == .number && vocabulary.origin(of: 1_355) == .number)
    #expect(vocabulary.origin(of: 65) == .byte && vocabulary.origin(of: 2_000) == .learned)
  }

  /// Cuts agree more between the correct and the damaged text than those of `general`.
  @Test(arguments: ["char-4k", "char-16k"]) func shortTokensKeepTheirPlaces(id: String) throws {
    #expect(try agreement(id) > agreement("bpe") + 0.2)
  }

  /// Shared cuts of the damaged pair by all its cuts, places of the correct text mapped letter by letter.
  private func agreement(_ id: String) throws -> Double {
    // Equal letters or replaced ones stand below each other; `_` is missing there.
    let correct = "The United S_tates Senate is responsible for the"
    let damaged = "Thc Vnited S tates 5enate is nesp0nsl_be for the"
    let tokenizer = try tokenizer(id)
    func cuts(_ shown: String) -> Set<Int> {
      let columns = Array(shown).enumerated().filter { $0.element != "_" }.map(\.offset)
      let text = shown.utf8.filter { $0 != UInt8(ascii: "_") }
      return Set(tokenizer.segmentation(of: text).tokens.map(\.end).filter { $0 < text.count }.map { columns[$0] })
    }
    let (left, right) = (cuts(correct), cuts(damaged))
    return Double(left.intersection(right).count) / Double(left.union(right).count)
  }

  /// Words that hold letters of a citation are left alone.
  @Test func citationsDoNotReachIntoWords() throws {
    let tokenizer = try tokenizer("legal")
    func texts(_ text: String) -> [String] {
      let bytes = Array(text.utf8)
      return tokenizer.segmentation(of: bytes).tokens.map { String(decoding: bytes[$0.range], as: UTF8.self) }
    }
    #expect(texts("See 5 U.S.C. § 552").contains("U.S.C."))
    #expect(!texts("aU.S.C. and U.S.C.x").contains("U.S.C."))
    #expect(texts("5 U.S.C.A. § 552").contains("U.S.C.A."))
    #expect(texts("clause (iv)(2)") == ["clause", " (iv)", "(2)"])
  }
}
