import Formats
import Inference
import TestSupport
import Testing

/// What stock `transformers` computed, from `Sources/ModelTraining/golden.py`.
struct GoldenTraces {
  struct Text {
    let ids: [UInt32]
    /// [layer][head][query][key]
    let attention: [Float]
    let layerCount: Int
    let headCount: Int
    /// [layer][token][expert]; nil without experts.
    let routerLogits: [Float]?
    let expertCount: Int
    /// [depth][token]
    let norms: [Float]
    let logSumExp: [Float]
    /// [token][fixed]
    let logits: [Float]
    /// [token][8]
    let top: [Int32]
    let topLogits: [Float]
  }

  /// Ids whose logits are in the file.
  let fixed: [Int32]
  let texts: [Text]

  init(_ bytes: [UInt8]) throws {
    let file = try SafetensorsFile(bytes)
    func tensor(_ name: String) throws -> SafetensorsFile.Tensor { try #require(file[name], "\(name) is missing") }
    func floats(_ name: String) throws -> [Float] { try file.floats(of: tensor(name)) }
    fixed = try file.int32s(of: tensor("fixed"))
    var texts: [Text] = []
    while file["\(texts.count).ids"] != nil {
      let prefix = "\(texts.count)."
      let attention = try tensor(prefix + "attn")
      let router = file[prefix + "router"]
      texts.append(
        Text(
          ids: try file.int32s(of: tensor(prefix + "ids")).map { UInt32($0) }, attention: try floats(prefix + "attn"),
          layerCount: attention.shape[0], headCount: attention.shape[1],
          routerLogits: try router.map { try file.floats(of: $0) }, expertCount: router?.shape[2] ?? 0,
          norms: try floats(prefix + "norms"), logSumExp: try floats(prefix + "lse"),
          logits: try floats(prefix + "logits"), top: try file.int32s(of: tensor(prefix + "top")),
          topLogits: try floats(prefix + "top_logits")))
    }
    self.texts = texts
  }

  /// Runs `model` over every text and compares all parts: probabilities to 1e-4, logits to 1e-3, norms to 1e-4 of their size.
  func compare(with model: Model) throws {
    try #require(!texts.isEmpty)
    for text in texts {
      let run = try model.run(ids: text.ids)
      let trace = run.trace
      let count = text.ids.count
      let attention = try #require(trace.attention)
      var worst: Float = 0
      for layer in 0..<text.layerCount {
        for head in 0..<text.headCount {
          for query in 0..<count {
            for key in 0..<count {
              let wanted = text.attention[((layer * text.headCount + head) * count + query) * count + key]
              worst = max(worst, abs(attention[layer: layer, head: head, query: query, key: key] - wanted))
            }
          }
        }
      }
      #expect(worst <= 1e-4, "attention of \(count) tokens")
      try compareRouting(text, trace)
      let norms = try #require(trace.residualNorms).flatMap { $0 }
      #expect(norms.count == text.norms.count)
      #expect(zip(norms, text.norms).allSatisfy { abs($0 - $1) <= 1e-4 * max(1, $1) }, "norms")

      var predictions: [Prediction] = []
      try model.predictions(for: run) { predictions += $0.predictions }
      #expect(predictions.count == count)
      for (token, prediction) in predictions.enumerated() {
        #expect(abs(prediction.logSumExp - text.logSumExp[token]) <= 1e-3)
        let topLogits = text.topLogits[token * 8..<token * 8 + 8]
        #expect(zip(prediction.top.map(\.logit), topLogits).allSatisfy { abs($0 - $1) <= 1e-3 })
        // Where two candidates are closer than the tolerance their order may differ.
        for (place, candidate) in prediction.top.enumerated() where Int32(candidate.id) != text.top[token * 8 + place] {
          let wanted = text.top[token * 8..<token * 8 + 8].firstIndex(of: Int32(candidate.id))
          #expect(wanted.map { abs(text.topLogits[$0] - candidate.logit) <= 1e-3 } ?? (place == 7))
        }
        guard token + 1 < count, let place = fixed.firstIndex(of: Int32(text.ids[token + 1])) else { continue }
        #expect(abs((prediction.nextLogit ?? .nan) - text.logits[token * fixed.count + place]) <= 1e-3)
      }
    }
  }

  private func compareRouting(_ text: Text, _ trace: Trace) throws {
    guard let wanted = text.routerLogits else {
      #expect(trace.routing == nil)
      return
    }
    let routing = try #require(trace.routing)
    #expect(routing.layers.count * text.ids.count * text.expertCount == wanted.count)
    var worst: Float = 0
    for (place, layer) in routing.layers.enumerated() {
      for token in text.ids.indices {
        let found = try #require(routing.logits(layer: layer, token: token))
        let row = wanted[
          (place * text.ids.count + token) * text.expertCount..<(place * text.ids.count + token + 1) * text.expertCount]
        worst = zip(found, row).reduce(worst) { max($0, abs($1.0 - $1.1)) }
      }
    }
    #expect(worst <= 1e-3, "router logits of \(text.ids.count) tokens")
  }
}
