import ArgumentParser
import Explorer

/// As what an export is written, and where.
struct ExportOutput: ParsableArguments {
  @Option(help: "txt, ans, html, svg, tsv or json.")
  var format: ExportFormat = .txt

  @Flag(help: "All of the text rather than what the size shows; tsv and json are always of all.")
  var full = false

  @OptionGroup var destination: OutputOptions

  func write(_ screen: SettledScreen) throws {
    try destination.write(try screen.bytes(format, isFull: full))
  }
}

extension ExportFormat: ExpressibleByArgument {}
