/// What a language model reads of one segmented text: its own ids, and which piece of the segmentation each belongs to.
///
/// A piece is a token of the segmentation that has bytes; virtual tokens are not read. The start token is not among the ids:
/// whoever runs the model puts it in front of each window.
package struct ModelReading: Hashable, Sendable {
  /// Model ids in order.
  package private(set) var ids: [TokenID] = []
  /// Index among the segmentation's tokens of each id, ascending.
  package private(set) var pieces: [Int] = []
  /// Bytes of the text that each id stands for.
  package private(set) var ranges: [Range<Int>] = []
  /// Pieces that the model does not know and reads as several ids.
  package private(set) var splitPieces = 0
  /// Pieces that were read.
  package private(set) var pieceCount = 0

  mutating func append(piece: Int, at start: Int, _ parts: [(id: TokenID, byteCount: Int)]) {
    var position = start
    for part in parts {
      ids.append(part.id)
      pieces.append(piece)
      ranges.append(position..<position + part.byteCount)
      position += part.byteCount
    }
    pieceCount += 1
    if parts.count > 1 { splitPieces += 1 }
  }

  /// Runs of ids that a model of `limit` ids reads one after the other; a run ends where a piece ends unless one piece is longer than a run.
  ///
  /// - Parameter limit: ids of one run, without the start token; at least 1.
  package func windows(of limit: Int) -> [Range<Int>] {
    precondition(limit > 0)
    var windows: [Range<Int>] = []
    var start = 0
    while start < ids.count {
      var end = min(start + limit, ids.count)
      if end < ids.count {
        var cut = end
        while cut > start, pieces[cut - 1] == pieces[cut] { cut -= 1 }
        if cut > start { end = cut }
      }
      windows.append(start..<end)
      start = end
    }
    return windows
  }

  /// How the screen and the tables call it: `own cuts`, or `own cuts, 3 of 31 pieces split`.
  package var summary: String {
    splitPieces == 0 ? "own cuts" : "own cuts, \(splitPieces) of \(pieceCount) pieces split"
  }

  /// The sum of `values` over the ids of each piece; nil for a token that was not read and for a piece one of whose values is missing.
  ///
  /// - Parameters:
  ///   - values: one for each id.
  ///   - tokenCount: tokens of the segmentation.
  package func sums(of values: [Double?], tokenCount: Int) -> [Double?] {
    precondition(values.count == ids.count)
    var sums = [Double?](repeating: nil, count: tokenCount)
    var index = 0
    while index < ids.count {
      let piece = pieces[index]
      var sum: Double? = 0
      while index < ids.count, pieces[index] == piece {
        sum = sum.flatMap { sum in values[index].map { sum + $0 } }
        index += 1
      }
      sums[piece] = sum
    }
    return sums
  }
}
