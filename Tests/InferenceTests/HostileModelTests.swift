import TestSupport
import Testing

@testable import Inference

/// Weights, configurations and texts that make no sense.
@Suite struct HostileModelTests {
  private static let shape = ModelShape.samples[0]

  /// S7: flagged, never a trap, and what does not depend on the fault stays as it is.
  @Test(arguments: [Float.nan, .infinity, -.infinity, 3e38, 0x1p-140])
  func strangeNumbersAreFlagged(value: Float) throws {
    let ids = RandomIDs.make(20, Self.shape, seed: 1)
    for name in RandomWeights(Self.shape, seed: 2).tensors.keys.sorted() {
      var weights = RandomWeights(Self.shape, seed: 2)
      let tensor = weights[name]
      weights[name] = Tensor(shape: tensor.shape, storage: .float32(Array(repeating: value, count: tensor.count)))
      let model = try weights.model()
      let run = try model.run(ids: ids)
      var trace = run.trace
      try model.predictions(for: run) { trace.add($0, outputDepth: Self.shape.layerCount) }
      if value.isNaN {
        // An expert that no token chose is not read.
        #expect(!trace.isFinite || name.contains("experts"), "\(name)")
      } else if abs(value) < 1 {
        #expect(trace.isFinite, "\(name)")
      }
      let routing = try #require(trace.routing)
      for token in 0..<20 { #expect(Set(routing.chosen(layer: 0, token: token)).count == 3) }
    }
  }

  @Test func aFaultyTokenDoesNotReachThoseBeforeIt() throws {
    var weights = RandomWeights(Self.shape, seed: 3)
    let name = "model.embed_tokens.weight"
    var values = weights[name].floats
    for index in 0..<Self.shape.width { values[9 * Self.shape.width + index] = .nan }
    weights[name] = Tensor(shape: weights[name].shape, storage: .float32(values))
    let run = try weights.model().run(ids: [1, 2, 3, 9, 4, 5])
    #expect(!run.trace.isFinite)
    let norms = try #require(run.trace.residualNorms).last
    #expect(norms?.map(\.isNaN) == [false, false, false, true, true, true])
  }

  @Test func embeddingsInHalfPrecisionMayBeInfinite() throws {
    var weights = RandomWeights(Self.shape, seed: 4)
    let name = "model.embed_tokens.weight"
    weights[name] = Tensor(
      shape: weights[name].shape, storage: .float16(Array(repeating: 0x7C00, count: weights[name].count)))
    let run = try weights.model().run(ids: [1, 2, 3])
    #expect(!run.trace.isFinite)
  }

  /// S8: sizes that no model has.
  @Test func impossibleShapesAreRefused() {
    let changes: [(String, (inout ModelShape) -> Void)] = [
      ("num_attention_heads", { $0.headCount = 0 }), ("num_attention_heads", { $0.headCount = -4 }),
      ("num_hidden_layers", { $0.layerCount = 1_000_000_000 }), ("num_hidden_layers", { $0.layerCount = 0 }),
      ("vocab_size", { $0.vocabularyCount = 0 }), ("vocab_size", { $0.vocabularyCount = .max }),
      ("hidden_size", { $0.width = 0 }), ("hidden_size", { $0.width = .max }),
      ("num_key_value_heads", { $0.keyValueHeadCount = 3 }), ("num_key_value_heads", { $0.keyValueHeadCount = 0 }),
      ("num_key_value_heads", { $0.keyValueHeadCount = 8 }), ("head_dim", { $0.headWidth = 7 }),
      ("head_dim", { $0.headWidth = 0 }), ("num_experts", { $0.expertCount = 0 }),
      ("num_experts_per_tok", { $0.expertsPerToken = 8 }), ("num_experts_per_tok", { $0.expertsPerToken = 0 }),
      ("moe_intermediate_size", { $0.expertWidth = 0 }), ("intermediate_size", { $0.feedForwardWidth = -1 }),
      ("max_position_embeddings", { $0.maximumLength = 0 }), ("decoder_sparse_step", { $0.sparseStep = 0 }),
      ("rope_theta", { $0.ropeTheta = .nan }), ("rope_theta", { $0.ropeTheta = 0 }),
      ("rms_norm_eps", { $0.normEpsilon = -1 }), ("rms_norm_eps", { $0.normEpsilon = .infinity }),
    ]
    let weights = RandomWeights(Self.shape, seed: 5)
    for (field, change) in changes {
      var shape = Self.shape
      change(&shape)
      do {
        _ = try Model(shape: shape) { weights.tensors[$0] }
        Issue.record("\(field) was accepted")
      } catch { #expect("\(error)".contains(field), "\(error)") }
    }
  }

  /// S8: every tensor is compared with the configuration, and each one is needed.
  @Test(arguments: ModelShape.samples.indices) func everyTensorIsChecked(sample: Int) throws {
    let shape = ModelShape.samples[sample]
    let weights = RandomWeights(shape, seed: 6)
    for (name, tensor) in weights.tensors {
      var missing = weights
      missing.remove(name)
      // Without the embedding under its usual name, the name without its prefix is looked for.
      #expect(throws: ModelError.missingTensor(name)) { try missing.model() }
      var wrong = weights
      let longer = [tensor.shape[0] + 1] + tensor.shape.dropFirst()
      wrong[name] = Tensor(
        shape: longer, storage: .float32(Array(repeating: 0, count: longer.reduce(1, *))))
      #expect(throws: ModelError.tensorShape(tensor: name, found: longer, expected: tensor.shape)) { try wrong.model() }
      wrong[name] = Tensor(shape: tensor.shape, storage: .float16([1]))
      #expect(throws: ModelError.tensorCount(tensor: name, found: 1, shape: tensor.shape)) { try wrong.model() }
    }
  }

  /// The rule of `transformers`: every n-th layer has experts, the first of them is layer n − 1.
  @Test func layersWithExpertsFollowTheStep() {
    var shape = Self.shape
    (shape.layerCount, shape.denseLayers, shape.sparseStep) = (8, [5], 2)
    #expect(shape.sparseLayers == [1, 3, 7])
    (shape.denseLayers, shape.sparseStep) = ([], 3)
    #expect(shape.sparseLayers == [2, 5])
    shape.architecture = .qwen3
    #expect(shape.sparseLayers.isEmpty)
  }

  @Test func onlyExpertsWithoutAnyWeightAreNull() throws {
    for part in ["gate", "up", "down"] {
      var weights = RandomWeights(Self.shape, seed: 9, realExperts: 0)
      let name = "model.layers.2.mlp.experts.3.\(part)_proj.weight"
      var values = weights[name].floats
      values[values.count - 1] = -0x1p-24
      weights[name] = Tensor(shape: weights[name].shape, storage: .float32(values))
      #expect(try weights.model().nullExperts == [Array(0..<7), [], [0, 1, 2, 4, 5, 6]])
    }
  }

  @Test func fusedExpertsAreChecked() throws {
    let weights = RandomWeights(Self.shape, seed: 7)
    for part in ["gate_up_proj", "down_proj"] {
      let name = "model.layers.0.mlp.experts." + part
      var tensors = weights.fused()
      let tensor = try #require(tensors[name])
      let flat = Tensor(shape: [tensor.count], storage: tensor.storage)
      tensors[name] = flat
      let changed = tensors
      #expect(throws: ModelError.tensorShape(tensor: name, found: [tensor.count], expected: tensor.shape)) {
        try Model(shape: Self.shape) { changed[$0] }
      }
    }
  }

  /// S11: nothing, too much, and ids that the vocabulary does not have.
  @Test func textsThatCannotBeReadAreRefused() throws {
    let model = try RandomWeights(Self.shape, seed: 8).model()
    #expect(throws: RunError.noTokens) { try model.run(ids: []) }
    let long = Array(repeating: UInt32(0), count: 65)
    #expect(throws: RunError.tooLong(count: 65, maximum: 64)) { try model.run(ids: long) }
    #expect(throws: RunError.unknownID(id: 61, position: 1, vocabularyCount: 61)) { try model.run(ids: [60, 61]) }
    #expect(throws: RunError.unknownID(id: .max, position: 0, vocabularyCount: 61)) { try model.run(ids: [.max]) }
    _ = try model.run(ids: Array(long.prefix(64)))
  }

  @Test func errorsOfTheReaderComeThrough() {
    struct Broken: Error {}
    #expect(throws: Broken.self) { try Model(shape: Self.shape) { _ in throw Broken() } }
  }
}
