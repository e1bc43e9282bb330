import Tokenization

/// Reads a source piece by piece so that the tokens of the pieces are those of the whole.
///
/// A piece ends where the tokenizer cuts whatever follows. Where a stretch longer than the piece has no such place the piece grows, up to
/// `limit`; there it is cut anywhere and `isExact` turns false.
package struct PieceReader {
  private let source: ByteSource
  private let end: Int?
  private let pieceSize: Int
  private let limit: Int
  private let boundary: SafeBoundary
  /// Bytes that follow the last safe place of what was read.
  private var rest: [UInt8] = []
  /// Offset of the first byte not handed out yet.
  package private(set) var position: Int
  /// False once a piece was cut at a place that may lie inside a token.
  package private(set) var isExact = true

  /// - Parameters:
  ///   - range: the part to read; nil reads to the end, also of an input that is still arriving.
  ///   - limit: most bytes of one piece.
  ///   - boundary: of the tokenizer that will read the pieces; by default of those that only have a pattern.
  package init(
    _ source: ByteSource, range: Range<Int>? = nil, pieceSize: Int = 1 << 20, limit: Int = .max,
    boundary: SafeBoundary = .patterns
  ) {
    self.source = source
    self.pieceSize = max(1, pieceSize)
    self.limit = max(limit, pieceSize)
    self.boundary = boundary
    position = range?.lowerBound ?? 0
    end = range?.upperBound
  }

  /// The next piece, nil at the end.
  package mutating func next() throws(InputError) -> [UInt8]? {
    var searched = 0
    while true {
      let from = position + rest.count
      var available = try source.wait(forBytes: min(end ?? .max, from + pieceSize))
      if let end { available = min(available, end) }
      if from >= available {
        guard !rest.isEmpty else { return nil }
        return take(rest.count)
      }
      let upTo = min(available, from + pieceSize)
      rest += try source.read(from..<upTo)
      if upTo == end { continue }
      if let place = Seam.last(in: rest, low: searched, high: rest.count, boundary) { return take(place) }
      if rest.count >= limit {
        isExact = false
        return take(limit)
      }
      searched = rest.count - 2 * SafeBoundary.reach
    }
  }

  private mutating func take(_ count: Int) -> [UInt8] {
    let piece = Array(rest.prefix(count))
    rest.removeFirst(count)
    position += count
    return piece
  }
}
