import Formats
import Tokenization
import UnicodeText

/// What the user wrote after `-t`: an id, `ALGORITHM:SOURCE[@PATTERN]`, or a path.
package struct TokenizerSpecification: Hashable, Sendable {
  package enum Algorithm: String, CaseIterable, Sendable {
    case bpe, lbpe, scaffold, r2l, l2r, digits, greedy
    case greedyRightToLeft = "greedy-r2l"
    case fewest, turkish
    case turkishGreedy = "turkish-greedy"
    case bytes
  }

  package enum Source: Hashable, Sendable {
    /// Id of a bundled vocabulary or of one in a data folder.
    case named(String)
    case path([UInt8])
    /// The 256 bytes.
    case bytes
  }

  /// Nil: the file decides between BPE and Scaffold-BPE.
  package let algorithm: Algorithm?
  package let source: Source
  package let pattern: PretokenPattern?

  package init(algorithm: Algorithm?, source: Source, pattern: PretokenPattern? = nil) {
    self.algorithm = algorithm
    self.source = source
    self.pattern = pattern
  }

  /// Reads `text`.
  ///
  /// A path is anything with a `/` or a `.`. A last `@` followed by the name of a pattern belongs to the specification, any other to the path.
  /// - Throws: `CatalogError.unknownTokenizer` when it is none of the three forms.
  package init(_ text: [UInt8]) throws(CatalogError) {
    if let string = String(validating: text, as: UTF8.self), let known = TokenizerSpecification.byID[string] {
      self = known
      return
    }
    var rest = text[...]
    var algorithm: Algorithm?
    if let colon = text.firstIndex(of: UInt8(ascii: ":")),
      let named = Algorithm(rawValue: String(decoding: text[..<colon], as: UTF8.self)), named != .bytes
    {
      algorithm = named
      rest = text[(colon + 1)...]
    }
    var pattern: PretokenPattern?
    if let at = rest.lastIndex(of: UInt8(ascii: "@")),
      let named = PretokenPattern(rawValue: String(decoding: rest[(at + 1)...], as: UTF8.self))
    {
      pattern = named
      rest = rest[..<at]
    }
    if rest.contains(UInt8(ascii: "/")) || rest.contains(UInt8(ascii: ".")) {
      self.init(algorithm: algorithm, source: .path(Array(rest)), pattern: pattern)
    } else if algorithm != nil, !rest.isEmpty, let name = String(validating: rest, as: UTF8.self) {
      self.init(algorithm: algorithm, source: .named(name), pattern: pattern)
    } else {
      throw .unknownTokenizer(VisibleText(bytes: text.prefix(200)).string)
    }
  }

  /// The ids of the table in the contracts, in the order of the list.
  static let ids: [(id: String, specification: TokenizerSpecification)] = {
    func named(_ algorithms: Algorithm...) -> [(id: String, specification: TokenizerSpecification)] {
      algorithms.map { algorithm in
        let source: Source =
          switch algorithm {
          case .scaffold: .named("scaffold")
          case .bytes: .bytes
          default: .named("general")
          }
        return (algorithm.rawValue, TokenizerSpecification(algorithm: algorithm, source: source))
      }
    }
    func domain(_ names: String...) -> [(id: String, specification: TokenizerSpecification)] {
      names.map { ($0, TokenizerSpecification(algorithm: .bpe, source: .named($0))) }
    }
    return named(.bpe, .lbpe, .scaffold, .turkish) + domain("legal")
      + named(.r2l, .l2r, .digits, .greedy, .greedyRightToLeft, .fewest, .turkishGreedy)
      + domain("financial", "char-4k", "char-16k") + named(.bytes)
  }()

  private static let byID = Dictionary(uniqueKeysWithValues: ids.map { ($0.id, $0.specification) })
}
