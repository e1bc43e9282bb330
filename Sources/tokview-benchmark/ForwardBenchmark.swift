import Glibc
import Inference

/// Speed of a forward pass at the size of the bundled model, with seeded random weights in half precision.
///
/// The numbers come from a hash of the tensor's name, so that `peers/forward.py` makes the same ones and can compare the outcome.
struct ForwardBenchmark {
  private static let vocabulary = 40_000
  private static let realExperts = 8
  /// Tokens whose logit lens is measured at all depths below the output: about what a screen shows.
  private static let lensTokens = 32

  private static let shape = ModelShape(
    architecture: .qwen3MoE, vocabularyCount: vocabulary, width: 128, layerCount: 4, headCount: 4, headWidth: 32,
    feedForwardWidth: 256, expertCount: 12, expertsPerToken: 3, expertWidth: 256, ropeTheta: 1_000,
    tiesEmbeddings: true, maximumLength: 512)

  private let repeats: Int
  private let json: Bool

  init(_ arguments: inout BenchmarkArguments) throws {
    guard arguments.file == nil else { throw BenchmarkError("forward reads no file") }
    repeats = try arguments.number("repeats", else: 7)
    json = arguments.json
    try arguments.finish()
  }

  func run() throws {
    var made: Model?
    // The time to make up numbers is not counted.
    var making = 0.0
    let load = try Stopwatch.seconds {
      made = try Model(shape: Self.shape) { name in
        var tensor: Tensor?
        making += Stopwatch.seconds { tensor = Self.tensor(name) }
        return tensor
      }
    }
    guard let model = made else { return }
    for count in [64, 512] { try measure(model, count: count, load: load - making) }
  }

  private func measure(_ model: Model, count: Int, load: Double) throws {
    let ids = Self.bits("ids", count).map { UInt32($0 % UInt64(Self.vocabulary)) }
    var (first, second, lens) = (Double.infinity, Double.infinity, Double.infinity)
    var sum = 0.0
    for _ in 0..<repeats {
      var made: ModelRun?
      first = min(first, try Stopwatch.seconds { made = try model.run(ids: ids) })
      guard let run = made else { return }
      sum = 0
      second = min(
        second,
        try Stopwatch.seconds {
          try model.predictions(for: run) { sum += $0.predictions.reduce(0) { $0 + Double($1.logSumExp) } }
        })
      lens = min(
        lens,
        try Stopwatch.seconds {
          for depth in 1..<Self.shape.layerCount {
            try model.predictions(for: run, depth: depth, tokens: 0..<Self.lensTokens) { _ in }
          }
        })
    }
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    Measurement(
      name: "forward \(count)",
      values: [
        ("tokens", Double(count)), ("load_ms", load * 1e3), ("first_ms", first * 1e3), ("second_ms", second * 1e3),
        ("lens_ms", lens * 1e3), ("tokens_s", Double(count) / (first + second)),
        ("mean_log_sum_exp", sum / Double(count)), ("peak_MB", Double(usage.ru_maxrss) / 1_024),
      ]
    ).print(asJSON: json)
  }

  /// Norms are 1, null experts 0, everything else is uniform with the variance 1 ÷ inputs; the embedding is uniform in ±0.3.
  private static func tensor(_ name: String) -> Tensor? {
    let parts = name.split(separator: ".")
    let size: [Int]
    switch parts.dropLast().last {
    case "embed_tokens": size = [vocabulary, 128]
    case "q_norm", "k_norm": size = [32]
    case "gate": size = [12, 128]
    case "q_proj", "k_proj", "v_proj", "o_proj": size = [128, 128]
    case "gate_proj", "up_proj": size = [256, 128]
    case "down_proj": size = [128, 256]
    case let last? where last.hasSuffix("norm"): size = [128]
    default: return nil
    }
    let count = size.reduce(1, *)
    let isNull = parts.firstIndex(of: "experts").map { Int(parts[$0 + 1]) ?? 0 >= realExperts } ?? false
    if size.count == 1 || isNull {
      return Tensor(shape: size, storage: .float32(Array(repeating: isNull ? 0 : 1, count: count)))
    }
    let scale = size[0] == vocabulary ? 0.3 : (3 / Float(size[1])).squareRoot()
    let halves = bits(name, count).map { bits in
      Float16(Float(Int64(bitPattern: bits) >> 40) * 0x1p-23 * scale).bitPattern
    }
    return Tensor(shape: size, storage: .float16(halves))
  }

  /// SplitMix64 from a hash of `name`.
  private static func bits(_ name: String, _ count: Int) -> [UInt64] {
    var state = name.utf8.reduce(UInt64(0)) { $0 &* 31 &+ UInt64($1) }
    return (0..<count).map { _ in
      state &+= 0x9E37_79B9_7F4A_7C15
      var bits = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
      return bits ^ (bits >> 31)
    }
  }
}
