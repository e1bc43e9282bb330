import Tokenization

/// One text in several languages, of which the first is English.
package struct ParallelSet: Hashable, Sendable {
  package struct Text: Hashable, Sendable {
    /// Name of the sample.
    package let name: String
    /// As the sample says, such as `tr`.
    package let language: String
    package let bytes: [UInt8]

    package init(name: String, language: String, bytes: [UInt8]) {
      self.name = name
      self.language = language
      self.bytes = bytes
    }
  }

  package static let reference = "en"

  /// The English one, then its translations; two or more.
  package let texts: [Text]

  package var name: String { texts[0].name }

  /// - Parameter translations: nil comes back without one, as there is nothing to compare then.
  package init?(english: Text, translations: [Text]) {
    guard !translations.isEmpty else { return nil }
    texts = [english] + translations
  }

  package func hasText(named name: String) -> Bool { texts.contains { $0.name == name } }

  /// The languages of the translations of `sets`, each once, in the order in which they come.
  package static func languages(of sets: [ParallelSet]) -> [String] {
    var seen: Set<String> = []
    return sets.flatMap { $0.texts.dropFirst().map(\.language) }.filter { seen.insert($0).inserted }
  }
}

/// Tokens of one tokenizer in each text of parallel sets, and how much more each language takes than English.
///
/// The premium of a text is its tokens by the tokens of the English one of its set (Petrov et al. 2023, "Language Model Tokenizers Introduce
/// Unfairness Between Languages", NeurIPS 2023, arXiv 2305.15425, section 3, "Measuring Tokenizer Parity"); that of a language is here the mean
/// over the texts in it. 1 is parity, 2 twice the tokens for the same content.
package struct ParityCounts: Equatable, Sendable {
  /// By set and text, as in the sets that were counted.
  package let tokens: [[Int]]
  private let languages: [[String]]

  package init(_ sets: [ParallelSet], by tokenizer: any Tokenizer) {
    self.init(sets) { tokenizer.segmentation(of: $0) }
  }

  /// - Parameter cut: how the tokenizer cuts a text.
  package init(_ sets: [ParallelSet], cut: ([UInt8]) -> Segmentation) {
    tokens = sets.map { $0.texts.map { cut($0.bytes).tokenCount } }
    languages = sets.map { $0.texts.map(\.language) }
  }

  /// Tokens of a text by those of the English one; nil where that has none.
  package func premium(set: Int, text: Int) -> Double? {
    tokens[set][0] == 0 ? nil : Double(tokens[set][text]) / Double(tokens[set][0])
  }

  /// Mean premium of the texts in a language; nil without any.
  package func premium(of language: String) -> Double? {
    mean(tokens.indices.flatMap { set in texts(in: language, of: set).compactMap { premium(set: set, text: $0) } })
  }

  /// The same in one set.
  package func premium(of language: String, set: Int) -> Double? {
    mean(texts(in: language, of: set).compactMap { premium(set: set, text: $0) })
  }

  private func texts(in language: String, of set: Int) -> [Int] {
    languages[set].indices.dropFirst().filter { languages[set][$0] == language }
  }

  private func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}
