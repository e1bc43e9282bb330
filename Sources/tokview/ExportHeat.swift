import Analysis
import ArgumentParser
import Explorer
import Export

/// `tokview export attn`: attention as a matrix.
struct ExportAttention: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attn", abstract: "The attention of the model on a tokenizer's pieces.",
    discussion: """
      tsv has one line for each query and one column for each key; json is one object of schema tokview/attention/1. Long texts are read in \
      windows of 512 tokens around --cursor, and all is all of that window.
      """)

  @OptionGroup var source: ExportSource
  @OptionGroup var heat: HeatOptions
  @OptionGroup var place: KeyOptions

  @Option(help: "labelled, dense or grid.")
  var form: HeatSettings.Form = .labelled

  @OptionGroup var output: ExportOutput

  func run() throws {
    var settings = heat.settings()
    settings.form = form
    settings.key = place.key?.cursor ?? settings.key
    try HeatExport(source, heat, view: .attention, settings).write(to: output)
  }
}

/// `tokview export words`: the attention of one token on the text.
struct ExportWords: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "words", abstract: "The text shaded by what the token at --cursor looks at.",
    discussion: "tsv has one line for each token with its weight; json is one object of schema tokview/words/1.")

  @OptionGroup var source: ExportSource
  @OptionGroup var heat: HeatOptions
  @OptionGroup var place: KeyOptions

  @Option(help: "Tokens that a small cache keeps: off, importance, key-tokens or recency.")
  var budget: HeatSettings.Budget = .off

  @Option(help: ArgumentHelp("Tokens in that cache.", valueName: "N"))
  var budgetSize = HeatSettings().budgetSize

  @OptionGroup var output: ExportOutput

  mutating func validate() throws {
    guard (1...LanguageModel.longestRun).contains(budgetSize) else {
      throw ValidationError("--budget-size is between 1 and \(LanguageModel.longestRun).")
    }
  }

  func run() throws {
    var settings = heat.settings()
    settings.budget = budget
    settings.budgetSize = budgetSize
    settings.key = place.key?.cursor ?? settings.key
    try HeatExport(source, heat, view: .words, settings).write(to: output)
  }
}

/// `tokview export routing`: which experts the tokens go to.
struct ExportRouting: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "routing", abstract: "The experts of each token.",
    discussion: """
      tsv has one line for each layer and token; json is one object of schema tokview/routing/1. Policies other than plain say what would \
      happen; tsv and json hold the routing as it is.
      """)

  @OptionGroup var source: ExportSource
  @OptionGroup var heat: HeatOptions

  @Option(help: "matrix, text or classes.")
  var form: HeatSettings.RoutingForm = .matrix

  @Option(help: "plain, capacity-drop, capacity-reroute or grouped.")
  var policy: HeatSettings.Policy = .plain

  @Option(help: ArgumentHelp("Places of an expert by its fair share, for the capacity policies.", valueName: "FACTOR"))
  var capacity: Double = 1.25

  @Option(help: ArgumentHelp("Expert to follow, from 0.", valueName: "N"))
  var expert: Int?

  @Option(help: "What the bars stand for: load or probability.")
  var bars: HeatSettings.Bars = .load

  @OptionGroup var output: ExportOutput

  mutating func validate() throws {
    guard (0.25...4).contains(capacity) else { throw ValidationError("--capacity is between 0.25 and 4.") }
  }

  func run() throws {
    var settings = heat.settings()
    settings.routingForm = form
    settings.policy = policy
    settings.capacity = Int((capacity * 100).rounded())
    settings.expert = expert
    settings.bars = bars
    try HeatExport(source, heat, view: .routing, settings).write(to: output)
  }
}

/// `tokview export lens NAME`: what one lens says of a text.
struct ExportLens: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lens", abstract: "The numbers of one lens; see tokview list lenses.",
    discussion: "json is one object of schema tokview/lens/1; tsv is the same table, one row a line.")

  enum Format: String, ExpressibleByArgument, CaseIterable { case tsv, json }

  @Argument(
    help: ArgumentHelp("Name of the lens.", valueName: "NAME"), completion: .list(Lenses.all.map(\.name)))
  var lens: LensArgument

  @OptionGroup var source: ExportSource
  @OptionGroup var heat: HeatOptions

  @Option(help: "tsv or json.")
  var format: Format = .tsv

  @OptionGroup var destination: OutputOptions

  func run() throws {
    var settings = heat.settings()
    settings.lens = lens.lens.name
    let export = try HeatExport(source, heat, view: .attention, settings)
    try destination.write(ViewExport(export.screen.state).lens(lens.lens, format == .tsv ? .tsv : .json))
  }
}

/// A view of the model, of which there is something to show.
private struct HeatExport {
  let screen: SettledScreen

  init(_ source: ExportSource, _ heat: HeatOptions, view: State.View, _ settings: HeatSettings) throws {
    var setup = SettledScreen.Setup()
    setup.heat = settings
    screen = try SettledScreen(source, view: view, setup)
    try heat.check(try screen.trace())
  }

  func write(to output: ExportOutput) throws { try output.write(screen) }
}

extension HeatSettings.Budget: ExpressibleByArgument {}
extension HeatSettings.Bars: ExpressibleByArgument {}
