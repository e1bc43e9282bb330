import Tokenization
import TokenizerTraining

/// Time to learn byte-pair encoding from one file.
struct TrainBenchmark {
  private let text: [UInt8]
  private let size: Int
  private let pattern: PretokenPattern
  private let mergesPath: String?
  private let json: Bool

  init(_ arguments: inout BenchmarkArguments) throws {
    text = try arguments.text()
    size = try arguments.number("size", else: 32_768)
    pattern = try arguments.pattern(else: .tokview)
    mergesPath = arguments.take("merges")
    json = arguments.json
    try arguments.finish()
  }

  func run() throws {
    let trainer = try BPETrainer(size: size, minimumCount: 1)
    var counter = PretokenCounter(pattern: pattern)
    let counting = try Stopwatch.seconds { try counter.count(TrainingInput(ByteArraySource(text))) }
    var result: TrainingResult?
    let merging = try Stopwatch.seconds { result = try trainer.train(counter.table) }
    Measurement(
      name: "train",
      values: [
        ("MB", Double(text.count) / 1e6), ("merges", Double(result?.merges.count ?? 0)), ("count_s", counting),
        ("merge_s", merging), ("total_s", counting + merging),
      ]
    ).print(asJSON: json)
    if let mergesPath, let result {
      // The bytes of the learned tokens in order, one in hexadecimal on a line.
      var lines: [UInt8] = []
      for bytes in result.tokens.dropFirst(256) {
        for byte in bytes {
          for digit in [byte >> 4, byte & 15] { lines.append(digit < 10 ? 0x30 + digit : 0x57 + digit) }
        }
        lines.append(0x0A)
      }
      try lines.withUnsafeBytes { try BenchmarkFile.write($0, to: mergesPath) }
    }
  }
}
