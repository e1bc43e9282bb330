import Testing

@testable import Inference

@Suite struct TraceTests {
  private static let tokens = [
    Trace.Token(id: 9, bytes: nil), Trace.Token(id: 1, bytes: 0..<2), Trace.Token(id: 2, bytes: 2..<2),
    Trace.Token(id: 3, bytes: 2..<5),
  ]

  @Test func onlyTokensAreNeeded() throws {
    let trace = try Trace(tokens: Self.tokens)
    #expect(trace.attention == nil && trace.routing == nil && trace.residualNorms == nil && trace.surprisals == nil)
    #expect(trace.predictions.isEmpty && trace.isFinite)
    #expect(try Trace(tokens: []).tokens.isEmpty)
  }

  @Test func partsMustSpeakOfTheSameTokens() throws {
    let attention = try AttentionMaps(layers: [0], heads: [0], tokenCount: 2, values: [1, 0.5, 0.5])
    let routing = try Routing(
      layers: [0], tokenCount: 3, expertCount: 2, chosenCount: 1, scores: nil, chosen: [0, 1, 0], weights: nil)
    #expect(throws: TraceError.self) { try Trace(tokens: Self.tokens, attention: attention) }
    #expect(throws: TraceError.self) { try Trace(tokens: Self.tokens, routing: routing) }
    #expect(throws: TraceError.self) { try Trace(tokens: Self.tokens, residualNorms: [[1, 2, 3]]) }
    #expect(throws: TraceError.self) { try Trace(tokens: Self.tokens, surprisals: [nil, 1]) }
    #expect(throws: TraceError.self) { try Trace(tokens: Self.tokens, predictions: [1: [nil]]) }
    #expect(throws: TraceError.self) { try Trace(tokens: Self.tokens, predictions: [-1: [nil, nil, nil, nil]]) }
  }

