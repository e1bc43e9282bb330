import Inference
import Testing

@testable import Analysis

@Suite struct ExpertLoadTests {
  @Test func exampleOfTheLoads() {
    let load = ExpertLoad(counts: [3, 1, 0, 0], nullExperts: [], tokenCount: 4, chosenCount: 1)
    #expect(load.ratios == [3, 1, 0, 0] && load.maximumByMean == 3)
    #expect(abs((load.variation ?? 0) - 1.224_745) < 1e-6)
    #expect(load.deadExperts == [2, 3] && load.collapsedExpert == nil)
    #expect(load.realPerToken == 1 && load.nullShare == 0)
  }

  /// Null experts take part in what is even, and in nothing that speaks of work.
  @Test func nullExpertsAreNoWork() {
    let load = ExpertLoad(counts: [8, 2, 0, 10, 0], nullExperts: [3, 4], tokenCount: 10, chosenCount: 2)
    #expect(load.ratios == [2, 0.5, 0, 2.5, 0] && load.realExperts == [0, 1, 2])
    #expect(abs((load.maximumByMean ?? 0) - 2.4) < 1e-9)
    #expect(load.deadExperts == [2] && load.realPerToken == 1 && load.nullShare == 0.5)
    #expect(load.collapsedExpert == nil)
  }

  @Test func moreThanFourFifthsAreACollapse() {
    func collapsed(_ counts: [Int], _ tokens: Int, null: [Int] = []) -> Int? {
      ExpertLoad(counts: counts, nullExperts: null, tokenCount: tokens, chosenCount: 1).collapsedExpert
    }
    #expect(collapsed([1, 9], 10) == 1 && collapsed([2, 8], 10) == nil)
    #expect(collapsed([1, 9], 10, null: [1]) == nil)
    #expect(collapsed([0, 7], 7) == nil && collapsed([0, 8], 8) == 1)
  }

  @Test func nothingIsKnownWithoutTokens() {
    let none = ExpertLoad(counts: [0, 0], nullExperts: [1], tokenCount: 0, chosenCount: 1)
    #expect(none.ratios == nil && none.maximumByMean == nil && none.variation == nil && none.realPerToken == nil)
    #expect(none.nullShare == nil && none.deadExperts.isEmpty && none.collapsedExpert == nil)
    let idle = ExpertLoad(counts: [0, 4], nullExperts: [1], tokenCount: 4, chosenCount: 1)
    #expect(idle.maximumByMean == nil && idle.variation == nil && idle.deadExperts == [0])
  }
}
