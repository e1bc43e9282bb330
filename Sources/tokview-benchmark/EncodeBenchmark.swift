import Glibc
import Tokenization

/// Speed of tokenizers on one file: with empty caches, and again with full ones.
struct EncodeBenchmark {
  private let text: [UInt8]
  private let tokenizers: [BenchmarkTokenizer]
  private let repeats: Int
  private let idsPath: String?
  private let json: Bool

  init(_ arguments: inout BenchmarkArguments) throws {
    text = try arguments.text()
    tokenizers = try arguments.tokenizers()
    repeats = try arguments.number("repeats", else: 5)
    idsPath = arguments.take("ids")
    json = arguments.json
    try arguments.finish()
    if idsPath != nil, tokenizers.count != 1 { throw BenchmarkError("--ids takes the ids of one tokenizer") }
  }

  func run() throws {
    touchMemory()
    for tokenizer in tokenizers { try measure(tokenizer) }
  }

  private func measure(_ candidate: BenchmarkTokenizer) throws {
    let megabytes = Double(text.count) / 1e6
    var cold = Double.infinity
    var warm = Double.infinity
    var build = Double.infinity
    var scan = Double.infinity
    var ids: [TokenID] = []
    for _ in 0..<repeats {
      var made: (any Tokenizer)?
      build = min(build, try Stopwatch.seconds { made = try candidate.make() })
      guard let tokenizer = made else { continue }
      func encode() -> Double {
        ids = []
        return text.withUnsafeBufferPointer { buffer in Stopwatch.seconds { tokenizer.encode(buffer, into: &ids) } }
      }
      cold = min(cold, encode())
      warm = min(warm, encode())
      scan = min(scan, pretokenSeconds(tokenizer.vocabulary.pattern))
    }
    Measurement(
      name: candidate.name,
      values: [
        ("MB", megabytes), ("tokens", Double(ids.count)), ("build_ms", build * 1e3),
        ("pretokens_MB_s", megabytes / scan),
        ("cold_MB_s", megabytes / cold), ("warm_MB_s", megabytes / warm), ("cold_s", cold), ("warm_s", warm),
      ]
    ).print(asJSON: json)
    if let idsPath { try ids.withUnsafeBytes { try BenchmarkFile.write($0, to: idsPath) } }
  }

  /// Takes pages of both sizes from the machine and gives them back to the kernel: under a hypervisor the first use of a
  /// page costs many times what it costs the second process, and that is not what is measured.
  private func touchMemory() {
    let size = 256 << 20
    for advice in [MADV_NOHUGEPAGE, MADV_HUGEPAGE] {
      let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 2 << 20)
      madvise(memory, size, Int32(advice))
      memory.initializeMemory(as: UInt8.self, repeating: 1, count: size)
      memory.deallocate()
    }
  }

  /// The pattern alone.
  private func pretokenSeconds(_ pattern: PretokenPattern) -> Double {
    let scanner = PretokenScanner(pattern: pattern)
    return text.withUnsafeBufferPointer { buffer in
      withUnsafeTemporaryAllocation(of: Int.self, capacity: 512) { ends in
        Stopwatch.seconds {
          var start = 0
          while start < buffer.count { start = ends[scanner.ends(in: buffer, from: start, into: ends) - 1] }
        }
      }
    }
  }
}