  @Test func byteRangesAscend() throws {
    let overlapping = [Trace.Token(id: 1, bytes: 0..<2), Trace.Token(id: 2, bytes: 1..<3)]
    #expect(throws: TraceError.outOfRange(part: "the byte ranges", found: 1, limit: 2)) {
      try Trace(tokens: overlapping)
    }
    var trace = try Trace(tokens: Self.tokens)
    try trace.setByteRanges([nil, 0..<1, 1..<3, nil])
    #expect(trace.tokens.map(\.bytes) == [nil, 0..<1, 1..<3, nil])
    #expect(trace.tokens.map(\.id) == [9, 1, 2, 3])
    #expect(throws: TraceError.self) { try trace.setByteRanges([nil]) }
    #expect(throws: TraceError.self) { try trace.setByteRanges([5..<6, 0..<1, nil, nil]) }
    #expect(throws: TraceError.self) { try trace.setByteRanges([-1..<0, nil, nil, nil]) }
  }

  @Test func blocksFillInPredictionsAndSurprisals() throws {
    var trace = try Trace(tokens: Self.tokens)
    func prediction(_ next: Float?) -> Prediction {
      Prediction(logSumExp: 2, nextLogit: next, top: [Prediction.Candidate(id: 4, logit: 2)])
    }
    trace.add(PredictionBlock(depth: 1, tokens: 1..<2, predictions: [prediction(0)]), outputDepth: 2)
    #expect(trace.surprisals == nil && trace.predictions[1]?.map { $0 != nil } == [false, true, false, false])
    trace.add(PredictionBlock(depth: 2, tokens: 0..<2, predictions: [prediction(2), prediction(1)]), outputDepth: 2)
    #expect(trace.surprisals?[0] == .some(nil) && trace.surprisals?[1] == 0 && trace.surprisals?[3] == .some(nil))
    #expect(abs((trace.surprisals?[2] ?? 0) - 1.442_695) < 1e-5)
    trace.add(PredictionBlock(depth: 2, tokens: 3..<4, predictions: [prediction(nil)]), outputDepth: 2)
    #expect(trace.predictions[2]?.map { $0 != nil } == [true, true, false, true])
    #expect(prediction(0).probability(prediction(0).top[0]) == 1)
    #expect(trace.isFinite)
    let faulty = Prediction(logSumExp: .nan, nextLogit: nil, top: [])
    trace.add(PredictionBlock(depth: 2, tokens: 2..<3, predictions: [faulty]), outputDepth: 2)
    #expect(!trace.isFinite)
  }

  @Test func mapsOfSomeLayersAndHeadsAreFoundByTheirNumbers() throws {
    // Two layers, one head, two tokens: three weights a map.
    let maps = try AttentionMaps(layers: [2, 5], heads: [3], tokenCount: 2, values: [1, 0.25, 0.75, 1, 0.5, 0.5])
    #expect(maps[layer: 2, head: 3, query: 1, key: 0] == 0.25)
    #expect(maps[layer: 5, head: 3, query: 1, key: 1] == 0.5)
    #expect(maps[layer: 5, head: 3, query: 0, key: 1] == 0)
    #expect(Array(maps.row(layer: 2, head: 3, query: 1)) == [0.25, 0.75])
    #expect(maps.withMap(layer: 5, head: 3) { Array($0) } == [1, 0.5, 0.5])
    #expect(maps.contains(layer: 5, head: 3) && !maps.contains(layer: 0, head: 3) && !maps.contains(layer: 2, head: 0))
    #expect(throws: TraceError.self) { try AttentionMaps(layers: [1, 0], heads: [0], tokenCount: 1, values: [1, 1]) }
    #expect(throws: TraceError.self) { try AttentionMaps(layers: [-1], heads: [0], tokenCount: 1, values: [1]) }
    #expect(throws: TraceError.self) { try AttentionMaps(layers: [0], heads: [0, 0], tokenCount: 1, values: [1, 1]) }
    #expect(throws: TraceError.self) { try AttentionMaps(layers: [0], heads: [0], tokenCount: 2, values: [1]) }
  }

  @Test func routingIsFoundByTheNumbersOfItsLayers() throws {
    let routing = try Routing(
      layers: [1, 3], tokenCount: 2, expertCount: 3, chosenCount: 2,
      scores: .probabilities([
        0.5, 0.25, 0.25, 0.125, 0.125, 0.75, 1, 0, 0, 0, 1, 0,
      ]), chosen: [0, 1, 2, 0, 0, 1, 1, 0], weights: [0.5, 0.25, 0.75, 0.125, 1, 0, 1, 0], nullExperts: [[2], []])
    #expect(Array(routing.chosen(layer: 1, token: 1)) == [2, 0])
    #expect(routing.weights(layer: 3, token: 0).map(Array.init) == [1, 0])
    #expect(routing.probabilities(layer: 1, token: 1) == [0.125, 0.125, 0.75])
    #expect(routing.logits(layer: 1, token: 1) == nil)
    let idsOnly = try Routing(
      layers: [0], tokenCount: 1, expertCount: 4, chosenCount: 2, scores: nil, chosen: [3, 1], weights: nil)
    #expect(idsOnly.probabilities(layer: 0, token: 0) == nil && idsOnly.weights(layer: 0, token: 0) == nil)
    #expect(idsOnly.nullExperts == [[]])
  }

  @Test func routingThatCannotBeIsRefused() {
    func make(
      layers: [Int] = [0], scores: Routing.Scores? = nil, chosen: [Int32] = [0, 1], weights: [Float]? = nil,
      nullExperts: [[Int]]? = nil
    ) throws {
      _ = try Routing(
        layers: layers, tokenCount: 1, expertCount: 3, chosenCount: 2, scores: scores, chosen: chosen, weights: weights,
        nullExperts: nullExperts)
    }
    #expect(throws: Never.self) { try make() }
    #expect(throws: TraceError.self) { try make(layers: [0, 0], chosen: [0, 1, 0, 1]) }
    #expect(throws: TraceError.self) { try make(scores: .logits([1, 2])) }
    #expect(throws: TraceError.self) { try make(chosen: [0]) }
    #expect(throws: TraceError.self) { try make(chosen: [0, 3]) }
    #expect(throws: TraceError.self) { try make(chosen: [-1, 0]) }
    #expect(throws: TraceError.self) { try make(chosen: [1, 1]) }
    #expect(throws: TraceError.self) { try make(weights: [1]) }
    #expect(throws: TraceError.self) { try make(nullExperts: []) }
    #expect(throws: TraceError.self) { try make(nullExperts: [[3]]) }
    #expect(throws: TraceError.self) { try make(nullExperts: [[1, 1]]) }
  }

  @Test func theBestComeFirstAndTiesGoToTheLower() {
    #expect(Routing.top(3, of: [1, 5, 5, 2, 5]) == [1, 2, 4])
    #expect(Routing.top(2, of: [Float.nan, 1, 0]) == [1, 2])
    #expect(Routing.top(2, of: [Float.nan, .nan, .nan]) == [0, 1])
    #expect(Routing.top(5, of: [2, 3]) == [1, 0])
    #expect(Routing.top(0, of: [2, 3]).isEmpty)
  }
}
