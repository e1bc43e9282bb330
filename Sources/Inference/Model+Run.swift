extension Model {
  /// Reads `ids` and keeps every attention map, the routing and the norms of the residual stream.
  ///
  /// Takes about `2 · tokens · active weights` operations and 2 · layers · heads · tokens² bytes for the maps. `isCancelled` is asked several
  /// times per layer. Weights that are not finite give a trace whose `isFinite` is false.
  package func run(ids: [UInt32], isCancelled: () -> Bool = { false }) throws(RunError) -> ModelRun {
    try check(ids)
    var pass = ForwardPass(model: self, ids: ids)
    for (number, layer) in layers.enumerated() {
      if isCancelled() { throw .cancelled }
      pass.attend(layer, number)
      if isCancelled() { throw .cancelled }
      pass.feed(layer)
    }
    if isCancelled() { throw .cancelled }
    return pass.finish()
  }

  private func check(_ ids: [UInt32]) throws(RunError) {
    if ids.isEmpty { throw .noTokens }
    if ids.count > shape.maximumLength { throw .tooLong(count: ids.count, maximum: shape.maximumLength) }
    for (position, id) in ids.enumerated() where Int(id) >= shape.vocabularyCount {
      throw .unknownID(id: id, position: position, vocabularyCount: shape.vocabularyCount)
    }
  }
}
