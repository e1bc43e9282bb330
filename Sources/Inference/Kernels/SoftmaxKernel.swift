/// e^(x − max) ÷ Σ e^(x − max) in place.
///
/// Where an x is NaN or the greatest is infinite, also −∞, there is no answer: all become NaN, which a caller can see.
///
/// Example: [0, ln 3] → [0.25, 0.75].
enum SoftmaxKernel {
  static func normalize(_ x: UnsafeMutablePointer<Float>, _ count: Int) {
    guard count > 0 else { return }
    let greatest = maximum(x, count)
    guard greatest.isFinite else {
      for index in 0..<count { x[index] = .nan }
      return
    }
    var lanes = SIMD4<Float>.zero
    var index = 0
    while index + 4 <= count {
      let value = exponential(VectorKernel.load(x, index) - greatest)
      VectorKernel.store(value, x, index)
      lanes += value
      index += 4
    }
    while index < count {
      let value = exponential(x[index] - greatest)
      x[index] = value
      lanes[index % 4] += value
      index += 1
    }
    let factor = 1 / ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3]))
    index = 0
    while index + 4 <= count {
      VectorKernel.store(VectorKernel.load(x, index) * factor, x, index)
      index += 4
    }
    while index < count {
      x[index] *= factor
      index += 1
    }
  }

  /// The greatest number, NaN apart; −∞ if there is none.
  static func maximum(_ x: UnsafePointer<Float>, _ count: Int) -> Float {
    var lanes = SIMD4<Float>(repeating: -.infinity)
    var index = 0
    while index + 4 <= count {
      let value = VectorKernel.load(x, index)
      lanes.replace(with: value, where: value .> lanes)
      index += 4
    }
    while index < count {
      if x[index] > lanes[0] { lanes[0] = x[index] }
      index += 1
    }
    return lanes.max()
  }
}
