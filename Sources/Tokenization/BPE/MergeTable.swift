/// Which neighbours merge, in which order and to what, for one vocabulary.
///
/// Tokens are entry numbers of the vocabulary: ids without their gaps.
///
/// With `Ranking.mergeList` the pairs are the merges; a pair that is listed twice has its last rank, as in Hugging Face
/// `tokenizers`. With `Ranking.tokenID` any two neighbours whose joined bytes are a token merge, yet of all the ways to
/// part a token only one can come up: the last two parts of the token's own encoding. (While a token forms inside a text
/// no merge crosses its ends, so the merges inside are those of the token alone.) Only that pair is stored. Tokens whose
/// encoding by lower ranks does not end in two parts get every pair.
///
/// A vocabulary that is read by characters gets the merges of its `CharacterSpelling` first, with the lowest ranks.
final class MergeTable: @unchecked Sendable {  // written by `init` only
  /// More entries do not fit into a slot.
  static let maximumTokenCount = 1 << 21 - 1

  /// The public id of each entry, or empty where the two are the same.
  let publicIDs: [TokenID]
  /// What merging reads; valid as long as the table.
  private(set) var pairs: MergePairs
  /// The rank of the vocabulary's first merge.
  let firstRank: UInt32
  private var pairCount = 0

  /// Builds the table: proportional to the merges, or to the bytes of all tokens.
  init(vocabulary: Vocabulary) {
    precondition(
      vocabulary.count <= MergeTable.maximumTokenCount && vocabulary.merges.count < Int(MergePairs.noRank),
      "\(vocabulary.name) has more tokens or merges than a byte-pair encoder takes")
    publicIDs = vocabulary.isDense ? [] : vocabulary.ids
    let entry = { (id: TokenID) in MergeTable.entry(of: id, in: vocabulary.ids, isDense: vocabulary.isDense) }
    var spelling: CharacterSpelling?
    if let alphabet = vocabulary.alphabet, alphabet.unit == .character {
      spelling = CharacterSpelling(alphabet, of: vocabulary, entry: entry)
    }
    let spelt = spelling?.merges ?? []
    firstRank = UInt32(spelt.count)
    let expected = spelt.count + (vocabulary.ranking == .mergeList ? vocabulary.merges.count : vocabulary.count)
    var capacity = 1024
    while capacity < 2 * expected { capacity *= 2 }
    var offsets = vocabulary.offsets
    for length in spelling?.lengths ?? [] { offsets.append(offsets[offsets.count - 1] + UInt32(length)) }
    pairs = MergePairs(
      capacity: capacity, byteEntries: spelling?.byteEntries ?? vocabulary.byteTokens.map(entry), offsets: offsets,
      results: spelt.map(\.result) + vocabulary.merges.map { entry($0.result) })
    for (rank, merge) in spelt.enumerated() {
      insert(merge.left, merge.right, rank: UInt32(rank))
      if let (left, right) = merge.bytes { pairs.setRank(UInt32(rank), ofBytes: left, right) }
    }
    switch vocabulary.ranking {
    case .mergeList:
      for (rank, merge) in vocabulary.merges.enumerated() {
        let rank = firstRank + UInt32(rank)
        insert(entry(merge.left), entry(merge.right), rank: rank)
        let bytes = vocabulary.bytes(of: merge.result)
        if bytes.count == 2 {
          pairs.setRank(rank, ofBytes: bytes[bytes.startIndex], bytes[bytes.startIndex + 1])
        }
      }
    case .tokenID: insertPairsOfTokens(vocabulary, entry)
    }
  }

  deinit { pairs.deallocate() }

  func publicID(of entry: UInt32) -> TokenID { publicIDs.isEmpty ? entry : publicIDs[Int(entry)] }

  private func insert(_ left: UInt32, _ right: UInt32, rank: UInt32) {
    if 2 * (pairCount + 1) > pairs.capacity { pairs.grow() }
    if pairs.insert(left, right, rank: rank) { pairCount += 1 }
  }

  private func insertPairsOfTokens(_ vocabulary: Vocabulary, _ entryOfID: (TokenID) -> UInt32) {
    let merger = PretokenMerger(pairs: pairs)
    vocabulary.arena.withUnsafeBufferPointer { arena in
      for entry in 0..<vocabulary.count {
        let bytes = UnsafeBufferPointer(
          rebasing: arena[Int(vocabulary.offsets[entry])..<Int(vocabulary.offsets[entry + 1])])
        guard bytes.count > 1 else { continue }
        merger.pairs = pairs
        if bytes.count == 2 { pairs.setRank(UInt32(entry), ofBytes: bytes[0], bytes[1]) }
        if let (left, right) = merger.lastPair(of: bytes) {
          insert(left, right, rank: UInt32(entry))
          continue
        }
        for cut in 1..<bytes.count {
          guard let left = vocabulary.id(of: UnsafeBufferPointer(rebasing: bytes[..<cut])),
            let right = vocabulary.id(of: UnsafeBufferPointer(rebasing: bytes[cut...]))
          else { continue }
          insert(entryOfID(left), entryOfID(right), rank: UInt32(entry))
        }
      }
    }
  }

  /// The entry of an id that is in the vocabulary.
  private static func entry(of id: TokenID, in ids: [TokenID], isDense: Bool) -> UInt32 {
    if isDense { return id }
    var low = 0
    var high = ids.count - 1
    while low < high {
      let middle = (low + high) / 2
      if ids[middle] < id { low = middle + 1 } else { high = middle }
    }
    return UInt32(low)
  }
}
