/// Looks tensors up by name and checks each against the shape that the configuration calls for.
struct WeightReader {
  let shape: ModelShape
  private let lookup: (String) throws -> Tensor?
  /// Whether names begin with the part that checkpoints of a bare model lack.
  private let prefix: String

  init(shape: ModelShape, lookup: @escaping (String) throws -> Tensor?) throws {
    self.shape = shape
    self.lookup = lookup
    let usual = shape.architecture == .gpt2 ? "transformer." : "model."
    let embedding = WeightReader.embeddingName(shape.architecture)
    prefix = try lookup(usual + embedding) == nil && lookup(embedding) != nil ? "" : usual
  }

  // MARK: Parts of the model

  func embedding() throws -> VocabularyMatrix {
    try vocabulary(prefix + WeightReader.embeddingName(shape.architecture))
  }

  func outputMatrix() throws -> VocabularyMatrix { try vocabulary("lm_head.weight") }

  /// Learned positions, [position][width]; nil where positions are rotary.
  func positions() throws -> [Float]? {
    if shape.architecture.usesRotaryPositions { return nil }
    return try floats(prefix + "wpe.weight", [shape.maximumLength, shape.width])
  }

  func finalNorm() throws -> Norm {
    try norm(prefix + (shape.architecture == .gpt2 ? "ln_f" : "norm"), shape.width)
  }

  func layer(_ number: Int) throws -> Layer {
    shape.architecture == .gpt2 ? try gpt2Layer(number) : try rotaryLayer(number)
  }

  private static func embeddingName(_ architecture: ModelShape.Architecture) -> String {
    architecture == .gpt2 ? "wte.weight" : "embed_tokens.weight"
  }

  private func gpt2Layer(_ number: Int) throws -> Layer {
    let name = "\(prefix)h.\(number)."
    let width = shape.width
    return Layer(
      attentionNorm: try norm(name + "ln_1", width),
      queryKeyValue: try transposed(name + "attn.c_attn", outputs: 3 * width, inputs: width),
      queryNorm: nil, keyNorm: nil,
      attentionOutput: try transposed(name + "attn.c_proj", outputs: width, inputs: width),
      feedNorm: try norm(name + "ln_2", width),
      feed: .dense(
        FeedForward(
          gate: nil, up: try transposed(name + "mlp.c_fc", outputs: shape.feedForwardWidth, inputs: width),
          down: try transposed(name + "mlp.c_proj", outputs: width, inputs: shape.feedForwardWidth),
          activation: shape.activation)))
  }

  private func rotaryLayer(_ number: Int) throws -> Layer {
    let name = "\(prefix)layers.\(number)."
    let normed = shape.architecture.normsQueriesAndKeys
    return Layer(
      attentionNorm: try norm(name + "input_layernorm", shape.width),
      queryKeyValue: try queryKeyValue(name + "self_attn."),
      queryNorm: normed ? try norm(name + "self_attn.q_norm", shape.headWidth) : nil,
      keyNorm: normed ? try norm(name + "self_attn.k_norm", shape.headWidth) : nil,
      attentionOutput: try matrix(
        name + "self_attn.o_proj", outputs: shape.width, inputs: shape.headCount * shape.headWidth,
        hasBias: shape.hasAttentionBias),
      feedNorm: try norm(name + "post_attention_layernorm", shape.width),
      feed: shape.isSparse(number) ? try experts(name + "mlp.") : .dense(try dense(name + "mlp.")))
  }

  private func queryKeyValue(_ name: String) throws -> PackedMatrix {
    var values: [Float] = []
    var biases: [Float] = []
    for (part, heads) in [
      ("q_proj", shape.headCount), ("k_proj", shape.keyValueHeadCount), ("v_proj", shape.keyValueHeadCount),
    ] {
      values += try floats(name + part + ".weight", [heads * shape.headWidth, shape.width])
      if shape.hasAttentionBias { biases += try floats(name + part + ".bias", [heads * shape.headWidth]) }
    }
    return PackedMatrix(
      values[...], outputs: values.count / shape.width, inputs: shape.width,
      bias: shape.hasAttentionBias ? biases : nil)
  }

