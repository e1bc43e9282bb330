import TestSupport
import Testing

@testable import Tokenization

/// Tokenizers over the bundled lists and a small byte-pair vocabulary.
enum TurkishTokenizers {
  static let base = BPETokenizer(vocabulary: vocabulary)

  /// Bytes and the merges of the curly apostrophe.
  private static let vocabulary: Vocabulary = {
    var entries: [(id: TokenID, bytes: [UInt8])] = (0..<256).map { (TokenID($0), [UInt8($0)]) }
    entries += [(256, [0xE2, 0x80]), (257, [0xE2, 0x80, 0x99])]
    let merges = [Merge(left: 0xE2, right: 0x80, result: 256), Merge(left: 256, right: 0x99, result: 257)]
    do { return try Vocabulary(name: "test", entries: entries, merges: merges, pattern: .tokview) } catch {
      preconditionFailure("\(error)")
    }
  }()
  static let hybrid = TurkishTokenizer(base: base, analyzer: BundledTurkish.analyzer)
  static let greedy = TurkishGreedyTokenizer(base: base, analyzer: BundledTurkish.analyzer)
}

extension Tokenizer {
  /// Tokens as `source=name`, a marker as its name alone, a byte-pair token as its source.
  func described(_ text: String) -> [String] {
    let bytes = [UInt8](text.utf8)
    return segmentation(of: bytes).tokens.map { token in
      let source = String(decoding: bytes[token.range], as: UTF8.self)
      let name = String(decoding: vocabulary.bytes(of: token.id), as: UTF8.self)
      switch token.kind {
      case .root, .suffix: return source + "=" + name
      case .marker: return name
      default: return source
      }
    }
  }
}

@Suite struct TurkishTokenizerTests {
  let tokenizer = TurkishTokenizers.hybrid

  @Test(arguments: [
    (" Kitaplarımızdan", ["⟨Title⟩", " Kitap=kitap", "lar=-lAr", "ımız=-(I)mIz", "dan=-DAn"]),
    (" kitabı", [" kitab=kitap", "ı=-(s)I"]),
    ("kitaba", ["⟨glue⟩", "kitab=kitap", "a=-(y)A"]),
    (" EVLERDE", ["⟨UPPER⟩", " EV=ev", "LER=-lAr", "DE=-DA"]),
    (" saatler", [" saat=saat", "ler=-lAr"]),
    (" Ankara'da", ["⟨Title⟩", " Ankara=Ankara", "'", "da=-DA"]),
    (" ANKARA'DA", ["⟨UPPER⟩", " ANKARA=Ankara", "'", "⟨UPPER⟩", "DA=-DA"]),
    (" Ankara’da", ["⟨Title⟩", " Ankara=Ankara", "’", "da=-DA"]),
    (" hakkı", [" hakk=hak", "ı=-(s)I"]),
    (" burnu", [" burn=burun", "u=-(s)I"]),
    (" bekliyor", [" bekl=bekle-", "iyor=-Iyor"]),
  ])
  func namesMorphemes(text: String, expected: [String]) {
    #expect(tokenizer.described(text) == expected)
  }

  @Test func numbersAndAbbreviationsTakeSuffixes() {
    #expect(tokenizer.described(" 2024'te").suffix(2) == ["'", "te=-DA"])
    #expect(tokenizer.described(" 3'üncü").suffix(2) == ["'", "üncü=-(I)ncI"])
    #expect(tokenizer.described(" TBMM'nin").suffix(2) == ["'", "nin=-(n)In"])
    // The second harmony that a foreign name may have is said.
    let foreign = tokenizer.described(" Google'ın")
    #expect(foreign.last == "ın=-(n)In" && foreign.dropLast().last?.hasPrefix("⟨variant") == true, "\(foreign)")
  }

