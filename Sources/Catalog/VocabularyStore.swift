import Formats
import Tokenization
import UnicodeText

/// Reads vocabularies and builds tokenizers, each once; tokenizers share their vocabularies.
final class VocabularyStore: Sendable {
  private struct VocabularyKey: Hashable {
    let source: TokenizerSpecification.Source
    let pattern: PretokenPattern?
  }

  /// Endings of the files in a folder of vocabularies, the stronger first.
  static let suffixes = [".json", ".tiktoken"]

  private let folders: [[UInt8]]
  private let lexicons: [[UInt8]]
  private let parsesSpecialTokens: Bool
  private let vocabularies = OnceTable<VocabularyKey, Vocabulary>()
  private let encoders = OnceTable<VocabularyKey, BPETokenizer>()
  private let analyzers = OnceTable<Bool, MorphologicalAnalyzer>()
  private let tokenizers = OnceTable<TokenizerSpecification, any Tokenizer>()

  init(folders: [[UInt8]], lexicons: [[UInt8]], parsesSpecialTokens: Bool = false) {
    self.folders = folders
    self.lexicons = lexicons
    self.parsesSpecialTokens = parsesSpecialTokens
  }

  /// Whether a bundled vocabulary of this name is there.
  func has(_ source: TokenizerSpecification.Source) -> Bool {
    switch source {
    case .named(let name): VocabularyStore.bundled.contains { $0.name == name }
    case .path, .bytes: true
    }
  }

  func tokenizer(_ specification: TokenizerSpecification) throws(CatalogError) -> any Tokenizer {
    try tokenizers.value(specification) { () throws(CatalogError) in try make(specification) }
  }

  func turkishAnalyzer() throws(CatalogError) -> MorphologicalAnalyzer {
    try analyzers.value(true) { () throws(CatalogError) in try TurkishFiles.analyzer(adding: lexicons) }
  }

  /// SHA-256 of the bundled vocabulary with this name, in hexadecimal digits.
  func digest(of name: String) -> String? {
    VocabularyStore.bundled.first { $0.name == name }.map { SHA256.hexadecimal($0.bytes) }
  }

  private static let bundled = BundledFile.files(in: "Vocabularies", suffix: ".json")

  private func make(_ specification: TokenizerSpecification) throws(CatalogError) -> any Tokenizer {
    if specification.source == .bytes { return BytesTokenizer() }
    // The lexicon before the vocabulary, which another thread is likely to read at this moment.
    if specification.algorithm == .turkish || specification.algorithm == .turkishGreedy { _ = try turkishAnalyzer() }
    let vocabulary = try vocabulary(specification.source, pattern: specification.pattern)
    let tokenizer = try model(specification, over: vocabulary)
    let parses = parsesSpecialTokens && vocabulary.addedTokens.contains(where: \.special)
    guard parses || PreparedTokenizer.isNeeded(for: vocabulary) else { return tokenizer }
    return PreparedTokenizer(tokenizer, parsesSpecialTokens: parses)
  }

