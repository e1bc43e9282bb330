import Analysis
import ArgumentParser
import Engine
import Export
import Formats
import Glibc
import Tokenization
import UnicodeText

/// `tokview terms`: tokens of the terms of a list.
struct Terms: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Counts the tokens of terms, each by itself.",
    discussion: """
      Without FILE the terms are the ten legal and ten financial ones on which arXiv 2503.17247 compares vocabularies. FILE has one term a \
      line; empty lines and lines that begin with # are skipped, but "# group: NAME" begins a group. Each term is cut as a text of its own, \
      without a space before it; tokens without bytes are not counted. What is saved is held against the base, at first the first tokenizer.

      With --json one object of schema tokview/terms/1 a line.
      """)

  @Argument(help: ArgumentHelp("List of terms; - is standard input.", valueName: "FILE"))
  var file: RawArgument?

  @OptionGroup var tokenizers: TokenizerOptions

  @Option(help: ArgumentHelp("Place of the tokenizer that the others are held against, from 1.", valueName: "N"))
  var base = 1

  @Flag(help: "Print objects of schema tokview/terms/1.")
  var json = false

  func run() throws {
    let chosen = try tokenizers.load(default: nil, from: tokenizers.catalog())
    guard chosen.indices.contains(base - 1) else {
      throw ValidationError("--base is between 1 and \(chosen.count), the number of tokenizers.")
    }
    let (list, name) = try Terms.list(file)
    let report = TermsReport(
      list, chosen.map { ($0.id, TermCuts(list.terms, by: $0.tokenizer)) }, base: base - 1)
    var output = StandardOutput()
    if json {
      for object in report.json(document: name) {
        try output.write(JSONWriter.bytes(of: object))
        try output.write("\n")
      }
    } else {
      try output.write(report.table)
    }
    try output.flush()
  }

  /// The terms of a file, or those of the paper.
  static func list(_ file: RawArgument?) throws -> (TermList, name: String) {
    guard let file else { return (.domains, TermsReport.usualDocument) }
    let name = file.bytes == [0x2D] ? "-" : VisibleText(bytes: file.bytes[...]).string
    do {
      let list =
        file.bytes == [0x2D]
        ? try TermListReader.list(BoundedFile.contents(ofDescriptor: STDIN_FILENO, limit: TermFile.byteLimit))
        : try TermListReader.list(path: file.bytes)
      return (list, name)
    } catch let error as FormatError {
      throw Failure("cannot read \(name): \(error)")
    }
  }
}
