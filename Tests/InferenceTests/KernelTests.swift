import Glibc
import TestSupport
import Testing

@testable import Inference

/// Kernels against scalar loops, and the worked examples of their headers.
@Suite struct KernelTests {
  private static func random(_ count: Int, _ generator: inout SeededGenerator) -> [Float] {
    (0..<count).map { _ in Float.random(in: -1...1, using: &generator) }
  }

  @Test(arguments: 1...12) func productsEqualLoops(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<12 {
      let rows = Int.random(in: 1...21, using: &generator)
      let inputs = Int.random(in: 1...40, using: &generator)
      let outputs = Int.random(in: 1...35, using: &generator)
      let (aStride, cStride) = (inputs + Int.random(in: 0...3, using: &generator), outputs + 2)
      let a = Self.random(rows * aStride, &generator)
      let w = Self.random(outputs * inputs, &generator)
      let bias = Bool.random(using: &generator) ? Self.random(outputs, &generator) : nil
      let before = Self.random(rows * cStride, &generator)
      let accumulates = Bool.random(using: &generator)
      let isTransposed = Bool.random(using: &generator)
      let matrix = PackedMatrix(w[...], outputs: outputs, inputs: inputs, isTransposed: isTransposed, bias: bias)
      var c = before
      matrix.apply(a, rows: rows, stride: aStride, into: &c, outStride: cStride, accumulates: accumulates)
      for row in 0..<rows {
        for output in 0..<cStride {
          let index = row * cStride + output
          guard output < outputs else {
            #expect(c[index] == before[index], "seed \(seed): wrote beside the row")
            continue
          }
          var expected = Double(accumulates ? before[index] : 0) + Double(bias?[output] ?? 0)
          for input in 0..<inputs {
            let weight = isTransposed ? w[input * outputs + output] : w[output * inputs + input]
            expected += Double(a[row * aStride + input]) * Double(weight)
          }
          #expect(abs(Double(c[index]) - expected) < 1e-5, "seed \(seed), \(rows)×\(inputs)×\(outputs)")
        }
      }
    }
  }

