import ArgumentParser
import Catalog
import Tokenization
import UnicodeText

/// Which tokenizers a command uses.
struct TokenizerOptions: ParsableArguments {
  @Option(
    name: .customShort("t"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Tokenizer, may be repeated: an id, ALGORITHM:SOURCE[@PATTERN], or a path.", valueName: "TOKENIZER"),
    completion: Completions.tokenizers)
  var names: [RawArgument] = []

  @OptionGroup var specialTokens: SpecialTokenOptions
  @OptionGroup var data: DataOptions

  mutating func validate() throws {
    if names.count > 32 { throw ValidationError("At most 32 tokenizers can be compared.") }
    if Set(names).count < names.count { throw ValidationError("A tokenizer is named twice.") }
  }

  /// What does not name tokenizers, as words of a command line.
  var words: [[UInt8]] {
    let specials = specialTokens.specials
    return (specials == .text ? [] : ["--specials", specials.rawValue].map { Array($0.utf8) }) + data.words
  }

  func catalog() -> Catalog { data.catalog(specialTokens.specials) }

  /// The tokenizers in the order given; without any, those of `ids`, or the default columns.
  func load(default ids: [String]?, from catalog: Catalog) throws -> [(id: String, tokenizer: any Tokenizer)] {
    let wanted =
      names.isEmpty
      ? (ids ?? catalog.tokenizers.filter(\.isDefault).map(\.id)).map { RawArgument(bytes: Array($0.utf8)) } : names
    return try wanted.map { (VisibleText(bytes: $0.bytes[...]).string, try catalog.tokenizer($0)) }
  }
}
