import Glibc

/// What a model did with a text, as a `*.trace.safetensors` file holds it.
///
/// Metadata, all strings: `format` = `tokview-trace`, `version` = `1`, `model`, `tokenizer`, `text` (or `text_hex`, when it is not UTF-8),
/// `offset_unit` = `byte`, `causal`, `attn_kind` = `probs` or `logits`, `router_kind` = `logits`, `probs` or `ids`, `layers` and `heads`
/// (numbers of those that are kept, with commas), `top_k`, `norm_topk`, `num_null`. Tensors, for T tokens:
///
/// | name | type | shape |
/// |---|---|---|
/// | `tokens.ids` | I32 | [T] |
/// | `tokens.offsets` | I32 | [T,2], bytes of the text; [-1,-1] for a special token |
/// | `attn.{layer}` | F16 | [heads,T,T], or [heads,T·(T+1)/2]: of each query the keys up to it |
/// | `router.{layer}` | F16 | [T,experts] |
/// | `routed.{layer}` | I32 | [T,k], best first |
/// | `routed_weight.{layer}` | F32 | [T,k] |
/// | `logprob` | F32 | [T], natural logarithms; NaN where unknown |
///
/// Only `format`, `version` and `tokens.*` must be there. BF16, F32 and I64 are read too; other tensors and keys are passed over.
package struct TraceFile: Sendable, Hashable {
  package struct Token: Sendable, Hashable {
    package var id: UInt32
    /// The bytes of the text; nil for a special token.
    package var bytes: Range<Int>?

    package init(id: UInt32, bytes: Range<Int>?) {
      self.id = id
      self.bytes = bytes
    }
  }

  /// What a score is.
  package enum Kind: String, Sendable, Hashable {
    case probabilities = "probs"
    /// Before the softmax.
    case logits
  }

  package struct Attention: Sendable, Hashable {
    package var kind: Kind
    /// A query sees no later key, and `values` has none.
    package var isCausal: Bool
    /// Numbers of the layers and heads that are kept, ascending; the heads are the same in all layers.
    package var layers: [Int]
    package var heads: [Int]
    /// [layer][head][query][key ≤ query], or [layer][head][query][key] when not causal. Numbers need not be finite.
    package var values: [Float]

    package init(kind: Kind, isCausal: Bool = true, layers: [Int], heads: [Int], values: [Float]) {
      self.kind = kind
      self.isCausal = isCausal
      self.layers = layers
      self.heads = heads
      self.values = values
    }
  }

  package struct Routing: Sendable, Hashable {
    /// Numbers of the layers that have experts, ascending.
    package var layers: [Int]
    package var expertCount: Int
    /// Experts of each token; 0 when the file does not say.
    package var chosenCount: Int
    package var kind: Kind
    /// [layer][token][expert]; nil when the file has the chosen experts alone.
    package var scores: [Float]?
    /// [layer][token][k], best first; nil when the file has scores alone.
    package var chosen: [Int32]?
    /// [layer][token][k]
    package var weights: [Float]?
    /// The weights of the chosen experts are divided by their sum.
    package var normalizesWeights: Bool
    /// This many experts at the end do nothing.
    package var nullCount: Int

    package init(
      layers: [Int], expertCount: Int, chosenCount: Int, kind: Kind = .logits, scores: [Float]? = nil,
      chosen: [Int32]? = nil, weights: [Float]? = nil, normalizesWeights: Bool = false, nullCount: Int = 0
    ) {
      self.layers = layers
      self.expertCount = expertCount
      self.chosenCount = chosenCount
      self.kind = kind
      self.scores = scores
      self.chosen = chosen
      self.weights = weights
      self.normalizesWeights = normalizesWeights
      self.nullCount = nullCount
    }
  }

  /// What a reader accepts; checked before memory is asked for.
  package struct Limits: Sendable, Hashable {
    package var header = SafetensorsFile.Limits()
    package var tokens = 1 << 16
    /// Layers are numbered below this.
    package var layers = 4096
    package var heads = 4096
    package var experts = 1 << 16
    /// Numbers of the attention, and likewise of the routing.
    package var values = 1 << 28

    package init() {}
  }

  /// Names of the model and of its tokenizer; may be empty.
  package var model: String
  package var tokenizer: String
  package var text: [UInt8]
  /// Ranges ascend without overlap, empty ones are allowed.
  package var tokens: [Token]
  package var attention: Attention?
  package var routing: Routing?
  /// Natural logarithm of each token's probability after those before it, by token; NaN where unknown.
  package var logProbabilities: [Float]?
  /// What the reader took otherwise than the file says it, one line each, safe to show.
  package internal(set) var notes: [String] = []

  package init(
    model: String = "", tokenizer: String = "", text: [UInt8], tokens: [Token], attention: Attention? = nil,
    routing: Routing? = nil, logProbabilities: [Float]? = nil
  ) {
    self.model = model
    self.tokenizer = tokenizer
    self.text = text
    self.tokens = tokens
    self.attention = attention
    self.routing = routing
    self.logProbabilities = logProbabilities
  }

  /// Whether a safetensors file says that it is a trace.
  package static func isTrace(_ file: SafetensorsFile) -> Bool {
    file.metadata("format") == Array("tokview-trace".utf8)
  }

  /// Whether no number of the attention and the routing is NaN or infinite; masked logits (−∞) count as finite.
  package var isFinite: Bool {
    func holds(_ values: [Float]?, _ kind: Kind) -> Bool {
      (values ?? []).allSatisfy { $0.isFinite || kind == .logits && $0 == -.infinity }
    }
    return holds(attention?.values, attention?.kind ?? .logits) && holds(routing?.scores, routing?.kind ?? .logits)
      && holds(routing?.weights, .probabilities)
  }
}

extension TraceFile.Attention {
  /// Numbers of one head of one layer for `count` tokens.
  package static func valuesPerHead(tokens count: Int, isCausal: Bool) -> Int {
    isCausal ? count * (count + 1) / 2 : count * count
  }

  /// The same as probabilities: each query's softmax over the keys that it may see.
  ///
  /// A row that holds a NaN or +∞, or nothing but −∞, becomes NaN. Probabilities stay as they are.
  package func probabilities(tokens count: Int) -> TraceFile.Attention {
    guard kind == .logits else { return self }
    var result = self
    result.kind = .probabilities
    result.values.withUnsafeMutableBufferPointer { values in
      var start = 0
      for _ in 0..<layers.count * heads.count {
        for query in 0..<count {
          let end = start + (isCausal ? query + 1 : count)
          TraceFile.softmax(UnsafeMutableBufferPointer(rebasing: values[start..<end]))
          start = end
        }
      }
    }
    return result
  }
}

extension TraceFile.Routing {
  /// The scores as probabilities: each token's softmax over the experts. Nil without scores.
  package func probabilities() -> [Float]? {
    guard var values = scores, kind == .logits, expertCount > 0 else { return scores }
    values.withUnsafeMutableBufferPointer { values in
      for start in stride(from: 0, to: values.count, by: expertCount) {
        TraceFile.softmax(UnsafeMutableBufferPointer(rebasing: values[start..<start + expertCount]))
      }
    }
    return values
  }
}

extension TraceFile {
  fileprivate static func softmax(_ row: UnsafeMutableBufferPointer<Float>) {
    var greatest = -Float.infinity
    for value in row where !(value <= greatest) { greatest = value }
    var sum: Float = 0
    for index in row.indices {
      row[index] = expf(row[index] - greatest)
      sum += row[index]
    }
    for index in row.indices { row[index] /= sum }
  }
}
