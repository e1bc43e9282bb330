import UnicodeText

/// Tokens by id and by bytes, with the merges and the pattern that belong to them.
///
/// Bytes identify a token, never a `String`. Ids may have gaps; memory follows the number of entries.
package struct Vocabulary: Sendable {
  /// Where the rank of a merge comes from.
  package enum Ranking: Sendable, Hashable {
    /// Place in `merges` (Hugging Face).
    case mergeList
    /// Id of the joined bytes (tiktoken rank files); `merges` is empty.
    case tokenID
  }

  /// A token that is matched in the text before the pattern (Hugging Face `added_tokens`).
  package struct AddedToken: Sendable, Hashable {
    package let id: TokenID
    package let content: [UInt8]
    package let special: Bool
    package let singleWord: Bool
    package let stripsLeft: Bool
    package let stripsRight: Bool
    package let normalized: Bool

    package init(
      id: TokenID, content: [UInt8], special: Bool, singleWord: Bool = false, stripsLeft: Bool = false,
      stripsRight: Bool = false, normalized: Bool = false
    ) {
      self.id = id
      self.content = content
      self.special = special
      self.singleWord = singleWord
      self.stripsLeft = stripsLeft
      self.stripsRight = stripsRight
      self.normalized = normalized
    }
  }

  /// No token has this id.
  package static let noToken = TokenID.max

  package let name: String
  package let pattern: PretokenPattern
  package let ranking: Ranking
  package let merges: [Merge]
  /// Look a whole pretoken up before merging (`ignore_merges`); always so with `Ranking.tokenID`.
  package let looksUpWholePretokens: Bool
  package let addedTokens: [AddedToken]
  /// How the text is normalised before it is cut; nil: not at all.
  package let normalForm: NormalForm?
  /// Internal ids of the scaffold tokens, ascending; empty outside Scaffold-BPE.
  package let scaffoldTokens: [TokenID]
  /// What text is made of before it merges; nil: all 256 bytes.
  package let alphabet: Alphabet?
  /// Ids of the 256 single bytes; `noToken` for those that only a vocabulary with an `alphabet` can lack.
  package let byteTokens: [TokenID]
  /// Bytes of the longest token.
  package let longestToken: Int

  /// All ids, ascending; entry i has id `ids[i]`.
  package let ids: [TokenID]
  let isDense: Bool
  /// Bytes of entry i are `arena[offsets[i]..<offsets[i + 1]]`.
  let arena: [UInt8]
  let offsets: [UInt32]
  let kinds: [TokenKind]
  /// Open addressing over the bytes; 0 = free, otherwise entry + 1 under half of the hash, so that a probe seldom goes
  /// on to the arena.
  let slots: [UInt64]

  /// Builds the tables from entries with an array each; `init(name:ids:arena:offsets:…)` spares the arrays.
  ///
  /// - Parameter entries: ids with their bytes in any order; ids and bytes unique but for added tokens, no bytes empty.
  /// - Throws: `VocabularyError` when the parts do not belong together.
  package init(
    name: String, entries: [(id: TokenID, bytes: [UInt8])], merges: [Merge], ranking: Ranking = .mergeList,
    pattern: PretokenPattern, looksUpWholePretokens: Bool = false, addedTokens: [AddedToken] = [],
    normalForm: NormalForm? = nil, scaffoldTokens: [TokenID] = [], alphabet: Alphabet? = nil
  ) throws(VocabularyError) {
    var sorted = entries
    if !zip(entries, entries.dropFirst()).allSatisfy({ $0.id < $1.id }) { sorted.sort { $0.id < $1.id } }
    var arena: [UInt8] = []
    var offsets: [UInt32] = [0]
    offsets.reserveCapacity(sorted.count + 1)
    for entry in sorted {
      arena += entry.bytes
      offsets.append(UInt32(arena.count))
    }
    try self.init(
      name: name, ids: sorted.map(\.id), arena: arena, offsets: offsets, merges: merges, ranking: ranking,
      pattern: pattern,
      looksUpWholePretokens: looksUpWholePretokens, addedTokens: addedTokens, normalForm: normalForm,
      scaffoldTokens: scaffoldTokens, alphabet: alphabet)
  }

  /// Builds the tables from bytes that lie one after the other.
  ///
  /// - Parameters:
  ///   - ids: ascending, unique.
  ///   - arena: the bytes of all entries, in the order of `ids`; each entry's bytes unique, but an added token may have those of an ordinary one,
  ///     which is then what `id(of:)` finds.
  ///   - offsets: `ids.count + 1` numbers from 0 to `arena.count`; entry i is `arena[offsets[i]..<offsets[i + 1]]`, not empty.
  /// - Throws: `VocabularyError` when the parts do not belong together.
  package init(
    name: String, ids: [TokenID], arena: [UInt8], offsets: [UInt32], merges: [Merge], ranking: Ranking = .mergeList,
    pattern: PretokenPattern, looksUpWholePretokens: Bool = false, addedTokens: [AddedToken] = [],
    normalForm: NormalForm? = nil, scaffoldTokens: [TokenID] = [], alphabet: Alphabet? = nil
  ) throws(VocabularyError) {
    precondition(
      offsets.count == ids.count + 1 && offsets.first == 0 && offsets.last.map(Int.init) == arena.count,
      "the offsets must divide the arena into one piece for each id")
    let isDense = ids.last.map { Int($0) == ids.count - 1 } ?? true
    let added = Set(addedTokens.map(\.id))
    var byteTokens = [TokenID?](repeating: nil, count: 256)
    var kinds: [TokenKind] = []
    kinds.reserveCapacity(ids.count)
    var longest = 1
    for index in ids.indices {
      if index > 0, ids[index - 1] >= ids[index] {
        precondition(ids[index - 1] == ids[index], "the ids must ascend")
        throw .duplicateID(ids[index])
      }
      let bytes = arena[Int(offsets[index])..<Int(offsets[index + 1])]
      guard let first = bytes.first else { throw .emptyToken(ids[index]) }
      longest = max(longest, bytes.count)
      if bytes.count == 1, byteTokens[Int(first)] == nil || !added.contains(ids[index]) {
        byteTokens[Int(first)] = ids[index]
      }
      let allDigits = bytes.count <= 3 && bytes.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
      kinds.append(bytes.count == 1 ? .byte : allDigits ? .digits : .merge)
    }
    let slots = try Vocabulary.index(ids: ids, isDense: isDense, arena: arena, offsets: offsets, added: added)
    var bytes256: [TokenID] = []
    for (byte, id) in byteTokens.enumerated() {
      guard id != nil || alphabet != nil else { throw .missingByte(UInt8(byte)) }
      bytes256.append(id ?? Vocabulary.noToken)
    }
    func entry(_ id: TokenID) -> Int? { Vocabulary.entry(of: id, in: ids, isDense: isDense) }
    for id in scaffoldTokens {
      guard let index = entry(id) else { throw .unknownScaffoldToken(id) }
      kinds[index] = .scaffold
    }
    for token in addedTokens {
      guard let index = entry(token.id), arena[Int(offsets[index])..<Int(offsets[index + 1])] == token.content[...]
      else {
        throw .unknownAddedToken(token.id)
      }
      kinds[index] = token.special ? .special : .added
    }
    for (rank, merge) in merges.enumerated() {
      guard let left = entry(merge.left), let right = entry(merge.right), let result = entry(merge.result) else {
        throw .mergeOutsideVocabulary(rank: rank)
      }
      if !Vocabulary.joins(left, right, to: result, arena: arena, offsets: offsets) {
        throw .mergeOfOtherBytes(rank: rank)
      }
    }
    self.name = name
    self.pattern = pattern
    self.ranking = ranking
    self.merges = merges
    self.looksUpWholePretokens = looksUpWholePretokens || ranking == .tokenID
    self.addedTokens = addedTokens
    self.normalForm = normalForm
    self.scaffoldTokens = scaffoldTokens
    self.alphabet = alphabet
    self.byteTokens = bytes256
    self.longestToken = longest
    self.ids = ids
    self.isDense = isDense
    self.arena = arena
    self.offsets = offsets
    self.kinds = kinds
    self.slots = slots
  }

  /// `base` with further tokens that are no strings of bytes: morphemes and markers. Their ids follow the last one of `base`, which
  /// must be dense; their `bytes` are names, which `id(of:)` does not find.
  ///
  /// - Parameters:
  ///   - kinds: of the new tokens, in the order of their ids.
  ///   - byteCount: about how many bytes the names have.
  ///   - appendNames: appends the names, and after each calls its second argument with the number of bytes there are.
  init(
    extending base: Vocabulary, name: String, kinds newKinds: [TokenKind], byteCount: Int,
    appendNames: (inout [UInt8], _ endName: (Int) -> Void) -> Void
  ) {
    precondition(base.isDense, "only a vocabulary without gaps can be extended")
    var arena = base.arena
    var offsets = base.offsets
    arena.reserveCapacity(arena.count + byteCount)
    offsets.reserveCapacity(offsets.count + newKinds.count)
    appendNames(&arena) { offsets.append(UInt32($0)) }
    precondition(offsets.count == base.count + newKinds.count + 1, "one name for each kind")
    ids = base.ids + (TokenID(base.count)..<TokenID(base.count + newKinds.count))
    kinds = base.kinds + newKinds
    self.name = name
    pattern = base.pattern
    ranking = base.ranking
    merges = base.merges
    looksUpWholePretokens = base.looksUpWholePretokens
    addedTokens = base.addedTokens
    normalForm = base.normalForm
    scaffoldTokens = base.scaffoldTokens
    alphabet = base.alphabet
    byteTokens = base.byteTokens
    longestToken = base.longestToken
    isDense = true
    slots = base.slots
    self.arena = arena
    self.offsets = offsets
  }

  /// Fills the hash table of the entries' bytes; of added tokens only those whose bytes nothing else has.
  private static func index(
    ids: [TokenID], isDense: Bool, arena: [UInt8], offsets: [UInt32], added: Set<TokenID>
  ) throws(VocabularyError) -> [UInt64] {
    var capacity = 1024
    while capacity < ids.count * 2 { capacity *= 2 }
    var slots = [UInt64](repeating: 0, count: capacity)
    var duplicate: (Int, Int)?
    // Added tokens come last.
    var isAdded = [Bool](repeating: false, count: ids.count)
    for id in added { if let entry = entry(of: id, in: ids, isDense: isDense) { isAdded[entry] = true } }
    let order = added.isEmpty ? [] : ids.indices.filter { !isAdded[$0] } + ids.indices.filter { isAdded[$0] }
    arena.withUnsafeBufferPointer { arena in
      offsets.withUnsafeBufferPointer { offsets in
        slots.withUnsafeMutableBufferPointer { slots in
          for place in ids.indices {
            let index = order.isEmpty ? place : order[place]
            let bytes = UnsafeBufferPointer(rebasing: arena[Int(offsets[index])..<Int(offsets[index + 1])])
            let hash = hash(bytes)
            var slot = firstSlot(hash, capacity)
            while slots[slot] != 0 {
              let other = Int(slots[slot] & 0xFFFF_FFFF) - 1
              let range = Int(offsets[other])..<Int(offsets[other + 1])
              if equal(bytes, UnsafeBufferPointer(rebasing: arena[range])) {
                duplicate = (min(other, index), max(other, index))
                break
              }
              slot = (slot + 1) & (capacity - 1)
            }
            if let found = duplicate {
              guard isAdded[index], !isAdded[found.0 == index ? found.1 : found.0] else { return }
              duplicate = nil
              continue
            }
            slots[slot] = tag(hash) << 32 | UInt64(index + 1)
          }
        }
      }
    }
    if let duplicate { throw .duplicateBytes(ids[duplicate.0], ids[duplicate.1]) }
    return slots
  }

  private static func joins(_ left: Int, _ right: Int, to result: Int, arena: [UInt8], offsets: [UInt32]) -> Bool {
    func range(_ entry: Int) -> Range<Int> { Int(offsets[entry])..<Int(offsets[entry + 1]) }
    let (l, r, joined) = (range(left), range(right), range(result))
    guard joined.count == l.count + r.count else { return false }
    return arena.withUnsafeBufferPointer { arena in
      func bytes(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: arena[range]) }
      let middle = joined.lowerBound + l.count
      return equal(bytes(joined.lowerBound..<middle), bytes(l)) && equal(bytes(middle..<joined.upperBound), bytes(r))
    }
  }

  /// Number of tokens.
  package var count: Int { ids.count }

  package func contains(_ id: TokenID) -> Bool { entry(of: id) != nil }

  /// The bytes of a token; `id` must be in the vocabulary.
  package func bytes(of id: TokenID) -> ArraySlice<UInt8> {
    let index = known(id)
    return arena[Int(offsets[index])..<Int(offsets[index + 1])]
  }

  package func byteCount(of id: TokenID) -> Int {
    let index = known(id)
    return Int(offsets[index + 1] - offsets[index])
  }

  package func kind(of id: TokenID) -> TokenKind { kinds[known(id)] }

  /// The token with exactly these bytes.
  package func id(of bytes: ArraySlice<UInt8>) -> TokenID? {
    bytes.withUnsafeBufferPointer { id(of: $0) }
  }

  package func id(of bytes: UnsafeBufferPointer<UInt8>) -> TokenID? {
    entry(of: bytes).map { isDense ? TokenID($0) : ids[$0] }
  }

  /// The entry with exactly these bytes.
  func entry(of bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    let mask = slots.count - 1
    let hash = Vocabulary.hash(bytes)
    let tag = Vocabulary.tag(hash)
    var slot = Vocabulary.firstSlot(hash, slots.count)
    return arena.withUnsafeBufferPointer { arena in
      while slots[slot] != 0 {
        if slots[slot] >> 32 == tag {
          let index = Int(slots[slot] & 0xFFFF_FFFF) - 1
          let range = Int(offsets[index])..<Int(offsets[index + 1])
          if Vocabulary.equal(bytes, UnsafeBufferPointer(rebasing: arena[range])) { return index }
        }
        slot = (slot + 1) & mask
      }
      return nil
    }
  }

  private func known(_ id: TokenID) -> Int {
    guard let index = entry(of: id) else { preconditionFailure("token id \(id) is not in \(name)") }
    return index
  }

  /// The place in `ids` of an id.
  package func entry(of id: TokenID) -> Int? { Vocabulary.entry(of: id, in: ids, isDense: isDense) }

  private static func entry(of id: TokenID, in ids: [TokenID], isDense: Bool) -> Int? {
    if isDense { return Int(id) < ids.count ? Int(id) : nil }
    var low = 0
    var high = ids.count
    while low < high {
      let middle = (low + high) / 2
      if ids[middle] < id { low = middle + 1 } else { high = middle }
    }
    return low < ids.count && ids[low] == id ? low : nil
  }

  private static func equal(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
    guard a.count == b.count else { return false }
    for index in 0..<a.count where a[index] != b[index] { return false }
    return true
  }

  /// That of `PretokenKey` for short bytes, so that a cache need not hash again, FNV-1a for longer ones; the top bits are
  /// the best. The key is never secret and the table is at most half full.
  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    guard let base = bytes.baseAddress else { return 0 }
    if bytes.count <= PretokenKey.longest { return PretokenKey(copying: base, length: bytes.count).hash }
    var h: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { h = (h ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return (h ^ h >> 29) &* 0x9E37_79B9_7F4A_7C15
  }

  /// The first slot to look at for a hash in a table of `capacity` slots.
  private static func firstSlot(_ hash: UInt64, _ capacity: Int) -> Int {
    Int(truncatingIfNeeded: hash >> UInt64(64 - capacity.trailingZeroBitCount))
  }

  /// What a slot has of a hash.
  private static func tag(_ hash: UInt64) -> UInt64 { hash >> 8 & 0xFFFF_FFFF }

  /// Reads what `entry(of:)` will read for the bytes of `key`: a caller with many keys waits for the memory once.
  @inline(__always)
  func touch(_ key: PretokenKey) -> UInt64 {
    let hash = key.hash
    let found = slots[Vocabulary.firstSlot(hash, slots.count)]
    guard found >> 32 == Vocabulary.tag(hash), found != 0 else { return 0 }
    return UInt64(arena[Int(offsets[Int(found & 0xFFFF_FFFF) - 1])])
  }
}

