import Analysis
import ArgumentParser
import Catalog
import Export
import Formats
import Inference
import Tokenization
import UnicodeText

/// `tokview trace`: what the model does with a text, as a file.
struct TraceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Writes what the model does with a text to a trace file.",
    discussion: """
      The model reads the tokenizer's own pieces. The file holds tokens with their bytes, attention of every layer and head, \
      routing and log-probabilities; tokview FILE opens it. A run reads at most 512 tokens: of a longer text --window says which.
      """)

  @OptionGroup var input: InputOptions

  @Option(
    name: .customShort("t"), parsing: .unconditional,
    help: ArgumentHelp("Tokenizer: an id, ALGORITHM:SOURCE[@PATTERN], or a path.", valueName: "TOKENIZER"),
    completion: Completions.tokenizers)
  var tokenizer = RawArgument(bytes: Array("bpe".utf8))

  @OptionGroup var model: ModelOptions
  @OptionGroup var data: DataOptions

  @Option(help: ArgumentHelp("Which run of a text that is longer than one, from 0.", valueName: "N"))
  var window = 0

  @OptionGroup var output: OutputOptions

  /// Bytes of the longest text.
  private static let longestText = 16 << 20

  mutating func validate() throws {
    if window < 0 { throw ValidationError("--window counts from 0.") }
    if input.files.count > 1 || input.documents != .file { throw ValidationError("A trace is of one text.") }
  }

  func run() throws {
    let catalog = data.catalog()
    let tokenizer = try catalog.tokenizer(self.tokenizer)
    let model = try catalog.languageModel(model.folder?.bytes)
    try input.forEachDocument { document in
      guard document.range.count <= Self.longestText else {
        throw Failure("cannot trace \(document.name): longer than \(Self.longestText) bytes (cut it)")
      }
      let text = try document.bytes()
      let reading = model.vocabulary.reading(of: tokenizer.segmentation(of: text), text: text)
      let windows = reading.windows(of: model.windowLength)
      guard !windows.isEmpty else { throw Failure("cannot trace \(document.name): the text is empty") }
      guard windows.indices.contains(window) else {
        throw ValidationError("There is no window \(window); the text has \(windows.count), counted from 0.")
      }
      try write(
        try model.trace(of: reading, window: windows[window]), of: text,
        name: VisibleText(bytes: self.tokenizer.bytes[...]).string, model)
      if windows.count > 1 || reading.splitPieces > 0 {
        Report.line("window \(window) of \(windows.count); \(reading.summary)")
      }
    }
  }

  /// The trace with the part of the text that it read.
  private func write(_ trace: Trace, of text: [UInt8], name: String, _ model: LanguageModel) throws {
    let ranges = trace.tokens.compactMap(\.bytes)
    let start = ranges.first?.lowerBound ?? 0
    let part = Array(text[start..<(ranges.last?.upperBound ?? start)])
    var file = TraceFile(
      trace, model: model.name, tokenizer: name, text: part,
      normalizesWeights: model.model.shape.normalizesTopK)
    file.tokens = trace.tokens.map { token in
      TraceFile.Token(
        id: token.id, bytes: token.bytes.map { $0.lowerBound - start..<$0.upperBound - start })
    }
    try output.write(file.writer().bytes())
  }
}
