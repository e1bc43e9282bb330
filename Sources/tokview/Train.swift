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

  @Option(
    help: ArgumentHelp(
      "File of options and of tokens made by hand; what the command line says goes before it.", valueName: "FILE"))
  var recipe: RawArgument?

  @Option(help: ArgumentHelp("Bytes of the longest token to learn.", valueName: "N"))
  var maxTokenLength: Int?

  @Option(help: "Bring text into this form first, when learning and when encoding: NFC or NFKC.")
  var normalizer: NormalForm?

  mutating func validate() throws {
    if let maxTokenLength, maxTokenLength < 2 { throw ValidationError("--max-token-length must be at least 2.") }
  }

  func run() throws {
    let recipe = try self.recipe.map { path in
      let bytes = try BoundedFile.contents(of: path.bytes, limit: RecipeFile.byteLimit)
      do throws(FormatError) {
        return try RecipeFile(bytes)
      } catch {
        throw CatalogError.format(path: path.bytes, error)
      }
    }
    let longest = maxTokenLength ?? recipe?.maximumTokenLength
    let tokens = recipe?.tokens.map { HandMadeToken($0.bytes, isSingleWord: $0.isSingleWord) } ?? []
    var fields: [String: JSONValue] = [:]
    fields["recipe"] = self.recipe.map { .string(VisibleText(bytes: $0.bytes[...]).string) } ?? .null
    fields["max_token_length"] = longest.map { .integer($0) } ?? .null
    let setup = TrainingSetup(options, recipe, normalForm: normalizer)
    fields["normalizer"] = setup.normalForm.map { .string($0.rawValue) } ?? .null
    try options.run(algorithm: "bpe", setup, fields: fields) { table, progress in
      let trainer = try BPETrainer(
        size: setup.size, minimumCount: setup.minimumCount, seedsDigits: setup.seedsDigits,
        maximumLength: longest ?? .max, handMadeTokens: tokens)
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
    let setup = TrainingSetup(options)
    try options.run(algorithm: "scaffold", setup) { table, progress in
      let trainer = try ScaffoldBPETrainer(
        size: setup.size, minimumCount: setup.minimumCount, seedsDigits: setup.seedsDigits)
      return try trainer.train(table, progress: progress)
    }
  }
}

/// What holds in a run: the command line, then the recipe, then the default.
struct TrainingSetup {
  let size: Int
  let pattern: PretokenPattern
  let seedsDigits: Bool
  let minimumCount: Int
  let normalForm: NormalForm?

  init(_ options: TrainingOptions, _ recipe: RecipeFile? = nil, normalForm: NormalForm? = nil) {
    size = options.size ?? recipe?.size ?? 32_768
    pattern = options.pattern ?? recipe?.pattern.flatMap { PretokenPattern(rawValue: $0.rawValue) } ?? .tokview
    seedsDigits = options.digits ?? recipe?.digits ?? false
    minimumCount = options.minCount ?? recipe?.minimumCount ?? 2
    self.normalForm = normalForm ?? recipe?.normalForm
  }
}

/// What both trainers are told.
struct TrainingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Text to learn from, may be repeated; =WEIGHT counts it that many times. - is standard input.",
      valueName: "FILE[=WEIGHT]"))
  var input: [WeightedPath] = []

  @Option(help: ArgumentHelp("Tokens of the vocabulary. (default: 32768)", valueName: "N"))
  var size: Int?

  @Option(help: "How text is cut before learning: gpt2, cl100k, qwen2, o200k or tokview. (default: tokview)")
  var pattern: PretokenPattern?

  @Option(help: "Never join across these places of the texts; turkish: where the morphemes of a word meet.")
  var boundaries: Boundaries?

  @Option(
    help: ArgumentHelp("File of Turkish words that the bundled lexicon lacks; may be repeated.", valueName: "FILE"))
  var lexicon: [RawArgument] = []

  @Flag(inversion: .prefixedNo, help: "Place all numbers of two and three digits before the learned tokens.")
  var digits: Bool?

  @Option(help: ArgumentHelp("Pairs that occur less often are not joined. (default: 2)", valueName: "N"))
  var minCount: Int?

  @Option(name: .shortAndLong, help: ArgumentHelp("File to write.", valueName: "OUT"))
  var output: RawArgument

  @Flag(help: "Replace OUT if it exists.")
  var force = false

  @Flag(help: "Print an object of schema tokview/train/1.")
  var json = false

  mutating func validate() throws {
    if input.isEmpty { throw ValidationError("Name at least one text with --input FILE.") }
    if !lexicon.isEmpty, boundaries == nil { throw ValidationError("--lexicon needs --boundaries turkish.") }
    if let minCount, minCount < 1 { throw ValidationError("--min-count must be at least 1.") }
    if let size, size < 256 || size > 1 << 24 {
      throw ValidationError("--size must be between 256 and \(1 << 24).")
    }
  }

  /// - Parameter fields: what only one trainer is told, for the report.
  func run(
    algorithm: String, _ setup: TrainingSetup, fields: [String: JSONValue] = [:],
    learn: (PretokenTable, ProgressHandler) throws -> TrainingResult
  ) throws {
    let (size, pattern) = (setup.size, setup.pattern)
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
        let text: any ByteChunkSource =
          if let form = setup.normalForm {
            NormalizingSource(TrainingSource(source), form: form)
          } else {
            TrainingSource(source)
          }
        try counter.count(TrainingInput(text, weight: item.weight), progress: meter.report)
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
    var file = TokenizerFile(result.vocabulary(name: name, pattern: pattern))
    file.normalForm = setup.normalForm
    let bytes = file.json()
    try OutputFile.write(bytes, to: output.bytes, replacing: force)
    guard json else { return }
    var record: [String: JSONValue] = [
      "schema": "tokview/train/1",
      "algorithm": .string(algorithm),
      "size": .integer(size),
      "pattern": .string(pattern.rawValue),
      "boundaries": boundaries.map { .string($0.rawValue) } ?? .null,
      "digits": .bool(setup.seedsDigits),
      "min_count": .integer(setup.minimumCount),
      "inputs": .array(
        input.map { ["path": .string(VisibleText(bytes: $0.path[...]).string), "weight": .integer($0.weight)] }),
      "bytes": .integer(counter.byteCount),
      "pretokens": .integer(table.count),
      "tokens": .integer(result.visibleCount),
      "scaffold_tokens": .integer(result.scaffoldTokens.count),
      "appended_tokens": .integer(result.appendedTokens.count),
      "merges": .integer(result.merges.count),
      "output": .string(VisibleText(bytes: output.bytes[...]).string),
      "sha256": .string(SHA256.hexadecimal(bytes)),
    ]
    record.merge(fields) { $1 }
    var output = StandardOutput()
    try output.write(JSONWriter.bytes(of: .object(record)))
    try output.write("\n")
    try output.flush()
  }
}

/// Places that no merge is learned across.
enum Boundaries: String, ExpressibleByArgument, CaseIterable { case turkish }

extension PretokenPattern: ExpressibleByArgument {}
extension NormalForm: ExpressibleByArgument {}

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