/// Parts that do not make a vocabulary.
package enum VocabularyError: Error, Equatable, CustomStringConvertible {
  case duplicateID(TokenID)
  case duplicateBytes(TokenID, TokenID)
  case emptyToken(TokenID)
  case missingByte(UInt8)
  case mergeOutsideVocabulary(rank: Int)
  case mergeOfOtherBytes(rank: Int)
  case unknownAddedToken(TokenID)
  case unknownScaffoldToken(TokenID)
  case scaffoldTokenWithoutMerge(TokenID)

  package var description: String {
    switch self {
    case .duplicateID(let id): "two tokens have id \(id)"
    case .duplicateBytes(let a, let b): "tokens \(a) and \(b) have the same bytes"
    case .emptyToken(let id): "token \(id) is empty"
    case .missingByte(let byte): "no token for the single byte \(byte); a byte-level vocabulary needs all 256"
    case .mergeOutsideVocabulary(let rank): "merge \(rank) names a token that is not in the vocabulary"
    case .mergeOfOtherBytes(let rank): "merge \(rank) does not join to the bytes of its result"
    case .unknownAddedToken(let id): "added token \(id) is not in the vocabulary"
    case .unknownScaffoldToken(let id): "scaffold token \(id) is not in the vocabulary"
    case .scaffoldTokenWithoutMerge(let id):
      "scaffold token \(id) is the result of no merge, so it cannot be taken apart"
    }
  }
}
