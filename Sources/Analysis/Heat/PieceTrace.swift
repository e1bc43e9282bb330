import Inference
import Tokenization

/// What a model did with the pieces of one column: the value that all heat views read.
///
/// Its trace has one token for each piece. Where the model had to split a piece, attention is summed over the keys of the piece and averaged over
/// its queries, the router's probabilities are averaged, the chosen experts are those with the most weight over the piece, surprisals add up, and
/// predictions are those after the last part.
package struct PieceTrace: Sendable {
  /// As the screen names the model.
  package let model: String
  /// Byte ranges count from the start of the window of the text; special tokens have none.
  package let trace: Trace
  /// The part of the column's model ids that was read, and how many there are.
  package let window: Range<Int>
  package let idCount: Int
  /// `own cuts`, or `own cuts, 3 of 31 pieces split`.
  package let summary: String
  /// Bytes of the vocabulary's tokens that predictions name.
  package let names: [UInt32: [UInt8]]
  /// False while surprisals are still to come.
  package let isComplete: Bool
  /// True when the model could say more: what it expected at each depth.
  package let lacksDepths: Bool
  // Tokens that have bytes, in order.
  private let placed: [Int]
  private let headScores = HeadScores()

  /// The trace of one run of a model over a window of `reading`.
  ///
  /// - Parameters:
  ///   - trace: of the window's ids behind the model's special tokens at its start, byte ranges set.
  ///   - window: a range of the reading's ids.
  package init(
    _ trace: Trace, of reading: ModelReading, window: Range<Int>, model: String, names: [UInt32: [UInt8]] = [:],
    isComplete: Bool, lacksDepths: Bool
  ) {
    self.model = model
    self.window = window
    self.names = names
    self.isComplete = isComplete
    self.lacksDepths = lacksDepths
    idCount = reading.ids.count
    summary = reading.summary
    let special = trace.tokens.count - window.count
    var groups: [Range<Int>] = (0..<special).map { $0..<$0 + 1 }
    for (place, piece) in reading.pieces[window].enumerated() {
      if place > 0, reading.pieces[window.lowerBound + place - 1] == piece, let last = groups.popLast() {
        groups.append(last.lowerBound..<last.upperBound + 1)
      } else {
        groups.append(special + place..<special + place + 1)
      }
    }
    self.trace = trace.merged(groups)
    placed = PieceTrace.placed(self.trace)
  }

  /// A recorded trace, whose tokens are the pieces.
  package init(_ trace: Trace, model: String) {
    self.model = model
    self.trace = trace
    placed = PieceTrace.placed(trace)
    window = 0..<trace.tokens.count
    idCount = trace.tokens.count
    summary = "recorded"
    names = [:]
    isComplete = true
    lacksDepths = false
  }

  private static func placed(_ trace: Trace) -> [Int] {
    trace.tokens.indices.filter { trace.tokens[$0].bytes?.isEmpty == false }
  }

  /// Bytes of the text that were read.
  package var bytes: Range<Int> {
    guard let first = placed.first, let last = placed.last, let start = trace.tokens[first].bytes?.lowerBound,
      let end = trace.tokens[last].bytes?.upperBound
    else { return 0..<0 }
    return start..<end
  }

  /// The token that holds byte `offset`; nil outside. A binary search.
  package func token(at offset: Int) -> Int? {
    let place = placed.partitionPoint { (trace.tokens[$0].bytes?.upperBound ?? 0) > offset }
    guard place < placed.count, trace.tokens[placed[place]].bytes?.contains(offset) == true else { return nil }
    return placed[place]
  }

  /// The tags of a head, with their scores; nil where there is no attention. Traps on a head that is not in the trace.
  package func scores(layer: Int, head: Int) -> HeadTags.Scores? {
    headScores.scores(of: trace, layer: layer, head: head)
  }

  /// Bits of the text that was read, and its bytes; nil until surprisals are known.
  package var bitsPerByte: Double? {
    guard let surprisals = trace.surprisals else { return nil }
    var bits = 0.0
    var bytes = 0
    for (token, surprisal) in zip(trace.tokens, surprisals) {
      guard let range = token.bytes, let surprisal, surprisal.isFinite else { continue }
      bits += Double(surprisal)
      bytes += range.count
    }
    return bytes > 0 ? bits / Double(bytes) : nil
  }

  /// Bytes that the attention takes in memory, the greatest part.
  package var cost: Int {
    let maps = trace.attention.map { $0.layers.count * $0.heads.count * AttentionMaps.rowStart($0.tokenCount) } ?? 0
    return 4 * maps + 256 * trace.tokens.count
  }
}
