import TestSupport
import Testing

@testable import Analysis

@Suite struct ByteMatcherTests {
  @Test func theExampleOfTheDocumentation() {
    #expect(ByteMatcher(Array("aba".utf8)).starts(in: Array("ababa".utf8)) == [0, 2])
  }

  @Test func equalsTheNaiveTwin() {
    let seed: UInt64 = 31
    var random = SeededGenerator(seed: seed)
    for round in 0..<400 {
      let letters = Int.random(in: 1...3, using: &random)
      func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(97 + Int.random(in: 0..<letters, using: &random)) }
      }
      let pattern = bytes(Int.random(in: 1...8, using: &random))
      let text = bytes(Int.random(in: 0...200, using: &random))
      let naive = text.indices.filter { text[$0...].starts(with: pattern) }
      #expect(ByteMatcher(pattern).starts(in: text) == naive, "seed \(seed), round \(round)")
    }
  }

  @Test(.timeLimit(.minutes(1))) func longPatternsInLongTextsAreLinear() {
    let text = [UInt8](repeating: 0x61, count: 8 << 20)
    let pattern = [UInt8](repeating: 0x61, count: 100_000) + [0x62]
    #expect(ByteMatcher(pattern).starts(in: text).isEmpty)
  }
}
