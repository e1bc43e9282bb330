import ArgumentParser
import Catalog
import Engine
import Export
import Formats
import Tokenization

/// `tokview vocab`: a vocabulary as a file that other programs read.
struct Vocab: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes a vocabulary as tokenizer.json, .tiktoken or a table.",
    discussion: """
      The vocabulary of scaffold is written over all its internal ids with the object model.tokview_scaffold; \
      programs that do not know it show the first stage. A .tiktoken file holds neither the pattern nor added tokens. \
      tsv is a table for people: id, kind, form, bytes in hexadecimal and, for roots and suffixes, meaning and spellings.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case json = "tokenizer.json"
    case tiktoken, tsv
  }

  @Argument(help: ArgumentHelp("Tokenizer whose vocabulary is written.", valueName: "ID"))
  var id: RawArgument

  @Option(help: "tokenizer.json, tiktoken or tsv.")
  var format: Format = .json

  @OptionGroup var destination: OutputOptions
  @OptionGroup var data: DataOptions

  func run() throws {
    let tokenizer = try data.catalog().tokenizer(id)
    let inner = (tokenizer as? PreparedTokenizer)?.inner ?? tokenizer
    let vocabulary = (inner as? ScaffoldBPETokenizer)?.expanded ?? tokenizer.vocabulary
    if format == .tsv {
      let lines = vocabulary.ids.lazy.map { TokenTable.vocabularyLine(of: $0, in: tokenizer, vocabulary) }
      return try destination.write(Array((TokenTable.vocabularyHeading + lines.joined()).utf8))
    }
    guard !(tokenizer is any MorphologicalTokenizer) else {
      throw Failure(
        "cannot write \(vocabulary.name) as \(format.rawValue): its tokens are morphemes (use --format tsv)")
    }
    let file = TokenizerFile(vocabulary)
    switch format {
    case .tsv: break
    case .json: try destination.write(file.json())
    case .tiktoken:
      guard vocabulary.scaffoldTokens.isEmpty else {
        throw Failure(
          "cannot write \(vocabulary.name) as .tiktoken: it has scaffold tokens (use --format tokenizer.json)"
        )
      }
      guard vocabulary.alphabet == nil else {
        throw Failure(
          "cannot write \(vocabulary.name) as .tiktoken: not every byte has a token (use --format tokenizer.json)")
      }
      try destination.write(file.tiktoken())
    }
  }
}
