import TestSupport

@testable import Inference

/// Seeded random tensors for a shape, by their Hugging Face names.
struct RandomWeights {
  let shape: ModelShape
  private(set) var tensors: [String: Tensor] = [:]
  private var generator: SeededGenerator

  /// Experts from `realExperts` on are zero.
  init(_ shape: ModelShape, seed: UInt64, realExperts: Int = .max) {
    self.shape = shape
    generator = SeededGenerator(seed: seed)
    let width = shape.width
    if shape.architecture == .gpt2 {
      addGPT2()
      return
    }
    add("model.embed_tokens.weight", [shape.vocabularyCount, width], 0.8)
    if !shape.tiesEmbeddings { add("lm_head.weight", [shape.vocabularyCount, width], 0.5) }
    add("model.norm.weight", [width], around: 1, 0.3)
    for layer in 0..<shape.layerCount {
      let name = "model.layers.\(layer)."
      add(name + "input_layernorm.weight", [width], around: 1, 0.3)
      add(name + "post_attention_layernorm.weight", [width], around: 1, 0.3)
      for (part, heads) in [("q", shape.headCount), ("k", shape.keyValueHeadCount), ("v", shape.keyValueHeadCount)] {
        linear(name + "self_attn.\(part)_proj", heads * shape.headWidth, width, shape.hasAttentionBias)
      }
      linear(name + "self_attn.o_proj", width, shape.headCount * shape.headWidth, shape.hasAttentionBias)
      if shape.architecture.normsQueriesAndKeys {
        add(name + "self_attn.q_norm.weight", [shape.headWidth], around: 1.5, 0.5)
        add(name + "self_attn.k_norm.weight", [shape.headWidth], around: 1.5, 0.5)
      }
      if shape.isSparse(layer) {
        add(name + "mlp.gate.weight", [shape.expertCount, width], 0.5)
        for expert in 0..<shape.expertCount {
          let scale: Float = expert < realExperts ? 0.4 : 0
          for part in ["gate", "up"] {
            add("\(name)mlp.experts.\(expert).\(part)_proj.weight", [shape.expertWidth, width], scale)
          }
          add("\(name)mlp.experts.\(expert).down_proj.weight", [width, shape.expertWidth], scale)
        }
      } else {
        linear(name + "mlp.gate_proj", shape.feedForwardWidth, width, shape.hasFeedForwardBias)
        linear(name + "mlp.up_proj", shape.feedForwardWidth, width, shape.hasFeedForwardBias)
        linear(name + "mlp.down_proj", width, shape.feedForwardWidth, shape.hasFeedForwardBias)
      }
    }
  }

  func model() throws -> Model { try Model(shape: shape) { tensors[$0] } }

  subscript(name: String) -> Tensor {
    get { tensors[name] ?? Tensor(shape: [], storage: .float32([])) }
    set { tensors[name] = newValue }
  }

  mutating func remove(_ name: String) { tensors[name] = nil }

  /// The same weights with the experts of a layer in two tensors, as `transformers` 5 keeps them.
  func fused() -> [String: Tensor] {
    var out = tensors
    for layer in shape.sparseLayers {
      let name = "model.layers.\(layer).mlp.experts."
      var (gateUp, down): ([Float], [Float]) = ([], [])
      for expert in 0..<shape.expertCount {
        for part in ["gate", "up"] { gateUp += out.removeValue(forKey: "\(name)\(expert).\(part)_proj.weight")!.floats }
        down += out.removeValue(forKey: "\(name)\(expert).down_proj.weight")!.floats
      }
      let (count, hidden, width) = (shape.expertCount, shape.expertWidth, shape.width)
      out[name + "gate_up_proj"] = Tensor(shape: [count, 2 * hidden, width], storage: .float32(gateUp))
      out[name + "down_proj"] = Tensor(shape: [count, width, hidden], storage: .float32(down))
    }
    return out
  }

  private mutating func addGPT2() {
    let (width, hidden) = (shape.width, shape.feedForwardWidth)
    add("transformer.wte.weight", [shape.vocabularyCount, width], 0.8)
    add("transformer.wpe.weight", [shape.maximumLength, width], 0.3)
    if !shape.tiesEmbeddings { add("lm_head.weight", [shape.vocabularyCount, width], 0.5) }
    norm("transformer.ln_f")
    for layer in 0..<shape.layerCount {
      let name = "transformer.h.\(layer)."
      norm(name + "ln_1")
      norm(name + "ln_2")
      for (part, inputs, outputs) in [
        ("attn.c_attn", width, 3 * width), ("attn.c_proj", width, width), ("mlp.c_fc", width, hidden),
        ("mlp.c_proj", hidden, width),
      ] {
        add("\(name)\(part).weight", [inputs, outputs], 0.4)
        add("\(name)\(part).bias", [outputs], 0.3)
      }
    }
  }

  private mutating func norm(_ name: String) {
    add(name + ".weight", [shape.width], around: 1, 0.3)
    add(name + ".bias", [shape.width], 0.3)
  }

  private mutating func linear(_ name: String, _ outputs: Int, _ inputs: Int, _ hasBias: Bool) {
    add(name + ".weight", [outputs, inputs], 0.4)
    if hasBias { add(name + ".bias", [outputs], 0.3) }
  }

  /// Half of the tensors are stored in half precision.
  private mutating func add(_ name: String, _ dimensions: [Int], around center: Float = 0, _ scale: Float) {
    let count = dimensions.reduce(1, *)
    let values = (0..<count).map { _ in center + Float.random(in: -1...1, using: &generator) * scale }
    let storage: Tensor.Storage =
      Bool.random(using: &generator) ? .float32(values) : .float16(values.map { Float16($0).bitPattern })
    tensors[name] = Tensor(shape: dimensions, storage: storage)
  }
}

extension ModelShape {
  /// Small shapes of all families: shared and own keys, tied and untied, with and without biases, odd widths, mixed layers.
  static let samples: [ModelShape] = [
    ModelShape(
      architecture: .qwen3MoE, vocabularyCount: 61, width: 24, layerCount: 3, headCount: 4, keyValueHeadCount: 2,
      headWidth: 6, feedForwardWidth: 20, expertCount: 7, expertsPerToken: 3, expertWidth: 10, normalizesTopK: false,
      denseLayers: [1], ropeTheta: 1000, tiesEmbeddings: true, maximumLength: 64),
    ModelShape(
      architecture: .qwen3MoE, vocabularyCount: 300, width: 16, layerCount: 4, headCount: 2, headWidth: 8,
      feedForwardWidth: 9, expertCount: 5, expertsPerToken: 2, expertWidth: 12, normalizesTopK: true, sparseStep: 2,
      hasAttentionBias: true, maximumLength: 64),
    ModelShape(
      architecture: .llama, vocabularyCount: 67, width: 18, layerCount: 2, headCount: 3, keyValueHeadCount: 1,
      headWidth: 4, feedForwardWidth: 23, normEpsilon: 1e-5, hasAttentionBias: true, hasFeedForwardBias: true,
      maximumLength: 64),
    ModelShape(
      architecture: .qwen3, vocabularyCount: 64, width: 20, layerCount: 2, headCount: 4, keyValueHeadCount: 4,
      headWidth: 10, feedForwardWidth: 16, activation: .gelu, tiesEmbeddings: true, maximumLength: 64),
    ModelShape(
      architecture: .gpt2, vocabularyCount: 70, width: 15, layerCount: 2, headCount: 3, feedForwardWidth: 60,
      normEpsilon: 1e-5, activation: .geluNew, tiesEmbeddings: true, maximumLength: 48),
  ]
}
