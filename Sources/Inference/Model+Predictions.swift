extension Model {
  /// Says what the model expects after each of `tokens`, in blocks of `blockCount` tokens in their order.
  ///
  /// At the depth of the output, which is the standard, this gives surprisals. At lower depths it is the *logit lens*
  /// (nostalgebraist 2020): the last norm and the output matrix applied to the vectors between the layers, softmax(W · norm(x)). Each depth
  /// costs 2 · tokens · width · vocabulary operations and is as dear as the output, so a view asks for the lens of the tokens it
  /// shows, and for all tokens only at the output. Logits live in a scratch block and are never kept.
  ///
  /// `isCancelled` is asked several times per block. Traps on tokens or depths that the run does not have.
  package func predictions(
    for run: ModelRun, depth: Int? = nil, tokens: Range<Int>? = nil, topCount: Int = 8, blockCount: Int = 256,
    isCancelled: () -> Bool = { false }, each: (PredictionBlock) -> Void
  ) throws(RunError) {
    let count = run.trace.tokens.count
    let depth = depth ?? shape.layerCount
    let tokens = tokens ?? 0..<count
    precondition((0...shape.layerCount).contains(depth) && tokens.lowerBound >= 0 && tokens.upperBound <= count)
    precondition(topCount > 0 && blockCount > 0)
    let normed = FloatBuffer(min(blockCount, tokens.count) * shape.width)
    let projection = VocabularyProjection(matrix: outputMatrix ?? embedding, rows: min(blockCount, tokens.count))
    var start = tokens.lowerBound
    while start < tokens.upperBound {
      let block = start..<min(start + blockCount, tokens.upperBound)
      run.hiddenStates.withUnsafeBufferPointer { states in
        guard let states = states.baseAddress else { return }
        finalNorm.apply(
          states + (depth * count + start) * shape.width, rows: block.count, stride: shape.width, into: normed.base,
          outStride: shape.width)
      }
      let next = block.map { $0 + 1 < count ? run.trace.tokens[$0 + 1].id : nil }
      let predictions = try projection.predictions(
        normed.base, next: next, topCount: topCount, isCancelled: isCancelled)
      each(PredictionBlock(depth: depth, tokens: block, predictions: predictions))
      start = block.upperBound
    }
  }
}
