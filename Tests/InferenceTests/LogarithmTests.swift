import Glibc
import TestSupport
import Testing

@testable import Inference

@Suite struct LogarithmTests {
  @Test func exampleAndEdges() {
    #expect(abs(naturalLogarithm(SIMD4(repeating: 3))[0] - 1.098_612_3) < 1e-6)
    let edges = naturalLogarithm(SIMD4(0, 1, -2, .nan))
    #expect(edges[0] == edges[2] && abs(edges[0] + 87.336_55) < 1e-4 && edges[1] == 0 && edges[3].isNaN)
  }

  /// Against libc, over all magnitudes and closely around 1.
  @Test func agreesWithTheLibrary() {
    var generator = SeededGenerator(seed: 17)
    for round in 0..<50_000 {
      let x =
        round % 2 == 0
        ? Float(bitPattern: UInt32.random(in: 0x0080_0000..<0x7F80_0000, using: &generator))
        : Float.random(in: 0.5...2, using: &generator)
      let expected = Glibc.log(Double(x))
      let found = Double(naturalLogarithm(SIMD4(repeating: x))[2])
      #expect(abs(found - expected) <= 3e-7 * abs(expected) + 1e-9, "\(x)")
    }
  }
}