  /// A space before a root is part of it; anything else is said by a marker or is a token of its own.
  @Test func whiteSpaceStays() {
    #expect(
      tokenizer.described("ev  ev\tev\nev") == [
        "⟨glue⟩", "ev=ev", " ", " ev=ev", "\t", "⟨glue⟩", "ev=ev", "\n", "⟨glue⟩", "ev=ev",
      ])
  }

  @Test func decomposedLettersAreMarked() throws {
    let text = " c\u{327}ic\u{327}ekler"
    #expect(tokenizer.described(text) == ["⟨NFD⟩", " c\u{327}ic\u{327}ek=çiçek", "ler=-lAr"])
    let decoded = try tokenizer.decode(tokenizer.ids(of: Array(text.utf8)))
    #expect(decoded == Array(text.utf8))
  }

  /// A circumflex is written or not; both are one root.
  @Test func circumflexesAreVariants() throws {
    for text in [" kâğıdı", " kağıdı", " KÂĞIT", " rüzgâr", " rüzgar"] {
      let bytes = Array(text.utf8)
      let decoded = try tokenizer.decode(tokenizer.ids(of: bytes))
      #expect(decoded == bytes)
      #expect(tokenizer.segmentation(of: bytes).tokens.contains { $0.kind == .root }, "\(text)")
    }
  }

  /// Dotted and dotless I are two letters in both cases.
  @Test func casingIsTurkish() throws {
    let small = tokenizer.ids(of: Array(" ışık".utf8)).last
    #expect(tokenizer.ids(of: Array(" IŞIK".utf8)).last == small)
    #expect(tokenizer.ids(of: Array(" İŞIK".utf8)).last != small)
    #expect(tokenizer.described(" İNSAN").last == " İNSAN=insan")
  }

  /// All forms of a root and of a suffix share one id.
  @Test func allomorphsShareIDs() {
    func ids(_ text: String) -> [TokenID] { tokenizer.ids(of: Array(text.utf8)) }
    #expect(ids(" kitap")[0] == ids(" kitabı")[0])
    #expect(ids(" evler")[1] == ids(" kitaplar")[1])
    #expect(ids(" evde")[1] == ids(" kitapta")[1])
  }

  @Test func idsAreDenseAndKindsFollowRanges() {
    let vocabulary = tokenizer.vocabulary
    #expect(vocabulary.ids == Array(0..<TokenID(vocabulary.count)))
    let kinds = vocabulary.ids.map { vocabulary.kind(of: $0) }
    let base = TurkishTokenizers.base.vocabulary.count
    #expect(kinds[base..<base + 19].allSatisfy { $0 == .marker })
    let suffixes = BundledTurkish.analyzer.inventory.morphemes.count
    #expect(kinds[(base + 19)..<(base + 19 + suffixes)].allSatisfy { $0 == .suffix })
    #expect(kinds[(base + 19 + suffixes)...].allSatisfy { $0 == .root })
    #expect(kinds.count == base + 19 + suffixes + BundledTurkish.analyzer.lexicon.count)
  }

  @Test func cutsAreThoseOfTheBestReading() {
    for word in ["gelin", "evlerimizdekilerden", "kitapçılık", "çekoslovakyalılaştıramadıklarımızdan", "okuldakiler"] {
      let analysis = BundledTurkish.analyzer.analyses(of: Array(word.utf8))[0]
      let cuts = analysis.morphemes.map(\.range.upperBound).dropLast()
      #expect(tokenizer.segmentation(of: Array(word.utf8)).cuts == Array(cuts), "\(word)")
    }
  }

  @Test func readingsAndDescriptions() throws {
    let text = Array("bir gelin".utf8)
    let readings = tokenizer.readings(at: 5, of: text, count: 3)
    #expect(readings.count == 3 && readings[0].cost <= readings[1].cost)
    #expect(readings.contains { $0.parts.map(\.range) == [4..<9] })
    #expect(readings.contains { $0.parts.map(\.range) == [4..<7, 7..<9] })
    let kitap = try #require(tokenizer.ids(of: Array(" kitabı".utf8)).first)
    let root = try #require(tokenizer.description(of: kitap))
    #expect(root == MorphemeDescription(form: "kitap", gloss: "noun", allomorphs: ["kitap", "kitab"]))
    let dative = try #require(tokenizer.description(of: tokenizer.ids(of: Array(" evime".utf8))[2]))
    #expect(dative.form == "-(y)A" && dative.gloss == "dative")
    #expect(dative.allomorphs.prefix(4) == ["a", "e", "ya", "ye"])
    #expect(tokenizer.description(of: 65) == nil)
  }

  @Test(arguments: [
    (" kitabı", [["softening"], ["vowel harmony"]]), (" burnu", [["vowel drop"], ["vowel harmony"]]),
    (" hakkı", [["gemination"], ["vowel harmony"]]), (" saatler", [[], ["inverse harmony"]]),
    (" bekliyor", [["narrowing"], ["vowel harmony"]]), (" kitapta", [[], ["hardening", "vowel harmony"]]),
    (" arabayı", [[], ["buffer letter", "vowel harmony"]]), (" bana", [["irregular stem"], ["vowel harmony"]]),
    (" kaybı", [["softening", "vowel drop"], ["vowel harmony"]]),
    (" tıbbı", [["softening", "gemination"], ["vowel harmony"]]),
  ])
  func derivationNamesRules(text: String, expected: [[String]]) {
    let steps = tokenizer.derivation(at: 2, of: Array(text.utf8)).steps
    let rules = steps.compactMap { step -> [String]? in
      switch step.operation {
      case .root(_, let rules), .suffix(_, _, let rules): rules.map(\.rawValue)
      default: nil
      }
    }
    #expect(rules == expected)
  }
}

