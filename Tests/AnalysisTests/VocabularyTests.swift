import Analysis
import TestSupport
import Testing
import Tokenization

@Suite struct VocabularyTests {
  /// Bytes, then joined pairs of a few letters, digits and blanks, in any order of ranks.
  private func randomVocabulary(
    _ generator: inout SeededGenerator, merges count: Int = 60, pattern: PretokenPattern = .tokview,
    added: [(String, isSpecial: Bool)] = []
  ) throws -> Vocabulary {
    var entries = (0..<256).map { (id: TokenID($0), bytes: [UInt8($0)]) }
    var known = Set(entries.map(\.bytes))
    let letters = Array("ab 12\n\u{E9}".utf8)
    var usable = letters.map { TokenID($0) }
    var merges: [Merge] = []
    while merges.count < count {
      let (left, right) = (usable.randomElement(using: &generator)!, usable.randomElement(using: &generator)!)
      let bytes = entries[Int(left)].bytes + entries[Int(right)].bytes
      guard bytes.count <= 8, known.insert(bytes).inserted else { continue }
      merges.append(Merge(left: left, right: right, result: TokenID(entries.count)))
      usable.append(TokenID(entries.count))
      entries.append((id: TokenID(entries.count), bytes: bytes))
    }
    // Merges may come in another order than their results.
    for index in merges.indices.reversed() where Bool.random(using: &generator) {
      merges.swapAt(index, Int.random(in: 0...index, using: &generator))
    }
    var tokens: [Vocabulary.AddedToken] = []
    for (text, isSpecial) in added {
      tokens.append(.init(id: TokenID(entries.count + 7), content: Array(text.utf8), special: isSpecial))
      entries.append((id: TokenID(entries.count + 7), bytes: Array(text.utf8)))
    }
    return try Vocabulary(name: "random", entries: entries, merges: merges, pattern: pattern, addedTokens: tokens)
  }

  private func randomText(_ count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
    let letters = Array("aab b 12\n\u{E9}<|x|>".utf8) + [0xFF, 0xC3]
    return (0..<count).map { _ in letters.randomElement(using: &generator)! }
  }

  private func reachability(_ listing: VocabularyListing, _ tokenizer: any Tokenizer) -> Reachability {
    var reach = Reachability(listing)
    let test = ReachTest(listing, of: tokenizer)
    while !reach.isComplete { reach.test(50, by: test) }
    return reach
  }

  /// Joins the neighbours of lowest rank, leftmost first, until none is left.
  private func merged(_ bytes: [UInt8], _ vocabulary: Vocabulary) -> [TokenID] {
    var ids = bytes.map { TokenID($0) }
    while true {
      let pairs = (0..<max(0, ids.count - 1)).compactMap { place -> (rank: Int, place: Int)? in
        let rank = vocabulary.merges.firstIndex { $0.left == ids[place] && $0.right == ids[place + 1] }
        return rank.map { ($0, place) }
      }
      guard let best = pairs.min(by: { ($0.rank, $0.place) < ($1.rank, $1.place) }) else { return ids }
      ids[best.place] = vocabulary.merges[best.rank].result
      ids.remove(at: best.place + 1)
    }
  }

  @Test func exampleOfAnEntryThatIsNeverGiven() throws {
    var entries = (0..<256).map { (id: TokenID($0), bytes: [UInt8($0)]) }
    for (offset, text) in ["he", "th", "the"].enumerated() {
      entries.append((id: TokenID(256 + offset), bytes: Array(text.utf8)))
    }
    let (t, h, e): (TokenID, TokenID, TokenID) = (0x74, 0x68, 0x65)
    let vocabulary = try Vocabulary(
      name: "example", entries: entries,
      merges: [
        Merge(left: h, right: e, result: 256), Merge(left: t, right: h, result: 257),
        Merge(left: 257, right: e, result: 258),
      ], pattern: .tokview)
    let tokenizer = BPETokenizer(vocabulary: vocabulary)
    let listing = VocabularyListing(tokenizer)
    let reach = reachability(listing, tokenizer)
    #expect((256...258).map { reach[$0] } == [.whole, .whole, .never])
    #expect(reach.unreachable == 1 && reach.count(.never) == 1)
    #expect(listing.parts(258) == [257, 0x65] && listing.rank(258) == 2 && listing.rank(0x65) == nil)
    // A model that takes the longest token gives all three.
    let greedy = GreedyTokenizer(vocabulary: vocabulary)
    #expect(reachability(VocabularyListing(greedy), greedy).unreachable == 0)
  }

