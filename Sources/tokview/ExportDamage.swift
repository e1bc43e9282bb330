import Analysis
import ArgumentParser
import Explorer

/// `tokview export damage`: which cuts stay in place in a damaged text.
struct ExportDamage: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "damage", abstract: "The damage view: cuts that stay in place in a damaged text.",
    discussion: """
      A sample of a pair shows the pair; of a text longer than 4,000 bytes the part around the cursor is damaged. tsv has one line for each \
      tokenizer; json has one object of schema tokview/damage/1 for each, as tokview damage --json writes them.
      """)

  @OptionGroup var source: ExportSource

  @Option(help: "typo, look-alike or ocr.")
  var kind: NoiseKind = .ocr

  @Option(help: ArgumentHelp("How many of a hundred characters that can be changed are, 0 to 100.", valueName: "P"))
  var rate = 5

  @Option(help: ArgumentHelp("Number that the errors depend on, from 0.", valueName: "N"))
  var seed = 1

  @OptionGroup var output: ExportOutput

  mutating func validate() throws {
    guard (0...100).contains(rate) else { throw ValidationError("--rate is between 0 and 100.") }
    guard seed >= 0 else { throw ValidationError("--seed is 0 or more.") }
  }

  func run() throws {
    var setup = SettledScreen.Setup()
    setup.noise = Noise(kind: kind, rate: Double(rate), seed: UInt64(seed))
    try output.write(SettledScreen(source, view: .damage, setup))
  }
}
