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
    /// Byte on the first visible line.
    var top: Int?
    var choose: (inout ScreenChoices) -> Void = { _ in }
  }

  private(set) var state: State
  private let document: Document
  private let settler: Settler
  private let size: Size

  init(_ options: ExportSource, view: State.View, _ setup: Setup = Setup()) throws {
    var shelf = try Shelf(options.tokenizers.catalog(), options.tokenizers.names, theme: options.theme)
    var opened = try options.open(shelf)
    if case .file(let path) = opened.0.source, let trace = try TraceDocument.open(path) {
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
      source, tokenizer: shelf.tokenizer, recordings: shelf.recordings, samples: shelf.samples,
      model: { try catalog.languageModel(folder) })
    var position = 0
    var files = [document.name]
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
    state.show(step: setup.step)
    var digest = SHA256()
    var reader = PieceReader(source, pieceSize: 1 << 20, limit: 1 << 20)
    while let piece = try reader.next() { piece.withUnsafeBufferPointer { digest.update($0) } }
    _ = state.handle(.digested(String(Hexadecimal.string(digest.finalize()).prefix(12)), generation: 0))
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
