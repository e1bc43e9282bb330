import Tokenization

/// How often each token occurs in a set of texts, by id; tokens without bytes are left out, as everywhere.
///
/// A sum over texts, so the frequencies of two sets of texts can be added, and what follows from them, such as entropy, is that of one
/// run over both. Adding a segmentation is linear in its tokens.
package struct TokenFrequencies: Equatable, Sendable {
  /// Ids below this have a place in an array, those above one in a dictionary.
  private static let denseLimit = 1 << 20

  /// All occurrences.
  package private(set) var total = 0
  // As long as the greatest id that was seen asks for, so that equal frequencies are equal values.
  private var dense: [Int] = []
  private var sparse: [TokenID: Int] = [:]

  package init() {}

  package init(_ segmentation: Segmentation) { add(segmentation) }

  package mutating func add(_ segmentation: Segmentation) {
    for token in segmentation.tokens where !token.isVirtual { add(token.id, count: 1) }
  }

  /// - Parameter count: 0 or more.
  package mutating func add(_ id: TokenID, count: Int) {
    precondition(count >= 0)
    guard count > 0 else { return }
    total += count
    let place = Int(id)
    guard place < TokenFrequencies.denseLimit else {
      sparse[id, default: 0] += count
      return
    }
    if place >= dense.count { dense.append(contentsOf: repeatElement(0, count: place + 1 - dense.count)) }
    dense[place] += count
  }

  package mutating func merge(_ other: TokenFrequencies) {
    for (id, count) in other.counts { add(id, count: count) }
  }

  /// Tokens that occur, by ascending id.
  package var counts: [(id: TokenID, count: Int)] {
    let low = dense.indices.lazy.filter { dense[$0] > 0 }.map { (id: TokenID($0), count: dense[$0]) }
    return Array(low) + sparse.sorted { $0.key < $1.key }.map { (id: $0.key, count: $0.value) }
  }

  package func count(of id: TokenID) -> Int {
    Int(id) < dense.count ? dense[Int(id)] : sparse[id] ?? 0
  }

  package var distribution: TokenDistribution { TokenDistribution(counts.map(\.count)) }
}
