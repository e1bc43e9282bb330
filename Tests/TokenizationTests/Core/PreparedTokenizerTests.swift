import TestSupport
import Testing
import UnicodeText

@testable import Tokenization

@Suite struct PreparedTokenizerTests {
  /// The bytes, some merges, and `added` with ids from 300.
  static func vocabulary(
    _ added: [Vocabulary.AddedToken], form: NormalForm? = .nfkc, pattern: PretokenPattern = .tokview,
    merges: [(String, String)] = [("f", "i"), ("a", "b"), (" ", "a"), ("ab", "c"), ("\u{C3}", "\u{A9}")]
  ) throws -> Vocabulary {
    var entries: [(id: TokenID, bytes: [UInt8])] = (0..<256).map { (TokenID($0), [UInt8($0)]) }
    var list: [Merge] = []
    func bytes(_ text: String) -> [UInt8] { text.unicodeScalars.flatMap { $0.value < 0x100 ? [UInt8($0.value)] : [] } }
    func id(_ bytes: [UInt8]) -> TokenID { entries.first { $0.bytes == bytes }?.id ?? .max }
    for (left, right) in merges {
      let (l, r) = (bytes(left), bytes(right))
      list.append(Merge(left: id(l), right: id(r), result: TokenID(entries.count)))
      entries.append((TokenID(entries.count), l + r))
    }
    entries += added.map { ($0.id, $0.content) }
    return try Vocabulary(
      name: "prepared", entries: entries, merges: list, pattern: pattern, addedTokens: added, normalForm: form)
  }

  static func token(
    _ id: TokenID, _ content: String, special: Bool = false, word: Bool = false, left: Bool = false,
    right: Bool = false,
    normalized: Bool = true
  ) -> Vocabulary.AddedToken {
    .init(
      id: id, content: Array(content.utf8), special: special, singleWord: word, stripsLeft: left, stripsRight: right,
      normalized: normalized)
  }

  @Test func theExampleOfTheDocumentation() throws {
    let vocabulary = try Self.vocabulary([Self.token(300, "(a)")], merges: [])
    let tokenizer = PreparedTokenizer(BPETokenizer(vocabulary: vocabulary))
    let cut = tokenizer.segmentation(of: Array("\u{FB01}(a)".utf8))
    #expect(cut.tokens.map(\.id) == [0x66, 0x69, 300])
    #expect(cut.tokens.map(\.range) == [0..<3, 3..<3, 3..<6])
    #expect((0..<3).map { cut.normalized[$0].map(Array.init) } == [[0x66], [0x69], nil])
    #expect(cut.tokens.last?.kind == .added)
    #expect(cut.tokenCount == 2)
  }

  /// Bytes of an unchanged character that two tokens share are parted as without normalization.
  @Test func unchangedCharactersKeepTheirBytes() throws {
    let vocabulary = try Self.vocabulary([], merges: [])
    let tokenizer = PreparedTokenizer(BPETokenizer(vocabulary: vocabulary))
    let cut = tokenizer.segmentation(of: Array("文\u{FF21}文e\u{301}".utf8))
    #expect(cut.tokens.map(\.range) == [0..<1, 1..<2, 2..<3, 3..<6, 6..<7, 7..<8, 8..<9, 9..<12, 12..<12])
  }

  @Test func rawTokensComeBeforeNormalizedOnes() throws {
    let tokens = [
      Self.token(300, "\u{FB01}x", normalized: false), Self.token(301, "fi"), Self.token(302, "\u{2460}", word: true),
      Self.token(303, "x1"),
    ]
    let tokenizer = PreparedTokenizer(BPETokenizer(vocabulary: try Self.vocabulary(tokens)))
    #expect(tokenizer.ids(of: Array("\u{FB01}x\u{FB01}".utf8)) == [300, 301])
    // U+2460 is 1, which stands alone at the end of the part only.
    #expect(tokenizer.ids(of: Array("a1 1\u{FB01}x".utf8)) == [0x61, 0x31, 0x20, 302, 300])
    #expect(try tokenizer.decode([302, 0x61]) == Array("1a".utf8))
    #expect(try tokenizer.decode([300]) == Array("\u{FB01}x".utf8))
    #expect(throws: UnknownTokenID(id: 999, index: 2)) { try tokenizer.decode([0x61, 302, 999]) }
  }

