import Analysis

/// Traces that were shown or may be soon, newest last, within a bound of memory.
struct TraceCache: Sendable {
  struct Key: Hashable, Sendable {
    let tokenizer: String
    let generation: Int
  }

  /// Bytes of attention that are kept beside the newest trace.
  static let limit = 64 << 20

  private var entries: [(key: Key, trace: PieceTrace)] = []

  /// The trace of a column that holds byte `offset` of the window; of an empty window any.
  func trace(_ key: Key, at offset: Int) -> PieceTrace? {
    entries.last { $0.key == key && ($0.trace.token(at: offset) != nil) }?.trace
  }

  /// Takes a trace in, in place of one of the same part; the oldest go when there are too many.
  mutating func insert(_ trace: PieceTrace, for key: Key) {
    entries.removeAll { $0.key == key && $0.trace.window == trace.window }
    entries.append((key, trace))
    var cost = entries.reduce(0) { $0 + $1.trace.cost }
    while entries.count > 1, cost > TraceCache.limit { cost -= entries.removeFirst().trace.cost }
  }

  /// Whether another trace of this cost would push none out.
  func hasRoom(for cost: Int) -> Bool { entries.reduce(cost) { $0 + $1.trace.cost } <= TraceCache.limit }

  /// Forgets what belongs to other windows of text.
  mutating func keep(generation: Int) { entries.removeAll { $0.key.generation != generation } }

  var count: Int { entries.count }
}
