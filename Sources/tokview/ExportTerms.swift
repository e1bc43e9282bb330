import ArgumentParser
import Explorer
import UnicodeText

/// `tokview export terms`: the tokens of terms.
struct ExportTerms: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "terms", abstract: "The terms view: tokens of the terms of a list.",
    discussion: """
      tsv has one line for each term; json has one object of schema tokview/terms/1 for each tokenizer, as tokview terms --json writes them.
      """)

  @OptionGroup var source: ExportSource

  @Option(help: ArgumentHelp("List of terms; without one those of arXiv 2503.17247.", valueName: "FILE"))
  var terms: RawArgument?

  @Option(help: ArgumentHelp("Place of the term at the cursor, from 1.", valueName: "N"))
  var term = 1

  @OptionGroup var output: ExportOutput

  mutating func validate() throws {
    guard term >= 1 else { throw ValidationError("--term counts from 1.") }
  }

  func run() throws {
    var setup = SettledScreen.Setup()
    if let terms {
      let (list, name) = try Terms.list(terms)
      setup.terms = TermTable(list, name: VisibleText(name), path: terms.bytes)
    }
    setup.choose = { $0.term = term - 1 }
    try output.write(SettledScreen(source, view: .terms, setup))
  }
}
