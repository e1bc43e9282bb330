/// Norms of vectors before a matrix reads them.
enum NormKernel {
  /// x ÷ √(mean x² + ε) · weight (Zhang and Sennrich 2019, arXiv 1910.07467). `x` and `out` may be the same.
  ///
  /// Example: [3, 4], ε = 0, weights 1 → [0.848528, 1.131371].
  static func rootMeanSquare(
    _ x: UnsafePointer<Float>, _ count: Int, weight: UnsafePointer<Float>, epsilon: Float,
    into out: UnsafeMutablePointer<Float>
  ) {
    let factor = 1 / (VectorKernel.sumOfSquares(x, count) / Float(count) + epsilon).squareRoot()
    for index in 0..<count { out[index] = x[index] * factor * weight[index] }
  }

  /// (x − mean) ÷ √(variance + ε) · weight + bias (Ba, Kiros and Hinton 2016, arXiv 1607.06450).
  ///
  /// Example: [1, 3], ε = 0, weights 1, biases 0 → [−1, 1].
  static func layer(
    _ x: UnsafePointer<Float>, _ count: Int, weight: UnsafePointer<Float>, bias: UnsafePointer<Float>, epsilon: Float,
    into out: UnsafeMutablePointer<Float>
  ) {
    let mean = VectorKernel.sum(x, count) / Float(count)
    let variance = VectorKernel.sumOfSquares(x, count, around: mean) / Float(count)
    let factor = 1 / (variance + epsilon).squareRoot()
    for index in 0..<count { out[index] = (x[index] - mean) * factor * weight[index] + bias[index] }
  }
}
