/// How every scaffold token of an expanded vocabulary is taken apart: stage 2 of Scaffold-BPE (arXiv 2404.17808).
///
/// A scaffold token becomes the two tokens of a merge that makes it, those again, until all are visible. Of several such
/// merges the one with the fewest visible tokens in the end counts, then the lowest ids from the left, then the lowest
/// rank. Time and memory: proportional to the bytes of the scaffold tokens, for each merge that makes them.
///
/// Example: with `a`+`b` → `ab`, `ab`+`c` → `abc`, both scaffold tokens, `abc` becomes `ab|c`, then `a|b|c`.
struct ScaffoldDemolition: Sendable {
  private let expanded: Vocabulary
  /// Internal ids of the visible tokens of entry e: `lists[starts[e]..<starts[e + 1]]`; a visible token's own id.
  private let lists: [TokenID]
  private let starts: [UInt32]
  /// The chosen merge of each scaffold token's entry, `none` for visible tokens.
  private let merges: [UInt32]
  private static let none = UInt32.max

  /// - Throws: `VocabularyError.scaffoldTokenWithoutMerge`.
  init(expanded: Vocabulary) throws(VocabularyError) {
    self.expanded = expanded
    var ranks: [Int: [Int]] = [:]
    for (rank, merge) in expanded.merges.enumerated() {
      guard let entry = expanded.entry(of: merge.result), expanded.kinds[entry] == .scaffold else { continue }
      ranks[entry, default: []].append(rank)
    }
    var merges = [UInt32](repeating: ScaffoldDemolition.none, count: expanded.count)
    var visible: [TokenID: [TokenID]] = [:]
    // Children are shorter than what they make, so the shortest tokens come first.
    let scaffold = expanded.scaffoldTokens.sorted {
      (expanded.byteCount(of: $0), $0) < (expanded.byteCount(of: $1), $1)
    }
    for id in scaffold {
      var best: [TokenID]?
      guard let entry = expanded.entry(of: id) else { throw .unknownScaffoldToken(id) }
      for rank in ranks[entry] ?? [] {
        let merge = expanded.merges[rank]
        let parts = (visible[merge.left] ?? [merge.left]) + (visible[merge.right] ?? [merge.right])
        if let known = best, !ScaffoldDemolition.precedes(parts, known) { continue }
        best = parts
        merges[entry] = UInt32(rank)
      }
      guard let best else { throw .scaffoldTokenWithoutMerge(id) }
      visible[id] = best
    }
    var lists: [TokenID] = []
    var starts: [UInt32] = [0]
    for (entry, id) in expanded.ids.enumerated() {
      if merges[entry] == ScaffoldDemolition.none { lists.append(id) } else { lists += visible[id] ?? [] }
      starts.append(UInt32(lists.count))
    }
    self.lists = lists
    self.starts = starts
    self.merges = merges
  }

  /// Internal ids of the visible tokens that internal id `id` becomes.
  func visible(of id: TokenID) -> ArraySlice<TokenID> {
    guard let entry = expanded.entry(of: id) else {
      preconditionFailure("internal id \(id) is not in \(expanded.name)")
    }
    return lists[Int(starts[entry])..<Int(starts[entry + 1])]
  }

  /// The children of a scaffold token and the bytes of the left one; nil for a visible token.
  func parts(of id: TokenID) -> (left: TokenID, leftCount: Int, right: TokenID)? {
    guard let entry = expanded.entry(of: id), merges[entry] != ScaffoldDemolition.none else { return nil }
    let merge = expanded.merges[Int(merges[entry])]
    return (merge.left, expanded.byteCount(of: merge.left), merge.right)
  }

  private static func precedes(_ a: [TokenID], _ b: [TokenID]) -> Bool {
    a.count != b.count ? a.count < b.count : a.lexicographicallyPrecedes(b)
  }
}
