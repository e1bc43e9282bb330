import Inference
import TestSupport
import Testing

@testable import Analysis

@Suite struct KeyValueBudgetTests {
  private static func budget(
    _ policy: KeyValueBudget.Policy, _ budget: Int, _ trace: Trace, head: Int? = 0, cursor: Int
  ) throws -> KeyValueBudget {
    try KeyValueBudget(policy, budget: budget, trace: trace, place: LensPlace(layer: 0, head: head, cursor: cursor))
  }

  @Test func exampleOfTheBudget() throws {
    let trace = try LensTraces.trace([[1], [0.4, 0.6], [0.2, 0.3, 0.5], [0, 0, 0, 1]])
    let importance = try Self.budget(.importance, 2, trace, cursor: 2)
    #expect(importance.kept == [0, 2] && agree([importance.mass, importance.meanMass], [0.7, 0.7]))
    #expect(importance.first == 0 && importance.last == 1 && importance.top == 1)
    let recency = try Self.budget(.recency, 3, trace, cursor: 3)
    #expect(recency.kept == [0, 2, 3] && recency.first == 1 && recency.last == 2 && recency.top == 0)
    #expect(try Self.budget(.recency, 1, trace, cursor: 3).kept == [3])
    let keys = try Self.budget(
      .keyTokens, 8, try LensTraces.trace(LensTraces.rows(lookingAt: Array(0..<12))), cursor: 11)
    #expect(keys.last == 3 && keys.top == 5)
  }

  @Test(arguments: [UInt64(2), 4, 8], KeyValueBudget.Policy.allCases)
  func keptTokensEqualTheSlowOnes(_ seed: UInt64, _ policy: KeyValueBudget.Policy) throws {
    var generator = SeededGenerator(seed: seed)
    let trace = try LensTraces.trace(tokens: 20, &generator)
    let maps = try #require(trace.attention)
    for cursor in [0, 1, 7, 19] {
      let count = cursor + 1
      let temperature = policy == .importance ? 1 : 2.0
      let layers = (0..<2).map { slowReceived(maps, layer: $0, queryCount: count, temperature: temperature) }
      let scores = (0..<count).map { layers[0][$0] + layers[1][$0] }
      for size in 0...count + 1 {
        let found = try Self.budget(policy, size, trace, head: nil, cursor: cursor)
        let n = min(size, count)
        var kept: Set<Int> = []
        switch policy {
        case .recency:
          if n > 1 { kept.insert(0) }
          for token in (0...cursor).reversed() where kept.count < n { kept.insert(token) }
        case .importance, .keyTokens:
          let window = policy == .importance ? min(n, 1) : Int((0.3 * Double(n) - 1e-9).rounded(.up))
          for token in (0...cursor).suffix(window) { kept.insert(token) }
          while kept.count < n {
            let rest = (0...cursor).filter { !kept.contains($0) }
            kept.insert(rest.max { scores[$0] < scores[$1] }!)
          }
        }
        #expect(found.kept == kept.sorted(), "cursor \(cursor) budget \(size)")
        #expect(found.first + found.last + found.top == n)
        let masses = (0..<2).map { layer in
          (0..<3).map { head in
            kept.reduce(0.0) { $0 + Double(maps[layer: layer, head: head, query: cursor, key: $1]) }
          }
        }
        let mean = masses[0].reduce(0, +) / 3
        #expect(agree([found.mass, found.meanMass], [mean, (mean + masses[1].reduce(0, +) / 3) / 2]))
        if size >= count { #expect(abs((found.mass ?? 0) - 1) < 1e-5 && abs((found.meanMass ?? 0) - 1) < 1e-5) }
        if size == 0 { #expect(found.mass == 0 && found.kept.isEmpty) }
      }
    }
  }

  @Test func faultsAndNaNAreTold() throws {
    let trace = try LensTraces.trace([[1], [.nan, .nan], [0.2, 0.3, 0.5]])
    let budget = try Self.budget(.importance, 2, trace, cursor: 2)
    #expect(budget.kept == [0, 2] && agree([budget.mass], [0.7]))
    #expect(try Self.budget(.recency, 2, trace, cursor: 1).mass == nil)
    #expect(throws: LensError.token(3, count: 3)) { try Self.budget(.recency, 2, trace, cursor: 3) }
    #expect(throws: LensError.absent(part: "attention", of: "head", number: 1, present: [0])) {
      try Self.budget(.recency, 2, trace, head: 1, cursor: 2)
    }
    #expect(throws: LensError.missing(part: "attention")) {
      try Self.budget(.recency, 2, try Trace(tokens: trace.tokens), cursor: 0)
    }
  }
}
