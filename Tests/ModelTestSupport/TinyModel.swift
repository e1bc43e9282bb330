import Analysis
import Inference
import TestSupport
import Tokenization

/// A tiny random model over bytes, `ab` (256) and `<s>` (257), four ids a run.
package enum TinyModel {
  package static func make(start: TokenID? = 257, length: Int = 4) throws -> LanguageModel {
    var entries = (0..<256).map { (id: TokenID($0), bytes: [UInt8($0)]) }
    entries += [(256, Array("ab".utf8)), (257, Array("<s>".utf8))]
    let vocabulary = try Vocabulary(
      name: "tiny", entries: entries, merges: [Merge(left: 97, right: 98, result: 256)], pattern: .tokview,
      addedTokens: [Vocabulary.AddedToken(id: 257, content: Array("<s>".utf8), special: true)])
    let shape = ModelShape(
      architecture: .qwen3, vocabularyCount: 258, width: 8, layerCount: 2, headCount: 2, feedForwardWidth: 12,
      tiesEmbeddings: true, maximumLength: length)
    var generator = SeededGenerator(seed: 7)
    let model = try Model(shape: shape) { name in
      let shape: [Int]
      if name.contains("embed_tokens") {
        shape = [258, 8]
      } else if name.contains("q_norm") || name.contains("k_norm") {
        shape = [4]
      } else if name.contains("norm") {
        shape = [8]
      } else if name.contains("down_proj") {
        shape = [8, 12]
      } else if name.contains("gate_proj") || name.contains("up_proj") {
        shape = [12, 8]
      } else if name.contains("_proj.weight") {
        shape = [8, 8]
      } else {
        return nil
      }
      let values = (0..<shape.reduce(1, *)).map { _ in Float.random(in: -1...1, using: &generator) }
      return Tensor(shape: shape, storage: .float32(values))
    }
    return LanguageModel(
      name: "tiny", model: model, vocabulary: ModelVocabulary(vocabulary: vocabulary, start: start))
  }
}
