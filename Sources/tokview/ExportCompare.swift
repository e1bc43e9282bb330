import ArgumentParser
import Catalog
import Engine
import Explorer
import Export
import Formats
import Screen
import Tokenization
import UnicodeText

/// `tokview export compare`: the compare view as text, or its data as JSON.
struct ExportCompare: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "The compare view: segmentations side by side.",
    discussion: """
      txt is the screen of the given size without colour, as x writes it. json is one object of schema tokview/compare/1 \
      over the whole text. The same input, version and size give the same bytes.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case txt, json }

  /// Bytes of text that json takes: every token becomes an object in memory.
  private static let largestText = 16 << 20

  @Argument(help: ArgumentHelp("File to show; - is standard input. Without one a sample is shown.", valueName: "FILE"))
  var file: RawArgument?

  @Option(help: ArgumentHelp("Sample to show: its name, or its number.", valueName: "NAME|N"))
  var sample: RawArgument?

  @Option(parsing: .unconditional, help: ArgumentHelp("Take STR itself as the text, byte for byte.", valueName: "STR"))
  var text: RawArgument?

  @Option(help: "txt or json.")
  var format: Format = .txt

  @Option(help: ArgumentHelp("Columns and lines of the screen.", valueName: "WxH"))
  var size: SizeArgument = SizeArgument(size: Size(width: 80, height: 24))

  @Option(help: "columns, rows, ruler or tint; by default what fits the width.")
  var layout: LayoutChoice?

  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false

  @OptionGroup var tokenizers: TokenizerOptions
  @OptionGroup var destination: OutputOptions

  mutating func validate() throws {
    if [file != nil, sample != nil, text != nil].filter({ $0 }).count > 1 {
      throw ValidationError("Give one of FILE, --sample and --text.")
    }
  }

  func run() throws {
    let shelf = try Shelf(tokenizers.data.catalog(), tokenizers.names)
    let (document, source) = try open(shelf)
    switch format {
    case .txt: try destination.write(Array(try picture(document, source, shelf).utf8))
    case .json: try destination.write(JSONWriter.bytes(of: try report(document, source, shelf)) + [0x0A])
    }
  }

  private func open(_ shelf: Shelf) throws -> (Document, ByteSource) {
    if let text { return named("text", ByteSource(name: "text", bytes: text.bytes), .standardInput) }
    if let file, file.bytes == [0x2D] {
      let source = ByteSource.standardInput()
      _ = try source.wait(forBytes: .max)
      return named("standard input", source, .standardInput)
    }
    if let file {
      let name = VisibleText(bytes: file.bytes[...])
      return named(name, try ByteSource.file(path: file.bytes), .file(path: file.bytes))
    }
    let index = try sample.map(shelf.sampleIndex) ?? 0
    let sample = shelf.samples[index]
    let source = ByteSource(name: sample.name, bytes: sample.bytes)
    let document = Document(
      source: .sample(index), name: VisibleText(sample.name), note: VisibleText(sample.note),
      byteCount: source.byteCount)
    return (document, source)
  }

  private func named(_ name: VisibleText, _ source: ByteSource, _ kind: Document.Source) -> (Document, ByteSource) {
    (Document(source: kind, name: name, note: "", byteCount: source.byteCount), source)
  }

  private func picture(_ document: Document, _ source: ByteSource, _ shelf: Shelf) throws -> String {
    var position = 0
    var files = [document.name]
    if case .sample(let index) = document.source {
      files = []
      position = index
    }
    var state = State(
      version: Program.version, tokenizers: shelf.entries, shown: shelf.shown, samples: shelf.sampleEntries,
      files: files,
      isASCII: ascii, arrangement: layout?.arrangement, position: position, size: size.size)
    let window = try WindowReader().window(of: source, around: 0)
    var waiting = state.handle(.opened(document, window: window, offset: 0, generation: 0))
    var digest = SHA256()
    var reader = PieceReader(source, pieceSize: 1 << 20, limit: 1 << 20)
    while let piece = try reader.next() { piece.withUnsafeBufferPointer { digest.update($0) } }
    while !waiting.isEmpty {
      var next: [Effect] = []
      for effect in waiting {
        switch effect {
        case .segment(let ids, let window, let generation):
          for id in ids {
            let segmentation = try shelf.tokenizer(id).segmentation(of: window.bytes)
            next += state.handle(.segmented(tokenizer: id, segmentation, generation: generation))
          }
        case .count(let ids, let generation):
          for id in ids {
            let tokens = try count(source, shelf.tokenizer(id))
            next += state.handle(
              .counted(tokenizer: id, tokens: tokens, bytes: source.byteCount, generation: generation))
          }
        default: break
        }
      }
      waiting = next
    }
    _ = state.handle(.digested(String(Hexadecimal.string(digest.finalize()).prefix(12)), generation: 0))
    return screenText(state, size: size.size)
  }

  private func count(_ source: ByteSource, _ tokenizer: any Tokenizer) throws -> Int {
    var reader = PieceReader(source)
    var ids: [TokenID] = []
    var tokens = 0
    while let piece = try reader.next() {
      ids.removeAll(keepingCapacity: true)
      piece.withUnsafeBufferPointer { tokenizer.encode($0, into: &ids) }
      tokens += ids.count
    }
    return tokens
  }

  private func report(_ document: Document, _ source: ByteSource, _ shelf: Shelf) throws -> JSONValue {
    guard source.byteCount <= ExportCompare.largestText else {
      throw Failure(
        "cannot compare \(document.name.string) as JSON: it has more than \(ExportCompare.largestText) bytes "
          + "(use tokview encode --json)")
    }
    let text = try source.read(0..<source.byteCount)
    let ids = shelf.shown ?? shelf.entries.filter(\.isDefault).map(\.id)
    let rows = try ids.map { id in
      ComparisonReport.Row(id: id, segmentation: try shelf.tokenizer(id).segmentation(of: text))
    }
    return ComparisonReport(
      document: document.name.string, digest: SHA256.hexadecimal(text), text: text, rows: rows
    ).json
  }
}

/// A size as `80x24`.
struct SizeArgument: ExpressibleByArgument {
  let size: Size

  init(size: Size) { self.size = size }

  init?(argument: String) {
    let parts = argument.split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]), (1...2_000).contains(width),
      (1...2_000).contains(height)
    else { return nil }
    size = Size(width: width, height: height)
  }

  var defaultValueDescription: String { "\(size.width)x\(size.height)" }
}
