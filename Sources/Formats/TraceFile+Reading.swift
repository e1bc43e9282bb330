extension TraceFile {
  /// Reads a trace.
  ///
  /// - Throws: the first fault found, with its tensor and byte offset.
  package init(_ store: some ByteStore, limits: Limits = Limits()) throws(FormatError) {
    try self.init(try SafetensorsFile(store, limits: limits.header), limits: limits)
  }

  /// Reads a trace from a file whose header is known.
  package init(_ file: SafetensorsFile, limits: Limits = Limits()) throws(FormatError) {
    let reader = try TraceReader(file, limits: limits)
    self = try reader.read()
  }
}

/// A trace file with the metadata and the names of its tensors looked at.
private struct TraceReader {
  let file: SafetensorsFile
  let limits: TraceFile.Limits
  /// Tokens.
  let count: Int
  let ids: SafetensorsFile.Tensor
  let offsets: SafetensorsFile.Tensor

  init(_ file: SafetensorsFile, limits: TraceFile.Limits) throws(FormatError) {
    guard TraceFile.isTrace(file) else {
      throw FormatError(
        .missing, at: .whole, path: "__metadata__.format", "not \"tokview-trace\"",
        advice: "these are weights or something else; a model is opened by its folder")
    }
    let version = file.metadata("version") ?? []
    guard version == Array("1".utf8) else {
      throw FormatError(
        .unsupported, at: .whole, path: "__metadata__.version", "version \(FormatError.quoted(version))",
        advice: "version 1 is read")
    }
    self.file = file
    self.limits = limits
    guard let ids = file["tokens.ids"] else { throw TraceReader.absent("tokens.ids") }
    guard let offsets = file["tokens.offsets"] else { throw TraceReader.absent("tokens.offsets") }
    guard ids.shape.count == 1 else { throw TraceReader.fault(.value, ids, "shape \(ids.shape), expected [T]") }
    guard ids.count <= limits.tokens else {
      throw TraceReader.fault(.limit, ids, "\(ids.count) tokens, the limit is \(limits.tokens)")
    }
    self.ids = ids
    self.offsets = offsets
    count = ids.count
    try requireShape(offsets, [count, 2])
  }

  func read() throws(FormatError) -> TraceFile {
    _ = try word("offset_unit", ["byte"], default: "byte")
    let text = try readText()
    var notes: [String] = []
    var trace = TraceFile(
      model: string("model"), tokenizer: string("tokenizer"), text: text, tokens: try readTokens(text))
    trace.attention = try readAttention()
    trace.routing = try readRouting(&notes)
    trace.logProbabilities = try readLogProbabilities()
    trace.notes = notes
    return trace
  }

  // MARK: Tokens

  private func readText() throws(FormatError) -> [UInt8] {
    guard let digits = file.metadata("text_hex") else { return file.metadata("text") ?? [] }
    let values = digits.compactMap { Hexadecimal.value(of: $0) }
    guard values.count == digits.count, values.count % 2 == 0 else {
      throw FormatError(.value, at: .whole, path: "__metadata__.text_hex", "not two hexadecimal digits a byte")
    }
    return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
  }

  private func readTokens(_ text: [UInt8]) throws(FormatError) -> [TraceFile.Token] {
    let numbers = try file.int32s(of: ids)
    let bounds = try file.int32s(of: offsets)
    var tokens: [TraceFile.Token] = []
    tokens.reserveCapacity(count)
    var end = 0
    for (index, number) in numbers.enumerated() {
      guard number >= 0 else { throw TraceReader.fault(.value, ids, at: index, "token \(index) has the id \(number)") }
      let (start, stop) = (Int(bounds[index * 2]), Int(bounds[index * 2 + 1]))
      if start == -1, stop == -1 {
        tokens.append(.init(id: UInt32(number), bytes: nil))
        continue
      }
      guard start >= end, stop >= start, stop <= text.count else {
        throw TraceReader.fault(
          .inconsistent, offsets, at: index * 2,
          "token \(index) has the bytes \(start) to \(stop), they must lie between \(end) and \(text.count)")
      }
      end = stop
      tokens.append(.init(id: UInt32(number), bytes: start..<stop))
    }
    return tokens
  }

