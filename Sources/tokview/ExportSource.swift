import ArgumentParser
import Engine
import Explorer
import Screen
import UnicodeText

/// What an export shows, and on a screen of which size.
struct ExportSource: ParsableArguments {
  @Argument(help: ArgumentHelp("File to show; - is standard input. Without one a sample is shown.", valueName: "FILE"))
  var file: RawArgument?

  @Option(help: ArgumentHelp("Sample to show: its name, or its number.", valueName: "NAME|N"))
  var sample: RawArgument?

  @Option(parsing: .unconditional, help: ArgumentHelp("Take STR itself as the text, byte for byte.", valueName: "STR"))
  var text: RawArgument?

  @Option(help: ArgumentHelp("Columns and lines of the screen.", valueName: "WxH"))
  var size: SizeArgument = SizeArgument(size: Size(width: 80, height: 24))

  @Option(
    help: ArgumentHelp(
      "Byte of the text that the cursor stands on; by default the first difference.", valueName: "BYTE"))
  var cursor: Int?

  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false

  @OptionGroup var tokenizers: TokenizerOptions
  @OptionGroup var model: ModelOptions

  mutating func validate() throws {
    if [file != nil, sample != nil, text != nil].filter({ $0 }).count > 1 {
      throw ValidationError("Give one of FILE, --sample and --text.")
    }
    if let cursor, cursor < 0 { throw ValidationError("--cursor counts bytes from 0.") }
  }

  func open(_ shelf: Shelf) throws -> (Document, ByteSource) {
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
      byteCount: source.byteCount, pair: sample.pair)
    return (document, source)
  }

  private func named(_ name: VisibleText, _ source: ByteSource, _ kind: Document.Source) -> (Document, ByteSource) {
    (Document(source: kind, name: name, note: "", byteCount: source.byteCount), source)
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
