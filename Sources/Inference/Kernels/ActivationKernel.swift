import Glibc

/// The function between the matrices of a feed-forward.
enum ActivationKernel {
  /// x = f(x), and times `gated` where there is one: x = f(x) · gated.
  static func apply(
    _ activation: ModelShape.Activation, _ x: UnsafeMutablePointer<Float>, gated: UnsafePointer<Float>?, _ count: Int
  ) {
    switch activation {
    case .silu: map(x, gated, count) { $0 / (1 + exponential(-$0)) }
    case .geluNew:
      map(x, gated, count) { x in
        let inner = (x + x * x * x * 0.044_715) * 0.797_884_56
        // ½ (1 + tanh u) = 1 ÷ (1 + e^−2u)
        return x / (1 + exponential(inner * -2))
      }
    case .gelu:
      map(x, gated, count) { x in
        var half = SIMD4<Float>.zero
        for lane in 0..<4 { half[lane] = 0.5 * (1 + erff(x[lane] * 0.707_106_78)) }
        return x * half
      }
    }
  }

  @inline(__always)
  private static func map(
    _ x: UnsafeMutablePointer<Float>, _ gated: UnsafePointer<Float>?, _ count: Int,
    _ function: (SIMD4<Float>) -> SIMD4<Float>
  ) {
    var index = 0
    while index + 4 <= count {
      var value = function(VectorKernel.load(x, index))
      if let gated { value *= VectorKernel.load(gated, index) }
      VectorKernel.store(value, x, index)
      index += 4
    }
    while index < count {
      let value = function(SIMD4(repeating: x[index]))[0]
      x[index] = gated.map { value * $0[index] } ?? value
      index += 1
    }
  }
}