@Suite struct TurkishLosslessTests {
  static let alphabet: [[UInt8]] =
    "abcçdefgğhıijklmnoöprsştuüvyzâîûqwxABCÇDEFGĞHIİJKLMNOÖPRSŞTUÜVYZ0123456789''’’    .,-(\n\t\u{301}\u{307}\u{327}\u{308}文é–“”"
    .unicodeScalars.map { Array(String($0).utf8) }

  private func check(_ text: [UInt8], _ comment: Comment) {
    let tokenizer = TurkishTokenizers.hybrid
    let ids = tokenizer.ids(of: text)
    let segmentation = tokenizer.segmentation(of: text)
    #expect((try? tokenizer.decode(ids)) == text, "\(comment): \(String(decoding: text, as: UTF8.self))")
    for offset in [0, text.count / 3, text.count / 2] where !text.isEmpty {
      let last = tokenizer.derivation(at: offset, of: text).steps.last?.pieces ?? []
      let whole = (last.first?.lowerBound ?? 0)..<(last.last?.upperBound ?? 0)
      let tokens = segmentation.tokens.filter { !$0.isVirtual && whole.overlaps($0.range) }.map(\.range)
      #expect(whole.contains(offset) && last == tokens, comment)
    }
    let split = tokenizer.separableCount(of: ids)
    let parts = [Array(ids[..<split]), Array(ids[split...])]
    #expect(parts.flatMap { (try? tokenizer.decode($0)) ?? [] } == text, comment)
    #expect(segmentation.tokens.map(\.id) == ids, comment)
    #expect(segmentation.byteCount == text.count, comment)
    for token in segmentation.tokens {
      #expect(token.isVirtual == (token.kind == .marker), comment)
      if token.kind != .root, token.kind != .suffix, token.kind != .marker {
        #expect(tokenizer.vocabulary.bytes(of: token.id) == text[token.range], comment)
      }
    }
    // The greedy rule loses bytes, never ranges.
    #expect(TurkishTokenizers.greedy.segmentation(of: text).byteCount == text.count, comment)
  }

