import Analysis
import ArgumentParser
import Explorer
import Tokenization

/// `tokview export vocabulary`: the entries of a tokenizer's vocabulary.
struct ExportVocabulary: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vocabulary", abstract: "The vocabulary view: entries, their uses in a text and what no text has.",
    discussion: """
      The entries are those of the tokenizer that the view follows (--active), compared with those of --base where that is another. tsv has one \
      line for each listed entry; json is one object of schema tokview/vocabulary/1. Uses are counted in the whole text.
      """)

  @OptionGroup var source: ExportSource

  @Option(help: "id, length, uses or bytes.")
  var order: VocabularyQuery.Order = .id

  @Option(
    help: "all, unreachable, inside, unused, used, and beside the base: shared, only (in the active one) or base-only.")
  var show: VocabularyBrowser.Show = .all

  @Option(help: ArgumentHelp("Entries of this kind: \(TokenKind.allCases.map(\.rawValue).joined(separator: ", "))."))
  var kind: TokenKind?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Entries that contain TEXT, or the bytes of \\x HEX.", valueName: "TEXT"), completion: .default)
  var find: RawArgument?

  @Option(help: ArgumentHelp("Entry at the cursor, by its id in the vocabulary.", valueName: "ID"))
  var entry: TokenID?

  @Flag(help: "With the details of the entry at the cursor.")
  var details = false

  @OptionGroup var output: ExportOutput

  func run() throws {
    var text: [UInt8] = []
    if let find {
      guard let bytes = SearchPattern.bytes(find.bytes) else {
        throw ValidationError("--find needs a text, or \\x and pairs of hexadecimal digits.")
      }
      text = bytes
    }
    var setup = SettledScreen.Setup()
    setup.entry = entry
    setup.choose = {
      $0.vocabulary = VocabularyBrowser(order: order, show: show, kind: kind, text: text, showsDetails: details)
    }
    let screen = try SettledScreen(source, view: .vocabulary, setup)
    guard screen.state.vocabulary.show == show else {
      throw Failure("cannot show \(show.rawValue): nothing is compared (--base names another tokenizer than --active)")
    }
    try output.write(screen)
  }
}

extension VocabularyQuery.Order: ExpressibleByArgument {}

extension VocabularyBrowser.Show: ExpressibleByArgument {}

extension TokenKind: ExpressibleByArgument {}
