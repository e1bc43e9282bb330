import Formats
import Inference

extension ModelShape {
  /// The sizes and switches that `file` states.
  ///
  /// - Throws: for an activation that no model here computes.
  init(_ file: ModelConfigurationFile) throws(FormatError) {
    let architecture: Architecture =
      switch file.architecture {
      case .qwen3MixtureOfExperts: .qwen3MoE
      case .qwen3: .qwen3
      case .llama: .llama
      case .gpt2: .gpt2
      }
    let activation: Activation =
      switch file.activation {
      case .silu: .silu
      case .gelu: .gelu
      case .geluTanh: .geluNew
      case .relu:
        throw FormatError(.unsupported, at: .whole, path: "hidden_act", "relu", advice: "bring a trace instead")
      }
    let sparse = Set(file.experts?.layers ?? [])
    self.init(
      architecture: architecture, vocabularyCount: file.vocabularySize, width: file.hiddenSize,
      layerCount: file.layerCount, headCount: file.headCount, keyValueHeadCount: file.keyValueHeadCount,
      headWidth: file.headSize, feedForwardWidth: file.intermediateSize, expertCount: file.experts?.count ?? 0,
      expertsPerToken: file.experts?.perToken ?? 0, expertWidth: file.experts?.intermediateSize ?? 0,
      normalizesTopK: file.experts?.normalizesWeights ?? false,
      denseLayers: Set((0..<file.layerCount).filter { !sparse.contains($0) }),
      ropeTheta: Float(file.ropeTheta ?? 10_000), normEpsilon: Float(file.normEpsilon), activation: activation,
      tiesEmbeddings: file.tiesEmbeddings, hasAttentionBias: file.attentionBias,
      hasFeedForwardBias: file.feedForwardBias, maximumLength: file.maximumPositions)
  }
}
