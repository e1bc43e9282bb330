import Analysis
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

      --unreachable lists, as tsv, the entries that no text has: those that their own bytes are not cut into, neither as a text nor as one \
      pretoken, and scaffold tokens. --compare OTHER counts the strings of bytes that both vocabularies have and those of one alone; \
      with --format tsv it lists them with their ids in both.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case json = "tokenizer.json"
    case tiktoken, tsv
  }

  @Argument(
    help: ArgumentHelp("Tokenizer whose vocabulary is written.", valueName: "ID"), completion: Completions.tokenizers)
  var id: RawArgument

  @Option(help: "tokenizer.json (where nothing else is asked for), tiktoken or tsv.")
  var format: Format?

  @Flag(help: "List the entries that no text has.")
  var unreachable = false

  @Option(help: ArgumentHelp("Tokenizer whose vocabulary is compared.", valueName: "ID"))
  var compare: RawArgument?

  @OptionGroup var destination: OutputOptions
  @OptionGroup var data: DataOptions

  mutating func validate() throws {
    if unreachable, compare != nil { throw ValidationError("Give either --unreachable or --compare, not both.") }
    if unreachable || compare != nil, let format, format != .tsv {
      throw ValidationError("--unreachable and --compare are tables: only --format tsv goes with them.")
    }
  }

  func run() throws {
    let catalog = data.catalog()
    let tokenizer = try catalog.tokenizer(id)
    if let compare {
      let report = VocabularyReport(VocabularyListing(tokenizer), VocabularyListing(try catalog.tokenizer(compare)))
      let names = (String(decoding: id.bytes, as: UTF8.self), String(decoding: compare.bytes, as: UTF8.self))
      return try destination.write(Array((format == .tsv ? report.table(names) : report.counts(names)).utf8))
    }
    if unreachable {
      let listing = VocabularyListing(tokenizer)
      var reach = Reachability(listing)
      reach.test(listing.count, by: ReachTest(listing, of: tokenizer))
      let lines = (0..<listing.count).lazy.filter { reach[$0]?.isUnreachable == true }.map {
        TokenTable.vocabularyLine(of: listing.innerID($0), in: tokenizer, listing.vocabulary)
      }
      return try destination.write(Array((TokenTable.vocabularyHeading + lines.joined()).utf8))
    }
    let inner = (tokenizer as? PreparedTokenizer)?.inner ?? tokenizer
    let vocabulary = (inner as? ScaffoldBPETokenizer)?.expanded ?? tokenizer.vocabulary
    if format == .tsv {
      let lines = vocabulary.ids.lazy.map { TokenTable.vocabularyLine(of: $0, in: tokenizer, vocabulary) }
      return try destination.write(Array((TokenTable.vocabularyHeading + lines.joined()).utf8))
    }
    guard !(tokenizer is any MorphologicalTokenizer) else {
      throw Failure(
        "cannot write \(vocabulary.name) as \((format ?? .json).rawValue): its tokens are morphemes (use --format tsv)")
    }
    let file = TokenizerFile(vocabulary)
    switch format {
    case .tsv: break
    case nil, .json: try destination.write(file.json())
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