  private func readLogProbabilities() throws(FormatError) -> [Float]? {
    guard let tensor = file["logprob"] else { return nil }
    try requireShape(tensor, [count])
    let values = try file.floats(of: tensor)
    if let index = values.firstIndex(where: { $0 > 0.01 }) {
      throw TraceReader.fault(
        .value, tensor, at: index, "token \(index) has the logarithm \(values[index]), a probability's is at most 0")
    }
    return values
  }

  // MARK: Attention

  private func readAttention() throws(FormatError) -> TraceFile.Attention? {
    let tensors = try layered("attn.")
    guard let first = tensors.first?.tensor else { return nil }
    let kind = TraceFile.Kind(rawValue: try word("attn_kind", ["probs", "logits"], default: "probs")) ?? .logits
    let isCausal = try flag("causal", default: true)
    let headCount = first.shape.first ?? 0
    guard headCount <= limits.heads else {
      throw TraceReader.fault(.limit, first, "\(headCount) heads, the limit is \(limits.heads)")
    }
    let perHead = TraceFile.Attention.valuesPerHead(tokens: count, isCausal: isCausal)
    try checkCount([tensors.count, headCount, perHead], first)
    var values: [Float] = []
    values.reserveCapacity(tensors.count * headCount * perHead)
    for (_, tensor) in tensors {
      let isSquare = tensor.shape == [headCount, count, count]
      guard isSquare || isCausal && tensor.shape == [headCount, perHead] else {
        throw TraceReader.fault(
          .inconsistent, tensor,
          "shape \(tensor.shape), expected \([headCount, count, count])"
            + (isCausal ? " or \([headCount, perHead])" : ""))
      }
      let numbers = try file.floats(of: tensor)
      try checkRange(numbers, kind, tensor)
      guard isSquare, isCausal else {
        values += numbers
        continue
      }
      for row in 0..<headCount * count {
        let query = row % count
        let start = row * count
        values += numbers[start..<start + query + 1]
        // Logits may stand there unmasked.
        if kind == .probabilities,
          let later = numbers[start + query + 1..<start + count].firstIndex(where: { $0.magnitude > 1e-3 })
        {
          throw TraceReader.fault(
            .inconsistent, tensor, at: later,
            "query \(query) sees the later key \(later - start), but causal is true")
        }
      }
    }
    return TraceFile.Attention(
      kind: kind, isCausal: isCausal, layers: tensors.map(\.layer), heads: try readHeads(headCount), values: values)
  }

  private func checkRange(
    _ numbers: [Float], _ kind: TraceFile.Kind, _ tensor: SafetensorsFile.Tensor
  ) throws(FormatError) {
    guard kind == .probabilities, let index = numbers.firstIndex(where: { $0 < -0.01 || $0 > 1.01 }) else { return }
    throw TraceReader.fault(
      .inconsistent, tensor, at: index, "\(numbers[index]) is no probability", advice: "set attn_kind to logits")
  }

  private func readHeads(_ count: Int) throws(FormatError) -> [Int] {
    guard let text = file.metadata("heads") else { return Array(0..<count) }
    let heads = text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map(TraceReader.number)
    var last = -1
    for head in heads {
      guard let head, head > last, heads.count == count else {
        throw FormatError(
          .value, at: .whole, path: "__metadata__.heads", "expected \(count) ascending numbers with commas")
      }
      last = head
    }
    return heads.compactMap { $0 }
  }

  // MARK: Routing

