import Inference
import Testing
import Tokenization

@testable import Analysis

@Suite struct ModelExpectationTests {
  /// `a1b1`: four tokens; one head that looks at what followed the last equal token, two experts, digits to expert 1.
  private func trace() throws -> PieceTrace {
    let ids: [UInt32] = [1, 9, 1, 9, 1]
    let tokens = ids.indices.map { Trace.Token(id: ids[$0], bytes: $0..<$0 + 1) }
    let targets = [0, 0, 1, 2, 3]
    let weights = targets.enumerated().flatMap { query, target in (0...query).map { $0 == target ? Float(1) : 0 } }
    return PieceTrace(
      try Trace(
        tokens: tokens, attention: AttentionMaps(layers: [0], heads: [0], tokenCount: 5, values: weights),
        routing: Routing(
          layers: [0], tokenCount: 5, expertCount: 3, chosenCount: 1, scores: nil, chosen: [0, 1, 2, 1, 0],
          weights: nil,
          nullExperts: [[2]]),
        surprisals: [1, 2, 3, 4, 5]), model: "m")
  }

  @Test(arguments: [
    ("x bits >= 3", true), ("x bits <= 2.9", false), ("x bits <= 3", true), ("x head:induction >= 0.99", true),
    ("x head:previous-token <= 0.1", false), ("x expert:digits >= 1", true), ("x expert:word-part <= 0.7", true),
    ("x expert:word-part >= 0.6", true),
  ])
  func evaluates(line: String, expected: Bool) throws {
    let claim = try #require(ModelExpectation(line))
    #expect(claim.tokenizer == "x")
    let value = try #require(try claim.value(of: try trace(), text: Array("a1b1a".utf8)))
    #expect(claim.holds(for: value) == expected, "\(value)")
  }

  @Test(arguments: [
    "", "x bits", "x bits >= ", "x bits > 1", "x bits >= one", "x bits >= nan", "x head >= 1", "x head:best >= 1",
    "x expert:letters >= 1", " bits >= 1", "x bits:a >= 1", "x bits >= 1 2",
  ])
  func refusesOtherForms(line: String) { #expect(ModelExpectation(line) == nil) }

  @Test func whatIsNotThereHasNoValue() throws {
    let bare = PieceTrace(try Trace(tokens: [Trace.Token(id: 0, bytes: 0..<1)]), model: "m")
    #expect(try ModelExpectation("x bits >= 1")?.value(of: bare, text: [0x61]) == nil)
    #expect(throws: LensError.self) { try ModelExpectation("x head:sink >= 1")?.value(of: bare, text: [0x61]) }
    #expect(try ModelExpectation("x expert:symbols >= 0")?.value(of: try trace(), text: Array("a1b1a".utf8)) == nil)
  }
}
