import Tokenization

/// Which entries of a vocabulary are listed, and in which order.
package struct VocabularyQuery: Hashable, Sendable {
  package enum Order: String, Hashable, Sendable, CaseIterable {
    case id, length, uses, bytes
  }

  /// What is asked of an entry beside its kind.
  package enum Show: String, Hashable, Sendable, CaseIterable {
    case all, unreachable, inside, unused, used
    /// Its bytes are in the other vocabulary too, or in this one alone.
    case shared, only
  }

  package var order = Order.id
  package var show = Show.all
  /// Nil: all kinds.
  package var kind: TokenKind?
  /// Bytes that an entry contains; empty: any.
  package var text: [UInt8] = []

  package init(order: Order = .id, show: Show = .all, kind: TokenKind? = nil, text: [UInt8] = []) {
    self.order = order
    self.show = show
    self.kind = kind
    self.text = text
  }
}

/// What is known of the entries of a vocabulary.
package struct VocabularyFacts: Sendable {
  package let listing: VocabularyListing
  package var reach: Reachability
  /// Uses in a text; nil before any are counted.
  package var uses: TokenUses?
  /// With the vocabulary it is compared with.
  package var comparison: VocabularyComparison?

  package init(_ listing: VocabularyListing) {
    self.listing = listing
    reach = Reachability(listing)
  }

  /// The entries that `query` asks for, in its order; among equals the one of lower id comes first.
  ///
  /// What is not known does not pass. Linear but for the order by bytes, n log n.
  package func rows(_ query: VocabularyQuery) -> [Int] {
    let rows = (0..<listing.count).filter { passes($0, query) }
    switch query.order {
    case .id: return rows
    case .length: return VocabularyFacts.descending(rows, by: listing.byteCount)
    case .uses: return uses.map { uses in VocabularyFacts.descending(rows) { uses[$0] } } ?? rows
    case .bytes:
      let bytes = rows.map(listing.bytes)
      return rows.indices.sorted { a, b in
        switch VocabularyFacts.order(bytes[a], bytes[b]) {
        case 0: a < b
        case let order: order < 0
        }
      }.map { rows[$0] }
    }
  }

  private func passes(_ entry: Int, _ query: VocabularyQuery) -> Bool {
    if let kind = query.kind, listing.kind(entry) != kind { return false }
    let isShown =
      switch query.show {
      case .all: true
      case .unreachable: reach[entry]?.isUnreachable ?? false
      case .inside: reach[entry] == .inside
      case .unused: uses.map { $0[entry] == 0 } ?? false
      case .used: uses.map { $0[entry] > 0 } ?? false
      case .shared: comparison?[entry] == true
      case .only: comparison?[entry] == false
      }
    return isShown && (query.text.isEmpty || VocabularyFacts.contains(listing.bytes(entry), query.text))
  }

  /// Greatest first. Counting sort over keys that are mostly small; the few that are not are sorted among themselves.
  private static func descending(_ rows: [Int], by key: (Int) -> Int) -> [Int] {
    let limit = 4096
    var large: [(key: Int, row: Int)] = []
    var starts = [Int](repeating: 0, count: limit + 1)
    let keys = rows.map(key)
    for (key, row) in zip(keys, rows) {
      if key < limit { starts[limit - 1 - key + 1] += 1 } else { large.append((key, row)) }
    }
    large.sort { $0.key != $1.key ? $0.key > $1.key : $0.row < $1.row }
    for place in 1...limit { starts[place] += starts[place - 1] }
    var out = [Int](repeating: 0, count: rows.count - large.count)
    for (key, row) in zip(keys, rows) where key < limit {
      out[starts[limit - 1 - key]] = row
      starts[limit - 1 - key] += 1
    }
    return large.map(\.row) + out
  }

  /// Less than, equal to or greater than 0 as `a` comes before, with or after `b`.
  private static func order(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>) -> Int {
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        for index in 0..<min(a.count, b.count) where a[index] != b[index] { return Int(a[index]) - Int(b[index]) }
        return a.count - b.count
      }
    }
  }

  private static func contains(_ bytes: ArraySlice<UInt8>, _ text: [UInt8]) -> Bool {
    guard let first = text.first, text.count <= bytes.count else { return false }
    return bytes.withUnsafeBufferPointer { bytes in
      (0...bytes.count - text.count).contains { start in
        bytes[start] == first && text.indices.allSatisfy { bytes[start + $0] == text[$0] }
      }
    }
  }
}
