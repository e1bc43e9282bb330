import Glibc
import TestSupport
import Testing

@testable import Inference

/// The model against its slow twin, on seeded random weights of all families.
@Suite struct EquivalenceTests {
  @Test(arguments: ModelShape.samples.indices, [1, 2, 17, 45])
  func modelsEqualTheSlowTwin(sample: Int, count: Int) throws {
    let shape = ModelShape.samples[sample]
    let seed = UInt64(100 * sample + count)
    let weights = RandomWeights(shape, seed: seed, realExperts: max(1, shape.expertCount - 2))
    let ids = RandomIDs.make(count, shape, seed: seed)
    let slow = SlowModel(weights: weights).run(ids)
    let model = try weights.model()
    let run = try model.run(ids: ids)
    #expect(run.trace.isFinite, "seed \(seed)")
    #expect(attentionError(run, slow) < 2e-5, "seed \(seed)")
    let norms = try #require(run.trace.residualNorms)
    for depth in 0...shape.layerCount {
      for token in 0..<count {
        let norm = slow.states[depth][token].reduce(0) { $0 + $1 * $1 }.squareRoot()
        let found = Double(norms[depth][token])
        #expect(abs(found - norm) < 1e-4 * max(1, norm), "seed \(seed), depth \(depth), token \(token)")
      }
    }
    try compareRouting(run, slow, shape, seed)
    for depth in 0...shape.layerCount { try comparePredictions(model, run, slow, depth: depth, seed) }
  }

  private func attentionError(_ run: ModelRun, _ slow: SlowModel.Outcome) -> Double {
    var worst = 0.0
    for (layer, heads) in slow.attention.enumerated() {
      for (head, map) in heads.enumerated() {
        for (query, row) in map.enumerated() {
          for (key, weight) in row.enumerated() {
            let found = run.trace.attention![layer: layer, head: head, query: query, key: key]
            worst = max(worst, abs(Double(found) - weight))
          }
        }
      }
    }
    return worst
  }

  private func compareRouting(
    _ run: ModelRun, _ slow: SlowModel.Outcome, _ shape: ModelShape, _ seed: UInt64
  ) throws {
    guard shape.architecture == .qwen3MoE else {
      #expect(run.trace.routing == nil)
      return
    }
    let routing = try #require(run.trace.routing)
    #expect(routing.layers == shape.sparseLayers)
    for layer in routing.layers {
      for token in 0..<run.trace.tokens.count {
        let logits = try #require(routing.logits(layer: layer, token: token))
        for (found, expected) in zip(logits, slow.routerLogits[layer][token]) {
          #expect(abs(Double(found) - expected) < 1e-4, "seed \(seed)")
        }
        #expect(routing.chosen(layer: layer, token: token).map(Int.init) == slow.chosen[layer][token], "seed \(seed)")
        let weights = try #require(routing.weights(layer: layer, token: token))
        for (found, expected) in zip(weights, slow.expertWeights[layer][token]) {
          #expect(abs(Double(found) - expected) < 1e-5, "seed \(seed)")
        }
      }
    }
  }

  private func comparePredictions(
    _ model: Model, _ run: ModelRun, _ slow: SlowModel.Outcome, depth: Int, _ seed: UInt64
  ) throws {
    var trace = run.trace
    try model.predictions(for: run, depth: depth, topCount: 5, blockCount: 16) { block in
      trace.add(block, outputDepth: model.shape.layerCount)
    }
    for (token, prediction) in try #require(trace.predictions[depth]).enumerated() {
      let prediction = try #require(prediction)
      let logits = slow.logits[depth][token]
      let logSumExp = log(logits.reduce(0) { $0 + exp($1) })
      #expect(abs(Double(prediction.logSumExp) - logSumExp) < 1e-4, "seed \(seed), depth \(depth)")
      let best = logits.sorted(by: >).prefix(5)
      #expect(prediction.top.count == best.count)
      for (candidate, expected) in zip(prediction.top, best) {
        #expect(abs(Double(candidate.logit) - expected) < 1e-4, "seed \(seed), depth \(depth)")
        #expect(abs(logits[Int(candidate.id)] - expected) < 1e-4, "seed \(seed), depth \(depth)")
      }
      guard token + 1 < logits.count, token + 1 < run.trace.tokens.count, depth == model.shape.layerCount else {
        continue
      }
      let next = Int(run.trace.tokens[token + 1].id)
      let surprisals = try #require(trace.surprisals)
      let surprisal = try #require(surprisals[token + 1])
      #expect(abs(Double(surprisal) - (logSumExp - logits[next]) / log(2)) < 1e-3, "seed \(seed)")
    }
    if depth == model.shape.layerCount { #expect(trace.surprisals?.first == .some(nil)) }
  }

  @Test func fusedExpertsEqualSeparateOnes() throws {
    for shape in ModelShape.samples where shape.architecture == .qwen3MoE {
      let weights = RandomWeights(shape, seed: 7, realExperts: 3)
      let fused = weights.fused()
      let ids = RandomIDs.make(20, shape, seed: 7)
      let model = try Model(shape: shape) { fused[$0] }
      #expect(try model.run(ids: ids).trace == weights.model().run(ids: ids).trace)
      #expect(
        model.nullExperts == (0..<shape.layerCount).map { shape.isSparse($0) ? Array(3..<shape.expertCount) : [] })
    }
  }

  @Test func thePrefixOfTheNamesMayBeMissing() throws {
    for shape in ModelShape.samples {
      let weights = RandomWeights(shape, seed: 8)
      let usual = shape.architecture == .gpt2 ? "transformer." : "model."
      var bare: [String: Tensor] = [:]
      for (name, tensor) in weights.tensors {
        bare[name.hasPrefix(usual) ? String(name.dropFirst(usual.count)) : name] = tensor
      }
      let ids = RandomIDs.make(9, shape, seed: 8)
      let names = bare
      #expect(try Model(shape: shape) { names[$0] }.run(ids: ids).trace == weights.model().run(ids: ids).trace)
    }
  }
}

enum RandomIDs {
  static func make(_ count: Int, _ shape: ModelShape, seed: UInt64) -> [UInt32] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in UInt32.random(in: 0..<UInt32(shape.vocabularyCount), using: &generator) }
  }
}
