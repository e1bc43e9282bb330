import ArgumentParser
import Explorer

/// `tokview export metrics`: what each tokenizer makes of a text.
struct ExportMetrics: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "metrics", abstract: "The metrics view: what each tokenizer makes of a text.",
    discussion: """
      tsv has one line for each tokenizer; json is one object of schema tokview/metrics/1. All counts are of the whole text, agreement is of \
      the part around --cursor, and bits per byte are of the model's window of 512 tokens there. With --all the counts are of all texts \
      together and of each; agreement and bits are left out.
      """)

  @OptionGroup var source: ExportSource

  @Argument(help: ArgumentHelp("More files, with --all.", valueName: "FILE"))
  var others: [RawArgument] = []

  @Option(help: ArgumentHelp("With --all: which of the files is open, from 1.", valueName: "N"))
  var open = 1

  @Option(help: "The section at the top: along, agreement, words, balance, lengths or parity; with --all also texts.")
  var section: Metrics.Section?

  @Option(help: ArgumentHelp("Lines of that section that are above the screen.", valueName: "N"))
  var skip = 0

  @Option(help: "What the lines are sorted by: \(Measure.allCases.map(\.rawValue).joined(separator: ", ")).")
  var sort: Measure?

  @Flag(help: "All files together, or all samples where none is named, instead of one text.")
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
    if !others.isEmpty, !all { throw ValidationError("Several files are measured together: add --all.") }
    if !others.isEmpty, source.part != nil || source.edited != nil {
      throw ValidationError("--part and --edited go with one file.")
    }
    let count = (source.file == nil ? 0 : 1) + others.count
    guard open == 1 || (1...max(1, count)).contains(open) else {
      throw ValidationError("--open is between 1 and \(max(1, count)).")
    }
    guard skip >= 0 else { throw ValidationError("--skip is 0 or more.") }
  }

  private var scope: Metrics.Scope { all ? .corpus : .text }

  private func names(_ measures: [Measure]) -> String { measures.map(\.rawValue).joined(separator: ", ") }

  func run() throws {
    var setup = SettledScreen.Setup()
    if !others.isEmpty {
      setup.files = [source.file].compactMap { $0 } + others
      setup.place = open - 1
    }
    setup.choose = { $0.metrics = Metrics(scope: scope, section: section, skipped: skip, sort: sort) }
    try output.write(SettledScreen(source, view: .metrics, setup))
  }
}

extension Metrics.Section: ExpressibleByArgument {}

extension Measure: ExpressibleByArgument {}
