import ArgumentParser

/// `tokview export explain`: how two tokenizers come to their tokens at a place.
struct ExportExplain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "The explain view: the steps to the tokens at --cursor.",
    discussion: """
      The base is on the left, the tokenizer that the view follows on the right. tsv has one line for each step; json has one object of schema \
      tokview/explain/1 for each side.
      """)

  @OptionGroup var source: ExportSource

  @Option(help: ArgumentHelp("Last step that is shown, from 0.", valueName: "N"))
  var step = 0

  @OptionGroup var output: ExportOutput

  mutating func validate() throws {
    guard step >= 0 else { throw ValidationError("--step is 0 or more.") }
  }

  func run() throws {
    var setup = SettledScreen.Setup()
    setup.step = step
    try output.write(SettledScreen(source, view: .explain, setup))
  }
}
