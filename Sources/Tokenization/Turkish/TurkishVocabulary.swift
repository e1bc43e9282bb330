/// The ids of the hybrid tokenizer: byte-pair tokens, markers, suffixes, roots, in this order and without gaps.
///
/// | ids | what |
/// |---|---|
/// | 0 ..< general | the byte-pair vocabulary underneath, unchanged |
/// | 4 | markers: glue, Title, UPPER, NFD |
/// | 15 | variants 1 to 15 |
/// | one for each morpheme | suffixes, in the order of the inventory |
/// | one for each root | roots, in the order of the lexicon; those of the user come last |
struct TurkishVocabulary: Sendable {
  enum Marker: Int, CaseIterable, Sendable {
    /// No space stands before the next root.
    case glue
    /// The next word, or part of a word, begins with a capital.
    case title
    /// It is written in capitals.
    case upper
    /// Its letters with diacritics are decomposed.
    case decomposed

    var form: String {
      switch self {
      case .glue: "⟨glue⟩"
      case .title: "⟨Title⟩"
      case .upper: "⟨UPPER⟩"
      case .decomposed: "⟨NFD⟩"
      }
    }

    var gloss: String {
      switch self {
      case .glue: "no space before the root"
      case .title: "first letter is a capital"
      case .upper: "written in capitals"
      case .decomposed: "letters and diacritics apart"
      }
    }
  }

  /// What an id stands for.
  enum Meaning: Hashable, Sendable {
    case plain
    case marker(Marker)
    /// The spelling with this number, from 1, is meant.
    case variant(Int)
    case suffix(Int)
    case root(Int)
  }

  static let variantCount = 15

  let vocabulary: Vocabulary
  private let markers: Int
  private let variants: Int
  private let suffixes: Int
  private let roots: Int

  /// Whether the numbers of tokens and their lengths fit a `PackedToken`.
  static func fits(_ base: Vocabulary, _ lexicon: TurkishLexicon, _ inventory: SuffixInventory) -> Bool {
    base.longestToken <= PackedToken.longestToken
      && base.count + Marker.allCases.count + variantCount + inventory.morphemes.count + lexicon.count
        <= PackedToken.idCount
  }

  init(base: Vocabulary, lexicon: TurkishLexicon, inventory: SuffixInventory) {
    let names =
      Marker.allCases.map(\.form) + (1...TurkishVocabulary.variantCount).map(TurkishVocabulary.variantForm)
      + inventory.morphemes.map { "-\($0.form)" }
    let kinds =
      [TokenKind](repeating: .marker, count: names.count - inventory.morphemes.count)
      + [TokenKind](repeating: .suffix, count: inventory.morphemes.count)
      + [TokenKind](repeating: .root, count: lexicon.count)
    vocabulary = Vocabulary(
      extending: base, name: "turkish", kinds: kinds, byteCount: 12 * kinds.count
    ) { arena, endName in
      for name in names {
        arena += name.utf8
        endName(arena.count)
      }
      for root in 0..<lexicon.count {
        TurkishVocabulary.appendForm(of: root, in: lexicon, to: &arena)
        endName(arena.count)
      }
    }
    markers = base.count
    variants = markers + Marker.allCases.count
    suffixes = variants + TurkishVocabulary.variantCount
    roots = suffixes + inventory.morphemes.count
  }

  static func variantForm(_ number: Int) -> String { "⟨variant \(number)⟩" }

  /// A root as it is named: verbs with a hyphen, names with a capital.
  private static func appendForm(of root: Int, in lexicon: TurkishLexicon, to arena: inout [UInt8]) {
    let text = lexicon.text(of: root)
    let part = lexicon.part(of: root)
    guard part == .name else {
      arena += text
      if part == .verb { arena.append(UInt8(ascii: "-")) }
      return
    }
    text.withUnsafeBufferPointer { buffer in
      let first = TurkishCase.letter(at: 0, in: buffer)
      if first.length == 1, first.letter != TurkishLetter.i {
        arena.append(buffer[0] & ~0x20)
      } else {
        arena += TurkishSpelling.bytes(of: CollectionOfOne(first.letter), as: .title, decomposed: false)
      }
      arena += buffer[first.length...]
    }
  }

  func id(of marker: Marker) -> TokenID { TokenID(markers + marker.rawValue) }
  func id(ofVariant number: Int) -> TokenID { TokenID(variants + number - 1) }
  func id(of item: MorphemeSpeller.Item) -> TokenID {
    switch item {
    case .suffix(let morpheme): TokenID(suffixes + morpheme)
    case .root(let root): TokenID(roots + root)
    }
  }

  /// What `id`, which is in the vocabulary, stands for.
  @inline(__always)
  func meaning(of id: TokenID) -> Meaning {
    let id = Int(id)
    if id < markers { return .plain }
    if id >= roots { return .root(id - roots) }
    if id >= suffixes { return .suffix(id - suffixes) }
    if id >= variants { return .variant(id - variants + 1) }
    return Marker(rawValue: id - markers).map { .marker($0) } ?? .plain
  }
}
