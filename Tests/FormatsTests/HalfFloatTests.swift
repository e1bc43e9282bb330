import TestSupport
import Testing

@testable import Formats

/// The processor's own conversions are the oracle.
@Suite struct HalfFloatTests {
  @Test func everyPatternWidensExactly() {
    for bits in UInt16.min...UInt16.max {
      let wide = HalfFloat.float(bits)
      let expected = Float(Float16(bitPattern: bits))
      #expect(wide.isNaN ? expected.isNaN : wide.bitPattern == expected.bitPattern, "\(bits)")
      if !wide.isNaN { #expect(HalfFloat.bits(wide) == bits) }
    }
    #expect(HalfFloat.float(0x3C00) == 1)
    #expect(HalfFloat.float(brain: 0xC020) == -2.5)
  }

  /// Each value, the point half way to the next, and the floats beside both.
  @Test func roundsToNearestEven() {
    func check(_ value: Float) {
      let expected = Float16(value).bitPattern
      #expect(HalfFloat.bits(value) == expected, "\(value)")
      #expect(HalfFloat.bits(-value) == expected | 0x8000, "\(value)")
    }
    for bits in UInt16(0)..<0x7C00 {
      let low = HalfFloat.float(bits)
      let high = bits == 0x7BFF ? 65536 : HalfFloat.float(bits + 1)
      let middle = (low + high) / 2
      for value in [low, low.nextUp, middle.nextDown, middle, middle.nextUp, high.nextDown] { check(value) }
    }
    for value: Float in [65519.99, 65520, 1e9, .greatestFiniteMagnitude, .infinity, .leastNonzeroMagnitude, 1e-20] {
      check(value)
    }
    #expect(HalfFloat.float(HalfFloat.bits(.nan)).isNaN)
    #expect(HalfFloat.float(HalfFloat.bits(Float(bitPattern: 0xFF80_0001))).isNaN)
    #expect(HalfFloat.bits(2049) == HalfFloat.bits(2048))
  }

  @Test(arguments: [11] as [UInt64])
  func roundsRandomPatterns(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<200_000 {
      let value = Float(bitPattern: UInt32.random(in: 0...UInt32.max, using: &generator))
      if !value.isNaN { #expect(HalfFloat.bits(value) == Float16(value).bitPattern, "\(value) seed \(seed)") }
    }
  }
}
