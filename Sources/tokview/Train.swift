import ArgumentParser
import Catalog
import Engine
import Export
import Formats
import Glibc
import Tokenization
import TokenizerTraining
import UnicodeText

/// `tokview train`: learns a vocabulary.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Learns a vocabulary from texts and writes it as tokenizer.json.",
    subcommands: [TrainBPE.self, TrainScaffold.self])
}

/// `tokview train bpe`.
struct TrainBPE: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bpe", abstract: "Byte-pair encoding: the most frequent pair becomes a token, again and again.")

  @OptionGroup var options: TrainingOptions

  func run() throws {
    let size = options.size
    try options.run(algorithm: "bpe") { table, progress in
      let trainer = try BPETrainer(size: size, minimumCount: options.minCount, seedsDigits: options.digits)
      return try trainer.train(table, progress: progress)
    }
  }
}

/// `tokview train scaffold`.
struct TrainScaffold: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scaffold",
    abstract: "Scaffold-BPE: pieces that hardly stand alone help to build tokens and are then left out.")

  @OptionGroup var options: TrainingOptions

  func run() throws {
    let size = options.size
    try options.run(algorithm: "scaffold") { table, progress in
      let trainer = try ScaffoldBPETrainer(size: size, minimumCount: options.minCount, seedsDigits: options.digits)
      return try trainer.train(table, progress: progress)
    }
  }
}

/// What both trainers are told.
struct TrainingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Text to learn from, may be repeated; =WEIGHT counts it that many times. - is standard input.",
      valueName: "FILE[=WEIGHT]"))
  var input: [WeightedPath] = []

  @Option(help: ArgumentHelp("Tokens of the vocabulary.", valueName: "N"))
  var size: Int = 32_768

  @Option(help: "How text is cut before learning: gpt2, cl100k, qwen2, o200k or tokview.")
  var pattern: PretokenPattern = .tokview

  @Option(help: "Never join across these places of the texts; turkish: where the morphemes of a word meet.")
  var boundaries: Boundaries?

  @Option(
    help: ArgumentHelp("File of Turkish words that the bundled lexicon lacks; may be repeated.", valueName: "FILE"))
  var lexicon: [RawArgument] = []

  @Flag(inversion: .prefixedNo, help: "Place all numbers of two and three digits before the learned tokens.")
  var digits = false

  @Option(help: ArgumentHelp("Pairs that occur less often are not joined.", valueName: "N"))
  var minCount: Int = 2

  @Option(name: .shortAndLong, help: ArgumentHelp("File to write.", valueName: "OUT"))
  var output: RawArgument

  @Flag(help: "Replace OUT if it exists.")
  var force = false

  @Flag(help: "Print an object of schema tokview/train/1.")
  var json = false

  mutating func validate() throws {
    if input.isEmpty { throw ValidationError("Name at least one text with --input FILE.") }
    if !lexicon.isEmpty, boundaries == nil { throw ValidationError("--lexicon needs --boundaries turkish.") }
    if minCount < 1 { throw ValidationError("--min-count must be at least 1.") }
    if size < 256 || size > 1 << 24 { throw ValidationError("--size must be between 256 and \(1 << 24).") }
  }

  func run(algorithm: String, learn: (PretokenTable, ProgressHandler) throws -> TrainingResult) throws {
    if !force, OutputFile.exists(output.bytes) { throw OutputError.exists(path: output.bytes) }
    let interruption = Interruption()
    let meter = ProgressMeter(interruption)
    let analyzer = boundaries == .turkish ? try Catalog(lexicons: lexicon.map(\.bytes)).turkishAnalyzer() : nil
    var counter = PretokenCounter(pattern: pattern)
    let table: PretokenTable
    let result: TrainingResult
    do {
      for item in input {
        let source = item.path == [0x2D] ? ByteSource.standardInput() : try ByteSource.file(path: item.path)
        try counter.count(TrainingInput(TrainingSource(source), weight: item.weight), progress: meter.report)
      }
      table =
        try analyzer.map {
          try MorphemeBoundaries($0).divide(counter.table, bytes: counter.byteCount, progress: meter.report)
        } ?? counter.table
      result = try learn(table, meter.report)
    } catch TrainingError.cancelled {
      meter.end()
      interruption.finish()
    }
    meter.end()
    if result.visibleCount < size {
      Report.line(
        "only \(result.visibleCount) of \(size) tokens could be learned (give more text, or a lower --min-count)")
    }
    let name = algorithm + "-\(size)"
    let file = TokenizerFile(result.vocabulary(name: name, pattern: pattern))
    let bytes = file.json()
    try OutputFile.write(bytes, to: output.bytes, replacing: force)
    guard json else { return }
    let record: JSONValue = [
      "schema": "tokview/train/1",
      "algorithm": .string(algorithm),
      "size": .integer(size),
      "pattern": .string(pattern.rawValue),
      "boundaries": boundaries.map { .string($0.rawValue) } ?? .null,
      "digits": .bool(digits),
      "min_count": .integer(minCount),
      "inputs": .array(
        input.map { ["path": .string(VisibleText(bytes: $0.path[...]).string), "weight": .integer($0.weight)] }),
      "bytes": .integer(counter.byteCount),
      "pretokens": .integer(table.count),
      "tokens": .integer(result.visibleCount),
      "scaffold_tokens": .integer(result.scaffoldTokens.count),
      "merges": .integer(result.merges.count),
      "output": .string(VisibleText(bytes: output.bytes[...]).string),
      "sha256": .string(SHA256.hexadecimal(bytes)),
    ]
    var output = StandardOutput()
    try output.write(JSONWriter.bytes(of: record))
    try output.write("\n")
    try output.flush()
  }
}

/// Places that no merge is learned across.
enum Boundaries: String, ExpressibleByArgument, CaseIterable { case turkish }

extension PretokenPattern: ExpressibleByArgument {}

/// A path with the number of times that its text counts.
struct WeightedPath: ExpressibleByArgument {
  let path: [UInt8]
  let weight: Int

  /// A last `=` followed by digits only separates the weight; any other `=` belongs to the path.
  init?(argument: String) {
    let bytes = RawArgument(argument: argument)?.bytes ?? []
    if let separator = bytes.lastIndex(of: UInt8(ascii: "=")), separator + 1 < bytes.count,
      bytes[(separator + 1)...].allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
    {
      guard let weight = Int(String(decoding: bytes[(separator + 1)...], as: UTF8.self)), weight > 0,
        weight <= 1_000_000
      else {
        return nil
      }
      path = Array(bytes[..<separator])
      self.weight = weight
    } else {
      path = bytes
      weight = 1
    }
  }
}