  @Test func specialTokensAreTextUnlessAsked() throws {
    let end = Self.token(300, "<|end|>", special: true, left: true, normalized: false)
    let vocabulary = try Self.vocabulary([end], form: nil)
    #expect(!PreparedTokenizer.isNeeded(for: vocabulary))
    let text = Array("x <|end|>b".utf8)
    #expect(PreparedTokenizer(BPETokenizer(vocabulary: vocabulary)).ids(of: text) == text.map { TokenID($0) })
    let parsing = PreparedTokenizer(BPETokenizer(vocabulary: vocabulary), parsesSpecialTokens: true)
    #expect(parsing.ids(of: text) == [0x78, 300, 0x62])
    #expect(parsing.segmentation(of: text).tokens.map(\.range) == [0..<1, 1..<9, 9..<10])
    #expect(
      parsing.derivation(at: 4, of: text).steps
        == [.init(.addedToken(special: true), range: 1..<9, token: 300, pieces: [1..<9])])
    #expect(parsing.derivation(at: 9, of: text).steps.map(\.range) == [9..<10])
  }

  @Test func derivationsAreInRangesOfTheSource() throws {
    let tokenizer = PreparedTokenizer(BPETokenizer(vocabulary: try Self.vocabulary([Self.token(300, "(a)")])))
    let text = Array("(a)\u{FB01} ab".utf8)
    let steps = tokenizer.derivation(at: 4, of: text).steps
    #expect(steps.map(\.operation) == [.pretoken(.tokview), .merge(rank: 0)])
    #expect(steps.map(\.range) == [3..<6, 3..<6])
    #expect(steps.last?.pieces == [3..<6])
    #expect(
      tokenizer.derivation(at: 1, of: text).steps
        == [.init(.addedToken(special: false), range: 0..<3, token: 300, pieces: [0..<3])])
    let normalized = try #require(tokenizer.derivation(at: 4, of: text).normalized)
    #expect(normalized.form == .nfkc && normalized.bytes == Array("fi".utf8))
    #expect(normalized.steps.map(\.pieces) == [[0..<2], [0..<2]])
    // What normalization leaves as it is needs no second reading.
    #expect(tokenizer.derivation(at: 7, of: text).normalized == nil)
    #expect(tokenizer.derivation(at: 99, of: text).steps.first?.range == 6..<9)
    #expect(tokenizer.derivation(at: 0, of: []).steps.isEmpty)
  }

  @Test func addedTokensMayHaveTheBytesOfOthers() throws {
    let tokens = [Self.token(300, "ab"), Self.token(301, "\n")]
    let vocabulary = try Self.vocabulary(tokens)
    #expect(vocabulary.id(of: Array("ab".utf8)[...]) == 257)
    #expect(vocabulary.byteTokens[10] == 10)
    let tokenizer = PreparedTokenizer(BPETokenizer(vocabulary: vocabulary))
    #expect(tokenizer.ids(of: Array("ab\n".utf8)) == [300, 301])
    #expect(throws: VocabularyError.duplicateBytes(300, 301)) {
      try Self.vocabulary([Self.token(300, "zz"), Self.token(301, "zz")])
    }
    // A byte that is an added token too is what other text is made of.
    var entries: [(id: TokenID, bytes: [UInt8])] = (0..<256).map { (TokenID($0), [UInt8($0)]) }
    entries.append((256, [0x61, 0x62]))
    let bytes = try Vocabulary(
      name: "b", entries: entries, merges: [], pattern: .tokview, addedTokens: [Self.token(0x61, "a", word: true)])
    let greedy = PreparedTokenizer(GreedyTokenizer(vocabulary: bytes))
    #expect(greedy.ids(of: Array("a ba ab".utf8)) == [0x61, 0x20, 0x62, 0x61, 0x20, 256])
  }

  // MARK: Random texts

  static let units: [String] = [
    "a", "b", "c", "f", "i", " ", "  ", "\n", "\n\n", "1", ".", "(a)", "é", "e\u{301}", "\u{FB01}", "\u{FF21}",
    "\u{A0}",
    "\u{2460}", "\u{323}", "\u{301}", "文", "\u{FDFA}", "\u{1100}\u{1161}\u{11A8}", "\u{A8}", "/", "\u{FF0F}", "_", "ab",
    "abc",
  ]

  static func text(_ count: Int, using random: inout SeededGenerator) -> [UInt8] {
    var out: [UInt8] = []
    while out.count < count {
      out += Array(units.randomElement(using: &random)!.utf8)
      if Int.random(in: 0..<30, using: &random) == 0 { out.append(UInt8.random(in: 0x80...0xFF, using: &random)) }
    }
    return out
  }

  static func tokenizers(using random: inout SeededGenerator) throws -> [(name: String, tokenizer: PreparedTokenizer)] {
    var contents: [[UInt8]: Vocabulary.AddedToken] = [:]
    let form = [nil, NormalForm.nfc, .nfkc].randomElement(using: &random)!
    for id in 300..<TokenID(300 + Int.random(in: 0...6, using: &random)) {
      func chance() -> Bool { Int.random(in: 0..<4, using: &random) == 0 }
      let content = (0..<Int.random(in: 1...3, using: &random)).map { _ in units.randomElement(using: &random)! }
        .joined()
      let token = token(
        id, content, special: chance(), word: chance(), left: chance(), right: chance(), normalized: !chance())
      let key = form.map { NormalizedText.bytes(of: token.content, form: $0) } ?? token.content
      if contents[key] == nil, contents[token.content] == nil { contents[key] = token }
    }
    let vocabulary = try vocabulary(
      contents.values.sorted { $0.id < $1.id }, form: form,
      pattern: PretokenPattern.allCases.randomElement(using: &random) ?? .whole)
    let base = BPETokenizer(vocabulary: vocabulary)
    let all: [(String, any Tokenizer)] = [
      ("bpe", base), ("lbpe", LBPETokenizer(vocabulary: vocabulary)),
      ("greedy", GreedyTokenizer(vocabulary: vocabulary)),
      ("greedy-r2l", GreedyTokenizer(vocabulary: vocabulary, from: .right)),
      ("fewest", FewestTokensTokenizer(vocabulary: vocabulary)),
      ("r2l", DigitGroupingTokenizer(base: base, grouping: .rightToLeft)),
      ("scaffold", try ScaffoldBPETokenizer(expanded: vocabulary)),
    ]
    return all.map { ($0.0, PreparedTokenizer($0.1, parsesSpecialTokens: chance(&random))) }
  }

  private static func chance(_ random: inout SeededGenerator) -> Bool { Bool.random(using: &random) }

  @Test(arguments: [1, 2, 3] as [UInt64]) func propertiesHold(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for round in 0..<60 {
      for (name, tokenizer) in try Self.tokenizers(using: &random) {
        let text = Self.text([0, 3, 20, 90][round % 4], using: &random)
        let comment: Comment = "\(name), seed \(seed), round \(round), \(text)"
        let cut = tokenizer.segmentation(of: text)
        let ids = tokenizer.ids(of: text)
        #expect(cut.tokens.map(\.id) == ids, comment)
        #expect(cut.byteCount == text.count, comment)
        var position = 0
        var normal: [UInt8] = []
        for (index, token) in cut.tokens.enumerated() {
          #expect(token.start == position && token.end >= position, comment)
          position = token.end
          let reading = cut.normalized[index] ?? text[token.range]
          normal += reading
          #expect(token.kind == tokenizer.vocabulary.kind(of: token.id), comment)
          // Ordinary tokens read as their bytes; added ones may have white space beside them.
          if token.kind != .added, token.kind != .special {
            #expect(reading == tokenizer.vocabulary.bytes(of: token.id), comment)
          }
        }
        #expect(position == text.count, comment)
        if let form = tokenizer.vocabulary.normalForm {
          if tokenizer.vocabulary.addedTokens.isEmpty {
            #expect(normal == NormalizedText.bytes(of: text, form: form), comment)
            #expect(try tokenizer.decode(ids) == normal, comment)
          }
        } else {
          #expect(normal == text && cut.normalized.isEmpty, comment)
        }
        for offset in [0, text.count / 2, text.count + 3] {
          checkDerivation(tokenizer.derivation(at: offset, of: text), of: text, at: offset, cut, comment)
        }
      }
    }
  }

  /// The last step has the tokens of the text, in its bytes and as they read.
  private func checkDerivation(
    _ derivation: Derivation, of text: [UInt8], at offset: Int, _ cut: Segmentation, _ comment: Comment
  ) {
    guard let first = derivation.steps.first, let last = derivation.steps.last else {
      #expect(text.isEmpty, comment)
      return
    }
    #expect(first.range.contains(min(offset, text.count - 1)), comment)
    let pieces = last.pieces
    #expect(zip(pieces, pieces.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound }, comment)
    let whole = (pieces.first?.lowerBound ?? 0)..<(pieces.last?.upperBound ?? 0)
    // Those without bytes may belong to the part before or after.
    let tokens = cut.tokens.map(\.range).filter { whole.overlaps($0) }
    #expect(pieces.filter { !$0.isEmpty } == tokens.filter { !$0.isEmpty }, comment)
    guard let normalized = derivation.normalized, let reading = normalized.steps.last else { return }
    #expect(normalized.steps.count == derivation.steps.count, comment)
    let readings = cut.tokens.indices.map { Array(cut.normalized[$0] ?? text[cut.tokens[$0].range]) }
    let own = reading.pieces.map { Array(normalized.bytes[$0]) }
    #expect((0...readings.count - own.count).contains { readings[$0..<$0 + own.count] == own[...] }, comment)
  }

  /// A long text without a pattern is derived as far as no token reaches.
  @Test func longTextsWithoutAPatternAreDerivedInParts() throws {
    let tokenizer = PreparedTokenizer(
      BPETokenizer(vocabulary: try Self.vocabulary([], pattern: .whole)))
    let text = Array(String(repeating: "abc.", count: 400).utf8)
    let steps = tokenizer.derivation(at: 801, of: text).steps
    #expect(steps.first?.range == 800..<803)
    #expect(steps.map(\.operation) == [.pretoken(.whole), .merge(rank: 1), .merge(rank: 3)])
  }

  /// What safe boundaries promise, also of those that are told from a part of the text.
  @Test(arguments: [4, 5, 6] as [UInt64]) func partsHaveTheTokensOfTheWhole(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var places = 0
    for round in 0..<80 {
      for (name, tokenizer) in try Self.tokenizers(using: &random) {
        let text = Self.text(120, using: &random)
        let whole = tokenizer.ids(of: text)
        text.withUnsafeBufferPointer { buffer in
          for place in 1..<text.count where tokenizer.boundary.isSafe(place, in: buffer) {
            places += 1
            let parts = tokenizer.ids(of: Array(text[..<place])) + tokenizer.ids(of: Array(text[place...]))
            if parts != whole {
              let added = tokenizer.vocabulary.addedTokens
              Issue.record(
                "\(name), seed \(seed), round \(round), \(tokenizer.vocabulary.pattern), \(String(describing: tokenizer.vocabulary.normalForm)), place \(place) in \(text): \(added)"
              )
              return
            }
          }
          for place in 0..<text.count {
            let low = max(0, place - SafeBoundary.reach)
            let high = min(text.count, place + SafeBoundary.reach)
            let near = UnsafeBufferPointer(rebasing: buffer[low..<high])
            let isSafe = tokenizer.boundary.isSafe(place, in: buffer)
            #expect(place == low || tokenizer.boundary.isSafe(place - low, in: near) == isSafe, "\(place) in \(text)")
          }
        }
      }
    }
    #expect(places > 1_000)
  }

  /// Without a pattern short parts are encoded, which gives what merging the whole gives.
  @Test func wholeTextsAreMergedWhole() throws {
    var random = SeededGenerator(seed: 77)
    let alphabet = RandomText.alphabet + [[0x20], [0x0A]]
    for round in 0..<40 {
      let vocabulary = Vocabulary.random(alphabet: alphabet, merges: 200, pattern: .whole, using: &random)
      let text = RandomText.next(length: 200, using: &random)
      let naive = NaiveBPE(vocabulary: vocabulary)
      #expect(BPETokenizer(vocabulary: vocabulary).ids(of: text) == naive.encodePretoken(text), "round \(round)")
      let short = Array(text.prefix(12))
      let encoders = NaiveEncoders(vocabulary: vocabulary)
      func ids(_ ranges: [Range<Int>]) -> [TokenID] { ranges.compactMap { vocabulary.id(of: short[$0]) } }
      #expect(FewestTokensTokenizer(vocabulary: vocabulary).ids(of: short) == ids(encoders.fewest(short)))
      #expect(LBPETokenizer(vocabulary: vocabulary).ids(of: short) == ids(encoders.longestFirst(short, by: .bytes)))
      #expect(GreedyTokenizer(vocabulary: vocabulary).ids(of: short) == ids(encoders.greedyFromTheLeft(short)))
    }
  }

  @Test(.timeLimit(.minutes(2))) func hostileTextsTakeLinearTime() throws {
    let bomb = [[UInt8]](repeating: Array("\u{FDFA}".utf8), count: 1_000_000).flatMap { $0 }
    let tokenizer = PreparedTokenizer(BPETokenizer(vocabulary: try Self.vocabulary([Self.token(300, "(a)")])))
    #expect(tokenizer.ids(of: bomb).count == 33_000_000)
    let cut = tokenizer.segmentation(of: Array(bomb[..<300_000]))
    #expect(cut.tokens.count == 3_300_000 && cut.tokenCount == 100_000)
    let units = [Array("(a)".utf8), [0x20], Array("\u{301}".utf8), [0x61]]
    for unit in units {
      let text = [[UInt8]](repeating: unit, count: 1_000_000).flatMap { $0 }
      #expect(!tokenizer.ids(of: text).isEmpty)
    }
  }
}
