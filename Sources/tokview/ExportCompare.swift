import ArgumentParser
import Engine
import Explorer
import Export
import Formats
import UnicodeText

/// `tokview export compare`: the compare view as text, or its data as JSON.
struct ExportCompare: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "The compare view: segmentations side by side, and the model's panel.",
    discussion: """
      txt is the screen of the given size without colour, as x writes it. json is one object of schema tokview/compare/1 \
      over the whole text. The same input, version and size give the same bytes.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case txt, json }

  /// Bytes of text that json takes: every token becomes an object in memory.
  private static let largestText = 16 << 20

  @OptionGroup var source: ExportSource

  @Option(help: "txt or json.")
  var format: Format = .txt

  @Option(help: "columns, rows, ruler or tint; by default what fits the width.")
  var layout: LayoutChoice?

  @Flag(inversion: .prefixedNo, help: "With the model's panel.")
  var panel = true

  @Option(help: ArgumentHelp("Lens beside the tokens; see tokview list lenses.", valueName: "NAME"))
  var lens: LensArgument?

  @OptionGroup var heat: HeatOptions
  @OptionGroup var destination: OutputOptions

  func run() throws {
    let shelf = try Shelf(source.tokenizers.data.catalog(), source.tokenizers.names)
    switch format {
    case .txt:
      var settings = heat.settings()
      if let lens { settings.lens = lens.lens.name }
      let screen = try SettledScreen(
        source, shelf, view: .compare, heat: settings, showsPanel: panel, arrangement: layout?.arrangement)
      if panel, let trace = screen.state.trace { try heat.check(trace) }
      try destination.write(Array(screenText(screen.state, size: source.size.size).utf8))
    case .json:
      let (document, bytes) = try source.open(shelf)
      try destination.write(JSONWriter.bytes(of: try report(document, bytes, shelf)) + [0x0A])
    }
  }

  private func report(_ document: Document, _ source: ByteSource, _ shelf: Shelf) throws -> JSONValue {
    guard source.byteCount <= ExportCompare.largestText else {
      throw Failure(
        "cannot compare \(document.name.string) as JSON: it has more than \(ExportCompare.largestText) bytes "
          + "(use tokview encode --json)")
    }
    let text = try source.read(0..<source.byteCount)
    let ids = shelf.shown ?? shelf.entries.filter(\.isDefault).map(\.id)
    let rows = try ids.map { id in
      ComparisonReport.Row(id: id, segmentation: try shelf.tokenizer(id).segmentation(of: text))
    }
    return ComparisonReport(
      document: document.name.string, digest: SHA256.hexadecimal(text), text: text, rows: rows
    ).json
  }
}
