import Tokenization
import UnicodeText

/// Which entries of a vocabulary its tokenizer can give, found out entry by entry.
///
/// An entry is tried with its own bytes. As a text of its own they go through all that the tokenizer does: added tokens, normalization,
/// pattern, model. If the entry comes out alone, some text has it. If it does not, its bytes are tried as one pretoken, past the pattern: a
/// model without merges always takes a token that is all of the pretoken; byte-pair encoding merges. What byte-pair encoding does not
/// merge from its own bytes it never gives: in any text the merges inside a token are those of its bytes alone, since none crosses the
/// token's ends. So `never` is certain, also for bytes that normalization changes (normal forms are closed under substrings) and for
/// digits that are always cut from what is beside them; `inside` says only that nothing speaks against it.
///
/// Example: with the merges `h e`, `t h`, `th e` the entry `the` is `never`: its bytes merge to `t|he`.
package struct Reachability: Sendable {
  private var reaches: [EntryReach] = []
  private let entryCount: Int
  /// Number of tried entries by `EntryReach.rawValue`.
  private var counts = [Int](repeating: 0, count: EntryReach.allCases.count)

  /// Nothing is tried yet.
  package init(_ listing: VocabularyListing) {
    entryCount = listing.count
    reaches.reserveCapacity(entryCount)
  }

  /// Entries that are tried: those below it.
  package var tested: Int { reaches.count }
  package var isComplete: Bool { reaches.count == entryCount }

  /// Nil for an entry that is not tried yet.
  package subscript(entry: Int) -> EntryReach? { entry < reaches.count ? reaches[entry] : nil }

  /// Tried entries of this kind.
  package func count(_ reach: EntryReach) -> Int { counts[Int(reach.rawValue)] }

  package var unreachable: Int { EntryReach.allCases.reduce(0) { $0 + ($1.isUnreachable ? count($1) : 0) } }

  /// Tries the next entries.
  package mutating func test(_ count: Int, by test: ReachTest) {
    for entry in reaches.count..<min(entryCount, reaches.count + count) {
      let reach = test.reach(of: entry)
      reaches.append(reach)
      counts[Int(reach.rawValue)] += 1
    }
  }
}

/// Tries entries of a vocabulary on its tokenizer.
package struct ReachTest: Sendable {
  private let listing: VocabularyListing
  private let tokenizer: any Tokenizer
  /// Nil where a pretoken that is a token is always taken.
  private let merging: BPETokenizer?
  /// Most digits that stay together; nil where the pattern decides.
  private let digits: Int?

  package init(_ listing: VocabularyListing, of tokenizer: any Tokenizer) {
    self.listing = listing
    self.tokenizer = tokenizer
    let inner = (tokenizer as? PreparedTokenizer)?.inner ?? tokenizer
    switch inner {
    case is LBPETokenizer, is GreedyTokenizer, is FewestTokensTokenizer: merging = nil
    default: merging = BPETokenizer(vocabulary: listing.vocabulary)
    }
    let grouping = (inner as? DigitGroupingTokenizer)?.grouping ?? .pattern
    digits = grouping == .pattern ? nil : grouping == .single ? 1 : 3
  }

  package func reach(of entry: Int) -> EntryReach {
    switch listing.kind(entry) {
    case .scaffold: return .scaffold
    case .special: return .special
    case .root, .suffix, .marker: return .rules
    case .byte, .merge, .digits, .added: break
    }
    guard let id = listing.id(entry) else { return .never }
    var ids: [TokenID] = []
    return listing.bytes(entry).withUnsafeBufferPointer { bytes in
      tokenizer.encode(bytes, into: &ids)
      if ids == [id] { return .whole }
      // The pretoken is not looked at for added tokens: they are matched in texts alone.
      if listing.kind(entry) == .added || isCut(bytes) { return .never }
      if let form = listing.vocabulary.normalForm, NormalizedText.bytes(of: bytes, form: form) != nil { return .never }
      guard let merging else { return .inside }
      ids.removeAll(keepingCapacity: true)
      merging.encodePretoken(bytes, into: &ids)
      return ids == [listing.innerID(entry)] ? .inside : .never
    }
  }

  /// Whether digits are grouped beforehand so that these bytes are never together.
  private func isCut(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let digits else { return false }
    let count = bytes.count { $0 &- 0x30 < 10 }
    return count > 0 && (count < bytes.count || count > digits)
  }
}
