import Tokenization

/// Texts that slow tokenizers down: 1 MB of one kind each, and one pretoken of 0.25 and of 16 MB.
struct AdversarialBenchmark {
  private let tokenizers: [BenchmarkTokenizer]
  private let json: Bool

  init(_ arguments: inout BenchmarkArguments) throws {
    tokenizers = try arguments.tokenizers()
    json = arguments.json
    try arguments.finish()
  }

  func run() throws {
    for tokenizer in tokenizers { try measure(tokenizer) }
  }

  private func measure(_ tokenizer: BenchmarkTokenizer) throws {
    func measure(_ name: String, _ text: [UInt8]) throws { try self.measure(tokenizer, name, text) }
    let megabyte = 1_000_000
    for (name, unit) in [
      ("a", "a"), ("spaces", " "), ("newlines", "\n"), ("digits", "7"), ("cjk", "汉字文本测试"), ("ab", "ab"),
    ] {
      try measure(name, Self.repeated(unit, megabyte))
    }
    try measure("bytes", Self.random(megabyte) { UInt8(truncatingIfNeeded: $0) })
    for (name, letter) in [
      ("letters", { (bits: UInt64) in 0x61 + UInt8(bits % 26) }), ("vowels", { Array("etaoin".utf8)[Int($0 % 6)] }),
    ] {
      try measure("\(name) 0.25 MB, one pretoken", Self.random(megabyte / 4, letter))
      try measure("\(name) 16 MB, one pretoken", Self.random(16 * megabyte, letter))
    }
    try measure("a 16 MB, one pretoken", Self.repeated("a", 16 * megabyte))
  }

  private func measure(_ candidate: BenchmarkTokenizer, _ name: String, _ text: [UInt8]) throws {
    var best = Double.infinity
    var ids: [TokenID] = []
    ids.reserveCapacity(text.count)
    for _ in 0..<(text.count > 2_000_000 ? 1 : 4) {
      let tokenizer = try candidate.make()
      ids.removeAll(keepingCapacity: true)
      best = min(
        best, text.withUnsafeBufferPointer { buffer in Stopwatch.seconds { tokenizer.encode(buffer, into: &ids) } })
    }
    let megabytes = Double(text.count) / 1e6
    Measurement(
      name: "\(candidate.name): \(name)",
      values: [
        ("MB", megabytes), ("tokens", Double(ids.count)), ("MB_s", megabytes / best),
        ("ns_per_byte", best * 1e9 / Double(text.count)),
      ]
    ).print(asJSON: json)
  }

  private static func repeated(_ unit: String, _ count: Int) -> [UInt8] {
    let bytes = Array(unit.utf8)
    return (0..<count).map { bytes[$0 % bytes.count] }
  }

  /// SplitMix64 with a fixed seed.
  private static func random(_ count: Int, _ byte: (UInt64) -> UInt8) -> [UInt8] {
    var state: UInt64 = 2_024
    return (0..<count).map { _ in
      state &+= 0x9E37_79B9_7F4A_7C15
      var bits = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
      return byte(bits ^ (bits >> 31))
    }
  }
}
