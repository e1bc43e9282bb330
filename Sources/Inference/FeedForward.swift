/// The two or three matrices of a feed-forward, of a layer or of one expert: down(f(up x)), or down(f(gate x) · up x).
struct FeedForward: Sendable {
  let gate: PackedMatrix?
  let up: PackedMatrix
  let down: PackedMatrix
  let activation: ModelShape.Activation

  /// out [rows][width] = feed-forward of x [rows][width]; `scratch` has room for as many numbers as `up` and `gate` give for `rows`.
  func apply(
    _ x: UnsafePointer<Float>, rows: Int, into out: UnsafeMutablePointer<Float>, scratch: borrowing FloatBuffer
  ) {
    let hidden = up.outputs
    let first = scratch.base
    var gated: UnsafeMutablePointer<Float>?
    if let gate {
      gate.apply(x, rows: rows, stride: gate.inputs, into: first, outStride: hidden)
      gated = first + rows * hidden
    }
    up.apply(x, rows: rows, stride: up.inputs, into: gated ?? first, outStride: hidden)
    ActivationKernel.apply(activation, first, gated: gated.map { UnsafePointer($0) }, rows * hidden)
    down.apply(first, rows: rows, stride: hidden, into: out, outStride: down.outputs)
  }
}
