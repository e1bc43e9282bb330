import ArgumentParser

/// `tokview export seam`: both sides of a place encoded apart and together.
struct ExportSeam: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seam", abstract: "The seam view: both sides of --cursor encoded apart and together.",
    discussion: """
      At most 2,000 bytes are read on each side. tsv has one line for each tokenizer; json has one object of schema tokview/seam/1 for each, as \
      tokview seam --json writes them.
      """)

  @OptionGroup var source: ExportSource
  @OptionGroup var output: ExportOutput

  func run() throws { try output.write(SettledScreen(source, view: .seam)) }
}
