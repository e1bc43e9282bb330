import ArgumentParser
import Catalog
import Tokenization

/// Where the user's own samples, themes and vocabularies lie.
struct DataOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Folder with subfolders samples, themes, vocabularies, searched before TOKVIEW_DATA and the configuration folder.",
      valueName: "FOLDER"), completion: .directory)
  var dataDir: RawArgument?

  @Option(
    help: ArgumentHelp("File of Turkish words that the bundled lexicon lacks; may be repeated.", valueName: "FILE"))
  var lexicon: [RawArgument] = []

  /// The same as words of a command line.
  var words: [[UInt8]] {
    (dataDir.map { [Array("--data-dir".utf8), $0.bytes] } ?? [])
      + lexicon.flatMap { [Array("--lexicon".utf8), $0.bytes] }
  }

  /// All data folders, the first before the others.
  var folders: [[UInt8]] { (dataDir.map { [$0.bytes] } ?? []) + UserFolders().data }

  func catalog(_ specials: SpecialTokens = .text) -> Catalog {
    Catalog(folders: folders, lexicons: lexicon.map(\.bytes), parsesSpecialTokens: specials == .parse)
  }
}

extension Catalog {
  func tokenizer(_ name: RawArgument) throws -> any Tokenizer {
    try translated { () throws(CatalogError) in try tokenizer(name.bytes) }
  }

  func entry(for name: RawArgument) throws -> TokenizerEntry {
    try translated { () throws(CatalogError) in try entry(for: name.bytes) }
  }

  /// A name that means nothing is wrong usage; a file that cannot be used is a runtime error.
  private func translated<Value>(_ body: () throws(CatalogError) -> Value) throws -> Value {
    do throws(CatalogError) {
      return try body()
    } catch {
      switch error {
      case .unknownTokenizer, .unknownVocabulary: throw ValidationError("\(error)")
      case .needsPattern, .needsEveryByte, .notScaffold, .notForTurkish, .file, .format, .vocabulary, .lexicon, .model,
        .otherVocabulary:
        throw error
      }
    }
  }
}
