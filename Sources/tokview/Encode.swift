import Analysis
import ArgumentParser
import Catalog
import Engine
import Export
import Formats
import Tokenization
import UnicodeText

/// `tokview encode`: texts to ids.
struct Encode: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints the token ids of texts.",
    discussion: """
      One line of ids for each document; with several tokenizers each line begins with the tokenizer and a tab. \
      With --json one object of schema tokview/encode/1 a line, with --format tsv one line for each token: its bytes and, for \
      roots, suffixes and markers, its form and what it means. Memory stays bounded for files of any size.

      With --surprisal one line for each token: id, bits that the model needs for it after the tokens before it, and the \
      token. The model reads the tokenizer's own pieces, in windows of 512 tokens.
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var tokenizers: TokenizerOptions

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case ids, tsv, json
  }

  @Option(help: "ids, tsv or json.")
  var format: Format = .ids

  @Flag(help: "Short for --format json.")
  var json = false

  @Flag(help: "Add what each token tells the model, in bits.")
  var surprisal = false

  @OptionGroup var model: ModelOptions

  mutating func validate() throws {
    if model.folder != nil, !surprisal { throw ValidationError("--model needs --surprisal.") }
    if json, format == .tsv { throw ValidationError("--json and --format tsv exclude each other.") }
    if surprisal, format == .tsv { throw ValidationError("--surprisal prints lines of its own or JSON, not tsv.") }
  }

  func run() throws {
    let catalog = tokenizers.catalog()
    let chosen = try tokenizers.load(default: ["bpe"], from: catalog)
    let model = surprisal ? try catalog.languageModel(model.folder?.bytes) : nil
    var output = StandardOutput()
    try input.forEachDocument { document in
      for (id, tokenizer) in chosen {
        if json || format == .json {
          try writeRecord(document, id, tokenizer, model, to: &output)
        } else if let model {
          try writeSurprisals(document, chosen.count > 1 ? id : nil, tokenizer, model, to: &output)
        } else if format == .tsv {
          try writeTable(document, chosen.count > 1 ? id : nil, tokenizer, to: &output)
        } else {
          if chosen.count > 1 { try output.write(id + "\t") }
          try writeIDs(document, tokenizer, to: &output)
        }
      }
    }
    try output.flush()
  }

  /// The heading, then a line for each token; the name of the tokenizer in front where there are several.
  private func writeTable(
    _ document: InputDocument, _ id: String?, _ tokenizer: any Tokenizer, to output: inout StandardOutput
  ) throws {
    try output.write((id == nil ? "" : "tokenizer\t") + TokenTable.heading)
    var pieces = document.pieces(for: tokenizer)
    var base = 0
    while let piece = try pieces.next() {
      for token in tokenizer.segmentation(of: piece).tokens {
        try output.write((id.map { $0 + "\t" } ?? "") + TokenTable.line(token, of: piece, base: base, by: tokenizer))
      }
      try output.flushIfFull()
      base += piece.count
    }
  }

  private func writeIDs(
    _ document: InputDocument, _ tokenizer: any Tokenizer, to output: inout StandardOutput
  ) throws {
    var pieces = document.pieces(for: tokenizer)
    var ids: [TokenID] = []
    var isFirst = true
    while let piece = try pieces.next() {
      ids.removeAll(keepingCapacity: true)
      piece.withUnsafeBufferPointer { tokenizer.encode($0, into: &ids) }
      for id in ids {
        if !isFirst { output.append(0x20) }
        isFirst = false
        output.append(decimal: id)
      }
      try output.flushIfFull()
    }
    try output.write("\n")
  }

  /// `id TAB bits TAB token`, the name of the tokenizer in front where there are several; `-` where the bits are not known.
  private func writeSurprisals(
    _ document: InputDocument, _ id: String?, _ tokenizer: any Tokenizer, _ model: LanguageModel,
    to output: inout StandardOutput
  ) throws {
    var pieces = document.pieces(for: tokenizer)
    while let piece = try pieces.next() {
      let segmentation = tokenizer.segmentation(of: piece)
      let bits = try model.bitsOfTokens(of: segmentation, text: piece)
      for (token, bits) in zip(segmentation.tokens, bits) {
        let text = VisibleText(bytes: piece[token.range]).string
        let number = bits.map { String(decoding: JSONWriter.bytes(of: .number($0)), as: UTF8.self) } ?? "-"
        try output.write((id.map { $0 + "\t" } ?? "") + "\(token.id)\t\(number)\t\(text)\n")
      }
    }
  }

  private func writeRecord(
    _ document: InputDocument, _ id: String, _ tokenizer: any Tokenizer, _ model: LanguageModel?,
    to output: inout StandardOutput
  ) throws {
    try output.write("{\"bytes\":\(document.range.count),\"document\":")
    try output.write(JSONWriter.bytes(of: .string(document.name)))
    try output.write(",\"schema\":\"tokview/encode/1\"")
    let scaffold = (tokenizer as? ScaffoldBPETokenizer).map { scaffold in { scaffold.stage1(of: $0) } }
    if let stage1 = scaffold ?? (tokenizer as? PreparedTokenizer)?.stage1 {
      try writeTokens("stage1", document, tokenizer, nil, to: &output, stage1)
    }
    try output.write(",\"tokenizer\":")
    try output.write(JSONWriter.bytes(of: .string(id)))
    try writeTokens("tokens", document, tokenizer, model, to: &output) {
      tokenizer.segmentation(of: $0)
    }
    try output.write("}\n")
  }

  private func writeTokens(
    _ key: String, _ document: InputDocument, _ tokenizer: any Tokenizer, _ model: LanguageModel?,
    to output: inout StandardOutput,
    _ cut: ([UInt8]) -> Segmentation
  ) throws {
    try output.write(",\"\(key)\":[")
    var pieces = document.pieces(for: tokenizer)
    var isFirst = true
    var base = 0
    while let piece = try pieces.next() {
      let segmentation = cut(piece)
      let bits = try model?.bitsOfTokens(of: segmentation, text: piece)
      for (index, token) in segmentation.tokens.enumerated() {
        if !isFirst { try output.write(",") }
        isFirst = false
        try output.write(
          JSONWriter.bytes(
            of: TokenRecord.json(
              token, of: piece, base: base, normalized: segmentation.normalized[index],
              surprisal: bits.map { $0[index] })))
      }
      base += piece.count
    }
    try output.write("]")
  }
}
