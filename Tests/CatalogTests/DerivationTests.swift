import Catalog
import TestSupport
import Testing
import Tokenization

/// The steps that the explain view shows lead to the tokens that are shown, for every tokenizer of the catalogue.
@Suite struct DerivationTests {
  private static let units: [[UInt8]] =
    [
      "The", " exemptions", " keyboards", ": ", "1234567", ",", " 42 U.S.C.", " §", " (iv)", " (a)", " 10-K",
      "evlerimizdekilerden",
      " Kitaplarımızdan", " gidildi", "İSTANBUL'da", "\u{FB01}", "e\u{301}", "½", "文", "👩‍👩‍👧", "\n", "  ", "\t",
      "<|im_start|>", "xqz",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0x00]]

  @Test func lastStepsAreTheTokens() throws {
    let seed: UInt64 = 71
    var random = SeededGenerator(seed: seed)
    let catalog = Catalog()
    for entry in catalog.tokenizers {
      let tokenizer = try catalog.tokenizer(Array(entry.id.utf8))
      for round in 0..<12 {
        var text: [UInt8] = []
        for _ in 0..<[3, 12, 200][round % 3] { text += Self.units.randomElement(using: &random)! }
        let cut = tokenizer.segmentation(of: text)
        for _ in 0..<6 {
          let offset = Int.random(in: 0..<text.count, using: &random)
          let comment: Comment = "\(entry.id), seed \(seed), round \(round), byte \(offset)"
          let steps = tokenizer.derivation(at: offset, of: text).steps
          let pieces = (steps.last?.pieces ?? []).filter { !$0.isEmpty }
          let whole = (pieces.first?.lowerBound ?? 0)..<(pieces.last?.upperBound ?? 0)
          #expect(pieces == cut.tokens.map(\.range).filter { !$0.isEmpty && whole.overlaps($0) }, comment)
          // Of a character that became several tokens the first has all the bytes.
          #expect(whole.contains(offset), comment)
        }
      }
    }
  }
}