  @Test func randomBytes() {
    let seed: UInt64 = 41
    var random = SeededGenerator(seed: seed)
    for round in 0..<400 {
      let text = (0..<Int.random(in: 0...60, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      check(text, "seed \(seed), round \(round)")
    }
  }

  @Test func randomLetters() {
    let seed: UInt64 = 42
    var random = SeededGenerator(seed: seed)
    for round in 0..<3000 {
      let text = (0..<Int.random(in: 0...40, using: &random)).flatMap { _ in
        Self.alphabet[Int.random(in: 0..<Self.alphabet.count, using: &random)]
      }
      check(text, "seed \(seed), round \(round)")
    }
  }

  /// Roots with suffixes that are often possible, in all cases, with apostrophes, joined in any way.
  @Test func randomWords() {
    let seed: UInt64 = 43
    var random = SeededGenerator(seed: seed)
    let lexicon = BundledTurkish.analyzer.lexicon
    let inventory = BundledTurkish.analyzer.inventory
    let joints = [" ", "  ", "\n", "", "'", "’", "-", ", ", "“", "1"].map { Array($0.utf8) }
    for round in 0..<2000 {
      var text: [UInt8] = []
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        text += joints[Int.random(in: 0..<joints.count, using: &random)]
        var word = Array(lexicon.text(of: Int.random(in: 0..<lexicon.count, using: &random)))
        for _ in 0..<Int.random(in: 0...3, using: &random) {
          let surfaces = inventory.surfaces(of: Int.random(in: 0..<inventory.morphemes.count, using: &random))
          word += surfaces[Int.random(in: 0..<surfaces.count, using: &random)]
        }
        let letters = TurkishWord(word).letters
        let patterns: [TurkishWord.CasePattern] = [.lower, .title, .upper]
        if letters.allSatisfy({ $0 < 32 }), Bool.random(using: &random) {
          word = TurkishSpelling.bytes(
            of: letters, as: patterns[Int.random(in: 0..<3, using: &random)],
            decomposed: Int.random(in: 0..<8, using: &random) == 0)
        }
        text += word
      }
      check(text, "seed \(seed), round \(round)")
    }
  }

  /// Every spelling that the speller gives is read back as the bytes it stands for, whatever the context of the run.
  @Test func everyRootAndSuffixDecodes() throws {
    let tokenizer = TurkishTokenizers.hybrid
    var words = 0
    var spelled = 0
    for root in stride(from: 0, to: BundledTurkish.analyzer.lexicon.count, by: 7) {
      let text = [0x20] + Array(BundledTurkish.analyzer.lexicon.text(of: root))
      let tokens = tokenizer.segmentation(of: text).tokens
      let decoded = try tokenizer.decode(tokens.map(\.id))
      #expect(decoded == text)
      words += 1
      if tokens.contains(where: { $0.kind == .root }) { spelled += 1 }
    }
    // A compound that needs its possessive and the like stay byte pairs.
    #expect(spelled * 100 > words * 97, "\(spelled) of \(words)")
  }

  @Test func anyIDsDecodeToSomething() throws {
    let seed: UInt64 = 44
    var random = SeededGenerator(seed: seed)
    let tokenizer = TurkishTokenizers.hybrid
    let count = TokenID(tokenizer.vocabulary.count)
    let symbols = TokenID(TurkishTokenizers.base.vocabulary.count)
    for _ in 0..<300 {
      let ids = (0..<Int.random(in: 0...80, using: &random)).map { _ in
        Bool.random(using: &random)
          ? TokenID.random(in: 0..<count, using: &random) : TokenID.random(in: symbols..<symbols + 140, using: &random)
      }
      _ = try tokenizer.decode(ids)
    }
    #expect(throws: UnknownTokenID.self) { try tokenizer.decode([0, count]) }
  }

  @Test(.timeLimit(.minutes(1)), arguments: ["a", "lar", "i", "'", "ş", "2", " ", "\u{327}", "a'"])
  func aMegabyteOfOneThing(unit: String) throws {
    let bytes = Array(unit.utf8)
    let text = (0..<1 << 20).map { bytes[$0 % bytes.count] }
    let ids = TurkishTokenizers.hybrid.ids(of: text)
    let decoded = try TurkishTokenizers.hybrid.decode(ids)
    #expect(decoded == text)
    #expect(TurkishTokenizers.greedy.segmentation(of: text).byteCount == text.count)
  }

  /// Parts that meet at safe boundaries give the tokens of the whole.
  @Test func windowsJoin() {
    let text = Array("Evde kitap okuyorum.\n- Ankara'da (evde) 12 kişi\nNe güzel!\nAhmet'in evi  burada.\n".utf8)
    let whole = TurkishTokenizers.hybrid.ids(of: text)
    text.withUnsafeBufferPointer { buffer in
      for place in 1..<text.count where SafeBoundary.patterns.isSafe(place, in: buffer) {
        let parts =
          TurkishTokenizers.hybrid.ids(of: Array(text[..<place]))
          + TurkishTokenizers.hybrid.ids(of: Array(text[place...]))
        #expect(parts == whole, "cut at \(place)")
      }
    }
  }
}

@Suite struct TurkishGreedyTests {
  let tokenizer = TurkishTokenizers.greedy

  /// No backtracking, no harmony, no order of suffixes.
  @Test(arguments: [
    (" ağacı", [" ağac", "ı"]), (" hissi", [" hissi"]), (" gidildi", [" gidi", "l", "di"]),
  ])
  func cutsGreedily(text: String, expected: [String]) {
    let bytes = Array(text.utf8)
    let pieces = tokenizer.segmentation(of: bytes).tokens.filter { !$0.isVirtual }.map {
      String(decoding: bytes[$0.range], as: UTF8.self)
    }
    #expect(pieces == expected)
  }

