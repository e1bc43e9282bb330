/// A matrix of weights, packed for `MatrixKernel`, with the biases of its outputs.
struct PackedMatrix: Sendable {
  let outputs: Int
  let inputs: Int
  // [panel][input][8]
  private let panels: [SIMD4<Float>]
  private let bias: [Float]?

  /// From [outputs][inputs], or [inputs][outputs] if `isTransposed`.
  init(_ values: ArraySlice<Float>, outputs: Int, inputs: Int, isTransposed: Bool = false, bias: [Float]? = nil) {
    precondition(values.count == outputs * inputs && bias?.count ?? outputs == outputs)
    self.outputs = outputs
    self.inputs = inputs
    self.bias = bias
    let count = MatrixKernel.packedCount(outputs: outputs, inputs: inputs)
    panels = [SIMD4<Float>](unsafeUninitializedCapacity: count) { packed, initialized in
      values.withUnsafeBufferPointer { values in
        guard let values = values.baseAddress, let packed = packed.baseAddress else { return }
        MatrixKernel.pack(
          values, outputs: outputs, inputs: inputs, outputStride: isTransposed ? 1 : inputs,
          inputStride: isTransposed ? outputs : 1, into: packed)
      }
      initialized = count
    }
  }

  /// out [rows][outputs] = x [rows][inputs] · Wᵀ + bias; or it is added to `out`.
  func apply(
    _ x: UnsafePointer<Float>, rows: Int, stride: Int, into out: UnsafeMutablePointer<Float>, outStride: Int,
    accumulates: Bool = false
  ) {
    panels.withUnsafeBufferPointer { panels in
      guard let panels = panels.baseAddress else { return }
      MatrixKernel.multiply(
        x, rows: rows, stride: stride, panels: panels, panelStride: inputs, outputs: outputs, inputs: inputs, into: out,
        stride: outStride, accumulates: accumulates)
    }
    guard let bias else { return }
    for row in 0..<rows { VectorKernel.add(bias, times: 1, to: out + row * outStride, outputs) }
  }
}
