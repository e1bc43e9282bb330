/// The sizes and switches of a decoder, as its `config.json` states them.
///
/// A shape may hold anything; `validate` tells whether a model can have it, and `Model` compares it with every tensor.
package struct ModelShape: Sendable, Hashable {
  /// Families whose forward pass is known, by their name in `model_type`.
  package enum Architecture: String, Sendable, CaseIterable {
    /// Routed experts, rotary positions, queries and keys normed by head.
    case qwen3MoE = "qwen3_moe"
    /// Rotary positions, gated feed-forward.
    case llama
    /// Like `llama`, with queries and keys normed by head.
    case qwen3
    /// Learned positions, LayerNorm, biases everywhere, weights stored as [in, out].
    case gpt2

    package var usesRotaryPositions: Bool { self != .gpt2 }
    package var normsQueriesAndKeys: Bool { self == .qwen3MoE || self == .qwen3 }
  }

  /// Functions between the two matrices of a feed-forward, by their name in the configuration.
  package enum Activation: String, Sendable, CaseIterable {
    /// x ÷ (1 + e⁻ˣ)
    case silu
    /// The Gaussian error linear unit by its tanh approximation (Hendrycks and Gimpel 2016, arXiv 1606.08415).
    case geluNew = "gelu_new"
    /// The Gaussian error linear unit itself: x · Φ(x).
    case gelu
  }

  package var architecture: Architecture
  package var vocabularyCount: Int
  /// Length of the vector of a token.
  package var width: Int
  package var layerCount: Int
  package var headCount: Int
  /// Heads of keys and values; each serves `headCount / keyValueHeadCount` heads of queries.
  package var keyValueHeadCount: Int
  package var headWidth: Int
  /// Hidden width of layers without experts.
  package var feedForwardWidth: Int
  package var expertCount: Int
  package var expertsPerToken: Int
  /// Hidden width of one expert.
  package var expertWidth: Int
  /// Whether the weights of a token's chosen experts are scaled to sum 1.
  package var normalizesTopK: Bool
  /// Layers that have no experts although their turn would be.
  package var denseLayers: Set<Int>
  /// Layers l with (l + 1) divisible by this have experts.
  package var sparseStep: Int
  package var ropeTheta: Float
  package var normEpsilon: Float
  package var activation: Activation
  /// Whether the output matrix is the embedding.
  package var tiesEmbeddings: Bool
  package var hasAttentionBias: Bool
  /// Whether feed-forwards without experts have biases; those of `gpt2` always do.
  package var hasFeedForwardBias: Bool
  /// Most tokens of one run.
  package var maximumLength: Int

  package init(
    architecture: Architecture, vocabularyCount: Int, width: Int, layerCount: Int, headCount: Int,
    keyValueHeadCount: Int? = nil, headWidth: Int? = nil, feedForwardWidth: Int = 0, expertCount: Int = 0,
    expertsPerToken: Int = 0, expertWidth: Int = 0, normalizesTopK: Bool = false, denseLayers: Set<Int> = [],
    sparseStep: Int = 1, ropeTheta: Float = 10_000, normEpsilon: Float = 1e-6, activation: Activation = .silu,
    tiesEmbeddings: Bool = false, hasAttentionBias: Bool = false, hasFeedForwardBias: Bool = false,
    maximumLength: Int
  ) {
    self.architecture = architecture
    self.vocabularyCount = vocabularyCount
    self.width = width
    self.layerCount = layerCount
    self.headCount = headCount
    self.keyValueHeadCount = keyValueHeadCount ?? headCount
    self.headWidth = headWidth ?? (headCount > 0 ? width / headCount : 0)
    self.feedForwardWidth = feedForwardWidth
    self.expertCount = expertCount
    self.expertsPerToken = expertsPerToken
    self.expertWidth = expertWidth
    self.normalizesTopK = normalizesTopK
    self.denseLayers = denseLayers
    self.sparseStep = sparseStep
    self.ropeTheta = ropeTheta
    self.normEpsilon = normEpsilon
    self.activation = activation
    self.tiesEmbeddings = tiesEmbeddings
    self.hasAttentionBias = hasAttentionBias
    self.hasFeedForwardBias = hasFeedForwardBias
    self.maximumLength = maximumLength
  }

  /// Whether the feed-forward of `layer` consists of experts.
  package func isSparse(_ layer: Int) -> Bool {
    architecture == .qwen3MoE && expertCount > 0 && !denseLayers.contains(layer) && (layer + 1) % sparseStep == 0
  }

  /// Layers with experts, ascending.
  package var sparseLayers: [Int] { (0..<layerCount).filter(isSparse) }

  /// Refuses sizes that no model has: zero, beyond the caps, or at odds with each other.
  ///
  /// The caps keep every product of sizes far below overflow.
  package func validate() throws(ModelError) {
    func check(_ field: String, _ value: Int, _ allowed: ClosedRange<Int>) throws(ModelError) {
      guard allowed.contains(value) else {
        throw .size(field: field, found: value, expected: "\(allowed.lowerBound) to \(allowed.upperBound)")
      }
    }
    try check("vocab_size", vocabularyCount, 1...4_194_304)
    try check("hidden_size", width, 1...65_536)
    try check("num_hidden_layers", layerCount, 1...1_024)
    try check("num_attention_heads", headCount, 1...1_024)
    try check("num_key_value_heads", keyValueHeadCount, 1...headCount)
    try check("head_dim", headWidth, 1...4_096)
    try check("max_position_embeddings", maximumLength, 1...16_777_216)
    try check("decoder_sparse_step", sparseStep, 1...1_024)
    if headCount % keyValueHeadCount != 0 {
      throw .size(field: "num_key_value_heads", found: keyValueHeadCount, expected: "a divisor of \(headCount)")
    }
    if architecture.usesRotaryPositions, headWidth % 2 != 0 {
      throw .size(field: "head_dim", found: headWidth, expected: "an even number")
    }
    if architecture == .gpt2, headCount * headWidth != width || keyValueHeadCount != headCount {
      throw .size(field: "n_head", found: headCount, expected: "a divisor of \(width)")
    }
    if architecture == .qwen3MoE { try check("num_experts", expertCount, 1...1_024) }
    let sparse = sparseLayers
    if !sparse.isEmpty {
      try check("num_experts_per_tok", expertsPerToken, 1...expertCount)
      try check("moe_intermediate_size", expertWidth, 1...262_144)
    }
    if sparse.count < layerCount { try check("intermediate_size", feedForwardWidth, 1...262_144) }
    guard normEpsilon.isFinite, normEpsilon >= 0 else { throw .number(field: "rms_norm_eps", found: normEpsilon) }
    guard ropeTheta.isFinite, ropeTheta > 0 else { throw .number(field: "rope_theta", found: ropeTheta) }
  }
}
