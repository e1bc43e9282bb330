import Inference
import TestSupport
import Testing

@testable import Analysis

/// Surprisal and the logit lens.
@Suite struct LensPredictionTests {
  private static func place(_ layer: Int) -> LensPlace { LensPlace(layer: layer, head: nil, cursor: 0) }

  @Test func surprisalsAreThoseOfTheTrace() throws {
    let tokens = (0..<4).map { Trace.Token(id: UInt32($0), bytes: nil) }
    let trace = try Trace(tokens: tokens, surprisals: [nil, 1, 2, 0])
    #expect(try SurprisalLens().strip(trace, Self.place(9)) == [nil, 1, 2, 0])
    #expect(try SurprisalLens().table(trace, Self.place(9)).values == [[nil], [1], [2], [0]])
  }

  @Test func exampleOfTheLogitLens() throws {
    let tokens = [Trace.Token(id: 5, bytes: nil), Trace.Token(id: 6, bytes: nil)]
    let first = Prediction(logSumExp: 3, nextLogit: 1, top: [Prediction.Candidate(id: 9, logit: 2)])
    let last = Prediction(logSumExp: 3, nextLogit: nil, top: [Prediction.Candidate(id: 8, logit: 3)])
    let trace = try Trace(tokens: tokens, predictions: [2: [first, last], 4: [nil, last]])
    #expect(agree(try LogitLens().strip(trace, Self.place(1)), [0.367_879, 1]))
    #expect(agree(try LogitLens().strip(trace, Self.place(3)), [nil, 1]))
    let error = #expect(throws: LensError.self) { try LogitLens().strip(trace, Self.place(2)) }
    #expect(error?.description == "this trace has no predictions of depth 3, only of 2 4")
    let table = try LogitLens().table(trace, Self.place(0))
    #expect(table.columns == ["D2 best", "D2 next", "D4 best", "D4 next"])
    #expect(agree(table.values[0], [0.367_879, 0.135_335, nil, nil]))
    #expect(agree(table.values[1], [1, nil, 1, nil]))
    #expect(table.tokenIDs == [[9, 6, nil, nil], [8, nil, 8, nil]])
  }

  /// At the last depth the following token's probability is that of its surprisal.
  @Test func theLastDepthIsTheOutput() throws {
    var generator = SeededGenerator(seed: 12)
    let trace = try LensTraces.trace(tokens: 14, &generator)
    let table = try LogitLens().table(trace, Self.place(0))
    let column = try #require(table.columns.firstIndex(of: "D2 next"))
    let surprisals = try SurprisalLens().strip(trace, Self.place(0))
    for token in 0..<13 {
      let bits = try #require(surprisals[token + 1])
      let probability = try #require(table.values[token][column])
      #expect(abs(probability - LensTraces.slowExponential(-bits * 0.693_147_180_56)) < 1e-6)
    }
  }
}
