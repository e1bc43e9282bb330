import ArgumentParser
import Explorer

/// `tokview export metrics`: what each tokenizer makes of a text.
struct ExportMetrics: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "metrics", abstract: "The metrics view: what each tokenizer makes of a text.",
    discussion: """
      tsv has one line for each tokenizer; json is one object of schema tokview/metrics/1. All counts are of the whole text, agreement is of \
      the part around --cursor, and bits per byte are of the model's window of 512 tokens there.
      """)

  @OptionGroup var source: ExportSource

  @Option(help: "The section at the top: along, agreement, words, balance, lengths or parity; with --all also texts.")
  var section: Metrics.Section?

  @Option(help: ArgumentHelp("Lines of that section that are above the screen.", valueName: "N"))
  var skip = 0

  @Option(help: "What the lines are sorted by: \(Measure.allCases.map(\.rawValue).joined(separator: ", ")).")
  var sort: Measure?

  @Flag(help: "All samples together instead of one text; as a picture only.")
  var all = false

  @OptionGroup var output: ExportOutput

  mutating func validate() throws {
    if let section, !section.isIn(scope) {
      throw ValidationError(
        "The section \(section.rawValue) is \(all ? "of one text (without --all)" : "of all texts (--all)").")
    }
    if let sort, !Measure.sortable(scope).contains(sort) {
      throw ValidationError(
        "\(all ? "All texts" : "One text") can be sorted by: " + names(Measure.sortable(scope)) + ".")
    }
    if all, !output.format.isPicture {
      throw ValidationError("--all has no data (tokview stats --json has it): choose txt, ans, html or svg.")
    }
    guard skip >= 0 else { throw ValidationError("--skip is 0 or more.") }
  }

  private var scope: Metrics.Scope { all ? .corpus : .text }

  private func names(_ measures: [Measure]) -> String { measures.map(\.rawValue).joined(separator: ", ") }

  func run() throws {
    var setup = SettledScreen.Setup()
    setup.choose = { $0.metrics = Metrics(scope: scope, section: section, skipped: skip, sort: sort) }
    try output.write(SettledScreen(source, view: .metrics, setup))
  }
}

extension Metrics.Section: ExpressibleByArgument {}

extension Measure: ExpressibleByArgument {}