  /// A marker for each capital: four tokens and four markers, as in the published program, and one for each root without a space.
  @Test func eachCapitalIsMarked() {
    let tokens = tokenizer.segmentation(of: Array(" TBMM".utf8)).tokens
    let title = Array("⟨Title⟩".utf8)
    #expect(tokens.count { tokenizer.vocabulary.bytes(of: $0.id).elementsEqual(title) } == 4)
    #expect(tokens.count { !$0.isVirtual } == 4)
  }

  /// Ids do not always spell the word.
  @Test func decodingLoses() throws {
    let lost = try ["saatler", "hissi", "kitabı"].filter { word in
      let text = Array(" \(word)".utf8)
      return try tokenizer.decode(tokenizer.ids(of: text)) != text
    }
    #expect(!lost.isEmpty)
  }

  @Test func equalsTheRuleWrittenDown() {
    let seed: UInt64 = 51
    var random = SeededGenerator(seed: seed)
    let lexicon = BundledTurkish.analyzer.lexicon
    let inventory = BundledTurkish.analyzer.inventory
    let twin = GreedyTwin()
    for _ in 0..<150 {
      var word = Array(lexicon.text(of: Int.random(in: 0..<lexicon.count, using: &random)))
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        let surfaces = inventory.surfaces(of: Int.random(in: 0..<inventory.morphemes.count, using: &random))
        word += surfaces[Int.random(in: 0..<surfaces.count, using: &random)]
      }
      let letters = String(decoding: TurkishLetter.text(of: TurkishWord(word).letters), as: UTF8.self)
      let text = Array(" \(letters)".utf8)
      let pieces = tokenizer.segmentation(of: text).tokens.filter { !$0.isVirtual }.map {
        String(decoding: text[$0.range], as: UTF8.self)
      }
      #expect(pieces == twin.cut(" \(letters)"), "seed \(seed)")
    }
  }
}

/// The greedy rule over sets of strings.
private struct GreedyTwin {
  var roots: Set<String> = []
  var suffixes: Set<String> = []
  /// Small letters that the byte-pair vocabulary has as tokens.
  let pieces = Set("abcdefghijklmnopqrstuvwxyz ".map(String.init))

  init() {
    let analyzer = BundledTurkish.analyzer
    for root in 0..<analyzer.lexicon.count {
      analyzer.forms.forEach(of: root, spelled: analyzer.forms.letters(of: root)) { letters, _ in
        roots.insert(String(decoding: TurkishLetter.text(of: letters), as: UTF8.self))
      }
    }
    for morpheme in analyzer.inventory.morphemes.indices {
      for surface in analyzer.inventory.surfaces(of: morpheme) {
        suffixes.insert(String(decoding: surface, as: UTF8.self))
      }
    }
  }

  func cut(_ text: String) -> [String] {
    var rest = Substring(text)
    var out: [String] = []
    while !rest.isEmpty {
      // Kind 0 root, 1 suffix, 2 piece; more points win, then the lower kind, then the longer prefix.
      var best: (points: Int, kind: Int, length: Int)?
      for length in 1...rest.count {
        let prefix = String(rest.prefix(length))
        let bare = prefix.hasPrefix(" ") ? String(prefix.dropFirst()) : prefix
        let kinds = [
          roots.contains(bare), suffixes.contains(prefix), pieces.contains(prefix) && length == 1,
        ]
        let after = rest.dropFirst(length)
        let follows = (1...12).filter { $0 <= after.count && suffixes.contains(String(after.prefix($0))) }.max() ?? 0
        for kind in 0..<3 where kinds[kind] {
          let points = length + (after.isEmpty ? 5 : follows)
          let candidate = (points: points, kind: kind, length: length)
          if best.map({ (candidate.points, -candidate.kind, candidate.length) > ($0.points, -$0.kind, $0.length) })
            ?? true
          {
            best = candidate
          }
        }
      }
      // A letter of two bytes is no token of the vocabulary; it is taken alone.
      let length = best?.length ?? 1
      out.append(String(rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
    return out
  }
}
