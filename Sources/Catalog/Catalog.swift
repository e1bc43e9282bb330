import Analysis
import Formats
import Glibc
import Screen
import Tokenization
import UnicodeText

/// What is there to explore and to explore with: bundled files, and those of the user's data folders, which come after.
///
/// A data folder has the subfolders `samples` with `parallel` in it, `themes` and `vocabularies`. Any thread may ask for tokenizers; each vocabulary is read once.
package struct Catalog: Sendable {
  package struct Sample: Sendable {
    /// File name without extension, such as `03-tr-suffix-chain`.
    package let name: String
    package let file: SampleFile
  }

  /// A tokenizer of the list.
  package struct TokenizerEntry: Sendable {
    /// As after `-t`.
    package let id: String
    package let title: String
    package fileprivate(set) var summary: String
    package let vocabulary: String
    /// True when it is shown at start.
    package let isDefault: Bool
    /// True where the file does not say how text is cut first: `@PATTERN` has to follow the id.
    package fileprivate(set) var needsPattern = false
  }

  package let samples: [Sample]
  /// The texts of parallel sets, which are no use one by one.
  package let parallelSamples: [Sample]
  package let themes: [Theme]
  /// One line for each user file or key that could not be used.
  package let warnings: [String]
  /// Names of the files in the folders' `vocabularies`, for `bpe:NAME`; `.tiktoken` files have no pattern.
  private let ownVocabularies: [(name: String, needsPattern: Bool)]
  private let store: VocabularyStore
  private let models = OnceTable<[UInt8]?, LanguageModel>()

  /// - Parameters:
  ///   - folders: data folders, the first before the others.
  ///   - lexicons: files of Turkish words; read when a tokenizer wants them.
  ///   - parsesSpecialTokens: whether special added tokens are matched in texts; otherwise they are ordinary text.
  package init(folders: [[UInt8]] = [], lexicons: [[UInt8]] = [], parsesSpecialTokens: Bool = false) {
    var warnings: [String] = []
    var samples = Catalog.bundledSamples(in: "Samples")
    var parallel = Catalog.bundledSamples(in: "Samples/parallel")
    var themes: [Theme] = []
    for file in BundledFile.files(in: "Themes", suffix: ".toml") {
      guard let theme = try? ThemeFile(file.bytes) else { preconditionFailure("\(file.path) is broken") }
      themes.append(Theme.parse(theme.screenValues).theme)
    }
    themes.sort { ($0.name == "magma" ? "" : $0.name) < ($1.name == "magma" ? "" : $1.name) }
    for folder in folders {
      samples += Catalog.samples(in: folder, "samples", &warnings)
      parallel += Catalog.samples(in: folder, "samples/parallel", &warnings)
      for (name, bytes) in Catalog.files(in: folder, "themes", suffix: ".toml", &warnings) {
        do throws(FormatError) {
          let file = try ThemeFile(bytes)
          var (theme, faults) = Theme.parse(file.screenValues)
          theme.name = name
          themes.removeAll { $0.name == name }
          themes.append(theme)
          warnings += (file.warnings + faults).map { "themes/\(name).toml: \($0)" }
        } catch {
          warnings.append("themes/\(name).toml: \(error)")
        }
      }
    }
    self.samples = samples
    parallelSamples = parallel
    self.themes = themes
    self.warnings = warnings
    ownVocabularies = Catalog.ownVocabularies(in: folders)
    store = VocabularyStore(folders: folders, lexicons: lexicons, parsesSpecialTokens: parsesSpecialTokens)
  }

  /// Those whose name can stand after `bpe:`, each once; a bundled one of the same name is stronger.
  private static func ownVocabularies(in folders: [[UInt8]]) -> [(name: String, needsPattern: Bool)] {
    let bundled = BundledFile.files(in: "Vocabularies", suffix: ".json").map(\.name)
    var own: [(name: String, needsPattern: Bool)] = []
    for (folder, suffix) in folders.flatMap({ folder in VocabularyStore.suffixes.map { (folder, $0) } }) {
      for file in DirectoryListing.names(in: folder + Array("/vocabularies".utf8), suffix: suffix) {
        let bytes = file.dropLast(suffix.utf8.count)
        let isPlain =
          !bytes.isEmpty
          && bytes.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D
              || $0 == 0x5F
          }
        let name = String(decoding: bytes, as: UTF8.self)
        if isPlain, !bundled.contains(name), !own.contains(where: { $0.name == name }) {
          own.append((name, suffix == ".tiktoken"))
        }
      }
    }
    return own
  }

  /// The tokenizers whose vocabularies are there, default columns first, then those of the user's folders.
  package var tokenizers: [TokenizerEntry] {
    let defaults = ["bpe", "lbpe", "scaffold", "turkish", "legal", "r2l"]
    return TokenizerSpecification.ids.filter { store.has($0.specification.source) }.map { id, specification in
      entry(id: id, specification, isDefault: defaults.contains(id))
    }
      + ownVocabularies.compactMap { own in
        let id = "bpe:" + own.name
        guard let specification = try? TokenizerSpecification(Array(id.utf8)) else { return nil }
        var entry = entry(id: id, specification, isDefault: false)
        if own.needsPattern {
          entry.summary = "ranks alone: \(id)@PATTERN says how text is cut first"
          entry.needsPattern = true
        }
        return entry
      }
  }

  /// How the list names a tokenizer that is given by `-t`.
  package func entry(for text: [UInt8]) throws(CatalogError) -> TokenizerEntry {
    let specification = try TokenizerSpecification(text)
    return entry(id: VisibleText(bytes: text[...]).string, specification, isDefault: true)
  }

  /// The tokenizer that `-t` names.
  package func tokenizer(_ text: [UInt8]) throws(CatalogError) -> any Tokenizer {
    try store.tokenizer(try TokenizerSpecification(text))
  }

  /// The analyser of Turkish words; read once.
  package func turkishAnalyzer() throws(CatalogError) -> MorphologicalAnalyzer { try store.turkishAnalyzer() }

  /// The model in a folder, or the bundled one; read once.
  ///
  /// Takes some 60 ms and 35 MB for the bundled model: not for the thread that draws.
  package func languageModel(_ folder: [UInt8]? = nil) throws(CatalogError) -> LanguageModel {
    try models.value(folder) { () throws(CatalogError) in
      try (folder.map(ModelFiles.folder) ?? .bundled).load { store.digest(of: $0) }
    }
  }

  private func entry(id: String, _ specification: TokenizerSpecification, isDefault: Bool) -> TokenizerEntry {
    let names: (title: String, summary: String) =
      switch specification.algorithm {
      case .bpe? where id == "legal": ("Legal", "byte pairs of law; citations and enumerations are tokens")
      case .bpe? where id == "financial": ("Financial", "byte pairs of annual reports; names of forms are tokens")
      case .bpe? where id == "char-4k": ("Char 4k", "byte pairs of at most three bytes, for damaged text")
      case .bpe? where id == "char-16k": ("Char 16k", "byte pairs of at most four bytes, for damaged text")
      case .bpe?, nil: ("BPE", "byte-pair encoding: the lowest rank merges first")
      case .lbpe: ("LBPE", "longest token first instead of lowest rank")
      case .scaffold: ("Scaffold", "byte-pair encoding without its scaffolding tokens")
      case .r2l: ("R2L num", "digits in threes from the right")
      case .l2r: ("L2R num", "digits in threes from the left")
      case .digits: ("Digits", "one digit a token")
      case .greedy: ("Greedy", "longest prefix first")
      case .greedyRightToLeft: ("Greedy R2L", "longest suffix first")
      case .fewest: ("Fewest", "as few tokens as the vocabulary allows")
      case .turkish: ("Turkish", "roots and suffixes of Turkish, byte pairs for the rest")
      case .turkishGreedy: ("Turkish greedy", "the longest root, suffix or byte-pair token, looking one token ahead")
      case .bytes: ("Bytes", "one token a byte")
      }
    let vocabulary: String
    var title = names.title
    switch specification.source {
    case .bytes: vocabulary = "bytes"
    case .named(let name):
      vocabulary = name
      if !TokenizerSpecification.ids.contains(where: { $0.id == id }) { title += " " + name }
    case .path(let path):
      let file = path.split(separator: UInt8(ascii: "/")).last ?? []
      vocabulary = VisibleText(bytes: path[...]).string
      title = (specification.algorithm == nil ? "" : names.title + " ") + VisibleText(bytes: file).string
    }
    return TokenizerEntry(id: id, title: title, summary: names.summary, vocabulary: vocabulary, isDefault: isDefault)
  }

  private static func bundledSamples(in folder: String) -> [Sample] {
    BundledFile.files(in: folder, suffix: ".txt").map { file in
      guard let sample = try? SampleFile(file.bytes) else { preconditionFailure("\(file.path) is broken") }
      return Sample(name: file.name, file: sample)
    }
  }

  private static func samples(in folder: [UInt8], _ kind: String, _ warnings: inout [String]) -> [Sample] {
    files(in: folder, kind, suffix: ".txt", &warnings).compactMap { name, bytes in
      do throws(FormatError) {
        let file = try SampleFile(bytes)
        warnings += file.warnings.map { "\(kind)/\(name).txt: \($0)" }
        return Sample(name: name, file: file)
      } catch {
        warnings.append("\(kind)/\(name).txt: \(error)")
        return nil
      }
    }
  }

  /// English samples with their translations: those of another language that name them as their pair.
  package var parallelSets: [ParallelSet] {
    let all = parallelSamples + samples
    func text(_ sample: Sample) -> ParallelSet.Text {
      ParallelSet.Text(name: sample.name, language: sample.file.language, bytes: sample.file.body)
    }
    return all.filter { $0.file.language == ParallelSet.reference }.compactMap { english in
      let translations = all.filter { $0.file.pair == english.name && $0.file.language != ParallelSet.reference }
      return ParallelSet(english: text(english), translations: translations.map(text))
    }
  }

  private static func files(
    in folder: [UInt8], _ kind: String, suffix: String, _ warnings: inout [String]
  ) -> [(name: String, bytes: [UInt8])] {
    let path = folder + Array("/\(kind)".utf8)
    return DirectoryListing.names(in: path, suffix: suffix).compactMap { name in
      do throws(FileError) {
        let bytes = try BoundedFile.contents(of: path + [UInt8(ascii: "/")] + name, limit: 1 << 20)
        return (VisibleText(bytes: name.dropLast(suffix.utf8.count)).string, bytes)
      } catch {
        warnings.append("\(error)")
        return nil
      }
    }
  }
}

extension ThemeFile {
  /// The values as Screen takes them; a truth value counts as text, which no theme key wants.
  fileprivate var screenValues: [String: ThemeValue] { values.mapValues(ThemeFile.screenValue) }

  private static func screenValue(_ value: PlainTOML.Value) -> ThemeValue {
    switch value {
    case .integer(let number): .integer(number)
    case .bool(let flag): .text("\(flag)")
    case .text(let text): .text(text)
    case .list(let items): .list(items.map(screenValue))
    }
  }
}