  /// Against merging by hand and, for whole texts, the tokenizer.
  @Test(arguments: [UInt64(1), 2, 3, 4]) func reachIsThatOfTheOwnBytes(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let vocabulary = try randomVocabulary(&generator, pattern: seed % 2 == 0 ? .tokview : .gpt2)
    let tokenizer = BPETokenizer(vocabulary: vocabulary)
    let listing = VocabularyListing(tokenizer)
    let reach = reachability(listing, tokenizer)
    for entry in 0..<listing.count {
      let bytes = Array(listing.bytes(entry))
      let isWhole = tokenizer.segmentation(of: bytes).tokens.map(\.id) == [TokenID(entry)]
      let expected: EntryReach =
        isWhole ? .whole : merged(bytes, vocabulary) == [TokenID(entry)] ? .inside : .never
      #expect(reach[entry] == expected, "seed \(seed), entry \(entry)")
    }
    for kind in EntryReach.allCases {
      #expect(reach.count(kind) == (0..<listing.count).count { reach[$0] == kind }, "seed \(seed)")
    }
  }

  /// What is said to be in no text is in none.
  @Test(arguments: [UInt64(11), 12, 13, 14, 15, 16]) func neverIsCertain(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let vocabulary = try randomVocabulary(&generator, merges: 120, added: [("<|x|>", false), ("b 1", false)])
    let base = BPETokenizer(vocabulary: vocabulary)
    let tokenizers: [any Tokenizer] = [
      PreparedTokenizer(base), base, LBPETokenizer(vocabulary: vocabulary),
      PreparedTokenizer(DigitGroupingTokenizer(base: base, grouping: .single)),
      DigitGroupingTokenizer(base: base, grouping: .rightToLeft),
      DigitGroupingTokenizer(base: base, grouping: .leftToRight),
    ]
    for (index, tokenizer) in tokenizers.enumerated() {
      let listing = VocabularyListing(tokenizer)
      let reach = reachability(listing, tokenizer)
      var uses = TokenUses(entries: listing.count)
      for _ in 0..<200 {
        var ids: [TokenID] = []
        randomText(60, &generator).withUnsafeBufferPointer { tokenizer.encode($0, into: &ids) }
        uses.add(ids, listing)
      }
      #expect(uses.tokens > 1000)
      for entry in 0..<listing.count where uses[entry] > 0 {
        #expect(reach[entry]?.isUnreachable == false, "seed \(seed), tokenizer \(index), entry \(entry)")
      }
      #expect(uses.used == (0..<listing.count).count { uses[$0] > 0 })
    }
    // Single digits: no longer group comes.
    let listing = VocabularyListing(tokenizers[3])
    let reach = reachability(listing, tokenizers[3])
    for entry in 0..<listing.count where listing.kind(entry) == .digits { #expect(reach[entry] == .never) }
  }

  @Test func specialTokensAndScaffoldTokens() throws {
    var generator = SeededGenerator(seed: 5)
    let plain = try randomVocabulary(&generator, added: [("<s>", true), ("<a>", false)])
    let prepared = PreparedTokenizer(BPETokenizer(vocabulary: plain))
    let listing = VocabularyListing(prepared)
    let reach = reachability(listing, prepared)
    #expect(reach[listing.count - 2] == .special && reach[listing.count - 1] == .whole)
    #expect(listing.kinds[.special] == 1 && listing.kinds[.added] == 1)
    #expect(reach.count(.special) == 1)

    let merges = try randomVocabulary(&generator)
    let hidden = [merges.merges[3].result, merges.merges[10].result].sorted()
    let expanded = try Vocabulary(
      name: "scaffold", entries: merges.ids.map { ($0, Array(merges.bytes(of: $0))) }, merges: merges.merges,
      pattern: .tokview, scaffoldTokens: hidden)
    let scaffold = try ScaffoldBPETokenizer(expanded: expanded)
    let entries = VocabularyListing(scaffold)
    #expect(entries.count == scaffold.vocabulary.count + 2)
    let found = reachability(entries, scaffold)
    for entry in 0..<entries.count {
      let isHidden = hidden.contains(entries.innerID(entry))
      #expect((entries.id(entry) == nil) == isHidden && (found[entry] == .scaffold) == isHidden)
      guard let id = entries.id(entry) else { continue }
      #expect(entries.entry(of: id) == entry && scaffold.vocabulary.bytes(of: id) == entries.bytes(entry))
    }
    #expect(entries.entry(of: TokenID(scaffold.vocabulary.count)) == nil)
    #expect(found.unreachable >= 2)
  }

  @Test(arguments: [UInt64(21), 22, 23]) func listsAreThoseOfAPlainFilterAndSort(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let first = BPETokenizer(vocabulary: try randomVocabulary(&generator, merges: 300))
    let listing = VocabularyListing(first)
    var facts = VocabularyFacts(listing)
    func check(_ query: VocabularyQuery) {
      let rows = facts.rows(query)
      let expected = (0..<listing.count).filter { entry in
        let bytes = Array(listing.bytes(entry))
        let starts = query.text.isEmpty || bytes.indices.contains { bytes[$0...].starts(with: query.text) }
        let shown =
          switch query.show {
          case .all: true
          case .unreachable: facts.reach[entry] == .never || facts.reach[entry] == .scaffold
          case .inside: facts.reach[entry] == .inside
          case .unused: facts.uses != nil && facts.uses?[entry] == 0
          case .used: (facts.uses?[entry] ?? 0) > 0
          case .shared: facts.comparison?[entry] == true
          case .only: facts.comparison?[entry] == false
          }
        return starts && shown && (query.kind == nil || listing.kind(entry) == query.kind)
      }.sorted { a, b in
        switch query.order {
        case .id: a < b
        case .length: (-listing.byteCount(a), a) < (-listing.byteCount(b), b)
        case .uses: (-(facts.uses?[a] ?? 0), a) < (-(facts.uses?[b] ?? 0), b)
        case .bytes: listing.bytes(a).lexicographicallyPrecedes(listing.bytes(b))
        }
      }
      #expect(rows == expected, "seed \(seed), \(query)")
    }
    func checkAll() {
      for order in VocabularyQuery.Order.allCases {
        for show in VocabularyQuery.Show.allCases {
          for (kind, text) in [(nil, ""), (.merge, ""), (nil, "a"), (.digits, "1"), (nil, " ab"), (.special, "")]
            as [(TokenKind?, String)]
          {
            check(VocabularyQuery(order: order, show: show, kind: kind, text: Array(text.utf8)))
          }
        }
      }
    }
    checkAll()
    var uses = TokenUses(entries: listing.count)
    var ids: [TokenID] = []
    // So often that some are past the counts that are sorted by counting, two of them equally often.
    let text = randomText(3_000, &generator) + [0xFE, 0xFD, 0xFF].flatMap { [UInt8](repeating: $0, count: 5_000) }
    text.withUnsafeBufferPointer { first.encode($0, into: &ids) }
    uses.add(ids, listing)
    facts.uses = uses
    facts.reach = reachability(listing, first)
    let second = BPETokenizer(vocabulary: try randomVocabulary(&generator, merges: 300))
    facts.comparison = VocabularyComparison(listing, VocabularyListing(second))
    checkAll()
  }

  @Test(arguments: [UInt64(31), 32, 33]) func comparisonIsThatOfTwoSets(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    // An added token may have the bytes of an ordinary one: one string.
    let added: [(String, isSpecial: Bool)] = [("<s>", true), ("zz", false), ("a", false)]
    let first = VocabularyListing(BPETokenizer(vocabulary: try randomVocabulary(&generator, merges: 250, added: added)))
    let second = VocabularyListing(BPETokenizer(vocabulary: try randomVocabulary(&generator, merges: 250)))
    func set(_ listing: VocabularyListing) -> Set<[UInt8]> { Set((0..<listing.count).map { Array(listing.bytes($0)) }) }
    let comparison = VocabularyComparison(first, second)
    #expect(comparison.shared == set(first).intersection(set(second)).count && comparison.shared > 256)
    #expect(comparison.onlyFirst == set(first).subtracting(set(second)).count && comparison.onlyFirst > 2)
    #expect(comparison.onlySecond == set(second).subtracting(set(first)).count)
    for entry in 0..<first.count {
      #expect(comparison[entry] == set(second).contains(Array(first.bytes(entry))))
    }
  }

  /// What normalization changes never comes, though its own bytes merge.
  @Test func normalizedEntriesAreNever() throws {
    var entries = (0..<256).map { (id: TokenID($0), bytes: [UInt8($0)]) }
    entries.append((id: 256, bytes: [0xCC, 0x81]))
    entries.append((id: 257, bytes: [0x65, 0xCC, 0x81]))
    let merges = [Merge(left: 0xCC, right: 0x81, result: 256), Merge(left: 0x65, right: 256, result: 257)]
    let plain = try Vocabulary(name: "plain", entries: entries, merges: merges, pattern: .tokview)
    let composed = try Vocabulary(
      name: "composed", entries: entries, merges: merges, pattern: .tokview, normalForm: .nfc)
    for (vocabulary, expected) in [(plain, EntryReach.inside), (composed, .never)] {
      let tokenizer = PreparedTokenizer(BPETokenizer(vocabulary: vocabulary))
      #expect(reachability(VocabularyListing(tokenizer), tokenizer)[257] == expected, "\(vocabulary.name)")
    }
  }

  /// Where ids are ranks, what is joined last is found again.
  @Test func partsOfRankedTokens() throws {
    var entries = (0..<256).map { (id: TokenID($0), bytes: [UInt8($0)]) }
    for (offset, text) in ["ab", "cd", "abc", "abcd", "xyz"].enumerated() {
      entries.append((id: TokenID(256 + offset), bytes: Array(text.utf8)))
    }
    let vocabulary = try Vocabulary(
      name: "ranks", entries: entries, merges: [], ranking: .tokenID, pattern: .tokview)
    let listing = VocabularyListing(BPETokenizer(vocabulary: vocabulary))
    #expect(listing.parts(256) == [0x61, 0x62] && listing.rank(256) == 256)
    #expect(listing.parts(258) == [256, 0x63])
    // `cd` has the lower rank than `abc`.
    #expect(listing.parts(259) == [256, 257])
    // No merge makes it: it is only looked up.
    #expect(listing.parts(260) == [0x78, 0x79, 0x7A])
    #expect(listing.parts(0x61) == [] && listing.rank(0x61) == nil)
  }

  @Test func detailsOfAnEntry() throws {
    var generator = SeededGenerator(seed: 41)
    let tokenizer = BPETokenizer(vocabulary: try randomVocabulary(&generator))
    let other = GreedyTokenizer(vocabulary: try randomVocabulary(&generator, added: [("<s>", true)]))
    let listing = VocabularyListing(tokenizer)
    let listings = [(tokenizer: "other", listing: VocabularyListing(other))]
    for entry in 0..<listing.count {
      let details = EntryDetails(entry, of: listing, by: tokenizer, others: listings)
      let bytes = Array(listing.bytes(entry))
      #expect(details.ids == tokenizer.segmentation(of: bytes).tokens.map(\.id))
      #expect(details.pieces.flatMap { $0 } == bytes)
      #expect(details.others == [.init(tokenizer: "other", id: other.vocabulary.id(of: bytes[...]))])
      #expect(details.morpheme == nil)
    }
    // Ids are those of texts, also where scaffold tokens have ids of their own.
    let plain = tokenizer.vocabulary
    let scaffold = try ScaffoldBPETokenizer(
      expanded: Vocabulary(
        name: "scaffold", entries: plain.ids.map { ($0, Array(plain.bytes(of: $0))) }, merges: plain.merges,
        pattern: .tokview, scaffoldTokens: [plain.merges[3].result]))
    let hidden = [(tokenizer: "scaffold", listing: VocabularyListing(scaffold))]
    for entry in 0..<listing.count {
      let details = EntryDetails(entry, of: listing, by: tokenizer, others: hidden)
      #expect(details.others.first?.id == scaffold.vocabulary.id(of: listing.bytes(entry)))
    }
  }
}
