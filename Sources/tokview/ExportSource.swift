import ArgumentParser
import Engine
import Explorer
import Screen
import UnicodeText

/// What an export shows, and on a screen of which size.
struct ExportSource: ParsableArguments {
  @Argument(help: ArgumentHelp("File to show; - is standard input. Without one a sample is shown.", valueName: "FILE"))
  var file: RawArgument?

  @Option(
    help: ArgumentHelp("Sample to show: its name, or its number.", valueName: "NAME|N"), completion: Completions.samples
  )
  var sample: RawArgument?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Take STR itself as the text, byte for byte.", valueName: "STR"),
    completion: .default)
  var text: RawArgument?

  @Option(help: ArgumentHelp("Show this document of FILE, which is split at NUL bytes, from 1.", valueName: "N"))
  var part: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Show STR in place of the text, as an edit of it, byte for byte.", valueName: "STR"),
    completion: .default)
  var edited: RawArgument?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Mark what is searched for: text, \\=ID a token, \\x HEX bytes, \\differs where the tokenizers differ.",
      valueName: "PATTERN"), completion: .default)
  var search: RawArgument?

  @Option(help: ArgumentHelp("Columns and lines of the screen.", valueName: "WxH"))
  var size: SizeArgument = SizeArgument(size: Size(width: 80, height: 24))

  @Option(help: ArgumentHelp("Theme of ans, html and svg; see tokview list themes.", valueName: "NAME"))
  var theme: RawArgument?

  @Option(help: "Colours of ans, html and svg: 256, 16, 8 or never.")
  var color: ColorChoice = .always

  @Option(
    help: ArgumentHelp(
      "Byte of the text that the cursor stands on; by default the first difference.", valueName: "BYTE"))
  var cursor: Int?

  @Option(
    help: ArgumentHelp(
      "Byte around which a long text is read, 32 KiB at once; by default that of the cursor.", valueName: "BYTE"))
  var window: Int?

  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false

  @Option(help: ArgumentHelp("Place of the tokenizer that the view follows, from 1.", valueName: "N"))
  var active: Int?

  @Option(help: ArgumentHelp("Place of the tokenizer that counts are compared with, from 1.", valueName: "N"))
  var base: Int?

  @Option(help: ArgumentHelp("Do not show the tokenizer at this place, from 1; may be repeated.", valueName: "N"))
  var hide: [Int] = []

  @OptionGroup var tokenizers: TokenizerOptions
  @OptionGroup var model: ModelOptions

  mutating func validate() throws {
    if [file != nil, sample != nil, text != nil].filter({ $0 }).count > 1 {
      throw ValidationError("Give one of FILE, --sample and --text.")
    }
    if let part {
      guard part >= 1 else { throw ValidationError("--part counts from 1.") }
      guard file != nil else { throw ValidationError("--part needs a FILE.") }
    }
    if let cursor, cursor < 0 { throw ValidationError("--cursor counts bytes from 0.") }
    if let window, window < 0 { throw ValidationError("--window counts bytes from 0.") }
    if ([active, base].compactMap { $0 } + hide).contains(where: { $0 < 1 }) {
      throw ValidationError("--active, --base and --hide count from 1.")
    }
  }

  /// What is done to the columns.
  ///
  /// - Throws: for places where none is.
  func choices(columns: Int) throws -> ScreenChoices {
    for place in [active, base].compactMap({ $0 }) + hide where place > columns {
      throw ValidationError("There is no tokenizer \(place), only \(columns).")
    }
    var choices = ScreenChoices()
    choices.active = active.map { $0 - 1 }
    choices.base = base.map { $0 - 1 }
    choices.hidden = Set(hide.map { $0 - 1 })
    return choices
  }

  /// The document, and its bytes with what was done to it.
  func open(_ shelf: Shelf) throws -> (Document, ByteSource) {
    if let edited {
      let original = try original(shelf, isRead: false).0
      let source = ByteSource(name: original.name.string, bytes: edited.bytes)
      let document = Document(
        source: original.source, name: original.name, note: original.note, byteCount: source.byteCount, isEdited: true,
        part: original.part)
      return (document, source)
    }
    return try original(shelf)
  }

  /// - Parameter isRead: false where its bytes are not asked for.
  private func original(_ shelf: Shelf, isRead: Bool = true) throws -> (Document, ByteSource) {
    if let part, let file { return try self.part(part, of: file, isRead: isRead) }
    if !isRead, let file {
      let isInput = file.bytes == [0x2D]
      return named(
        isInput ? "standard input" : VisibleText(bytes: file.bytes[...]), ByteSource(name: "", bytes: []),
        isInput ? .standardInput : .file(path: file.bytes))
    }
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

  private func part(_ part: Int, of file: RawArgument, isRead: Bool) throws -> (Document, ByteSource) {
    let inputs = try InputOptions.screenInputs([file], .nul)
    guard inputs.indices.contains(part - 1) else {
      throw Failure(
        "cannot show document \(part) of \(VisibleText(bytes: file.bytes[...]).string): it has \(inputs.count)")
    }
    let input = inputs[part - 1]
    let source = try input.open()
    let document = Document(
      source: input.source, name: input.name, note: "", byteCount: source.byteCount, part: input.part)
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
