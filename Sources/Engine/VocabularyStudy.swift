import Analysis
import Explorer
import Tokenization

/// What one thread finds out about a vocabulary, a step at a time.
struct VocabularyStudy {
  private let tokenizer: any Tokenizer
  private let test: ReachTest
  private(set) var facts: VocabularyFacts
  /// The text whose uses are counted.
  private var reader: PieceReader?
  private var generation = -1
  private var byteCount = -1
  private var compared: String?
  private var ids: [TokenID] = []
  /// The list of `query` that was made last, and whether more facts change it.
  private var rows: (query: VocabularyQuery, rows: [Int])?

  /// Bytes of the text and entries of the vocabulary for one step: some milliseconds.
  private static let pieceSize = 64 << 10
  private static let entries = 512

  init(_ tokenizer: any Tokenizer, _ listing: VocabularyListing) {
    self.tokenizer = tokenizer
    facts = VocabularyFacts(listing)
    test = ReachTest(listing, of: tokenizer)
  }

  /// Counts in this text from now on; goes on where it is the one of before.
  mutating func read(_ source: ByteSource, byteCount: Int, generation: Int) {
    guard self.generation != generation || self.byteCount != byteCount else { return }
    self.generation = generation
    self.byteCount = byteCount
    facts.uses = TokenUses(entries: facts.listing.count)
    reader = PieceReader(
      source, range: 0..<byteCount, pieceSize: VocabularyStudy.pieceSize, limit: 4 << 20, boundary: tokenizer.boundary)
    rows = nil
  }

  mutating func compare(with other: (id: String, listing: VocabularyListing)?) {
    guard compared != other?.id else { return }
    compared = other?.id
    facts.comparison = other.map { VocabularyComparison(facts.listing, $0.listing) }
    rows = nil
  }

  var countedBytes: Int { reader?.position ?? 0 }

  /// Counts a piece and tries some entries; false when nothing is left to do.
  mutating func step() throws(InputError) -> Bool {
    var isDone = true
    if !facts.reach.isComplete {
      facts.reach.test(VocabularyStudy.entries, by: test)
      isDone = false
    }
    if let piece = try reader?.next() {
      ids.removeAll(keepingCapacity: true)
      piece.withUnsafeBufferPointer { tokenizer.encode($0, into: &ids) }
      facts.uses?.add(ids, facts.listing)
      isDone = false
    }
    return !isDone
  }

  mutating func answer(_ query: VocabularyQuery) -> VocabularyBrowser.Answer {
    if rows?.query != query || VocabularyStudy.depends(query) { rows = (query, facts.rows(query)) }
    return VocabularyBrowser.Answer(facts: facts, rows: rows?.rows ?? [], countedBytes: countedBytes)
  }

  /// Whether a list changes with what is found out.
  private static func depends(_ query: VocabularyQuery) -> Bool {
    if query.order == .uses { return true }
    switch query.show {
    case .all, .shared, .only: return false
    case .unreachable, .inside, .unused, .used: return true
    }
  }
}
