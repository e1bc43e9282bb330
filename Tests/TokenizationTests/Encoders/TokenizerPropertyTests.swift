import TestSupport
import Testing

@testable import Tokenization

/// What holds for every tokenizer, on texts that nobody writes.
@Suite struct TokenizerPropertyTests {
  /// One tokenizer of each kind over the same random merges.
  static func tokenizers(scaffoldShare: Double = 0.3, using random: inout SeededGenerator) throws
    -> [TokenizerProperties]
  {
    let pattern = PretokenPattern.allCases.randomElement(using: &random) ?? .tokview
    var alphabet = RandomText.alphabet
    alphabet += (0x30...0x39).map { [$0] } + [[0x20], [0x0A]]
    let vocabulary = Vocabulary.random(alphabet: alphabet, merges: 300, pattern: pattern, using: &random)
    let expanded = Vocabulary.random(
      alphabet: alphabet, merges: 300, scaffoldShare: scaffoldShare, pattern: pattern, using: &random)
    let base = BPETokenizer(vocabulary: vocabulary)
    return [
      .init(name: "bpe", tokenizer: base),
      .init(name: "lbpe", tokenizer: LBPETokenizer(vocabulary: vocabulary)),
      .init(name: "lbpe in characters", tokenizer: LBPETokenizer(vocabulary: vocabulary, length: .characters)),
      .init(name: "scaffold", tokenizer: try ScaffoldBPETokenizer(expanded: expanded)),
      .init(name: "r2l", tokenizer: DigitGroupingTokenizer(base: base, grouping: .rightToLeft)),
      .init(name: "r2l, Nd", tokenizer: DigitGroupingTokenizer(base: base, grouping: .rightToLeft, digits: .decimal)),
      .init(name: "l2r", tokenizer: DigitGroupingTokenizer(base: base, grouping: .leftToRight)),
      .init(name: "digits", tokenizer: DigitGroupingTokenizer(base: base, grouping: .single)),
      .init(name: "pattern", tokenizer: DigitGroupingTokenizer(base: base, grouping: .pattern)),
      .init(name: "greedy", tokenizer: GreedyTokenizer(vocabulary: vocabulary)),
      .init(name: "greedy-r2l", tokenizer: GreedyTokenizer(vocabulary: vocabulary, from: .right)),
      .init(name: "fewest", tokenizer: FewestTokensTokenizer(vocabulary: vocabulary)),
      .init(name: "bytes", tokenizer: BytesTokenizer()),
    ]
  }

  @Test func holdOnRandomTexts() throws {
    let seed: UInt64 = 260_421
    var random = SeededGenerator(seed: seed)
    for round in 0..<12 {
      for properties in try Self.tokenizers(using: &random) {
        for size in [0, 1, 2, 15, 17, 60, 400, 1500] {
          let text = size == 0 ? [] : RandomText.next(length: size, using: &random)
          let comment: Comment = "\(properties.name), seed \(seed), round \(round), size \(size)"
          properties.check(text, comment)
          for offset in [0, size / 2, size, size + 9, -1] { properties.checkDerivation(at: offset, of: text, comment) }
        }
      }
    }
  }

  @Test func holdOnRandomBytes() throws {
    let seed: UInt64 = 11
    var random = SeededGenerator(seed: seed)
    for properties in try Self.tokenizers(using: &random) {
      for size in [3, 64, 3000] {
        let text = (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }
        properties.check(text, "\(properties.name), seed \(seed), size \(size)")
        properties.checkDerivation(at: size / 3, of: text, "\(properties.name), seed \(seed), size \(size)")
      }
    }
  }

  /// A pretoken of a megabyte goes through in about a second or not at all: quadratic work would take hours.
  @Test(.timeLimit(.minutes(2)), arguments: ["a", " ", "\n", "7", "文", "\u{1}", "'", "a1", "ab"])
  func holdOnAMegabyteOfOneThing(unit: String) throws {
    var random = SeededGenerator(seed: 5)
    let bytes = Array(unit.utf8)
    let text = (0..<1 << 20).map { bytes[$0 % bytes.count] }
    for properties in try Self.tokenizers(using: &random) {
      let ids = properties.tokenizer.ids(of: text)
      let decoded = try properties.tokenizer.decode(ids)
      #expect(decoded == text, "\(properties.name)")
      let steps = properties.tokenizer.derivation(at: text.count / 2, of: text).steps
      #expect(steps.reduce(0) { $0 + $1.pieces.count } <= 3 * text.count, "\(properties.name)")
    }
  }

  /// Tokenizers that look at tokens alone reach every token that is one pretoken; merging ones every token that its own
  /// merges reach.
  @Test func everyTokenEncodesToItselfWhereItCan() throws {
    let seed: UInt64 = 99
    var random = SeededGenerator(seed: seed)
    for properties in try Self.tokenizers(using: &random) {
      let vocabulary = properties.tokenizer.vocabulary
      let scanner = PretokenScanner(pattern: vocabulary.pattern)
      for id in vocabulary.ids {
        let bytes = Array(vocabulary.bytes(of: id))
        let isOnePretoken = bytes.withUnsafeBufferPointer { scanner.pretokens(of: $0).count == 1 }
        switch properties.tokenizer {
        case is LBPETokenizer, is GreedyTokenizer, is FewestTokensTokenizer:
          if isOnePretoken { #expect(properties.tokenizer.ids(of: bytes) == [id], "\(properties.name), \(bytes)") }
        default: #expect(try properties.tokenizer.decode(properties.tokenizer.ids(of: bytes)) == bytes)
        }
        if bytes.count == 1 { #expect(properties.tokenizer.ids(of: bytes) == [id], "\(properties.name), \(bytes)") }
      }
    }
  }

  @Test func threadsShareATokenizer() async throws {
    var random = SeededGenerator(seed: 21)
    let text = RandomText.next(length: 20_000, using: &random)
    for properties in try Self.tokenizers(using: &random) {
      let tokenizer = properties.tokenizer
      let expected = tokenizer.ids(of: text)
      let agree = await withTaskGroup(of: Bool.self) { group in
        for _ in 0..<8 { group.addTask { tokenizer.ids(of: text) == expected } }
        return await group.reduce(true) { $0 && $1 }
      }
      #expect(agree, "\(properties.name)")
    }
  }
}