  private func readRouting(_ notes: inout [String]) throws(FormatError) -> TraceFile.Routing? {
    let scored = try layered("router.")
    let routed = try layered("routed.")
    let weighted = try layered("routed_weight.")
    guard let first = scored.first ?? routed.first else {
      if let extra = weighted.first { throw TraceReader.absent("routed.\(extra.layer)") }
      return nil
    }
    for (part, name) in [(routed, "routed"), (weighted, "routed_weight")] where !part.isEmpty {
      let layers = (name == "routed" ? scored.isEmpty ? routed : scored : routed).map(\.layer)
      guard part.map(\.layer) == layers else {
        throw TraceReader.fault(.inconsistent, first.tensor, "\(name).* has other layers")
      }
    }
    let stated = try word("router_kind", ["logits", "probs", "ids"], default: "logits")
    if stated == "ids", let tensor = scored.first?.tensor {
      throw TraceReader.fault(.inconsistent, tensor, "router_kind is ids, but there are scores")
    }
    let layers = (scored.isEmpty ? routed : scored).map(\.layer)
    let topK = try integer("top_k", in: 0...limits.experts)
    var routing = TraceFile.Routing(
      layers: layers, expertCount: 0, chosenCount: topK, normalizesWeights: try flag("norm_topk", default: false))
    try readScores(scored, stated, &routing, &notes)
    try readChosen(routed, weighted, &routing)
    routing.nullCount = try integer("num_null", in: 0...routing.expertCount)
    guard routing.chosenCount <= routing.expertCount else {
      throw TraceReader.fault(
        .inconsistent, first.tensor, "\(routing.chosenCount) of \(routing.expertCount) experts for each token")
    }
    return routing
  }

  private func readScores(
    _ tensors: [(layer: Int, tensor: SafetensorsFile.Tensor)], _ stated: String, _ routing: inout TraceFile.Routing,
    _ notes: inout [String]
  ) throws(FormatError) {
    guard let first = tensors.first?.tensor else { return }
    let experts = first.shape.last ?? 0
    guard experts >= 1, experts <= limits.experts else {
      throw TraceReader.fault(.limit, first, "\(experts) experts, expected 1 to \(limits.experts)")
    }
    try checkCount([tensors.count, count, experts], first)
    var values: [Float] = []
    values.reserveCapacity(tensors.count * count * experts)
    for (_, tensor) in tensors {
      try requireShape(tensor, [count, experts])
      values += try file.floats(of: tensor)
    }
    routing.expertCount = experts
    routing.scores = values
    let stray = TraceReader.rowThatIsNoDistribution(values, experts, tolerance: stated == "probs" ? 0.02 : 0.005)
    if let stray, stated == "probs" {
      let tensor = tensors[stray / count].tensor
      throw TraceReader.fault(
        .inconsistent, tensor, at: stray % count * experts, "the scores of token \(stray % count) are no probabilities",
        advice: "set router_kind to logits")
    }
    routing.kind = stray == nil && count > 0 ? .probabilities : .logits
    if routing.kind == .probabilities, stated != "probs" {
      notes.append("the router's scores are probabilities already, although router_kind is logits")
    }
  }

  private func readChosen(
    _ routed: [(layer: Int, tensor: SafetensorsFile.Tensor)],
    _ weighted: [(layer: Int, tensor: SafetensorsFile.Tensor)], _ routing: inout TraceFile.Routing
  ) throws(FormatError) {
    guard let first = routed.first?.tensor else { return }
    let k = first.shape.last ?? 0
    guard k >= 1, k <= limits.experts, routing.chosenCount == 0 || routing.chosenCount == k else {
      throw TraceReader.fault(
        .inconsistent, first, "shape \(first.shape), top_k is \(routing.chosenCount)")
    }
    try checkCount([routed.count, count, k], first)
    var chosen: [Int32] = []
    chosen.reserveCapacity(routed.count * count * k)
    let limit = routing.expertCount == 0 ? limits.experts : routing.expertCount
    for (_, tensor) in routed {
      try requireShape(tensor, [count, k])
      let numbers = try file.int32s(of: tensor)
      if let index = numbers.firstIndex(where: { $0 < 0 || $0 >= limit }) {
        throw TraceReader.fault(
          .value, tensor, at: index, "token \(index / k) goes to expert \(numbers[index]), there are \(limit)")
      }
      for row in stride(from: 0, to: numbers.count, by: k) where Set(numbers[row..<row + k]).count < k {
        throw TraceReader.fault(.duplicate, tensor, at: row, "token \(row / k) goes to one expert twice")
      }
      chosen += numbers
    }
    if routing.expertCount == 0 { routing.expertCount = Int(chosen.max() ?? -1) + 1 }
    routing.chosenCount = k
    routing.chosen = chosen
    guard !weighted.isEmpty else { return }
    var weights: [Float] = []
    weights.reserveCapacity(chosen.count)
    for (_, tensor) in weighted {
      try requireShape(tensor, [count, k])
      weights += try file.floats(of: tensor)
    }
    routing.weights = weights
  }

