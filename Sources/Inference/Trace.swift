/// What a model did with a text: the one value that all views of a model read.
///
/// It comes from `Model.run` or from a file. Only the tokens are always there; a view says so where its part is missing.
/// Tokens are numbered from 0 in the order of the text, layers, heads and experts as in the model's files. A *depth* counts the layers
/// that were run through: depth 0 is the embedding, the count of layers the output.
package struct Trace: Sendable, Hashable {
  package struct Token: Sendable, Hashable {
    /// Its number in the vocabulary of the model.
    package let id: UInt32
    /// The bytes of the text that it stands for; nil for special tokens, which stand for none.
    package let bytes: Range<Int>?

    package init(id: UInt32, bytes: Range<Int>?) {
      self.id = id
      self.bytes = bytes
    }
  }

  package private(set) var tokens: [Token]
  package let attention: AttentionMaps?
  package let routing: Routing?
  /// Euclidean norms of the residual stream, [depth][token], before the last norm of the model.
  package let residualNorms: [[Float]]?
  /// −log₂ p of each token after those before it, in bits; nil where it is unknown, as for the first one.
  package private(set) var surprisals: [Float?]?
  /// What is expected after each token, by depth; nil where it has not been asked for.
  package private(set) var predictions: [Int: [Prediction?]]
  /// Whether all numbers of the run were finite; a view marks what is not instead of colouring it.
  package private(set) var isFinite: Bool

  /// Checks that all parts speak of the same tokens; byte ranges must ascend without overlap, empty ones are allowed.
  package init(
    tokens: [Token], attention: AttentionMaps? = nil, routing: Routing? = nil, residualNorms: [[Float]]? = nil,
    surprisals: [Float?]? = nil, predictions: [Int: [Prediction?]] = [:], isFinite: Bool = true
  ) throws(TraceError) {
    let count = tokens.count
    if let attention { try TraceError.checkCount(attention.tokenCount, count, "the tokens of the attention") }
    if let routing { try TraceError.checkCount(routing.tokenCount, count, "the tokens of the routing") }
    for norms in residualNorms ?? [] { try TraceError.checkCount(norms.count, count, "the residual norms") }
    if let surprisals { try TraceError.checkCount(surprisals.count, count, "the surprisals") }
    for (depth, row) in predictions {
      if depth < 0 { throw .outOfRange(part: "the depths of predictions", found: depth, limit: 0) }
      try TraceError.checkCount(row.count, count, "the predictions")
    }
    try Trace.checkRanges(tokens)
    self.init(
      unchecked: tokens, attention: attention, routing: routing, residualNorms: residualNorms, isFinite: isFinite)
    self.surprisals = surprisals
    self.predictions = predictions
  }

  init(
    unchecked tokens: [Token], attention: AttentionMaps?, routing: Routing?, residualNorms: [[Float]]?, isFinite: Bool
  ) {
    self.tokens = tokens
    self.attention = attention
    self.routing = routing
    self.residualNorms = residualNorms
    self.isFinite = isFinite
    predictions = [:]
  }

  /// Says which bytes of the text the tokens stand for, one entry per token.
  package mutating func setByteRanges(_ ranges: [Range<Int>?]) throws(TraceError) {
    try TraceError.checkCount(ranges.count, tokens.count, "the byte ranges")
    let named = zip(tokens, ranges).map { Token(id: $0.id, bytes: $1) }
    try Trace.checkRanges(named)
    tokens = named
  }

  /// Takes predictions in; those of the output, at depth `outputDepth`, also give the surprisals of the tokens that follow.
  package mutating func add(_ block: PredictionBlock, outputDepth: Int) {
    precondition(block.tokens.lowerBound >= 0 && block.tokens.upperBound <= tokens.count)
    var row = predictions.removeValue(forKey: block.depth) ?? Array(repeating: nil, count: tokens.count)
    var surprisals = block.depth == outputDepth ? surprisals ?? Array(repeating: nil, count: tokens.count) : nil
    for (token, prediction) in zip(block.tokens, block.predictions) {
      row[token] = prediction
      if !prediction.logSumExp.isFinite { isFinite = false }
      if token + 1 < tokens.count { surprisals?[token + 1] = prediction.nextSurprisal }
    }
    predictions[block.depth] = row
    if let surprisals { self.surprisals = surprisals }
  }

  private static func checkRanges(_ tokens: [Token]) throws(TraceError) {
    var end = 0
    for case let bytes? in tokens.lazy.map(\.bytes) {
      guard bytes.lowerBound >= end else {
        throw .outOfRange(part: "the byte ranges", found: bytes.lowerBound, limit: end)
      }
      end = bytes.upperBound
    }
  }
}
