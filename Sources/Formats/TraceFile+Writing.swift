extension TraceFile {
  /// The trace as a file; attention and scores are rounded to F16.
  ///
  /// The counts of all parts must agree with `tokens`; `init(_:)` reads the result back to an equal value when the numbers fit into F16.
  package func writer() -> SafetensorsWriter {
    let count = tokens.count
    var tensors = [
      SafetensorsWriter.Tensor("tokens.ids", shape: [count], int32s: tokens.map { Int32(bitPattern: $0.id) }),
      SafetensorsWriter.Tensor(
        "tokens.offsets", shape: [count, 2],
        int32s: tokens.flatMap { token in
          token.bytes.map { [Int32($0.lowerBound), Int32($0.upperBound)] } ?? [-1, -1]
        }),
    ]
    var metadata = [
      "format": "tokview-trace", "version": "1", "offset_unit": "byte", "model": model, "tokenizer": tokenizer,
    ]
    if let string = String(validating: text, as: UTF8.self) {
      metadata["text"] = string
    } else {
      metadata["text_hex"] = Hexadecimal.string(text)
    }
    if let attention { attention.write(count, to: &tensors, &metadata) }
    if let routing { routing.write(count, to: &tensors, &metadata) }
    if let logProbabilities {
      tensors.append(.init("logprob", shape: [count], float32s: logProbabilities))
    }
    let layers = Set(attention?.layers ?? []).union(routing?.layers ?? []).sorted()
    metadata["layers"] = layers.map { "\($0)" }.joined(separator: ",")
    return SafetensorsWriter(tensors, metadata: metadata)
  }

  /// The part of `values` that belongs to layer `place`, of `count`.
  fileprivate static func part<Value>(_ values: [Value], _ place: Int, of count: Int) -> [Value] {
    let size = values.count / count
    return Array(values[place * size..<(place + 1) * size])
  }
}

extension TraceFile.Attention {
  fileprivate func write(
    _ count: Int, to tensors: inout [SafetensorsWriter.Tensor], _ metadata: inout [String: String]
  ) {
    metadata["attn_kind"] = kind.rawValue
    metadata["causal"] = "\(isCausal)"
    if heads != Array(0..<heads.count) { metadata["heads"] = heads.map { "\($0)" }.joined(separator: ",") }
    let perHead = TraceFile.Attention.valuesPerHead(tokens: count, isCausal: isCausal)
    for (place, layer) in layers.enumerated() {
      tensors.append(
        .init(
          "attn.\(layer)", shape: isCausal ? [heads.count, perHead] : [heads.count, count, count],
          float16s: TraceFile.part(values, place, of: layers.count)))
    }
  }
}

extension TraceFile.Routing {
  fileprivate func write(
    _ count: Int, to tensors: inout [SafetensorsWriter.Tensor], _ metadata: inout [String: String]
  ) {
    metadata["router_kind"] = scores == nil ? "ids" : kind.rawValue
    metadata["top_k"] = "\(chosenCount)"
    metadata["norm_topk"] = "\(normalizesWeights)"
    metadata["num_null"] = "\(nullCount)"
    for (place, layer) in layers.enumerated() {
      if let scores {
        tensors.append(
          .init(
            "router.\(layer)", shape: [count, expertCount], float16s: TraceFile.part(scores, place, of: layers.count)))
      }
      if let chosen {
        tensors.append(
          .init(
            "routed.\(layer)", shape: [count, chosenCount], int32s: TraceFile.part(chosen, place, of: layers.count)))
      }
      if let weights {
        tensors.append(
          .init(
            "routed_weight.\(layer)", shape: [count, chosenCount],
            float32s: TraceFile.part(weights, place, of: layers.count)))
      }
    }
  }
}
