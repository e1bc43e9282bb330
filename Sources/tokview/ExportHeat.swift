import Analysis
import ArgumentParser
import Explorer
import Export
import Formats

/// Formats of a view of the model.
enum HeatFormat: String, ExpressibleByArgument, CaseIterable { case txt, tsv, json }

/// `tokview export attn`: attention as a screen, a table or data.
struct ExportAttention: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attn", abstract: "The attention of the model on the first tokenizer's pieces.",
    discussion: """
      txt is the screen of the given size without colour; tsv has one line for each query and one column for each key; json is one \
      object of schema tokview/attention/1. Long texts are read in windows of 512 tokens around --cursor.
      """)

  @OptionGroup var source: ExportSource
  @OptionGroup var heat: HeatOptions

  @Option(help: "labelled, dense or grid.")
  var form: HeatSettings.Form = .labelled

  @Option(help: "txt, tsv or json.")
  var format: HeatFormat = .txt

  @OptionGroup var destination: OutputOptions

  func run() throws {
    var settings = heat.settings()
    settings.form = form
    try HeatExport(source, heat, view: .attention, settings).write(format, to: destination) { try AttentionReport($0) }
  }
}

/// `tokview export words`: the attention of one token on the text.
struct ExportWords: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "words", abstract: "The text shaded by what the token at --cursor looks at.",
    discussion: """
      txt is the screen of the given size without colour; tsv has one line for each token with its weight; json is one object of \
      schema tokview/words/1.
      """)

  @OptionGroup var source: ExportSource
  @OptionGroup var heat: HeatOptions

  @Option(help: "txt, tsv or json.")
  var format: HeatFormat = .txt

  @OptionGroup var destination: OutputOptions

  func run() throws {
    try HeatExport(source, heat, view: .words, heat.settings()).write(format, to: destination) { try WordsReport($0) }
  }
}

/// `tokview export routing`: which experts the tokens go to.
struct ExportRouting: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "routing", abstract: "The experts of each token.",
    discussion: """
      txt is the screen of the given size without colour; tsv has one line for each layer and token; json is one object of schema \
      tokview/routing/1. Policies other than plain say what would happen; tsv and json hold the routing as it is.
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

  @Option(help: "txt, tsv or json.")
  var format: HeatFormat = .txt

  @OptionGroup var destination: OutputOptions

  mutating func validate() throws {
    guard (0.25...4).contains(capacity) else { throw ValidationError("--capacity is between 0.25 and 4.") }
  }

  func run() throws {
    var settings = heat.settings()
    settings.routingForm = form
    settings.policy = policy
    settings.capacity = Int((capacity * 100).rounded())
    settings.expert = expert
    try HeatExport(source, heat, view: .routing, settings).write(format, to: destination) { try RoutingReport($0) }
  }
}

/// `tokview export lens NAME`: what one lens says of a text.
struct ExportLens: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lens", abstract: "The numbers of one lens; see tokview list lenses.",
    discussion: "json is one object of schema tokview/lens/1; tsv is the same table, one row a line.")

  enum Format: String, ExpressibleByArgument, CaseIterable { case tsv, json }

  @Argument(help: ArgumentHelp("Name of the lens.", valueName: "NAME"))
  var lens: LensArgument

  @OptionGroup var source: ExportSource
  @OptionGroup var heat: HeatOptions

  @Option(help: "tsv or json.")
  var format: Format = .tsv

  @OptionGroup var destination: OutputOptions

  func run() throws {
    var settings = heat.settings()
    settings.lens = lens.lens.name
    let lens = lens.lens
    try HeatExport(source, heat, view: .attention, settings).write(format == .tsv ? .tsv : .json, to: destination) {
      try LensReport($0, lens)
    }
  }
}

/// A view of the model in one of its formats.
private struct HeatExport {
  let screen: SettledScreen
  let source: ExportSource
  let heat: HeatOptions

  init(_ source: ExportSource, _ heat: HeatOptions, view: State.View, _ settings: HeatSettings) throws {
    self.source = source
    self.heat = heat
    let shelf = try Shelf(source.tokenizers.data.catalog(), source.tokenizers.names)
    screen = try SettledScreen(source, shelf, view: view, heat: settings)
  }

  func write(
    _ format: HeatFormat, to destination: OutputOptions, _ report: (HeatSubject) throws -> any HeatReport
  ) throws {
    let trace = try screen.trace()
    try heat.check(trace)
    let state = screen.state
    guard format != .txt else {
      return try destination.write(Array(screenText(state, size: source.size.size).utf8))
    }
    let subject = HeatSubject(
      document: state.document?.name.string ?? "", tokenizer: state.columns[state.active].id, text: screen.text,
      trace: trace, place: state.lensPlace, plane: state.attentionPlane)
    let made = try report(subject)
    try destination.write(format == .json ? JSONWriter.bytes(of: made.json) + [0x0A] : Array(made.table.utf8))
  }
}
