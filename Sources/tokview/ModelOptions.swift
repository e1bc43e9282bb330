import Analysis
import ArgumentParser
import Catalog

/// Which model a command runs.
struct ModelOptions: ParsableArguments {
  @Option(
    name: [.customLong("model"), .customLong("model-dir")],
    help: ArgumentHelp(
      "Folder with config.json, model.safetensors and tokenizer.json; the bundled model if not given.",
      valueName: "FOLDER"))
  var folder: RawArgument?
}
