/// One run of a model over a text: the memory it works in and what it keeps.
struct ForwardPass: ~Copyable {
  private let model: Model
  private let ids: [UInt32]
  /// The residual stream, [token][width].
  private let residual: FloatBuffer
  private let normed: FloatBuffer
  private let queryKeyValue: FloatBuffer
  private let mixed: FloatBuffer
  private let rotary: RotaryTable?
  private let attention: AttentionKernel
  private let feedScratch: FloatBuffer
  /// Rows of the tokens of one expert, and its outputs.
  private let expertInput: FloatBuffer
  private let feedOutput: FloatBuffer

  private var maps: [Float]
  private var hiddenStates: [Float] = []
  private var norms: [[Float]] = []
  private var routerLogits: [Float] = []
  private var chosen: [Int32] = []
  private var weights: [Float] = []
  private var isFinite = true

  init(model: Model, ids: [UInt32]) {
    let shape = model.shape
    let (count, width) = (ids.count, shape.width)
    self.model = model
    self.ids = ids
    residual = FloatBuffer(count * width)
    normed = FloatBuffer(count * width)
    queryKeyValue = FloatBuffer(count * (shape.headCount + 2 * shape.keyValueHeadCount) * shape.headWidth)
    mixed = FloatBuffer(count * shape.headCount * shape.headWidth)
    rotary =
      shape.architecture.usesRotaryPositions
      ? RotaryTable(theta: shape.ropeTheta, headWidth: shape.headWidth, count: count) : nil
    attention = AttentionKernel(tokenCount: count, headWidth: shape.headWidth)
    feedScratch = FloatBuffer(
      count * 2 * max(shape.feedForwardWidth, shape.sparseLayers.isEmpty ? 0 : shape.expertWidth))
    expertInput = FloatBuffer(shape.sparseLayers.isEmpty ? 0 : count * width)
    feedOutput = FloatBuffer(count * width)
    maps = Array(repeating: 0, count: shape.layerCount * shape.headCount * AttentionMaps.rowStart(count))
    hiddenStates.reserveCapacity((shape.layerCount + 1) * count * width)
    for (token, id) in ids.enumerated() {
      model.embedding.copyRow(Int(id), into: residual.base + token * width)
      if let positions = model.positions {
        for index in 0..<width { residual.base[token * width + index] += positions[token * width + index] }
      }
    }
    keepResidual()
  }

  /// Attention of all heads of a layer, added to the residual stream.
  mutating func attend(_ layer: Layer, _ number: Int) {
    let shape = model.shape
    let (count, headWidth) = (ids.count, shape.headWidth)
    let stride = layer.queryKeyValue.outputs
    let keyStart = shape.headCount * headWidth
    let valueStart = keyStart + shape.keyValueHeadCount * headWidth
    layer.attentionNorm.apply(
      residual.base, rows: count, stride: shape.width, into: normed.base, outStride: shape.width)
    layer.queryKeyValue.apply(
      normed.base, rows: count, stride: shape.width, into: queryKeyValue.base, outStride: stride)
    prepareHeads(layer, keyStart: keyStart, valueStart: valueStart, stride: stride)
    let mapSize = AttentionMaps.rowStart(count)
    let group = shape.headCount / shape.keyValueHeadCount
    let (inputs, outputs) = (queryKeyValue.base, mixed.base)
    maps.withUnsafeMutableBufferPointer { maps in
      guard let maps = maps.baseAddress else { return }
      for head in 0..<shape.headCount {
        if head % group == 0 {
          let offset = head / group * headWidth
          attention.load(keys: inputs + keyStart + offset, values: inputs + valueStart + offset, stride: stride)
        }
        attention.attend(
          inputs + head * headWidth, stride: stride, map: maps + (number * shape.headCount + head) * mapSize,
          into: outputs + head * headWidth, outStride: keyStart)
      }
    }
    layer.attentionOutput.apply(
      mixed.base, rows: count, stride: keyStart, into: residual.base, outStride: shape.width, accumulates: true)
  }

  /// Norms, turns and scales queries and keys in place.
  private func prepareHeads(_ layer: Layer, keyStart: Int, valueStart: Int, stride: Int) {
    let headWidth = model.shape.headWidth
    let scale = 1 / Float(headWidth).squareRoot()
    for token in 0..<ids.count {
      var start = 0
      while start < valueStart {
        let isQuery = start < keyStart
        let head = queryKeyValue.base + token * stride + start
        (isQuery ? layer.queryNorm : layer.keyNorm)?.apply(head, rows: 1, stride: 0, into: head, outStride: 0)
        if rotary != nil { rotary?.rotate(head, position: token) }
        if isQuery { for index in 0..<headWidth { head[index] *= scale } }
        start += headWidth
      }
    }
  }

