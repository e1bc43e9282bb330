import Analysis
import ArgumentParser
import Catalog

/// Which model a command runs.
struct ModelOptions: ParsableArguments {
  @Option(
    name: [.customLong("model"), .customLong("model-dir")],
    help: ArgumentHelp(
      "Folder with config.json, model.safetensors and tokenizer.json; the bundled model if not given.",
      valueName: "FOLDER"), completion: .directory)
  var folder: RawArgument?

  /// The same as words of a command line.
  var words: [[UInt8]] { folder.map { [Array("--model".utf8), $0.bytes] } ?? [] }
}
