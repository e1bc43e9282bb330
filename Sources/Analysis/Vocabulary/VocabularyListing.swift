import Tokenization

/// What there is to say of each entry of a tokenizer's vocabulary, in the order of their ids.
///
/// An entry is named by its place in the list. Scaffold tokens are entries though no text has them; they have no id of their own then.
/// Building it is linear in the vocabulary and its merges.
package struct VocabularyListing: Sendable {
  /// All entries, those that no text has included.
  package let vocabulary: Vocabulary
  /// What `TokenKind`s there are, with the number of their entries.
  package let kinds: [TokenKind: Int]
  /// Id in texts of each entry, `Vocabulary.noToken` for none; nil where it is that of the vocabulary.
  private let visibleIDs: [TokenID]?
  /// Entry of each id in texts; empty where `visibleIDs` is nil.
  private let visibleEntries: [Int]
  /// Place of the first merge that makes an entry, -1 for none.
  private let merges: [Int32]

  package init(_ tokenizer: any Tokenizer) {
    let inner = (tokenizer as? PreparedTokenizer)?.inner ?? tokenizer
    let scaffold = inner as? ScaffoldBPETokenizer
    let vocabulary = scaffold?.expanded ?? tokenizer.vocabulary
    self.vocabulary = vocabulary
    var kinds: [TokenKind: Int] = [:]
    for id in vocabulary.ids { kinds[vocabulary.kind(of: id), default: 0] += 1 }
    self.kinds = kinds
    if let scaffold {
      let visible = vocabulary.ids.map { scaffold.visibleID(of: $0) ?? Vocabulary.noToken }
      visibleIDs = visible
      visibleEntries = visible.indices.filter { visible[$0] != Vocabulary.noToken }
    } else {
      visibleIDs = nil
      visibleEntries = []
    }
    var merges = [Int32](repeating: -1, count: vocabulary.count)
    for (rank, merge) in vocabulary.merges.enumerated() {
      if let entry = vocabulary.entry(of: merge.result), merges[entry] < 0 { merges[entry] = Int32(rank) }
    }
    self.merges = merges
  }

  package var count: Int { vocabulary.count }

  /// Id in the vocabulary, which for Scaffold-BPE is not that of texts.
  package func innerID(_ entry: Int) -> TokenID { vocabulary.ids[entry] }

  /// Id in texts; nil for a scaffold token.
  package func id(_ entry: Int) -> TokenID? {
    guard let visibleIDs else { return vocabulary.ids[entry] }
    return visibleIDs[entry] == Vocabulary.noToken ? nil : visibleIDs[entry]
  }

  /// The entry with this id in texts.
  package func entry(of id: TokenID) -> Int? {
    guard visibleIDs != nil else { return vocabulary.entry(of: id) }
    return visibleEntries.indices.contains(Int(id)) ? visibleEntries[Int(id)] : nil
  }

  package func bytes(_ entry: Int) -> ArraySlice<UInt8> { vocabulary.bytes(of: vocabulary.ids[entry]) }
  package func byteCount(_ entry: Int) -> Int { vocabulary.byteCount(of: vocabulary.ids[entry]) }
  package func kind(_ entry: Int) -> TokenKind { vocabulary.kind(of: vocabulary.ids[entry]) }

  /// Whether an entry stands for its bytes: morphemes and markers stand for something else, scaffold tokens are in no text.
  package func isText(_ entry: Int) -> Bool {
    switch kind(entry) {
    case .byte, .merge, .digits, .added, .special: true
    case .scaffold, .root, .suffix, .marker: false
    }
  }

  /// Rank of the merge that makes an entry: its place among the merges, or its id where ids are ranks; nil where no merge does.
  package func rank(_ entry: Int) -> Int? {
    switch vocabulary.ranking {
    case .mergeList: merges[entry] < 0 ? nil : Int(merges[entry])
    case .tokenID: kind(entry) == .merge || kind(entry) == .digits ? Int(vocabulary.ids[entry]) : nil
    }
  }

  /// Longest entry whose parts are looked for among ranks: the search is quadratic.
  private static let longestRanked = 64

  /// The entries that are joined last to make an entry; empty where no merge does.
  ///
  /// Where ids are ranks the parts are what the merges of lower ranks make of the bytes: two, unless the file was not learned by merging.
  package func parts(_ entry: Int) -> [Int] {
    if vocabulary.ranking == .mergeList {
      guard merges[entry] >= 0 else { return [] }
      let merge = vocabulary.merges[Int(merges[entry])]
      return [merge.left, merge.right].compactMap(vocabulary.entry)
    }
    guard let rank = rank(entry), byteCount(entry) <= VocabularyListing.longestRanked else { return [] }
    let bytes = bytes(entry)
    var ends = bytes.indices.map { $0 + 1 }
    while ends.count > 2 {
      var best: (place: Int, rank: Int)?
      var start = bytes.startIndex
      for place in 0..<ends.count - 1 {
        if let id = vocabulary.id(of: bytes[start..<ends[place + 1]]), Int(id) < rank, Int(id) < best?.rank ?? .max {
          best = (place, Int(id))
        }
        start = ends[place]
      }
      guard let best else { break }
      ends.remove(at: best.place)
    }
    var start = bytes.startIndex
    return ends.compactMap { end in
      defer { start = end }
      return vocabulary.id(of: bytes[start..<end]).flatMap(vocabulary.entry)
    }
  }
}
