import Analysis
import ArgumentParser
import Catalog
import Engine
import Explorer
import Export
import Formats
import Screen
import Tokenization
import UnicodeText

/// The state of the screen once every answer has come, without a terminal or threads.
struct SettledScreen {
  /// What the commands of single views set.
  struct Setup {
    var heat = HeatSettings()
    var showsPanel = true
    var arrangement: State.Arrangement?
    var noise: Noise?
    var terms = TermTable()
    /// Last step of a derivation that is shown, from 0.
    var step = 0
    /// Entry of the vocabulary at the cursor, by its id there.
    var entry: TokenID?
    /// Byte on the first visible line.
    var top: Int?
    /// All files, where several are measured, and the place of the one that is open.
    var files: [RawArgument] = []
    var place = 0
    var choose: (inout ScreenChoices) -> Void = { _ in }
  }

  private(set) var state: State
  private let document: Document
  private let settler: Settler
  private let size: Size

  init(_ options: ExportSource, view: State.View, _ setup: Setup = Setup()) throws {
    var shelf = try Shelf(options.tokenizers.catalog(), options.tokenizers.names, theme: options.theme)
    let inputs = try InputOptions.screenInputs(setup.files, .file) { path in
      guard let trace = try TraceDocument.open(path) else { return nil }
      shelf.add(trace, path: path)
      return trace.text
    }
    var opened = try inputs.isEmpty ? options.open(shelf) : SettledScreen.open(inputs, at: setup.place)
    if inputs.isEmpty, !opened.0.isEdited, opened.0.part == nil, case .file(let path) = opened.0.source,
      let trace = try TraceDocument.open(path)
    {
      shelf.add(trace, path: path)
      opened.1 = ByteSource(name: opened.0.name.string, bytes: trace.text)
      opened.0.byteCount = trace.text.count
    }
    let (document, source) = opened
    self.document = document
    size = options.size.size
    let folder = options.model.folder?.bytes
    let catalog = shelf.catalog
    settler = Settler(
      source, tokenizer: shelf.tokenizer, recordings: shelf.recordings, samples: shelf.samples, inputs: inputs,
      model: { try catalog.languageModel(folder) })
    var position = setup.place
    var files = inputs.isEmpty ? [document.name] : inputs.map(\.name)
    if case .sample(let index) = document.source {
      files = []
      position = index
    }
    state = State(
      version: Program.version, tokenizers: shelf.entries, shown: shelf.shown, samples: shelf.sampleEntries,
      parallelSets: shelf.parallelSets, files: files,
      model: ModelEntry(name: folder.map { VisibleText(bytes: $0[...]).string } ?? "bundled"),
      themes: shelf.themes, theme: shelf.themeIndex, depth: options.color.depth(noColor: nil, colors: 256),
      isASCII: options.ascii, arrangement: setup.arrangement, view: view, heat: setup.heat,
      showsPanel: setup.showsPanel, noise: setup.noise, terms: setup.terms, position: position,
      exportOptions: options.tokenizers.words + options.model.words, size: size)
    var choices = try options.choices(columns: state.columns.count)
    setup.choose(&choices)
    state.choose(choices)
    let place = options.window ?? options.cursor ?? 0
    let window = try WindowReader().window(of: source, around: place)
    try settle(state.handle(.opened(document, window: window, offset: place, generation: 0)))
    if let cursor = options.cursor { try settle(state.go(to: cursor)) }
    if let top = setup.top { try settle(state.scroll(to: top)) }
    if let search = options.search {
      guard let effects = state.mark(String(decoding: search.bytes, as: UTF8.self)) else {
        throw ValidationError("--search needs a text, \\=ID, \\x HEX or \\differs.")
      }
      try settle(effects)
    }
    state.show(step: setup.step)
    if let entry = setup.entry {
      guard let effects = state.show(entry: entry) else {
        throw Failure("cannot show the entry \(entry): it is not listed (all: --show all, without --kind and --find)")
      }
      try settle(effects)
    }
    var digest = SHA256()
    var reader = PieceReader(source, pieceSize: 1 << 20, limit: 1 << 20)
    while let piece = try reader.next() { piece.withUnsafeBufferPointer { digest.update($0) } }
    _ = state.handle(.digested(String(Hexadecimal.string(digest.finalize()).prefix(12)), generation: 0))
  }

  private static func open(_ inputs: [Engine.Input], at place: Int) throws -> (Document, ByteSource) {
    guard inputs.indices.contains(place) else { throw ValidationError("--open is between 1 and \(inputs.count).") }
    let source = try inputs[place].open()
    let count = try source.wait(forBytes: .max)
    return (Document(source: inputs[place].source, name: inputs[place].name, note: "", byteCount: count), source)
  }

  private mutating func settle(_ effects: [Effect]) throws { try settler.carryOut(effects, on: &state) }

  /// The view in a format.
  func bytes(_ format: ExportFormat, isFull: Bool) throws -> [UInt8] {
    try settler.bytes(of: state, format, size: size, isFull: isFull)
  }

  /// What the model made of the first column.
  func trace() throws -> PieceTrace {
    guard let trace = state.trace else { throw Failure("cannot show \(document.name.string): the text is empty") }
    return trace
  }
}
