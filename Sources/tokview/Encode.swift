import ArgumentParser
import Engine
import Export
import Formats
import Tokenization

/// `tokview encode`: texts to ids.
struct Encode: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints the token ids of texts.",
    discussion: """
      One line of ids for each document; with several tokenizers each line begins with the tokenizer and a tab. \
      With --json one object of schema tokview/encode/1 a line. Memory stays bounded for files of any size.
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var tokenizers: TokenizerOptions

  @Flag(help: "Print objects of schema tokview/encode/1.")
  var json = false

  func run() throws {
    let chosen = try tokenizers.load(default: ["bpe"])
    var output = StandardOutput()
    try input.forEachDocument { document in
      for (id, tokenizer) in chosen {
        if json {
          try writeRecord(document, id, tokenizer, to: &output)
        } else {
          if chosen.count > 1 { try output.write(id + "\t") }
          try writeIDs(document, tokenizer, to: &output)
        }
      }
    }
    try output.flush()
  }

  private func writeIDs(
    _ document: InputDocument, _ tokenizer: any Tokenizer, to output: inout StandardOutput
  ) throws {
    var pieces = document.pieces()
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

  private func writeRecord(
    _ document: InputDocument, _ id: String, _ tokenizer: any Tokenizer,
    to output: inout StandardOutput
  ) throws {
    try output.write("{\"bytes\":\(document.range.count),\"document\":")
    try output.write(JSONWriter.bytes(of: .string(document.name)))
    try output.write(",\"schema\":\"tokview/encode/1\"")
    if let scaffold = tokenizer as? ScaffoldBPETokenizer {
      try writeTokens("stage1", document, to: &output) {
        scaffold.stage1(of: $0)
      }
    }
    try output.write(",\"tokenizer\":")
    try output.write(JSONWriter.bytes(of: .string(id)))
    try writeTokens("tokens", document, to: &output) {
      tokenizer.segmentation(of: $0)
    }
    try output.write("}\n")
  }

  private func writeTokens(
    _ key: String, _ document: InputDocument,
    to output: inout StandardOutput,
    _ cut: ([UInt8]) -> Segmentation
  ) throws {
    try output.write(",\"\(key)\":[")
    var pieces = document.pieces()
    var isFirst = true
    var base = 0
    while let piece = try pieces.next() {
      for token in cut(piece).tokens {
        if !isFirst { try output.write(",") }
        isFirst = false
        try output.write(
          JSONWriter.bytes(
            of: TokenRecord.json(token, of: piece, base: base)))
      }
      base += piece.count
    }
    try output.write("]")
  }
}
