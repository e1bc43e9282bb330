import ArgumentParser
import Explorer

/// `tokview export compare`: segmentations side by side.
struct ExportCompare: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "The compare view: segmentations side by side, and the model's panel.",
    discussion: """
      txt is the screen of the given size without colour, as x writes it; ans, html and svg have its colours. tsv has one line for each token \
      of each tokenizer; json is one object of schema tokview/compare/1. The same input, version and size give the same bytes.
      """)

  @OptionGroup var source: ExportSource

  @Option(help: "columns, rows, ruler, tint or list; by default what fits the width.")
  var layout: LayoutChoice?

  @Flag(inversion: .prefixedNo, help: "With the model's panel.")
  var panel = true

  @Flag(help: "With the details of the token at the cursor.")
  var inspector = false

  @Flag(help: "With the bytes in hexadecimal.")
  var hex = false

  @Flag(inversion: .prefixedNo, help: "With marks for spaces, tabs and line ends.")
  var invisibles = true

  @Option(help: ArgumentHelp("Byte on the first visible line, as far as the cursor stays in sight.", valueName: "BYTE"))
  var top: Int?

  @Option(help: ArgumentHelp("The first tokenizer in sight among those shown, from 1.", valueName: "N"))
  var firstColumn = 1

  @Option(help: ArgumentHelp("Lens beside the tokens; see tokview list lenses.", valueName: "NAME"))
  var lens: LensArgument?

  @OptionGroup var heat: HeatOptions
  @OptionGroup var output: ExportOutput

  mutating func validate() throws {
    guard firstColumn >= 1 else { throw ValidationError("--first-column counts from 1.") }
    if let top, top < 0 { throw ValidationError("--top counts bytes from 0.") }
  }

  func run() throws {
    var setup = SettledScreen.Setup()
    setup.heat = heat.settings()
    if let lens { setup.heat.lens = lens.lens.name }
    // Data has nothing of the model.
    setup.showsPanel = panel && output.format.isPicture
    setup.arrangement = layout?.arrangement
    setup.top = top
    setup.choose = { choices in
      choices.showsInspector = inspector
      choices.showsHex = hex
      choices.showsInvisibles = invisibles
      choices.firstShown = firstColumn - 1
    }
    let screen = try SettledScreen(source, view: .compare, setup)
    if let trace = screen.state.trace { try heat.check(trace) }
    try output.write(screen)
  }
}
