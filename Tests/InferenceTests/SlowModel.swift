import Glibc

@testable import Inference

/// The forward pass in loops and double precision, as the papers state it: slow and obviously right.
struct SlowModel {
  let weights: RandomWeights
  private var shape: ModelShape { weights.shape }

  struct Outcome {
    /// [layer][head][query][key]
    var attention: [[[[Double]]]] = []
    /// [layer][token][expert], empty rows in dense layers
    var routerLogits: [[[Double]]] = []
    var chosen: [[[Int]]] = []
    var expertWeights: [[[Double]]] = []
    /// [depth][token][width]
    var states: [[[Double]]] = []
    /// [depth][token][vocabulary]
    var logits: [[[Double]]] = []
  }

  func run(_ ids: [UInt32]) -> Outcome {
    var out = Outcome()
    let isGPT2 = shape.architecture == .gpt2
    let prefix = isGPT2 ? "transformer." : "model."
    let embedding = rows(prefix + (isGPT2 ? "wte.weight" : "embed_tokens.weight"))
    var x = ids.map { embedding[Int($0)] }
    if isGPT2 {
      let positions = rows("transformer.wpe.weight")
      for token in x.indices { x[token] = sum(x[token], positions[token]) }
    }
    out.states.append(x)
    for layer in 0..<shape.layerCount {
      let name = isGPT2 ? "transformer.h.\(layer)." : "model.layers.\(layer)."
      let read = x.map { norm($0, name + (isGPT2 ? "ln_1" : "input_layernorm")) }
      let (mixed, maps) = attention(read, name)
      out.attention.append(maps)
      x = zip(x, mixed).map(sum)
      let second = x.map { norm($0, name + (isGPT2 ? "ln_2" : "post_attention_layernorm")) }
      out.routerLogits.append([])
      out.chosen.append([])
      out.expertWeights.append([])
      for token in x.indices {
        x[token] = sum(x[token], feed(second[token], layer, name, &out))
      }
      out.states.append(x)
    }
    let head = shape.tiesEmbeddings ? embedding : rows("lm_head.weight")
    out.logits = out.states.map { state in
      state.map { vector in
        let normed = norm(vector, prefix + (isGPT2 ? "ln_f" : "norm"))
        return head.map { dot($0, normed) }
      }
    }
    return out
  }

  private func attention(_ x: [[Double]], _ name: String) -> (mixed: [[Double]], maps: [[[Double]]]) {
    let (heads, size) = (shape.headCount, shape.headWidth)
    let queries: [[[Double]]]
    let keys: [[[Double]]]
    let values: [[[Double]]]
    if shape.architecture == .gpt2 {
      let all = x.map { split(linear($0, name + "attn.c_attn"), size) }
      queries = all.map { Array($0[..<heads]) }
      keys = all.map { Array($0[heads..<2 * heads]) }
      values = all.map { Array($0[(2 * heads)...]) }
    } else {
      func project(_ part: String) -> [[[Double]]] { x.map { split(linear($0, name + "self_attn." + part), size) } }
      func turned(_ vectors: [[[Double]]], _ part: String) -> [[[Double]]] {
        vectors.enumerated().map { position, heads in
          heads.map { head in
            let normed = shape.architecture.normsQueriesAndKeys ? norm(head, name + "self_attn." + part) : head
            return rotate(normed, position)
          }
        }
      }
      queries = turned(project("q_proj"), "q_norm")
      keys = turned(project("k_proj"), "k_norm")
      values = project("v_proj")
    }
    var maps: [[[Double]]] = []
    var mixed = Array(repeating: [Double](), count: x.count)
    for head in 0..<heads {
      let shared = head / (heads / shape.keyValueHeadCount)
      var map: [[Double]] = []
      for query in x.indices {
        let row = softmax((0...query).map { dot(queries[query][head], keys[$0][shared]) / Double(size).squareRoot() })
        var mix = Array(repeating: 0.0, count: size)
        for (key, weight) in row.enumerated() {
          for index in 0..<size { mix[index] += weight * values[key][shared][index] }
        }
        mixed[query] += mix
        map.append(row)
      }
      maps.append(map)
    }
    let output = shape.architecture == .gpt2 ? "attn.c_proj" : "self_attn.o_proj"
    return (mixed.map { linear($0, name + output) }, maps)
  }

