/// Logits of the whole vocabulary for a few vectors, reduced on the way to log-sum-exp, one logit and the best few.
///
/// The vocabulary passes in chunks of 256 tokens. Of each row of a chunk the greatest logit is found; the running sum of exponentials is kept relative
/// to the greatest so far (Milakov and Gimelshein 2018, arXiv 1805.02867), and only a chunk whose greatest beats the row's
/// k-th best is searched.
///
/// Example: logits 1, 3 in two chunks of one: maximum 1, sum 1; then maximum 3, sum e⁻² + 1; log-sum-exp 3.126928.
struct VocabularyProjection: ~Copyable {
  private static let chunkPanels = 32
  private static let chunkTokens = chunkPanels * MatrixKernel.panelWidth

  private let matrix: VocabularyMatrix
  private let weights: FloatBuffer
  private let logits: FloatBuffer

  /// For at most `rows` vectors at a time.
  init(matrix: VocabularyMatrix, rows: Int) {
    self.matrix = matrix
    weights = FloatBuffer(VocabularyProjection.chunkTokens * matrix.width)
    logits = FloatBuffer(rows * VocabularyProjection.chunkTokens)
  }

  /// One prediction for each of `next`, whose entries are the tokens whose logits are wanted; `x` is [row][width].
  func predictions(
    _ x: UnsafePointer<Float>, next: [UInt32?], topCount: Int, isCancelled: () -> Bool
  ) throws(RunError) -> [Prediction] {
    var rows = next.map { RunningSum(next: $0.map(Int.init), topCount: topCount) }
    let width = VocabularyProjection.chunkTokens
    var panel = 0
    while panel < matrix.panelCount {
      if isCancelled() { throw .cancelled }
      let panels = panel..<min(panel + VocabularyProjection.chunkPanels, matrix.panelCount)
      let first = panel * MatrixKernel.panelWidth
      let valid = min(panels.count * MatrixKernel.panelWidth, matrix.count - first)
      matrix.withPanels(panels, scratch: weights) { packed in
        MatrixKernel.multiply(
          x, rows: next.count, stride: matrix.width, panels: packed, panelStride: matrix.width, outputs: valid,
          inputs: matrix.width, into: logits.base, stride: width)
      }
      for row in rows.indices { rows[row].add(logits.base + row * width, valid, firstID: first) }
      panel = panels.upperBound
    }
    return rows.map(\.prediction)
  }
}
