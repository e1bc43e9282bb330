/// A decoder with its weights, ready to read texts.
///
/// `run` is the first step: attention, routing and residual norms. `predictions` is the second one: what is expected after each token.
/// Both may be called from several threads at once.
package final class Model: Sendable {
  package let shape: ModelShape
  let embedding: VocabularyMatrix
  /// Learned positions, [position][width].
  let positions: [Float]?
  let layers: [Layer]
  let finalNorm: Norm
  /// Nil if it is the embedding.
  let outputMatrix: VocabularyMatrix?

  /// Takes the weights from `tensor`, which gives a tensor by its Hugging Face name, or nil.
  ///
  /// Experts may come one by one or fused, the prefix `model.` or `transformer.` may be missing. Tensors with other names are
  /// not asked for. Throws `ModelError`, and what `tensor` throws.
  package init(shape: ModelShape, tensor: @escaping (String) throws -> Tensor?) throws {
    try shape.validate()
    let reader = try WeightReader(shape: shape, lookup: tensor)
    self.shape = shape
    embedding = try reader.embedding()
    outputMatrix = shape.tiesEmbeddings ? nil : try reader.outputMatrix()
    positions = try reader.positions()
    layers = try (0..<shape.layerCount).map(reader.layer)
    finalNorm = try reader.finalNorm()
  }

  /// Experts whose three matrices are exactly zero, ascending, by layer; they are skipped.
  package var nullExperts: [[Int]] { layers.map(\.nullExperts) }
}

/// What the first step leaves: the trace, and the vectors that the second step reads.
package struct ModelRun: Sendable {
  /// Without byte ranges, surprisals and predictions.
  package let trace: Trace
  /// The residual stream, [depth][token][width], before the last norm.
  package let hiddenStates: [Float]
}
