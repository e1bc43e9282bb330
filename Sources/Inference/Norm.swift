/// The weights of a norm: root mean square, or LayerNorm where there are biases.
struct Norm: Sendable {
  let weight: [Float]
  let bias: [Float]?
  let epsilon: Float

  /// Norms `rows` vectors of `weight.count` numbers; `x` and `out` may be the same.
  func apply(
    _ x: UnsafePointer<Float>, rows: Int, stride: Int, into out: UnsafeMutablePointer<Float>, outStride: Int
  ) {
    for row in 0..<rows {
      let (from, to) = (x + row * stride, out + row * outStride)
      if let bias {
        NormKernel.layer(from, weight.count, weight: weight, bias: bias, epsilon: epsilon, into: to)
      } else {
        NormKernel.rootMeanSquare(from, weight.count, weight: weight, epsilon: epsilon, into: to)
      }
    }
  }
}