  private func feed(_ x: [Double], _ layer: Int, _ name: String, _ out: inout Outcome) -> [Double] {
    if shape.architecture == .gpt2 { return linear(linear(x, name + "mlp.c_fc").map(activate), name + "mlp.c_proj") }
    guard shape.isSparse(layer) else { return gated(x, name + "mlp.") }
    let logits = rows(name + "mlp.gate.weight").map { dot($0, x) }
    let probabilities = softmax(logits)
    let best = probabilities.indices.sorted {
      probabilities[$0] == probabilities[$1] ? $0 < $1 : probabilities[$0] > probabilities[$1]
    }.prefix(shape.expertsPerToken)
    let total = shape.normalizesTopK ? best.reduce(0) { $0 + probabilities[$1] } : 1
    out.routerLogits[layer].append(logits)
    out.chosen[layer].append(Array(best))
    out.expertWeights[layer].append(best.map { probabilities[$0] / total })
    return best.reduce(Array(repeating: 0.0, count: shape.width)) { partial, expert in
      let output = gated(x, "\(name)mlp.experts.\(expert).")
      return sum(partial, output.map { $0 * probabilities[expert] / total })
    }
  }

  private func gated(_ x: [Double], _ name: String) -> [Double] {
    let (gate, up) = (linear(x, name + "gate_proj"), linear(x, name + "up_proj"))
    return linear(zip(gate, up).map { activate($0) * $1 }, name + "down_proj")
  }

  private func activate(_ x: Double) -> Double {
    switch shape.activation {
    case .silu: x / (1 + exp(-x))
    case .gelu: 0.5 * x * (1 + erf(x / 2.0.squareRoot()))
    case .geluNew: 0.5 * x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
    }
  }

  private func norm(_ x: [Double], _ name: String) -> [Double] {
    let weight = floats(name + ".weight")
    let isLayerNorm = shape.architecture == .gpt2
    let mean = isLayerNorm ? x.reduce(0, +) / Double(x.count) : 0
    let centered = x.map { $0 - mean }
    let deviation = (dot(centered, centered) / Double(x.count) + Double(shape.normEpsilon)).squareRoot()
    let scaled = zip(centered, weight).map { $0 / deviation * $1 }
    return isLayerNorm ? sum(scaled, floats(name + ".bias")) : scaled
  }

  private func rotate(_ x: [Double], _ position: Int) -> [Double] {
    let half = x.count / 2
    var out = x
    for pair in 0..<half {
      let angle = Double(position) * pow(Double(shape.ropeTheta), -2 * Double(pair) / Double(x.count))
      out[pair] = x[pair] * cos(angle) - x[pair + half] * sin(angle)
      out[pair + half] = x[pair + half] * cos(angle) + x[pair] * sin(angle)
    }
    return out
  }

  private func linear(_ x: [Double], _ name: String) -> [Double] {
    let matrix = rows(name + ".weight")
    let product: [Double]
    if shape.architecture == .gpt2 {
      product = matrix[0].indices.map { output in dot(matrix.map { $0[output] }, x) }
    } else {
      product = matrix.map { dot($0, x) }
    }
    return weights.tensors[name + ".bias"].map { sum(product, $0.floats.map(Double.init)) } ?? product
  }

  private func rows(_ name: String) -> [[Double]] { split(floats(name), weights[name].shape[1]) }
  private func floats(_ name: String) -> [Double] { weights[name].floats.map(Double.init) }
  private func split(_ x: [Double], _ size: Int) -> [[Double]] {
    stride(from: 0, to: x.count, by: size).map { Array(x[$0..<$0 + size]) }
  }
  private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
  private func sum(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map { $0 + $1 } }
  private func softmax(_ x: [Double]) -> [Double] {
    let greatest = x.max() ?? 0
    let powers = x.map { exp($0 - greatest) }
    return powers.map { $0 / powers.reduce(0, +) }
  }
}
