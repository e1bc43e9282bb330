import Analysis
import ArgumentParser
import Catalog
import Engine
import Export
import Formats
import Tokenization
import UnicodeText

/// `tokview diff`: where two tokenizers cut texts differently.
struct Diff: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows where two tokenizers cut texts differently.",
    discussion: """
      For each place the document, its line and bytes, and the pieces of both tokenizers in brackets, between the pieces around; the last \
      line counts. Only cuts are compared, not ids. Long files are read piece by piece.

      With --json one object of schema tokview/diff/1 for each place and one of schema tokview/diff-total/1 at the end.
      """)

  @Argument(help: ArgumentHelp("First tokenizer.", valueName: "A"), completion: Completions.tokenizers)
  var first: RawArgument

  @Argument(help: ArgumentHelp("Second tokenizer.", valueName: "B"), completion: Completions.tokenizers)
  var second: RawArgument

  @OptionGroup var input: InputOptions

  @Option(help: ArgumentHelp("Show at most N places; all are counted.", valueName: "N"))
  var limit: Int?

  @Flag(help: "End with code 1 when a place differs, with 0 when none does.")
  var exitCode = false

  @Flag(help: "Print objects of schemas tokview/diff/1 and tokview/diff-total/1.")
  var json = false

  @OptionGroup var specialTokens: SpecialTokenOptions
  @OptionGroup var data: DataOptions

  mutating func validate() throws {
    if let limit, limit < 0 { throw ValidationError("--limit counts places from 0.") }
  }

  func run() throws {
    let catalog = data.catalog(specialTokens.specials)
    let names = [first, second].map { VisibleText(bytes: $0.bytes[...]).string }
    let tokenizers = try [catalog.tokenizer(first), catalog.tokenizer(second)]
    let boundary = tokenizers[0].boundary.and(tokenizers[1].boundary)
    var tally = CutTally()
    var shown = 0
    var output = StandardOutput()
    try input.forEachDocument { document in
      var pieces = PieceReader(document.source, range: document.range, boundary: boundary)
      var line = 1
      var isFirst = true
      while isFirst || pieces.position < document.range.upperBound {
        let base = pieces.position - document.range.lowerBound
        let text = try pieces.next() ?? []
        let alignment = Alignment(tokenizers.map { $0.segmentation(of: text) })
        tally.add(alignment, continues: !isFirst)
        isFirst = false
        var counted = 0
        for range in alignment.differences {
          if let limit, shown >= limit { break }
          line += text[counted..<range.lowerBound].count { $0 == 0x0A }
          counted = range.lowerBound
          shown += 1
          let report = DifferenceReport(
            document: document.name, tokenizers: names, range, in: alignment, of: text, base: base, line: line)
          if json {
            try output.write(JSONWriter.bytes(of: report.json))
            try output.write("\n")
          } else {
            try output.write(report.lines)
          }
        }
        line += text[counted...].count { $0 == 0x0A }
      }
    }
    if json {
      try output.write(JSONWriter.bytes(of: DifferenceTotal.json(tally, tokenizers: names)))
      try output.write("\n")
    } else {
      try output.write(DifferenceTotal.line(tally, tokenizers: names, shown: shown))
    }
    try output.flush()
    if exitCode, tally.places > 0 { throw ExitCode(1) }
  }
}