  /// Feed-forward of a layer, added to the residual stream.
  mutating func feed(_ layer: Layer) {
    let (count, width) = (ids.count, model.shape.width)
    layer.feedNorm.apply(residual.base, rows: count, stride: width, into: normed.base, outStride: width)
    switch layer.feed {
    case .dense(let feed):
      feed.apply(normed.base, rows: count, into: feedOutput.base, scratch: feedScratch)
      VectorKernel.add(feedOutput.base, times: 1, to: residual.base, count * width)
    case .sparse(let router, let experts):
      let first = chosen.count
      route(router)
      for (expert, feed) in experts.enumerated() {
        if let feed { apply(feed, expert: Int32(expert), firstChoice: first) }
      }
    }
    keepResidual()
  }

  /// Softmax over all experts, the best k, ties to the lower number.
  private mutating func route(_ router: PackedMatrix) {
    let shape = model.shape
    let logits = FloatBuffer(ids.count * shape.expertCount)
    router.apply(normed.base, rows: ids.count, stride: shape.width, into: logits.base, outStride: shape.expertCount)
    routerLogits.append(contentsOf: UnsafeBufferPointer(start: logits.base, count: logits.count))
    if !VectorKernel.isFinite(logits.base, logits.count) { isFinite = false }
    for token in 0..<ids.count {
      let row = UnsafeMutableBufferPointer(start: logits.base + token * shape.expertCount, count: shape.expertCount)
      SoftmaxKernel.normalize(logits.base + token * shape.expertCount, shape.expertCount)
      let best = Routing.top(shape.expertsPerToken, of: row)
      let sum = shape.normalizesTopK ? best.reduce(0) { $0 + row[$1] } : 1
      for expert in best {
        chosen.append(Int32(expert))
        weights.append(row[expert] / sum)
      }
    }
  }

  /// Gathers the tokens that chose an expert, runs it over them together, and adds the weighted outputs to their residuals.
  private func apply(_ feed: FeedForward, expert: Int32, firstChoice: Int) {
    let (width, chosenCount) = (model.shape.width, model.shape.expertsPerToken)
    let choices = (firstChoice..<chosen.count).filter { chosen[$0] == expert }
    if choices.isEmpty { return }
    for (row, choice) in choices.enumerated() {
      let token = (choice - firstChoice) / chosenCount
      (expertInput.base + row * width).update(from: normed.base + token * width, count: width)
    }
    feed.apply(expertInput.base, rows: choices.count, into: feedOutput.base, scratch: feedScratch)
    for (row, choice) in choices.enumerated() {
      let token = (choice - firstChoice) / chosenCount
      VectorKernel.add(feedOutput.base + row * width, times: weights[choice], to: residual.base + token * width, width)
    }
  }

  private mutating func keepResidual() {
    let width = model.shape.width
    hiddenStates.append(contentsOf: UnsafeBufferPointer(start: residual.base, count: residual.count))
    if !VectorKernel.isFinite(residual.base, residual.count) { isFinite = false }
    norms.append(
      (0..<ids.count).map { VectorKernel.sumOfSquares(residual.base + $0 * width, width).squareRoot() })
  }

  consuming func finish() -> ModelRun {
    let shape = model.shape
    let sparse = shape.sparseLayers
    let routing =
      sparse.isEmpty
      ? nil
      : Routing(
        unchecked: chosen, weights: weights, scores: .logits(routerLogits), layers: sparse, tokenCount: ids.count,
        expertCount: shape.expertCount, chosenCount: shape.expertsPerToken,
        nullExperts: sparse.map { model.layers[$0].nullExperts })
    let trace = Trace(
      unchecked: ids.map { Trace.Token(id: $0, bytes: nil) },
      attention: AttentionMaps(
        unchecked: maps, layers: Array(0..<shape.layerCount), heads: Array(0..<shape.headCount), tokenCount: ids.count),
      routing: routing, residualNorms: norms, isFinite: isFinite)
    return ModelRun(trace: trace, hiddenStates: hiddenStates)
  }
}
