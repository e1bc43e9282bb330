/// Sums over rows of numbers, four at a time: element `i` goes to lane `i % 4`, lanes are added last, so that the order of
/// additions depends on the length alone.
enum VectorKernel {
  @inline(__always)
  static func load(_ x: UnsafePointer<Float>, _ index: Int) -> SIMD4<Float> {
    UnsafeRawPointer(x + index).loadUnaligned(as: SIMD4<Float>.self)
  }

  @inline(__always)
  static func store(_ value: SIMD4<Float>, _ x: UnsafeMutablePointer<Float>, _ index: Int) {
    UnsafeMutableRawPointer(x + index).storeBytes(of: value, as: SIMD4<Float>.self)
  }

  static func sum(_ x: UnsafePointer<Float>, _ count: Int) -> Float { total(x, count) { $0 } }

  static func sumOfSquares(_ x: UnsafePointer<Float>, _ count: Int) -> Float { total(x, count) { $0 * $0 } }

  /// Σ (x − mean)²
  static func sumOfSquares(_ x: UnsafePointer<Float>, _ count: Int, around mean: Float) -> Float {
    total(x, count) { ($0 - mean) * ($0 - mean) }
  }

  /// Σ e^(x − greatest)
  static func sumOfExponentials(_ x: UnsafePointer<Float>, _ count: Int, minus greatest: Float) -> Float {
    // Written out: as a closure the exponential would be called for every vector.
    var lanes = SIMD4<Float>.zero
    var index = 0
    while index + 4 <= count {
      lanes += exponential(load(x, index) - greatest)
      index += 4
    }
    while index < count {
      lanes[index % 4] += exponential(x[index] - greatest)
      index += 1
    }
    return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3])
  }

  /// Whether no number is infinite or NaN.
  static func isFinite(_ x: UnsafePointer<Float>, _ count: Int) -> Bool {
    // x − x is 0 for finite numbers and NaN for others.
    total(x, count) { $0 - $0 } == 0
  }

  /// to += factor · from
  static func add(
    _ from: UnsafePointer<Float>, times factor: Float, to: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    var index = 0
    while index + 4 <= count {
      store(load(to, index) + load(from, index) * factor, to, index)
      index += 4
    }
    while index < count {
      to[index] += from[index] * factor
      index += 1
    }
  }

  @inline(__always)
  private static func total(
    _ x: UnsafePointer<Float>, _ count: Int, _ term: (SIMD4<Float>) -> SIMD4<Float>
  ) -> Float {
    var lanes = SIMD4<Float>.zero
    var index = 0
    while index + 4 <= count {
      lanes += term(load(x, index))
      index += 4
    }
    while index < count {
      lanes[index % 4] += term(SIMD4(repeating: x[index]))[0]
      index += 1
    }
    return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3])
  }
}
