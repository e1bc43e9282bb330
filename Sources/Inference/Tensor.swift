/// An array of numbers as a file holds it, in row-major order.
package struct Tensor: Sendable, Hashable {
  package enum Storage: Sendable, Hashable {
    case float32([Float])
    /// Bit patterns of IEEE 754 half precision.
    case float16([UInt16])
  }

  package let shape: [Int]
  package let storage: Storage

  /// A tensor whose count of numbers is checked when a model takes it.
  package init(shape: [Int], storage: Storage) {
    self.shape = shape
    self.storage = storage
  }

  package var count: Int {
    switch storage {
    case .float32(let values): values.count
    case .float16(let bits): bits.count
    }
  }

  /// All numbers in single precision; exact.
  package var floats: [Float] { floats(0..<count) }

  /// The numbers of `range` in single precision.
  func floats(_ range: Range<Int>) -> [Float] {
    switch storage {
    case .float32(let values): range == 0..<values.count ? values : Array(values[range])
    case .float16(let bits):
      [Float](unsafeUninitializedCapacity: range.count) { out, count in
        bits.withUnsafeBufferPointer { bits in
          HalfPrecision.expand(UnsafeBufferPointer(rebasing: bits[range]), into: out.baseAddress)
        }
        count = range.count
      }
    }
  }
}
