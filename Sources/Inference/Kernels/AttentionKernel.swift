/// Causal attention of one head, with its whole map.
///
/// For sixteen queries at a time: their scores against all keys so far, softmax of each row, the row kept, and the mix of the values.
/// Keys after a query are never looked at; about half of the square is computed. 2 · n² · headWidth operations for n tokens.
struct AttentionKernel: ~Copyable {
  private static let blockRows = 16

  private let tokenCount: Int
  private let headWidth: Int
  private let paddedCount: Int
  private let keys: FloatBuffer
  private let values: FloatBuffer
  private let scores: FloatBuffer

  init(tokenCount: Int, headWidth: Int) {
    self.tokenCount = tokenCount
    self.headWidth = headWidth
    paddedCount = MatrixKernel.panelCount(tokenCount) * MatrixKernel.panelWidth
    keys = FloatBuffer(MatrixKernel.packedCount(outputs: tokenCount, inputs: headWidth) * 4)
    values = FloatBuffer(MatrixKernel.packedCount(outputs: headWidth, inputs: tokenCount) * 4)
    scores = FloatBuffer(AttentionKernel.blockRows * paddedCount)
  }

  /// Takes the keys and values of one head, [token][headWidth] with neighbours `stride` apart.
  func load(keys k: UnsafePointer<Float>, values v: UnsafePointer<Float>, stride: Int) {
    MatrixKernel.pack(
      k, outputs: tokenCount, inputs: headWidth, outputStride: stride, inputStride: 1, into: keys.vectors)
    MatrixKernel.pack(
      v, outputs: headWidth, inputs: tokenCount, outputStride: 1, inputStride: stride, into: values.vectors)
  }

  /// Attends from `queries`, already scaled, to what was loaded: `map` gets the packed triangle, `out` the mixed values.
  func attend(
    _ queries: UnsafePointer<Float>, stride: Int, map: UnsafeMutablePointer<Float>,
    into out: UnsafeMutablePointer<Float>,
    outStride: Int
  ) {
    var start = 0
    while start < tokenCount {
      let end = min(tokenCount, start + AttentionKernel.blockRows)
      MatrixKernel.multiply(
        queries + start * stride, rows: end - start, stride: stride, panels: keys.vectors, panelStride: headWidth,
        outputs: end, inputs: headWidth, into: scores.base, stride: paddedCount)
      for query in start..<end {
        let row = scores.base + (query - start) * paddedCount
        SoftmaxKernel.normalize(row, query + 1)
        (map + AttentionMaps.rowStart(query)).update(from: row, count: query + 1)
      }
      MatrixKernel.multiply(
        scores.base, rows: end - start, stride: paddedCount, panels: values.vectors, panelStride: tokenCount,
        outputs: headWidth, inputs: start, into: out + start * outStride, stride: outStride)
      // The last keys row by row: a weight of 0 for a later token would still let its NaN through.
      for query in start..<end {
        MatrixKernel.multiply(
          scores.base + (query - start) * paddedCount + start, rows: 1, stride: paddedCount,
          panels: values.vectors + MatrixKernel.packedCount(outputs: 1, inputs: start), panelStride: tokenCount,
          outputs: headWidth, inputs: query + 1 - start, into: out + query * outStride, stride: outStride,
          accumulates: true)
      }
      start = end
    }
  }
}
