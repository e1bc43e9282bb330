import ArgumentParser
import Engine
import Explorer
import Glibc
import Tokenization
import UnicodeText

/// Where the text of a command comes from.
struct InputOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp("Files to read; - is standard input, which is also read when none is given.", valueName: "FILE"))
  var files: [RawArgument] = []

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Take STR itself as the text, byte for byte.", valueName: "STR"),
    completion: .default)
  var text: RawArgument?

  @Option(help: "Split the input into documents: at each NUL byte (nul), or not at all (file).")
  var documents: DocumentSplit = .file

  mutating func validate() throws {
    if text != nil, !files.isEmpty { throw ValidationError("Give either --text or files, not both.") }
    if files.filter({ $0.bytes == [0x2D] }).count > 1 {
      throw ValidationError("Standard input (-) can be read once only.")
    }
  }

  /// Calls `body` with each document in order.
  func forEachDocument(_ body: (InputDocument) throws -> Void) throws {
    if let text {
      try split(ByteSource(name: "text", bytes: text.bytes), name: "text", body)
    } else if files.isEmpty {
      try split(InputOptions.standardInput(), name: "-", body)
    }
    for file in files {
      let isInput = file.bytes == [0x2D]
      let source = isInput ? try InputOptions.standardInput() : try ByteSource.file(path: file.bytes)
      try split(source, name: isInput ? "-" : VisibleText(bytes: file.bytes[...]).string, body)
    }
  }

  /// The files as documents of the screen.
  ///
  /// - Parameter traceText: the text of a file that is a trace, nil for any other file.
  static func screenInputs(
    _ files: [RawArgument], _ split: DocumentSplit, traceText: (_ path: [UInt8]) throws -> [UInt8]? = { _ in nil }
  ) throws -> [Engine.Input] {
    var inputs: [Engine.Input] = []
    for file in files {
      let isInput = file.bytes == [0x2D]
      let kind = isInput ? Document.Source.standardInput : .file(path: file.bytes)
      let name = isInput ? "standard input" : VisibleText(bytes: file.bytes[...])
      if !isInput, let text = try traceText(file.bytes) {
        let source = ByteSource(name: name.string, bytes: text)
        inputs.append(Engine.Input(name: name, source: kind) { source })
      } else if split == .nul {
        var options = InputOptions()
        options.files = [file]
        options.text = nil
        options.documents = .nul
        var number = 0
        try options.forEachDocument { document in
          number += 1
          let part = ByteSource(part: document.range, of: document.source)
          inputs.append(Engine.Input(name: VisibleText(document.name), source: kind, part: number) { part })
        }
      } else if isInput {
        let source = try standardInput()
        inputs.append(Engine.Input(name: name, source: kind) { source })
      } else {
        inputs.append(
          Engine.Input(name: name, source: kind) { () throws(InputError) in try ByteSource.file(path: file.bytes) })
      }
    }
    return inputs
  }

  private static func standardInput() throws -> ByteSource {
    if isatty(STDIN_FILENO) == 1 {
      throw Failure("cannot read standard input: it is a terminal (name a file, pipe a text in, or use --text)")
    }
    return ByteSource.standardInput()
  }

  private func split(_ source: ByteSource, name: String, _ body: (InputDocument) throws -> Void) throws {
    let end = try source.wait(forBytes: .max)
    guard documents == .nul else { return try body(InputDocument(name: name, source: source, range: 0..<end)) }
    var number = 1
    var start = 0
    var position = 0
    while position < end {
      let block = try source.read(position..<min(end, position + 1 << 20))
      for (index, byte) in block.enumerated() where byte == 0 {
        try body(InputDocument(name: "\(name)#\(number)", source: source, range: start..<position + index))
        number += 1
        start = position + index + 1
      }
      position += block.count
    }
    // A NUL ends a document; what follows the last one is a document if it has bytes.
    if start < end || number == 1 {
      try body(InputDocument(name: "\(name)#\(number)", source: source, range: start..<end))
    }
  }
}

extension Engine.Input {
  /// As a command line names it; nil for a part of a file.
  var path: [UInt8]? {
    if part != nil { return nil }
    switch source {
    case .file(let path): return path
    case .standardInput: return Array("-".utf8)
    case .sample: return nil
    }
  }
}

/// How an input is split.
enum DocumentSplit: String, ExpressibleByArgument, CaseIterable { case file, nul }

/// One text of a command: a part of a source.
struct InputDocument {
  /// As records name it: the path, `-` or `text`, followed by `#N` after a split.
  let name: String
  let source: ByteSource
  let range: Range<Int>

  /// All bytes.
  func bytes() throws -> [UInt8] { try source.read(range) }

  /// The document in pieces whose tokens by `tokenizer` are those of the whole.
  func pieces(for tokenizer: any Tokenizer) -> PieceReader {
    PieceReader(source, range: range, boundary: tokenizer.boundary)
  }
}
