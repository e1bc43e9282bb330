import ArgumentParser
import Explorer
import Export
import UnicodeText

/// `tokview export terms`: the terms view as text.
struct ExportTerms: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "terms", abstract: "The terms view as text.",
    discussion:
      "The screen of the given size without colour, as x writes it. The numbers as JSON: tokview terms --json.")

  @OptionGroup var source: ExportSource

  @Option(help: ArgumentHelp("List of terms; without one those of arXiv 2503.17247.", valueName: "FILE"))
  var terms: RawArgument?

  @OptionGroup var destination: OutputOptions

  func run() throws {
    let shelf = try Shelf(source.tokenizers.data.catalog(), source.tokenizers.names)
    var table = TermTable()
    if terms != nil {
      let (list, name) = try Terms.list(terms)
      table = TermTable(list, name: VisibleText(name))
    }
    let screen = try SettledScreen(source, shelf, view: .terms, terms: table)
    try destination.write(Array(screenText(screen.state, size: source.size.size).utf8))
  }
}
