/// The `config.json` of a model that tokview can run, in the keys of old and new `transformers`, as plain checked values.
///
/// Read are `qwen3_moe`, `qwen3`, `llama` and `gpt2`, without sliding windows, scaled rotary positions or quantised weights. Everything
/// else is refused by name: the numbers would be wrong without anyone noticing.
package struct ModelConfigurationFile: Sendable, Hashable {
  package enum Architecture: String, Sendable, Hashable, CaseIterable {
    case qwen3MixtureOfExperts = "qwen3_moe"
    case qwen3
    case llama
    case gpt2
  }

  package enum Activation: Sendable, Hashable {
    /// x · sigmoid(x)
    case silu
    /// x · Φ(x), by the error function
    case gelu
    /// The same by tanh
    case geluTanh
    case relu
  }

  /// The experts of a layer.
  package struct Experts: Sendable, Hashable {
    package let count: Int
    /// Experts that each token goes to.
    package let perToken: Int
    package let intermediateSize: Int
    /// The chosen experts' probabilities are divided by their sum.
    package let normalizesWeights: Bool
    /// Layers that have them, ascending; the others are dense.
    package let layers: [Int]
  }

  /// What a reader accepts; checked before anything is computed from it.
  package struct Limits: Sendable, Hashable {
    package var bytes = 1 << 20
    package var layers = 1024
    package var heads = 1024
    package var width = 1 << 18
    package var vocabulary = 1 << 22
    package var positions = 1 << 24
    package var experts = 4096
    /// Numbers in all weights together.
    package var weights = 1 << 32

    package init() {}
  }

  package let architecture: Architecture
  package let vocabularySize: Int
  package let hiddenSize: Int
  package let layerCount: Int
  package let headCount: Int
  /// Heads of keys and values; `headCount` is a multiple.
  package let keyValueHeadCount: Int
  package let headSize: Int
  /// Of the dense layers.
  package let intermediateSize: Int
  package let maximumPositions: Int
  package let normEpsilon: Double
  package let activation: Activation
  /// Base of the rotary positions; nil when positions are learned (`gpt2`).
  package let ropeTheta: Double?
  /// The output matrix is the embedding.
  package let tiesEmbeddings: Bool
  package let attentionBias: Bool
  package let feedForwardBias: Bool
  /// Nil in a dense model.
  package let experts: Experts?
  /// How the weights are stored, as the file says: `float16`, `bfloat16`, `float32`.
  package let elementType: [UInt8]?
  /// Id of the token that starts a text (`tokview_start`, otherwise `bos_token_id`).
  package let startToken: Int?
  /// SHA-256 of each vocabulary the model was trained with, by name (`tokview_vocabularies`); empty in models of others.
  package let vocabularies: [String: String]
  /// Every key of the file.
  package let table: ConfigurationTable

  /// - Throws: the first fault found, with its key and byte offset.
  package init(_ bytes: [UInt8], limits: Limits = Limits()) throws(FormatError) {
    guard bytes.count <= limits.bytes else {
      throw FormatError(.limit, at: .whole, "\(bytes.count) bytes, the limit is \(limits.bytes)")
    }
    var reader = JSONReader(bytes)
    let table = try ConfigurationTable(&reader, keepsTables: true)
    try reader.finish()
    self.table = table
    architecture = try table.architecture()
    let isGPT2 = architecture == .gpt2
    try table.refuseWhatIsNotCarriedOut(isGPT2: isGPT2)

    vocabularySize = try table.required(["vocab_size"], in: 1...limits.vocabulary)
    hiddenSize = try table.required(isGPT2 ? ["n_embd", "hidden_size"] : ["hidden_size"], in: 1...limits.width)
    layerCount = try table.required(
      isGPT2 ? ["n_layer", "num_hidden_layers"] : ["num_hidden_layers"], in: 1...limits.layers)
    let headKeys = isGPT2 ? ["n_head", "num_attention_heads"] : ["num_attention_heads"]
    headCount = try table.required(headKeys, in: 1...limits.heads)
    maximumPositions = try table.required(
      isGPT2 ? ["n_positions", "max_position_embeddings"] : ["max_position_embeddings"], in: 1...limits.positions)
    keyValueHeadCount =
      try isGPT2 ? headCount : table.integer(["num_key_value_heads"], in: 1...limits.heads) ?? headCount
    guard headCount % keyValueHeadCount == 0 else {
      throw table.fault(
        .inconsistent, "num_key_value_heads", "\(headCount) heads cannot share \(keyValueHeadCount) keys and values")
    }
    let statedHeadSize = try isGPT2 ? nil : table.integer(["head_dim"], in: 1...limits.width)
    guard statedHeadSize != nil || hiddenSize % headCount == 0 else {
      throw table.fault(
        .inconsistent, table.entry(headKeys[0]) == nil ? headKeys[headKeys.count - 1] : headKeys[0],
        "the hidden size \(hiddenSize) is not divisible by \(headCount) heads")
    }
    headSize = statedHeadSize ?? hiddenSize / headCount
    guard isGPT2 || headSize % 2 == 0 else {
      throw table.fault(.inconsistent, "head_dim", "rotary positions need an even head size, found \(headSize)")
    }
    let intermediateKeys = isGPT2 ? ["n_inner"] : ["intermediate_size"]
    intermediateSize =
      try isGPT2
      ? table.integer(intermediateKeys, in: 1...limits.width) ?? 4 * hiddenSize
      : table.required(intermediateKeys, in: 1...limits.width)
    normEpsilon =
      try table.number([isGPT2 ? "layer_norm_epsilon" : "rms_norm_eps"], above: 0) ?? (isGPT2 ? 1e-5 : 1e-6)
    activation = try table.activation(isGPT2 ? "activation_function" : "hidden_act", isGPT2 ? .geluTanh : .silu)
    ropeTheta = try isGPT2 ? nil : table.ropeTheta()
    tiesEmbeddings = try table.bool("tie_word_embeddings") ?? isGPT2
    attentionBias = try isGPT2 ? true : table.bool("attention_bias") ?? false
    feedForwardBias = try isGPT2 ? true : architecture == .llama ? table.bool("mlp_bias") ?? false : false
    experts =
      try architecture == .qwen3MixtureOfExperts ? table.experts(layerCount: layerCount, limits: limits) : nil
    elementType = try table.text(["dtype", "torch_dtype"])
    let start = try table.integer(["tokview_start"], in: 0...vocabularySize - 1)
    // Files of others name a token here that their weights need not have.
    let usualStart = try table.integer(["bos_token_id"], in: 0...Int.max)
    startToken = start ?? usualStart.flatMap { [vocabularySize] in $0 < vocabularySize ? $0 : nil }
    vocabularies = try table.vocabularies()
    try checkWeights(limits)
  }

  /// Refuses a model whose weights together are more than the limit.
  private func checkWeights(_ limits: Limits) throws(FormatError) {
    // Each factor is limited, so doubles cannot overflow; they need not be exact.
    func product(_ factors: Int...) -> Double { factors.reduce(1) { $0 * Double($1) } }
    let matrices = architecture == .gpt2 ? 2 : 3
    var weights = product(vocabularySize, hiddenSize) * (tiesEmbeddings ? 1 : 2)
    if architecture == .gpt2 { weights += product(maximumPositions, hiddenSize) }
    weights += product(layerCount, hiddenSize, headSize, 2, headCount + keyValueHeadCount)
    let sparse = experts?.layers.count ?? 0
    weights += product(layerCount - sparse, matrices, hiddenSize, intermediateSize)
    if let experts {
      weights += product(sparse, experts.count, hiddenSize, 3, experts.intermediateSize)
    }
    guard weights <= Double(limits.weights) else {
      throw FormatError(
        .limit, at: .whole, "about \(weights) weights, the limit is \(limits.weights)",
        advice: ModelConfigurationFile.traceAdvice)
    }
  }

  /// What to do with a model that tokview does not run.
  static let traceAdvice = "run it elsewhere and open what it did as a *.trace.safetensors file"
}