  private func dense(_ name: String) throws -> FeedForward {
    let (hidden, hasBias) = (shape.feedForwardWidth, shape.hasFeedForwardBias)
    return FeedForward(
      gate: try matrix(name + "gate_proj", outputs: hidden, inputs: shape.width, hasBias: hasBias),
      up: try matrix(name + "up_proj", outputs: hidden, inputs: shape.width, hasBias: hasBias),
      down: try matrix(name + "down_proj", outputs: shape.width, inputs: hidden, hasBias: hasBias),
      activation: shape.activation)
  }

  /// Experts one by one, or all in two tensors as `transformers` keeps them in memory.
  private func experts(_ name: String) throws -> Layer.Feed {
    let router = try matrix(name + "gate", outputs: shape.expertCount, inputs: shape.width)
    let (hidden, width, count) = (shape.expertWidth, shape.width, shape.expertCount)
    guard let fused = try lookup(name + "experts.gate_up_proj") else {
      return .sparse(
        router: router,
        experts: try (0..<count).map { number in
          let name = "\(name)experts.\(number)."
          return expert(
            gate: try floats(name + "gate_proj.weight", [hidden, width])[...],
            up: try floats(name + "up_proj.weight", [hidden, width])[...],
            down: try floats(name + "down_proj.weight", [width, hidden])[...])
        })
    }
    let gateUp = try checked(fused, name + "experts.gate_up_proj", [count, 2 * hidden, width])
    let down = try tensor(name + "experts.down_proj", [count, width, hidden])
    let size = hidden * width
    return .sparse(
      router: router,
      experts: (0..<count).map { number in
        let both = gateUp.floats(2 * number * size..<2 * (number + 1) * size)
        return expert(
          gate: both[..<size], up: both[size...], down: down.floats(number * size..<(number + 1) * size)[...])
      })
  }

  /// Nil if all weights are zero.
  private func expert(gate: ArraySlice<Float>, up: ArraySlice<Float>, down: ArraySlice<Float>) -> FeedForward? {
    if [gate, up, down].allSatisfy({ $0.allSatisfy { $0 == 0 } }) { return nil }
    return FeedForward(
      gate: PackedMatrix(gate, outputs: shape.expertWidth, inputs: shape.width),
      up: PackedMatrix(up, outputs: shape.expertWidth, inputs: shape.width),
      down: PackedMatrix(down, outputs: shape.width, inputs: shape.expertWidth), activation: shape.activation)
  }

  // MARK: Tensors

  private func vocabulary(_ name: String) throws -> VocabularyMatrix {
    let tensor = try tensor(name, [shape.vocabularyCount, shape.width])
    return VocabularyMatrix(tensor.storage, count: shape.vocabularyCount, width: shape.width)
  }

  private func norm(_ name: String, _ width: Int) throws -> Norm {
    Norm(
      weight: try floats(name + ".weight", [width]),
      bias: shape.architecture == .gpt2 ? try floats(name + ".bias", [width]) : nil, epsilon: shape.normEpsilon)
  }

  /// A matrix stored as [outputs][inputs].
  private func matrix(_ name: String, outputs: Int, inputs: Int, hasBias: Bool = false) throws -> PackedMatrix {
    PackedMatrix(
      try floats(name + ".weight", [outputs, inputs])[...], outputs: outputs, inputs: inputs,
      bias: hasBias ? try floats(name + ".bias", [outputs]) : nil)
  }

  /// A matrix stored as [inputs][outputs], with biases.
  private func transposed(_ name: String, outputs: Int, inputs: Int) throws -> PackedMatrix {
    PackedMatrix(
      try floats(name + ".weight", [inputs, outputs])[...], outputs: outputs, inputs: inputs, isTransposed: true,
      bias: try floats(name + ".bias", [outputs]))
  }

  private func floats(_ name: String, _ expected: [Int]) throws -> [Float] { try tensor(name, expected).floats }

  private func tensor(_ name: String, _ expected: [Int]) throws -> Tensor {
    guard let tensor = try lookup(name) else { throw ModelError.missingTensor(name) }
    return try checked(tensor, name, expected)
  }

  private func checked(_ tensor: Tensor, _ name: String, _ expected: [Int]) throws -> Tensor {
    guard tensor.shape == expected else {
      throw ModelError.tensorShape(tensor: name, found: tensor.shape, expected: expected)
    }
    guard tensor.count == expected.reduce(1, *) else {
      throw ModelError.tensorCount(tensor: name, found: tensor.count, shape: tensor.shape)
    }
    return tensor
  }
}
