import ArgumentParser
import Catalog
import Engine
import Explorer
import Export
import Glibc
import Screen
import Terminal
import UnicodeText

/// `tokview [FILE | -] ...`: the screen.
struct Explore: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore",
    abstract: "Starts the screen (also without naming the command).",
    discussion:
      "Files come before the samples in the order of [ and ]. With - the text comes from a pipe and the keys from the terminal."
  )

  @Argument(help: ArgumentHelp("Files to show; - is standard input.", valueName: "FILE"))
  var files: [RawArgument] = []

  @OptionGroup var tokenizers: TokenizerOptions
  @OptionGroup var model: ModelOptions

  @Option(
    help: ArgumentHelp("Sample to show first: its name, or its number.", valueName: "NAME|N"),
    completion: Completions.samples)
  var sample: RawArgument?

  @Option(help: ArgumentHelp("Theme; see tokview list themes.", valueName: "NAME"), completion: Completions.themes)
  var theme: RawArgument?

  @Option(
    help:
      "View to begin with: compare, attention, words, routing, metrics, terms, damage, vocabulary, seam or explain; by default what the sample asks for, else compare."
  )
  var view: State.View?

  @Flag(help: "Let the mouse move the cursor, open tabs and scroll.")
  var mouse = false

  @Flag(help: "Begin the tour: a question about each sample.")
  var tour = false

  @Option(help: "columns, rows, ruler, tint or list; by default what fits the width.")
  var layout: LayoutChoice?

  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false

  @Option(help: "auto, always, never, or at most 8, 16 or 256 colours.")
  var color: ColorChoice = .automatic

  @Option(name: .shortAndLong, help: ArgumentHelp("Folder for exports.", valueName: "FOLDER"))
  var output: RawArgument = RawArgument(bytes: Array("tokview-shots".utf8))

  @Option(help: "Split the files into documents: at each NUL byte (nul), or not at all (file).")
  var documents: DocumentSplit = .file

  mutating func validate() throws {
    if sample != nil, !files.isEmpty {
      throw ValidationError("Give either --sample or files, not both.")
    }
    if tour, !files.isEmpty { throw ValidationError("The tour goes through the samples: leave out the files.") }
    if files.filter({ $0.bytes == [0x2D] }).count > 1 {
      throw ValidationError("Standard input (-) can be shown once only.")
    }
  }

  func run() throws {
    let catalog = tokenizers.catalog()
    var shelf = try Shelf(catalog, tokenizers.names, theme: theme)
    let inputs = try InputOptions.screenInputs(files, documents) { path in
      guard let trace = try TraceDocument.open(path) else { return nil }
      shelf.add(trace, path: path)
      return trace.text
    }
    let folder = model.folder?.bytes
    // A folder that cannot be used is told before the screen opens; the bundled model is read when it is needed.
    if folder != nil { _ = try catalog.languageModel(folder) }
    let entries = shelf.sampleEntries
    var first = try sample.map { inputs.count + (try shelf.sampleIndex($0)) } ?? 0
    if tour {
      guard let start = entries.indices.first(where: { $0 >= first && entries[$0].question != nil }) else {
        throw Failure("cannot begin the tour: no sample from here on has a question")
      }
      first = start
    }
    let engine = Engine(
      Engine.Resources(
        tokenizer: shelf.tokenizer, samples: shelf.samples, inputs: inputs, recordings: shelf.recordings,
        model: { try catalog.languageModel(folder) }, exportFolder: output.bytes,
        yankFile: UserFolders().cache.map { $0 + Array("/yank.txt".utf8) }, dataFolder: tokenizers.data.folders.first,
        stateFolder: UserFolders().state),
      wake: { Waker().wake() })
    // Vocabularies are read side by side while the terminal opens.
    engine.prepare(shelf.oneOfEachVocabulary)
    // A file that cannot be opened is told before the screen opens.
    try engine.start(at: first)
    engine.recall()

    let terminal: Terminal
    do throws(TerminalError) { terminal = try Terminal.open(color: color) } catch {
      throw Failure(error.message)
    }
    let state = State(
      version: Program.version, tokenizers: shelf.entries, shown: shelf.shown,
      samples: entries, parallelSets: shelf.parallelSets,
      files: inputs.map(\.name), filePaths: inputs.map(\.path),
      model: ModelEntry(name: folder.map { VisibleText(bytes: $0[...]).string } ?? "bundled"),
      themes: shelf.themes, theme: shelf.themeIndex,
      depth: terminal.depth,
      isASCII: ascii || !terminal.isUnicode, arrangement: layout?.arrangement, view: view, position: first,
      isTour: tour, isMouseOn: mouse, notices: shelf.warnings.map { VisibleText($0) },
      exportOptions: tokenizers.words + model.words, size: terminal.size)
    var loop = ScreenLoop(state: state, engine: engine, terminal: terminal)
    loop.run()
    terminal.close()
    engine.finishExports()
    for case .failed(let line) in engine.takeEvents() { throw Failure(line.string) }
    // Threads may still be counting: that is not waited for.
    _exit(0)
  }
}

/// How the compared texts are laid out.
enum LayoutChoice: String, ExpressibleByArgument, CaseIterable {
  case columns, rows, ruler, tint, list

  var arrangement: State.Arrangement {
    switch self {
    case .columns: .columns
    case .rows, .ruler: .rows(.ruler)
    case .tint: .rows(.tint)
    case .list: .list
    }
  }
}

extension State.View: ExpressibleByArgument {}

extension ColorChoice: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}