extension ConfigurationTable {
  fileprivate func architecture() throws(FormatError) -> ModelConfigurationFile.Architecture {
    guard let name = try text(["model_type"]) else {
      throw FormatError(
        .missing, at: .whole, path: "model_type", "no such key", advice: "is this the config.json of a model?")
    }
    guard let architecture = ModelConfigurationFile.Architecture(rawValue: String(decoding: name, as: UTF8.self)) else {
      let read = ModelConfigurationFile.Architecture.allCases.map(\.rawValue).joined(separator: ", ")
      throw fault(
        .unsupported, "model_type", "the model type \(FormatError.quoted(name))",
        advice: "read are \(read); " + ModelConfigurationFile.traceAdvice)
    }
    return architecture
  }

  /// Refuses what would change the numbers and is not carried out.
  fileprivate func refuseWhatIsNotCarriedOut(isGPT2: Bool) throws(FormatError) {
    func refuse(_ key: String, _ what: String) -> FormatError {
      fault(.unsupported, key, what, advice: ModelConfigurationFile.traceAdvice)
    }
    if let entry = entry("quantization_config"), entry.value != .null {
      throw refuse("quantization_config", "quantised weights")
    }
    if isGPT2 {
      if try bool("add_cross_attention") == true { throw refuse("add_cross_attention", "attention to another text") }
      if try bool("scale_attn_weights") == false { throw refuse("scale_attn_weights", "unscaled attention") }
      if try bool("scale_attn_by_inverse_layer_idx") == true {
        throw refuse("scale_attn_by_inverse_layer_idx", "attention scaled by layer")
      }
      return
    }
    if try bool("use_sliding_window") == true { throw refuse("use_sliding_window", "sliding windows of attention") }
    for case let type in try list("layer_types") ?? [] where type != .text(Array("full_attention".utf8)) {
      guard case .text(let name) = type else { throw fault(.value, "layer_types", "expected strings") }
      throw refuse("layer_types", "the layer type \(FormatError.quoted(name))")
    }
  }

