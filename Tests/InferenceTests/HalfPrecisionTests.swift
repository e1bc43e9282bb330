import Testing

@testable import Inference

@Suite struct HalfPrecisionTests {
  /// Sign, exponent and fraction by hand.
  private static func slow(_ bits: UInt16) -> Float {
    let sign: Float = bits & 0x8000 == 0 ? 1 : -1
    let fraction = Float(bits & 0x3FF)
    switch bits >> 10 & 31 {
    case 0: return sign * fraction * 0x1p-24
    case 31: return fraction == 0 ? sign * .infinity : .nan
    case let exponent:
      return sign * (1024 + fraction) * Float(sign: .plus, exponent: Int(exponent) - 25, significand: 1)
    }
  }

  @Test func allPatternsAreExact() {
    let bits = (UInt16.min...UInt16.max).map { $0 }
    let fast = Tensor(shape: [bits.count], storage: .float16(bits)).floats
    var wrong: [UInt16] = []
    for (pattern, value) in zip(bits, fast) {
      let expected = Self.slow(pattern)
      if expected.isNaN ? !value.isNaN : value.bitPattern != expected.bitPattern { wrong.append(pattern) }
    }
    #expect(wrong.isEmpty)
  }

  @Test func restsOfLessThanFourAreWidened() {
    for count in 0...9 {
      let bits = (0..<UInt16(count)).map { 0x3C00 + $0 }
      #expect(Tensor(shape: [count], storage: .float16(bits)).floats == bits.map(Self.slow))
    }
  }
}
