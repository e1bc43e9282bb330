import Analysis
import ArgumentParser
import Engine
import Export
import Formats
import Tokenization
import UnicodeText

/// `tokview seam`: what changes when two parts of a text are encoded together.
struct SeamCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seam",
    abstract: "Encodes the text before and after a place apart and together.",
    discussion: """
      A prompt that ends with a space or half a word, a stream that is cut into chunks and a text with a gap to fill are encoded in parts that a \
      model has learnt as a whole. For each tokenizer: the tokens of both parts and of the whole, the cuts that only the parts or only the \
      whole have, the bytes that the change reaches, and the tokens in them; | stands before the token that begins at the place. With --json one \
      object of schema tokview/seam/1 a line.
      """)

  /// Bytes of a text: it is encoded twice by each tokenizer, with all tokens in memory.
  private static let byteLimit = 16 << 20

  @Option(help: ArgumentHelp("The place: bytes before it, from 0.", valueName: "BYTE"))
  var at: Int

  @OptionGroup var input: InputOptions
  @OptionGroup var tokenizers: TokenizerOptions

  @Flag(help: "Print objects of schema tokview/seam/1.")
  var json = false

  mutating func validate() throws {
    guard at >= 0 else { throw ValidationError("--at is 0 or more.") }
  }

  func run() throws {
    let chosen = try tokenizers.load(default: nil, from: tokenizers.catalog())
    var output = StandardOutput()
    try input.forEachDocument { document in
      guard document.range.count <= SeamCommand.byteLimit else {
        throw Failure(
          "cannot look at the seam of \(document.name): \(document.range.count) bytes, the limit is \(SeamCommand.byteLimit) (use the part around the place)"
        )
      }
      let text = try document.bytes()
      guard at <= text.count else {
        throw Failure("cannot look at byte \(at) of \(document.name): it has \(text.count) (choose a smaller --at)")
      }
      let reports = chosen.map { SeamReport(tokenizer: $0.id, SeamCheck(text, at: at, by: $0.tokenizer)) }
      if json {
        for report in reports {
          try output.write(JSONWriter.bytes(of: report.json(document: document.name, text)))
          try output.write("\n")
        }
      } else {
        try output.write(SeamReport.table(reports, text))
      }
    }
    try output.flush()
  }
}