  fileprivate func activation(
    _ key: String, _ usual: ModelConfigurationFile.Activation
  ) throws(FormatError) -> ModelConfigurationFile.Activation {
    guard let name = try text([key]) else { return usual }
    switch String(decoding: name, as: UTF8.self) {
    case "silu", "swish": return .silu
    case "gelu": return .gelu
    case "gelu_new", "gelu_pytorch_tanh": return .geluTanh
    case "relu": return .relu
    default:
      throw fault(
        .unsupported, key, "the activation \(FormatError.quoted(name))", advice: ModelConfigurationFile.traceAdvice)
    }
  }

  /// The base of the rotary positions, which stands at the top, in `rope_parameters`, or in both.
  fileprivate func ropeTheta() throws(FormatError) -> Double {
    var theta = try number(["rope_theta"], above: 0)
    for key in ["rope_parameters", "rope_scaling"] {
      guard let table = try table(key) else { continue }
      let type = try locate(key) { () throws(FormatError) in try table.text(["rope_type", "type"]) }
      if let type, type != Array("default".utf8) {
        throw fault(
          .unsupported, key, "rotary positions of type \(FormatError.quoted(type))",
          advice: ModelConfigurationFile.traceAdvice)
      }
      // Settings by layer type are tables in the table.
      if table.entries.values.contains(where: { $0.value == .nested }) {
        throw fault(
          .unsupported, key, "rotary positions by layer type", advice: ModelConfigurationFile.traceAdvice)
      }
      try table.refusePartialRotation(key)
      let inner = try locate(key) { () throws(FormatError) in try table.number(["rope_theta"], above: 0) }
      if let theta, let inner, theta != inner {
        throw fault(.inconsistent, key, "rope_theta \(inner) contradicts the other, \(theta)")
      }
      theta = theta ?? inner
    }
    try refusePartialRotation("")
    return theta ?? 10_000
  }

  private func refusePartialRotation(_ outer: String) throws(FormatError) {
    try locate(outer) { () throws(FormatError) in
      if let factor = try number(["partial_rotary_factor"], above: 0), factor != 1 {
        throw fault(
          .unsupported, "partial_rotary_factor", "rotation of a part of each head",
          advice: ModelConfigurationFile.traceAdvice)
      }
    }
  }

  private func locate<Result>(
    _ key: String, _ body: () throws(FormatError) -> Result
  ) throws(FormatError) -> Result {
    do throws(FormatError) { return try body() } catch { throw key.isEmpty ? error : error.within(key) }
  }

  fileprivate func experts(
    layerCount: Int, limits: ModelConfigurationFile.Limits
  ) throws(FormatError) -> ModelConfigurationFile.Experts {
    let count = try required(["num_experts", "num_local_experts"], in: 1...limits.experts)
    let perToken = try required(["num_experts_per_tok"], in: 1...limits.experts)
    guard perToken <= count else {
      throw fault(.inconsistent, "num_experts_per_tok", "\(perToken) of \(count) experts for each token")
    }
    let step = try integer(["decoder_sparse_step"], in: 1...limits.layers) ?? 1
    var dense = Set<Int>()
    for layer in try list("mlp_only_layers") ?? [] {
      guard case .integer(let index) = layer, index >= 0, index < layerCount else {
        throw fault(.value, "mlp_only_layers", "expected layers from 0 to \(layerCount - 1)")
      }
      dense.insert(index)
    }
    return ModelConfigurationFile.Experts(
      count: count, perToken: perToken,
      intermediateSize: try required(["moe_intermediate_size"], in: 1...limits.width),
      normalizesWeights: try bool("norm_topk_prob") ?? false,
      layers: (0..<layerCount).filter { !dense.contains($0) && ($0 + 1) % step == 0 })
  }

  fileprivate func vocabularies() throws(FormatError) -> [String: String] {
    let key = "tokview_vocabularies"
    var digests: [String: String] = [:]
    for (name, entry) in try table(key)?.entries ?? [:] {
      guard case .text(let digest) = entry.value, digest.count == 64,
        digest.allSatisfy({ Hexadecimal.value(of: $0) != nil }), name.allSatisfy({ $0 >= 0x20 && $0 < 0x7F })
      else {
        throw FormatError(
          .value, at: .byte(entry.offset), path: "\(key).\(FormatError.key(name))",
          "expected a name in ASCII and the 64 hexadecimal digits of a SHA-256")
      }
      digests[String(decoding: name, as: UTF8.self)] = String(decoding: digest, as: UTF8.self).lowercased()
    }
    return digests
  }
}
