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
      stripsRight: Bool = false,
      normalized: Bool = false
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

  package let name: String
  package let pattern: PretokenPattern
  package let ranking: Ranking
  package let merges: [Merge]
  /// Look a whole pretoken up before merging (`ignore_merges`); always so with `Ranking.tokenID`.
  package let looksUpWholePretokens: Bool
  package let addedTokens: [AddedToken]
  /// Internal ids of the scaffold tokens, ascending; empty outside Scaffold-BPE.
  package let scaffoldTokens: [TokenID]
  /// Ids of the 256 single bytes.
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

  /// Builds the tables.
  ///
  /// - Parameter entries: ids with their bytes in any order; ids and bytes unique, no bytes empty.
  /// - Throws: `VocabularyError` when the parts do not belong together.
  package init(
    name: String, entries: [(id: TokenID, bytes: [UInt8])], merges: [Merge], ranking: Ranking = .mergeList,
    pattern: PretokenPattern,
    looksUpWholePretokens: Bool = false, addedTokens: [AddedToken] = [], scaffoldTokens: [TokenID] = []
  ) throws(VocabularyError) {
    var sorted = entries
    if !zip(entries, entries.dropFirst()).allSatisfy({ $0.id < $1.id }) { sorted.sort { $0.id < $1.id } }
    var arena: [UInt8] = []
    var offsets: [UInt32] = [0]
    var ids: [TokenID] = []
    offsets.reserveCapacity(sorted.count + 1)
    ids.reserveCapacity(sorted.count)
    var capacity = 1024
    while capacity < sorted.count * 2 { capacity *= 2 }
    var slots = [UInt64](repeating: 0, count: capacity)
    var byteTokens = [TokenID?](repeating: nil, count: 256)
    var kinds: [TokenKind] = []
    kinds.reserveCapacity(sorted.count)
    var longest = 1
    for (index, entry) in sorted.enumerated() {
      if let last = ids.last, last == entry.id { throw .duplicateID(entry.id) }
      if entry.bytes.isEmpty { throw .emptyToken(entry.id) }
      let hash = Vocabulary.hash(entry.bytes[...])
      var slot = hash & (capacity - 1)
      while slots[slot] != 0 {
        let other = Int(slots[slot] & 0xFFFF_FFFF) - 1
        if arena[Int(offsets[other])..<Int(offsets[other + 1])] == entry.bytes[...] {
          throw .duplicateBytes(ids[other], entry.id)
        }
        slot = (slot + 1) & (capacity - 1)
      }
      slots[slot] = (UInt64(hash) >> 31) << 32 | UInt64(index + 1)
      arena += entry.bytes
      offsets.append(UInt32(arena.count))
      ids.append(entry.id)
      longest = max(longest, entry.bytes.count)
      if entry.bytes.count == 1 { byteTokens[Int(entry.bytes[0])] = entry.id }
      let allDigits = entry.bytes.count <= 3 && entry.bytes.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
      kinds.append(entry.bytes.count == 1 ? .byte : allDigits ? .digits : .merge)
    }
    var bytes256: [TokenID] = []
    for (byte, id) in byteTokens.enumerated() {
      guard let id else { throw .missingByte(UInt8(byte)) }
      bytes256.append(id)
    }
    self.name = name
    self.pattern = pattern
    self.ranking = ranking
    self.merges = merges
    self.looksUpWholePretokens = looksUpWholePretokens || ranking == .tokenID
    self.addedTokens = addedTokens
    self.scaffoldTokens = scaffoldTokens
    self.byteTokens = bytes256
    self.longestToken = longest
    self.ids = ids
    self.isDense = ids.last.map { Int($0) == ids.count - 1 } ?? true
    self.arena = arena
    self.offsets = offsets
    self.slots = slots
    func entry(_ id: TokenID) -> Int? {
      Vocabulary.entry(of: id, in: ids, isDense: Int(ids[ids.count - 1]) == ids.count - 1)
    }
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
    self.kinds = kinds
    for (rank, merge) in merges.enumerated() {
      guard let left = entry(merge.left), let right = entry(merge.right), let result = entry(merge.result) else {
        throw .mergeOutsideVocabulary(rank: rank)
      }
      let l = Int(offsets[left])..<Int(offsets[left + 1])
      let r = Int(offsets[right])..<Int(offsets[right + 1])
      let joined = Int(offsets[result])..<Int(offsets[result + 1])
      guard joined.count == l.count + r.count, arena[joined].prefix(l.count) == arena[l],
        arena[joined].suffix(r.count) == arena[r]
      else {
        throw .mergeOfOtherBytes(rank: rank)
      }
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
    let mask = slots.count - 1
    let hash = Vocabulary.hash(bytes)
    let tag = UInt64(hash) >> 31
    var slot = hash & mask
    while slots[slot] != 0 {
      let index = Int(slots[slot] & 0xFFFF_FFFF) - 1
      if slots[slot] >> 32 == tag {
        let start = Int(offsets[index])
        let isEqual = arena.withUnsafeBufferPointer { arena in
          Int(offsets[index + 1]) - start == bytes.count && bytes.indices.allSatisfy { arena[start + $0] == bytes[$0] }
        }
        if isEqual { return ids[index] }
      }
      slot = (slot + 1) & mask
    }
    return nil
  }

  private func known(_ id: TokenID) -> Int {
    guard let index = entry(of: id) else { preconditionFailure("token id \(id) is not in \(name)") }
    return index
  }

  private func entry(of id: TokenID) -> Int? { Vocabulary.entry(of: id, in: ids, isDense: isDense) }

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

  private static func hash(_ bytes: ArraySlice<UInt8>) -> Int { bytes.withUnsafeBufferPointer { hash($0) } }

  /// FNV-1a with a final mix; the key is never secret and the table is at most half full.
  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var h: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { h = (h ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    h ^= h >> 29
    return Int(truncatingIfNeeded: h & 0x7fff_ffff_ffff_ffff)
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
    }
  }
}
