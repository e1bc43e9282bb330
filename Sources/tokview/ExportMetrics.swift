import Analysis
import ArgumentParser
import Explorer
import Export
import Formats
import UnicodeText

/// `tokview export metrics`: the metrics view as a screen, a table or data.
struct ExportMetrics: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "metrics", abstract: "What each tokenizer makes of a text: the metrics view.",
    discussion: """
      txt is the screen of the given size without colour; tsv has one line for each tokenizer; json is one object of schema \
      tokview/metrics/1. All counts are of the whole text, agreement is of the part around --cursor, and bits per byte are of the model's \
      window of 512 tokens there.
      """)

  @OptionGroup var source: ExportSource

  @Option(help: "txt, tsv or json.")
  var format: HeatFormat = .txt

  @Option(
    help:
      "With txt: the section at the top: along, agreement, words, balance, lengths or parity; with --all also texts.")
  var section: Metrics.Section?

  @Flag(help: "With txt: all samples together instead of one text.")
  var all = false

  @OptionGroup var destination: OutputOptions

  mutating func validate() throws {
    if all, format != .txt { throw ValidationError("--all needs --format txt.") }
    if let section, !section.isIn(scope) {
      throw ValidationError(
        "The section \(section.rawValue) is \(all ? "of one text (without --all)" : "of all texts (--all)").")
    }
  }

  private var scope: Metrics.Scope { all ? .corpus : .text }

  func run() throws {
    let shelf = try Shelf(source.tokenizers.data.catalog(), source.tokenizers.names)
    let screen = try SettledScreen(source, shelf, view: .metrics, metrics: scope, section: section)
    switch format {
    case .txt: try destination.write(Array(screenText(screen.state, size: source.size.size).utf8))
    case .tsv: try destination.write(Array(report(screen.state).table.utf8))
    case .json: try destination.write(JSONWriter.bytes(of: report(screen.state).json) + [0x0A])
    }
  }

  private func report(_ state: State) -> MetricsReport {
    let rows = state.shown.compactMap { column -> MetricsReport.Row? in
      let id = state.columns[column].id
      guard let measurement = state.measurement(of: column) else { return nil }
      return MetricsReport.Row(
        id, measurement.metrics, measurement.distribution, vocabularyCount: measurement.vocabularyCount,
        bits: state.bits(of: column).map { MetricsReport.Bits(bytes: $0.bytes, perByte: $0.perByte) },
        parity: state.parity(of: column))
    }
    let window = state.page?.window
    return MetricsReport(
      document: state.document?.name.string ?? "", digest: state.document?.digest, rows,
      base: 0, alignment: state.layout?.alignment, window: (window?.start ?? 0)..<(window?.end ?? 0),
      sets: state.parallelSets)
  }
}

extension Metrics.Section: ExpressibleByArgument {}
