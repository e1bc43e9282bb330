import TestSupport
import Testing

@testable import Inference

/// What holds for every model and every text.
@Suite struct ModelPropertyTests {
  private static func predictions(_ model: Model, _ run: ModelRun) throws -> [Prediction] {
    var out: [Prediction] = []
    try model.predictions(for: run, blockCount: 7) { out += $0.predictions }
    return out
  }

  @Test(arguments: ModelShape.samples.indices) func aPrefixHasThePrefixOfTheTrace(sample: Int) throws {
    let shape = ModelShape.samples[sample]
    let model = try RandomWeights(shape, seed: 11).model()
    let ids = RandomIDs.make(41, shape, seed: 12)
    let whole = try model.run(ids: ids)
    let wholePredictions = try Self.predictions(model, whole)
    for count in [1, 5, 16, 17, 33, 40] {
      let part = try model.run(ids: Array(ids[..<count]))
      let (a, b) = (try #require(part.trace.attention), try #require(whole.trace.attention))
      for layer in 0..<shape.layerCount {
        for head in 0..<shape.headCount {
          for query in 0..<count {
            for (short, long) in zip(
              a.row(layer: layer, head: head, query: query), b.row(layer: layer, head: head, query: query))
            {
              #expect(abs(short - long) <= 1e-6)
            }
          }
        }
        guard let short = part.trace.routing, let long = whole.trace.routing, shape.isSparse(layer) else { continue }
        for token in 0..<count {
          #expect(short.chosen(layer: layer, token: token) == long.chosen(layer: layer, token: token))
          #expect(short.weights(layer: layer, token: token) == long.weights(layer: layer, token: token))
          #expect(short.logits(layer: layer, token: token) == long.logits(layer: layer, token: token))
        }
      }
      for (token, prediction) in try Self.predictions(model, part).enumerated() {
        #expect(abs(prediction.logSumExp - wholePredictions[token].logSumExp) <= 1e-6)
        #expect(prediction.top == wholePredictions[token].top)
      }
    }
  }

  @Test(arguments: ModelShape.samples.indices) func rowsSumToOneAndLookBack(sample: Int) throws {
    let shape = ModelShape.samples[sample]
    let run = try RandomWeights(shape, seed: 21).model().run(ids: RandomIDs.make(40, shape, seed: 22))
    let attention = try #require(run.trace.attention)
    for layer in 0..<shape.layerCount {
      for head in 0..<shape.headCount {
        for query in 0..<40 {
          let row = attention.row(layer: layer, head: head, query: query)
          #expect(row.count == query + 1 && row.allSatisfy { $0 >= 0 && $0 <= 1.000_001 })
          #expect(abs(row.reduce(0, +) - 1) < 1e-5)
          #expect(attention.withRow(layer: layer, head: head, query: query) { Array($0) } == Array(row))
        }
        #expect(attention[layer: layer, head: head, query: 3, key: 4] == 0)
      }
    }
  }

  /// Later tokens change nothing before them.
  @Test(arguments: ModelShape.samples.indices) func laterTokensDoNotMatter(sample: Int) throws {
    let shape = ModelShape.samples[sample]
    let model = try RandomWeights(shape, seed: 31).model()
    var ids = RandomIDs.make(30, shape, seed: 32)
    let before = try model.run(ids: ids)
    ids[20] = (ids[20] + 1) % UInt32(shape.vocabularyCount)
    let after = try model.run(ids: ids)
    let count = 30
    for depth in 0...shape.layerCount {
      let start = depth * count * shape.width
      let old = before.hiddenStates[start..<start + count * shape.width]
      let new = after.hiddenStates[start..<start + count * shape.width]
      #expect(old.prefix(20 * shape.width) == new.prefix(20 * shape.width))
      #expect(old.suffix(10 * shape.width) != new.suffix(10 * shape.width) || depth == 0)
    }
  }

  /// A null expert has no effect: with weights so small that their output is below all rounding, and so not skipped, it is the same.
  @Test func skippingNullExpertsChangesNothing() throws {
    let shape = ModelShape.samples[0]
    var weights = RandomWeights(shape, seed: 41, realExperts: 4)
    let skipping = try weights.model()
    #expect(skipping.nullExperts == [[4, 5, 6], [], [4, 5, 6]])
    for layer in shape.sparseLayers {
      for expert in 4..<shape.expertCount {
        let name = "model.layers.\(layer).mlp.experts.\(expert).up_proj.weight"
        weights[name] = Tensor(
          shape: weights[name].shape, storage: .float32(Array(repeating: 1e-30, count: weights[name].count)))
      }
    }
    let computing = try weights.model()
    #expect(computing.nullExperts == [[], [], []])
    let ids = RandomIDs.make(40, shape, seed: 42)
    let (first, second) = (try skipping.run(ids: ids), try computing.run(ids: ids))
    #expect(first.trace.attention == second.trace.attention)
    for (a, b) in zip(first.hiddenStates, second.hiddenStates) { #expect(abs(a - b) <= 2e-6) }
    let routing = try #require(first.trace.routing)
    let null = (0..<40).contains { token in routing.chosen(layer: 0, token: token).contains { $0 >= 4 } }
    #expect(null, "no token chose a null expert")
  }

  @Test func blocksCoverTheTokensAskedFor() throws {
    let shape = ModelShape.samples[2]
    let model = try RandomWeights(shape, seed: 51).model()
    let run = try model.run(ids: RandomIDs.make(25, shape, seed: 52))
    var blocks: [PredictionBlock] = []
    try model.predictions(for: run, depth: 1, tokens: 3..<20, topCount: 3, blockCount: 8) { blocks.append($0) }
    #expect(blocks.map(\.tokens) == [3..<11, 11..<19, 19..<20])
    #expect(blocks.allSatisfy { $0.depth == 1 && $0.predictions.allSatisfy { $0.top.count == 3 } })
    var all: [Prediction] = []
    try model.predictions(for: run, depth: 1, topCount: 3) { all += $0.predictions }
    #expect(blocks.flatMap(\.predictions) == Array(all[3..<20]))
    #expect(all[24].nextLogit == nil && all[23].nextLogit != nil)
    try model.predictions(for: run, tokens: 4..<4) { _ in Issue.record("a block of no tokens") }
  }

  @Test func bothStepsStopWhenAsked() throws {
    let shape = ModelShape.samples[0]
    let model = try RandomWeights(shape, seed: 61).model()
    let ids = RandomIDs.make(20, shape, seed: 62)
    var asked = 0
    let run = try model.run(ids: ids) {
      asked += 1
      return false
    }
    #expect(asked >= shape.layerCount)
    for limit in 0..<asked {
      var left = limit
      #expect(throws: RunError.cancelled) {
        _ = try model.run(ids: ids) {
          left -= 1
          return left < 0
        }
      }
    }
    var blocks = 0
    #expect(throws: RunError.cancelled) {
      try model.predictions(for: run, blockCount: 4, isCancelled: { blocks == 2 }, each: { _ in blocks += 1 })
    }
    #expect(blocks == 2)
  }

  @Test func halfAndSinglePrecisionOfTheSameNumbersAgree() throws {
    let shape = ModelShape.samples[3]
    let weights = RandomWeights(shape, seed: 71)
    let halves = weights.tensors.mapValues { tensor in
      Tensor(shape: tensor.shape, storage: .float16(tensor.floats.map { Float16($0).bitPattern }))
    }
    let singles = halves.mapValues { Tensor(shape: $0.shape, storage: .float32($0.floats)) }
    let ids = RandomIDs.make(20, shape, seed: 72)
    let (a, b) = (try Model(shape: shape) { halves[$0] }, try Model(shape: shape) { singles[$0] })
    let (first, second) = (try a.run(ids: ids), try b.run(ids: ids))
    #expect(first.trace == second.trace)
    let (half, single) = (try Self.predictions(a, first), try Self.predictions(b, second))
    #expect(half == single)
  }
}