  /// The tokenizer for texts without added tokens, normalised.
  private func model(
    _ specification: TokenizerSpecification, over vocabulary: Vocabulary
  ) throws(CatalogError) -> any Tokenizer {
    let algorithm = specification.algorithm ?? (vocabulary.scaffoldTokens.isEmpty ? .bpe : .scaffold)
    func base() throws(CatalogError) -> BPETokenizer {
      let key = VocabularyKey(source: specification.source, pattern: specification.pattern)
      return try encoders.value(key) { () throws(CatalogError) in BPETokenizer(vocabulary: vocabulary) }
    }
    if let alphabet = vocabulary.alphabet {
      guard algorithm == .bpe else { throw .needsEveryByte(vocabulary.name) }
      return DroppingTokenizer(base: try base(), alphabet: alphabet)
    }
    switch algorithm {
    case .bpe: return try base()
    case .lbpe: return LBPETokenizer(vocabulary: vocabulary)
    case .scaffold:
      guard !vocabulary.scaffoldTokens.isEmpty else { throw .notScaffold(vocabulary.name) }
      do throws(VocabularyError) {
        return try ScaffoldBPETokenizer(expanded: vocabulary)
      } catch {
        throw .vocabulary(vocabulary.name, error)
      }
    case .r2l: return DigitGroupingTokenizer(base: try base(), grouping: .rightToLeft)
    case .l2r: return DigitGroupingTokenizer(base: try base(), grouping: .leftToRight)
    case .digits: return DigitGroupingTokenizer(base: try base(), grouping: .single)
    case .greedy: return GreedyTokenizer(vocabulary: vocabulary)
    case .greedyRightToLeft: return GreedyTokenizer(vocabulary: vocabulary, from: .right)
    case .fewest: return FewestTokensTokenizer(vocabulary: vocabulary)
    case .turkish, .turkishGreedy:
      let analyzer = try turkishAnalyzer()
      guard !PreparedTokenizer.isNeeded(for: vocabulary), TurkishTokenizer.canExtend(vocabulary, with: analyzer) else {
        throw .notForTurkish(vocabulary.name)
      }
      if algorithm == .turkish { return TurkishTokenizer(base: try base(), analyzer: analyzer) }
      return TurkishGreedyTokenizer(base: try base(), analyzer: analyzer)
    case .bytes: return BytesTokenizer()
    }
  }

  private func vocabulary(
    _ source: TokenizerSpecification.Source, pattern: PretokenPattern?
  ) throws(CatalogError) -> Vocabulary {
    try vocabularies.value(VocabularyKey(source: source, pattern: pattern)) { () throws(CatalogError) in
      switch source {
      case .bytes: return BytesTokenizer().vocabulary
      case .path(let path):
        let name = VisibleText(bytes: path[...]).string
        return try read(try contents(path), name: name, path: path, pattern: pattern)
      case .named(let name):
        if let file = VocabularyStore.bundled.first(where: { $0.name == name }) {
          return try VocabularyStore.packed(file.name, pattern: pattern)
        }
        for folder in folders {
          let files = folder + Array("/vocabularies".utf8)
          for suffix in VocabularyStore.suffixes {
            let wanted = Array((name + suffix).utf8)
            guard DirectoryListing.names(in: files, suffix: suffix).contains(wanted) else { continue }
            let path = files + [UInt8(ascii: "/")] + wanted
            return try read(try contents(path), name: name, path: path, pattern: pattern)
          }
        }
        throw .unknownVocabulary(name, known: VocabularyStore.bundled.map(\.name))
      }
    }
  }

  /// A bundled vocabulary, from its packed file.
  private static func packed(_ name: String, pattern: PretokenPattern?) throws(CatalogError) -> Vocabulary {
    let file = BundledFile.named("Vocabularies/\(name).packed")
    let vocabulary: PackedVocabulary
    do throws(FormatError) { vocabulary = try PackedVocabulary(file.bytes) } catch {
      preconditionFailure("\(file.path) is broken: \(error)")
    }
    return try Vocabulary(name: name, vocabulary, pattern: pattern)
  }

  private func contents(_ path: [UInt8]) throws(CatalogError) -> [UInt8] {
    do throws(FileError) {
      return try BoundedFile.contents(of: path, limit: TokenizerFile.Limits().bytes)
    } catch {
      throw .file(error)
    }
  }

  private func read(
    _ bytes: [UInt8], name: String, path: [UInt8], pattern: PretokenPattern?
  ) throws(CatalogError) -> Vocabulary {
    let file: TokenizerFile
    do throws(FormatError) {
      let isRankFile = path.suffix(9).elementsEqual(".tiktoken".utf8)
      file = isRankFile ? try TokenizerFile(tiktoken: bytes) : try TokenizerFile(json: bytes)
    } catch {
      throw .format(path: path, error)
    }
    guard let pattern = pattern ?? file.pattern.flatMap({ PretokenPattern(rawValue: $0.rawValue) }) else {
      throw .needsPattern(path: path)
    }
    return try Vocabulary(name: name, file, pattern: pattern)
  }
}
