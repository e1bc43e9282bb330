import Analysis
import ArgumentParser
import Explorer
import Export

/// `tokview export damage`: the damage view as text.
struct ExportDamage: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "damage", abstract: "The damage view as text.",
    discussion: """
      The screen of the given size without colour, as x writes it. A sample of a pair shows the pair. The numbers as JSON: tokview damage \
      --json.
      """)

  @OptionGroup var source: ExportSource

  @Option(help: "typo, look-alike or ocr.")
  var kind: NoiseKind = .ocr

  @Option(help: ArgumentHelp("How many of a hundred characters that can be changed are, 0 to 100.", valueName: "P"))
  var rate = 5

  @Option(help: ArgumentHelp("Number that the errors depend on, from 0.", valueName: "N"))
  var seed = 1

  @OptionGroup var destination: OutputOptions

  mutating func validate() throws {
    guard (0...100).contains(rate) else { throw ValidationError("--rate is between 0 and 100.") }
    guard seed >= 0 else { throw ValidationError("--seed is 0 or more.") }
  }

  func run() throws {
    let shelf = try Shelf(source.tokenizers.data.catalog(), source.tokenizers.names)
    let noise = Noise(kind: kind, rate: Double(rate), seed: UInt64(seed))
    let screen = try SettledScreen(source, shelf, view: .damage, noise: noise)
    try destination.write(Array(screenText(screen.state, size: source.size.size).utf8))
  }
}
