import ArgumentParser

/// `tokview export`: a view as a file, without a terminal.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes a view as a file, without a terminal.",
    subcommands: [
      ExportCompare.self, ExportAttention.self, ExportWords.self, ExportRouting.self, ExportLens.self, ExportTerms.self,
      ExportDamage.self, ExportMetrics.self, ExportSeam.self, ExportExplain.self, ExportVocabulary.self,
    ])
}
