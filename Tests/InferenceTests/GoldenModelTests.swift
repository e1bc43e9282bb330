import Formats
import TestSupport
import Testing

@testable import Inference

/// Tiny random checkpoints in `Tests/Golden/Models`, with what stock `transformers` computes from them.
@Suite struct GoldenModelTests {
  private static let shapes: [String: ModelShape] = [
    "gpt2": ModelShape(
      architecture: .gpt2, vocabularyCount: 300, width: 32, layerCount: 2, headCount: 4, feedForwardWidth: 128,
      normEpsilon: 1e-5, activation: .geluNew, tiesEmbeddings: true, maximumLength: 64),
    "llama": ModelShape(
      architecture: .llama, vocabularyCount: 300, width: 32, layerCount: 2, headCount: 4, keyValueHeadCount: 2,
      headWidth: 8, feedForwardWidth: 48, maximumLength: 64),
    "qwen3": ModelShape(
      architecture: .qwen3, vocabularyCount: 300, width: 32, layerCount: 2, headCount: 4, keyValueHeadCount: 2,
      headWidth: 8, feedForwardWidth: 48, tiesEmbeddings: true, maximumLength: 64),
    "qwen3moe": ModelShape(
      architecture: .qwen3MoE, vocabularyCount: 300, width: 32, layerCount: 2, headCount: 4, keyValueHeadCount: 2,
      headWidth: 8, feedForwardWidth: 48, expertCount: 6, expertsPerToken: 2, expertWidth: 24, normalizesTopK: true,
      tiesEmbeddings: true, maximumLength: 64),
  ]

  private static func file(_ path: String) throws -> SafetensorsFile {
    try SafetensorsFile(try #require(Repository.read("Tests/Golden/Models/" + path)))
  }

  @Test(arguments: shapes.keys.sorted()) func equalsTransformers(name: String) throws {
    let shape = try #require(Self.shapes[name])
    let weights = try Self.file(name + "/model.safetensors")
    let model = try Model(shape: shape) { name in
      try weights[name].map { Tensor(shape: $0.shape, storage: .float16(try weights.float16Bits(of: $0))) }
    }
    let golden = try Self.file(name + "/golden.safetensors")
    func floats(_ name: String) throws -> [Float] { try golden.floats(of: try #require(golden[name])) }
    func numbers(_ name: String) throws -> [Int] {
      try golden.int32s(of: try #require(golden[name])).map(Int.init)
    }
    let fixed = try numbers("fixed")
    var text = 0
    while golden["\(text).ids"] != nil {
      let ids = try numbers("\(text).ids").map { UInt32($0) }
      let run = try model.run(ids: ids)
      let attention = try #require(run.trace.attention)
      var index = 0
      let maps = try floats("\(text).attn")
      for layer in 0..<shape.layerCount {
        for head in 0..<shape.headCount {
          for query in ids.indices {
            for key in ids.indices {
              let found = attention[layer: layer, head: head, query: query, key: key]
              #expect(abs(found - maps[index]) <= 1e-4, "\(text): attention \(layer).\(head) \(query) \(key)")
              index += 1
            }
          }
        }
      }
      let norms = try #require(run.trace.residualNorms).flatMap { $0 }
      for (found, expected) in zip(norms, try floats("\(text).norms")) { #expect(abs(found - expected) <= 1e-3) }
      if let routing = run.trace.routing {
        let logits = routing.layers.flatMap { layer in
          ids.indices.flatMap { routing.logits(layer: layer, token: $0) ?? [] }
        }
        let expected = try floats("\(text).router")
        #expect(logits.count == expected.count)
        for (found, expected) in zip(logits, expected) { #expect(abs(found - expected) <= 1e-4) }
      }
      let sums = try floats("\(text).lse")
      let top = try floats("\(text).top_logits")
      try model.predictions(for: run) { block in
        for (token, prediction) in zip(block.tokens, block.predictions) {
          #expect(abs(prediction.logSumExp - sums[token]) <= 1e-3)
          for (place, candidate) in prediction.top.enumerated() {
            #expect(abs(candidate.logit - top[token * 8 + place]) <= 1e-3, "\(text): token \(token), place \(place)")
          }
        }
      }
      let logits = try floats("\(text).logits")
      for token in ids.indices {
        for (place, logit) in try Self.logits(of: fixed, model, run, token).enumerated() {
          #expect(abs(logit - logits[token * fixed.count + place]) <= 1e-3, "\(text): token \(token)")
        }
      }
      text += 1
    }
    #expect(text == 3)
  }

  /// The logits of `wanted` after `token`: one row of the projection for each of them.
  private static func logits(of wanted: [Int], _ model: Model, _ run: ModelRun, _ token: Int) throws -> [Float] {
    let width = model.shape.width
    let start = (model.shape.layerCount * run.trace.tokens.count + token) * width
    let rows = FloatBuffer(wanted.count * width)
    run.hiddenStates.withUnsafeBufferPointer {
      model.finalNorm.apply($0.baseAddress! + start, rows: wanted.count, stride: 0, into: rows.base, outStride: width)
    }
    let projection = VocabularyProjection(matrix: model.outputMatrix ?? model.embedding, rows: wanted.count)
    let found = try projection.predictions(rows.base, next: wanted.map { UInt32($0) }, topCount: 1) { false }
    return found.compactMap(\.nextLogit)
  }
}
