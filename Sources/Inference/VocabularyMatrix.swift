/// One vector per token of the vocabulary: the embedding, the output matrix, or both.
///
/// It is the greatest tensor of a small model, so it stays in the precision of the file; parts are widened when they are needed. Packed
/// like the panels of `MatrixKernel`: [panel of 8 tokens][input][8].
struct VocabularyMatrix: Sendable {
  private enum Panels {
    case half([UInt16])
    case single([Float])
  }

  let count: Int
  let width: Int
  private let panels: Panels

  /// From [token][width].
  init(_ storage: Tensor.Storage, count: Int, width: Int) {
    self.count = count
    self.width = width
    panels =
      switch storage {
      case .float32(let values): .single(VocabularyMatrix.pack(values, count, width, zero: 0))
      case .float16(let bits): .half(VocabularyMatrix.pack(bits, count, width, zero: 0))
      }
  }

  var panelCount: Int { MatrixKernel.panelCount(count) }

  /// Writes the vector of `token`.
  func copyRow(_ token: Int, into out: UnsafeMutablePointer<Float>) {
    let first = token / MatrixKernel.panelWidth * MatrixKernel.panelWidth * width + token % MatrixKernel.panelWidth
    switch panels {
    case .half(let bits):
      for input in 0..<width { out[input] = HalfPrecision.float(bits[first + input * MatrixKernel.panelWidth]) }
    case .single(let values):
      for input in 0..<width { out[input] = values[first + input * MatrixKernel.panelWidth] }
    }
  }

  /// Hands `range` of the panels to `body` in single precision; `scratch` has room for them.
  func withPanels(
    _ range: Range<Int>, scratch: borrowing FloatBuffer, _ body: (UnsafePointer<SIMD4<Float>>) -> Void
  ) {
    let numbers =
      range.lowerBound * width * MatrixKernel.panelWidth..<range.upperBound * width * MatrixKernel.panelWidth
    switch panels {
    case .half(let bits):
      bits.withUnsafeBufferPointer {
        HalfPrecision.expand(UnsafeBufferPointer(rebasing: $0[numbers]), into: scratch.base)
      }
    case .single(let values):
      values.withUnsafeBufferPointer { values in
        guard let base = values.baseAddress else { return }
        scratch.base.update(from: base + numbers.lowerBound, count: numbers.count)
      }
    }
    body(UnsafePointer(scratch.vectors))
  }

  private static func pack<Number>(_ rows: [Number], _ count: Int, _ width: Int, zero: Number) -> [Number] {
    let panelWidth = MatrixKernel.panelWidth
    let total = MatrixKernel.panelCount(count) * panelWidth * width
    return [Number](unsafeUninitializedCapacity: total) { out, initialized in
      rows.withUnsafeBufferPointer { rows in
        for panel in 0..<MatrixKernel.panelCount(count) {
          for lane in 0..<panelWidth {
            let token = panel * panelWidth + lane
            let to = panel * panelWidth * width + lane
            for input in 0..<width {
              let value = token < count ? rows[token * width + input] : zero
              out.initializeElement(at: to + input * panelWidth, to: value)
            }
          }
        }
      }
      initialized = total
    }
  }
}