  /// Which of them `multiply` takes depends on the processor, so they are compared here.
  @Test(arguments: 1...12) func wideAndFourLanesAgree(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<12 {
      let rows = Int.random(in: 1...27, using: &generator)
      let inputs = Int.random(in: 0...40, using: &generator)
      let outputs = Int.random(in: 1...50, using: &generator)
      let a = Self.random(rows * inputs + 1, &generator)
      let w = Self.random(outputs * inputs + 1, &generator)
      let panels = FloatBuffer(MatrixKernel.packedCount(outputs: outputs, inputs: inputs) * 4)
      MatrixKernel.pack(
        w, outputs: outputs, inputs: inputs, outputStride: inputs, inputStride: 1, into: panels.vectors)
      var wide = Self.random(rows * (outputs + 3), &generator)
      var four = wide
      let accumulates = Bool.random(using: &generator)
      MatrixKernel.multiply(
        a, rows: rows, stride: inputs, panels: panels.vectors, panelStride: inputs, outputs: outputs, inputs: inputs,
        into: &wide, stride: outputs + 3, accumulates: accumulates)
      MatrixKernel.multiplyInFourLanes(
        a, rows: rows, stride: inputs, panels: panels.vectors, panelStride: inputs, outputs: outputs, inputs: inputs,
        into: &four, stride: outputs + 3, accumulates: accumulates)
      for (left, right) in zip(wide, four) { #expect(abs(left - right) < 1e-5, "seed \(seed)") }
    }
  }

  @Test func aRowDoesNotDependOnItsNeighbours() {
    var generator = SeededGenerator(seed: 5)
    let (rows, inputs, outputs) = (9, 33, 19)
    let a = Self.random(rows * inputs, &generator)
    let matrix = PackedMatrix(Self.random(outputs * inputs, &generator)[...], outputs: outputs, inputs: inputs)
    var together = [Float](repeating: 0, count: rows * outputs)
    matrix.apply(a, rows: rows, stride: inputs, into: &together, outStride: outputs)
    for row in 0..<rows {
      var alone = [Float](repeating: 0, count: outputs)
      matrix.apply(
        Array(a[row * inputs..<(row + 1) * inputs]), rows: 1, stride: inputs, into: &alone, outStride: outputs)
      #expect(alone == Array(together[row * outputs..<(row + 1) * outputs]))
    }
  }

  @Test func productExample() {
    let matrix = PackedMatrix([3, 4, 5, 6], outputs: 2, inputs: 2)
    var c: [Float] = [0, 0]
    matrix.apply([1, 2], rows: 1, stride: 2, into: &c, outStride: 2)
    #expect(c == [11, 17])
  }

  @Test func exponentialIsExactToSevenDigits() {
    var worst = 0.0
    var x: Float = -87.2
    while x < 88.2 {
      let exact = exp(Double(x))
      worst = max(worst, abs(Double(exponential(x)) - exact) / exact)
      x += 0.000_37
    }
    #expect(worst < 2e-7)
    #expect(exponential(Float(0)) == 1)
    #expect(abs(exponential(Float(1)) - 2.718_282) < 1e-6)
    #expect(exponential(-Float.infinity) == 0)
    #expect(exponential(Float(-1000)) == 0)
    #expect(exponential(Float.nan).isNaN)
    #expect(exponential(Float.infinity) > 1e38)
  }

  @Test func softmaxExamples() {
    let found = Routing.softmax([0, log(Float(3))])
    #expect(abs(found[0] - 0.25) < 1e-6 && abs(found[1] - 0.75) < 1e-6)
    #expect(Routing.softmax([Float]()).isEmpty)
    #expect(Routing.softmax([-Float.infinity, 2]) == [0, 1])
    for hopeless in [
      [-Float.infinity, -.infinity], [.nan, 1], [1, .nan, 2, 3, 4], [.infinity, 1], [1, 2, 3, 4, .nan], [.nan, .nan],
    ] {
      #expect(Routing.softmax(hopeless).allSatisfy { $0.isNaN }, "\(hopeless)")
    }
  }

  @Test(arguments: 1...8) func softmaxEqualsLoops(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for count in 1...40 {
      let x = Self.random(count, &generator).map { $0 * 40 }
      let powers = x.map { exp(Double($0) - Double(x.max() ?? 0)) }
      for (found, power) in zip(Routing.softmax(x), powers) {
        #expect(abs(Double(found) - power / powers.reduce(0, +)) < 1e-6, "seed \(seed)")
      }
    }
  }

  @Test func normExamples() {
    var out: [Float] = [0, 0]
    NormKernel.rootMeanSquare([3, 4], 2, weight: [1, 1], epsilon: 0, into: &out)
    #expect(abs(out[0] - 0.848_528) < 1e-6 && abs(out[1] - 1.131_371) < 1e-6)
    NormKernel.layer([1, 3], 2, weight: [1, 1], bias: [0, 0], epsilon: 0, into: &out)
    #expect(out == [-1, 1])
  }

  @Test func rotationExample() {
    var x: [Float] = [1, 0]
    RotaryTable(theta: 10_000, headWidth: 2, count: 2).rotate(&x, position: 1)
    #expect(abs(x[0] - cos(Float(1))) < 1e-7 && abs(x[1] - sin(Float(1))) < 1e-7)
  }

  @Test func activationsEqualTheirFormulas() {
    let x = (-60...60).map { Float($0) / 6 }
    let up = x.map { 1 - $0 / 3 }
    let formulas: [(ModelShape.Activation, (Double) -> Double)] = [
      (.silu, { $0 / (1 + exp(-$0)) }), (.gelu, { 0.5 * $0 * (1 + erf($0 / 2.0.squareRoot())) }),
      (.geluNew, { 0.5 * $0 * (1 + tanh((2 / Double.pi).squareRoot() * ($0 + 0.044715 * $0 * $0 * $0))) }),
    ]
    for (activation, formula) in formulas {
      var (alone, gated) = (x, x)
      ActivationKernel.apply(activation, &alone, gated: nil, x.count)
      ActivationKernel.apply(activation, &gated, gated: up, x.count)
      for index in x.indices {
        let expected = formula(Double(x[index]))
        #expect(abs(Double(alone[index]) - expected) < 2e-6, "\(activation) \(x[index])")
        #expect(abs(Double(gated[index]) - expected * Double(up[index])) < 1e-5, "\(activation) \(x[index])")
      }
    }
    var extremes: [Float] = [-1e30, -200, 200, 1e30]
    ActivationKernel.apply(.silu, &extremes, gated: nil, 4)
    #expect(extremes.allSatisfy { $0.isFinite } && abs(extremes[1]) < 1e-30 && extremes[2] == 200)
  }

  @Test func runningSumExample() {
    var sum = RunningSum(next: 1, topCount: 1)
    sum.add([1], 1, firstID: 0)
    sum.add([3], 1, firstID: 1)
    #expect(abs(sum.prediction.logSumExp - 3.126_928) < 1e-6)
    #expect(sum.prediction.nextLogit == 3)
    #expect(sum.prediction.top == [Prediction.Candidate(id: 1, logit: 3)])
  }

  @Test(arguments: 1...10) func runningSumsEqualLoops(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    // Few different values, so that there are ties.
    let logits = (0..<200).map { _ in Float(Int.random(in: -30...30, using: &generator)) }
    var sum = RunningSum(next: 77, topCount: 8)
    var start = 0
    while start < logits.count {
      let end = min(logits.count, start + Int.random(in: 1...50, using: &generator))
      sum.add(Array(logits[start..<end]), end - start, firstID: start)
      start = end
    }
    let found = sum.prediction
    let exact = log(logits.reduce(0) { $0 + exp(Double($1)) })
    #expect(abs(Double(found.logSumExp) - exact) < 1e-5, "seed \(seed)")
    #expect(found.nextLogit == logits[77])
    let best = logits.indices.sorted { logits[$0] == logits[$1] ? $0 < $1 : logits[$0] > logits[$1] }.prefix(8)
    #expect(found.top.map { Int($0.id) } == Array(best), "seed \(seed)")
  }

  @Test func runningSumsSurviveWhatIsNotFinite() {
    for bad in [Float.nan, .infinity] {
      var sum = RunningSum(next: 0, topCount: 2)
      sum.add([1, bad, 2, 0, 5], 5, firstID: 0)
      sum.add([1], 1, firstID: 5)
      #expect(sum.prediction.logSumExp.isNaN)
    }
    var hidden = RunningSum(next: 0, topCount: 2)
    hidden.add([.nan, -.infinity], 2, firstID: 0)
    hidden.add([1, 2], 2, firstID: 2)
    #expect(hidden.prediction.logSumExp.isNaN)
    var empty = RunningSum(next: 0, topCount: 2)
    empty.add([-Float.infinity, -.infinity], 2, firstID: 0)
    #expect(!empty.prediction.logSumExp.isFinite)
    empty.add([4], 1, firstID: 2)
    #expect(empty.prediction.logSumExp == 4)
    #expect(empty.prediction.top.first == Prediction.Candidate(id: 2, logit: 4))
  }

  @Test func vocabularyRowsComeBack() {
    var generator = SeededGenerator(seed: 3)
    let (count, width) = (21, 5)
    let bits = (0..<count * width).map { _ in Float16.random(in: -1...1, using: &generator).bitPattern }
    let floats = bits.map { Float(Float16(bitPattern: $0)) }
    for storage in [Tensor.Storage.float16(bits), .float32(floats)] {
      let matrix = VocabularyMatrix(storage, count: count, width: width)
      for token in 0..<count {
        var row = [Float](repeating: 0, count: width)
        matrix.copyRow(token, into: &row)
        #expect(row == Array(floats[token * width..<(token + 1) * width]))
      }
    }
  }
}