  /// The first row of `size` numbers that is finite and negative somewhere or does not sum to 1.
  private static func rowThatIsNoDistribution(_ values: [Float], _ size: Int, tolerance: Float) -> Int? {
    for (row, start) in stride(from: 0, to: values.count, by: size).enumerated() {
      var sum: Float = 0
      var least: Float = 0
      for value in values[start..<start + size] {
        sum += value
        least = min(least, value)
      }
      if sum.isFinite, least < -1e-3 || (sum - 1).magnitude > tolerance { return row }
    }
    return nil
  }

  // MARK: Parts

  /// The tensors called `prefix` and a layer's number, by layer.
  private func layered(_ prefix: String) throws(FormatError) -> [(layer: Int, tensor: SafetensorsFile.Tensor)] {
    var found: [(layer: Int, tensor: SafetensorsFile.Tensor)] = []
    for (name, tensor) in file.tensors where name.hasPrefix(prefix) {
      guard let layer = TraceReader.number(Array(name.utf8.dropFirst(prefix.utf8.count))[...]), layer < limits.layers
      else {
        throw TraceReader.fault(.value, tensor, "no layer from 0 to \(limits.layers - 1)")
      }
      found.append((layer, tensor))
    }
    return found.sorted { $0.layer < $1.layer }
  }

  /// A number of at most nine digits without sign and leading zeros.
  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.count <= 9, digits.count == 1 || digits.first != UInt8(ascii: "0"),
      digits.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") })
    else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  private func checkCount(_ factors: [Int], _ tensor: SafetensorsFile.Tensor) throws(FormatError) {
    var product = 1
    for factor in factors {
      let (next, overflow) = product.multipliedReportingOverflow(by: factor)
      guard !overflow, next <= limits.values else {
        throw TraceReader.fault(
          .limit, tensor, "more than \(limits.values) numbers in all layers",
          advice: "write fewer layers, heads or tokens")
      }
      product = next
    }
  }

  private func requireShape(_ tensor: SafetensorsFile.Tensor, _ shape: [Int]) throws(FormatError) {
    guard tensor.shape == shape else {
      throw TraceReader.fault(.inconsistent, tensor, "shape \(tensor.shape), expected \(shape)")
    }
  }

  // MARK: Metadata

  private func string(_ key: String) -> String { String(decoding: file.metadata(key) ?? [], as: UTF8.self) }

  private func word(_ key: String, _ words: [String], default usual: String) throws(FormatError) -> String {
    guard let found = file.metadata(key) else { return usual }
    guard let word = words.first(where: { Array($0.utf8) == found }) else {
      throw FormatError(
        .unsupported, at: .whole, path: "__metadata__.\(key)", FormatError.quoted(found),
        advice: "read " + (words.count == 1 ? "is " : "are ") + words.joined(separator: ", "))
    }
    return word
  }

  private func flag(_ key: String, default usual: Bool) throws(FormatError) -> Bool {
    let word = try word(key, ["true", "false", "True", "False"], default: "\(usual)")
    return word == "true" || word == "True"
  }

  private func integer(_ key: String, in range: ClosedRange<Int>) throws(FormatError) -> Int {
    guard let text = file.metadata(key), !text.isEmpty else { return 0 }
    guard let value = TraceReader.number(text[...]), range.contains(value) else {
      throw FormatError(
        .value, at: .whole, path: "__metadata__.\(key)",
        "expected a whole number from \(range.lowerBound) to \(range.upperBound), found \(FormatError.quoted(text))")
    }
    return value
  }

  // MARK: Faults

  private static func absent(_ name: String) -> FormatError {
    FormatError(.missing, at: .whole, "no tensor \"\(name)\"")
  }

  /// An error at element `index` of `tensor`.
  private static func fault(
    _ kind: FormatError.Kind, _ tensor: SafetensorsFile.Tensor, at index: Int = 0, _ what: String, advice: String = ""
  ) -> FormatError {
    FormatError(
      kind, at: .byte(tensor.range.lowerBound + index * tensor.type.byteCount),
      path: FormatError.quoted(Array(tensor.name.utf8)), what, advice: advice)
  }
}
