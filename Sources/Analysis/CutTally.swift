/// How the cuts of two tokenizers agree over documents that come piece by piece.
///
/// Example: text of 8 bytes, one cuts at 3 5, the other at 3 6: 1 cut is shared, each has 1 of its own, and 5 bytes in 1 place differ.
package struct CutTally: Hashable, Sendable {
  package private(set) var documents = 0
  package private(set) var bytes = 0
  /// Stretches between shared cuts that are cut differently.
  package private(set) var places = 0
  /// Bytes in such stretches.
  package private(set) var differingBytes = 0
  package private(set) var shared = 0
  package private(set) var onlyFirst = 0
  package private(set) var onlySecond = 0

  package init() {}

  /// Counts a piece, between places where both cut.
  ///
  /// - Parameters:
  ///   - alignment: of two rows.
  ///   - continues: the piece goes on with the document of the one before.
  package mutating func add(_ alignment: Alignment, continues: Bool) {
    precondition(alignment.rowCount == 2, "a tally compares two rows")
    // Both cut where the pieces meet.
    if continues { shared += 1 } else { documents += 1 }
    bytes += alignment.byteCount
    places += alignment.differences.count
    differingBytes += alignment.differences.reduce(0) { $0 + $1.count }
    for rows in alignment.cutRows {
      switch rows {
      case 1: onlyFirst += 1
      case 2: onlySecond += 1
      default: shared += 1
      }
    }
  }

  /// Jaccard index of the cut sets; 1 when neither cuts.
  package var agreement: Double {
    let all = shared + onlyFirst + onlySecond
    return all == 0 ? 1 : Double(shared) / Double(all)
  }
}
