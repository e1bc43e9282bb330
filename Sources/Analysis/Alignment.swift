import Tokenization

/// How several segmentations of one text relate: the union of their cuts, who cuts where, and the stretches in which they differ.
///
/// Rows are the segmentations in the order given. Building is linear in the number of tokens times the number of rows; every question is a
/// binary search.
///
/// Example, text of 8 bytes: row 0 cuts at 3 5, row 1 at 3 6. Cuts 3 5 6 are made by 2 1 1 rows; 3 is shared; the one difference is 3..<8.
package struct Alignment: Sendable {
  /// Most rows that one alignment takes: a set of rows is one machine word.
  package static let rowLimit = 64

  package let segmentations: [Segmentation]
  package let byteCount: Int
  /// Offsets inside the text where at least one row cuts, ascending.
  package let cuts: [Int]
  /// For each cut the rows that make it, bit r for row r.
  package let cutRows: [UInt64]
  /// Maximal stretches between offsets where all rows cut, in which some rows disagree; ascending.
  package let differences: [Range<Int>]

  /// - Parameter segmentations: at most `rowLimit`, all of one text.
  package init(_ segmentations: [Segmentation]) {
    precondition(segmentations.count <= Alignment.rowLimit, "an alignment takes at most \(Alignment.rowLimit) rows")
    self.segmentations = segmentations
    byteCount = segmentations.first?.byteCount ?? 0
    let rowCuts = segmentations.map(\.cuts)
    var next = [Int](repeating: 0, count: rowCuts.count)
    var cuts: [Int] = []
    var cutRows: [UInt64] = []
    cuts.reserveCapacity((rowCuts.map(\.count).max() ?? 0) + 16)
    cutRows.reserveCapacity(cuts.capacity)
    while true {
      var offset = Int.max
      var rows: UInt64 = 0
      for row in rowCuts.indices where next[row] < rowCuts[row].count {
        let cut = rowCuts[row][next[row]]
        if cut < offset {
          offset = cut
          rows = 1 << UInt64(row)
        } else if cut == offset {
          rows |= 1 << UInt64(row)
        }
      }
      if rows == 0 { break }
      cuts.append(offset)
      cutRows.append(rows)
      for row in rowCuts.indices where rows >> UInt64(row) & 1 == 1 { next[row] += 1 }
    }
    self.cuts = cuts
    self.cutRows = cutRows

    var differences: [Range<Int>] = []
    var start = 0
    var disagrees = false
    for (index, offset) in cuts.enumerated() {
      if cutRows[index].nonzeroBitCount == segmentations.count {
        if disagrees { differences.append(start..<offset) }
        start = offset
        disagrees = false
      } else {
        disagrees = true
      }
    }
    if disagrees { differences.append(start..<byteCount) }
    self.differences = differences
  }

  package var rowCount: Int { segmentations.count }

  /// Index into `cuts` of the first cut at or after `offset`; `cuts.count` when there is none.
  package func cutIndex(from offset: Int) -> Int { cuts.partitionPoint { $0 >= offset } }

  /// The rows that cut at `offset`, bit r for row r; both ends of the text are cut by all.
  package func rows(cuttingAt offset: Int) -> UInt64 {
    if offset == 0 || offset == byteCount { return allRows }
    let index = cutIndex(from: offset)
    return index < cuts.count && cuts[index] == offset ? cutRows[index] : 0
  }

  /// How many rows cut at `offset`.
  package func count(at offset: Int) -> Int { rows(cuttingAt: offset).nonzeroBitCount }

  /// How the cut of one row at `offset` relates to the others; nil when the row does not cut there.
  package func share(of row: Int, at offset: Int) -> CutShare? {
    let rows = rows(cuttingAt: offset)
    guard rows >> UInt64(row) & 1 == 1 else { return nil }
    return CutShare(rows: rows.nonzeroBitCount, of: rowCount)
  }

  /// The first difference that begins after `offset`.
  package func difference(after offset: Int) -> Range<Int>? {
    let index = differences.partitionPoint { $0.lowerBound > offset }
    return index < differences.count ? differences[index] : nil
  }

  /// The last difference that begins before `offset`.
  package func difference(before offset: Int) -> Range<Int>? {
    let index = differences.partitionPoint { $0.lowerBound >= offset }
    return index > 0 ? differences[index - 1] : nil
  }

  /// The difference that holds byte `offset`.
  package func difference(at offset: Int) -> Range<Int>? {
    let index = differences.partitionPoint { $0.upperBound > offset }
    guard index < differences.count, differences[index].contains(offset) else { return nil }
    return differences[index]
  }

  /// Tokens of `row` that have bytes minus those of `base`.
  package func countDelta(of row: Int, base: Int) -> Int {
    segmentations[row].tokenCount - segmentations[base].tokenCount
  }

  /// Jaccard index of the cut sets of two rows: shared cuts by cuts of either; 1 when neither cuts.
  package func agreement(_ a: Int, _ b: Int) -> Double {
    let pair: UInt64 = 1 << UInt64(a) | 1 << UInt64(b)
    var both = 0
    var either = 0
    for rows in cutRows where rows & pair != 0 {
      either += 1
      if rows & pair == pair { both += 1 }
    }
    return either == 0 ? 1 : Double(both) / Double(either)
  }

  /// Rows other than `row` that have a token with exactly these bytes of the text.
  package func rows(withSpan range: Range<Int>, except row: Int) -> [Int] {
    segmentations.indices.filter { other in
      guard other != row, let index = segmentations[other].tokenIndex(at: range.lowerBound) else { return false }
      return segmentations[other].tokens[index].range == range
    }
  }

  /// The tokens of `row` that have a byte in `range`, in order.
  package func tokens(of row: Int, overlapping range: Range<Int>) -> ArraySlice<Token> {
    segmentations[row].tokens(overlapping: range)
  }

  private var allRows: UInt64 { rowCount == 64 ? .max : (1 << UInt64(rowCount)) - 1 }
}

/// How many rows make a cut.
package enum CutShare: Hashable, Sendable {
  case all
  case some
  /// Only this row.
  case only

  /// - Parameter rows: rows that cut, at least 1.
  package init(rows: Int, of total: Int) {
    self = rows == total ? .all : rows == 1 ? .only : .some
  }
}

extension Segmentation {
  /// The tokens that have a byte in `range`, with the virtual ones between them.
  package func tokens(overlapping range: Range<Int>) -> ArraySlice<Token> {
    guard !range.isEmpty, range.lowerBound < byteCount, let first = tokenIndex(at: range.lowerBound),
      let last = tokenIndex(at: range.upperBound - 1)
    else { return [] }
    return tokens[first...last]
  }
}
