/// Spells morphemes: the way back from a root and its suffixes to letters, by the rules of the analysis.
///
/// A sequence of morphemes may have several spellings (homonymous shapes of a suffix, a root with or without its circumflex, a foreign
/// name's harmony). They come in a fixed order, each once; the first is the one that needs no mention. The search goes through the
/// forms of the root and the rows of each suffix as the analysis does, depth first, and gives up after `maximumSteps` arcs, so that any
/// sequence takes bounded time.
///
/// Example: `kitap` + ACC is `kitabı`; `saat` + PL is `saatler`; after `Google'` GEN is `ün`, then `in`, `ın`, `un`.
struct MorphemeSpeller: Sendable {
  enum Item: Hashable, Sendable {
    /// A root of the lexicon; only the first two items may be roots.
    case root(Int)
    /// A morpheme of the inventory.
    case suffix(Int)
  }

  /// What stands before a first suffix.
  struct Context: Sendable {
    /// As it may be heard, the likeliest first.
    var sounds: [Sound]
    /// Code of the last letter.
    var lastLetter: UInt8
  }

  struct Spelling {
    /// Codes of `TurkishLetter`; `circumflex` is added to a vowel that is written with one.
    let letters: [UInt8]
    /// Number of letters of each item.
    let lengths: [Int]
    /// How the word sounds at its end.
    let sound: Sound
    /// How each root is spelled and which row of the inventory each suffix is.
    let sources: [Source]
  }

  enum Source: Hashable, Sendable {
    case root(RootForms.Kind)
    case row(Int)
  }

  static let circumflex: UInt8 = 0x80
  static let maximumItemCount = 32
  static let maximumSteps = 512

  let forms: RootForms
  let inventory: SuffixInventory
  /// Rows of each morpheme, in the order of the inventory.
  private let rows: [[Int]]
  private let joins: UInt32

  init(_ analyzer: MorphologicalAnalyzer) {
    forms = analyzer.forms
    inventory = analyzer.inventory
    var rows = [[Int]](repeating: [], count: inventory.morphemes.count)
    for (index, row) in inventory.rows.enumerated() { rows[row.morpheme].append(index) }
    self.rows = rows
    joins = inventory.mask(of: "N0")
  }

  /// The first `count` spellings of `items`, which begin with a root or follow `context`; fewer when there are no more.
  func spellings(of items: [Item], after context: Context?, count: Int) -> [Spelling] {
    guard !items.isEmpty, items.count <= MorphemeSpeller.maximumItemCount else { return [] }
    var search = Search(speller: self, items: items, count: count)
    if let context {
      for sound in context.sounds {
        let node = Node(state: nil, sound: sound, continuation: .any)
        search.visit(0, node, before: context.lastLetter)
      }
    } else {
      search.visit(0, Node(state: nil, sound: Sound(bits: 0), continuation: .any), before: TurkishLetter.other)
    }
    return search.found
  }

  /// A spelling for items that no analysis gives: each suffix in its first shape, by sound alone.
  func looseSpelling(of items: some Sequence<Item>, after context: Context) -> Spelling {
    var letters: [UInt8] = []
    var lengths: [Int] = []
    var sources: [Source] = []
    var sound = context.sounds[0]
    for item in items {
      let start = letters.count
      switch item {
      case .root(let root):
        letters += forms.letters(of: root)
        sound = Sound(of: letters)
        sources.append(.root(.plain))
      case .suffix(let morpheme):
        let row = rows[morpheme][0]
        _ = inventory.rows[row].pattern.spell(after: &sound, softened: false, into: &letters)
        sources.append(.row(row))
      }
      lengths.append(letters.count - start)
    }
    return Spelling(letters: letters, lengths: lengths, sound: sound, sources: sources)
  }

  /// The letters of a root as the lexicon writes it, circumflexes marked.
  private func written(_ root: Int) -> [UInt8] {
    var letters: [UInt8] = []
    forms.lexicon.text(of: root).withUnsafeBufferPointer { bytes in
      var offset = 0
      while offset < bytes.count {
        let step = TurkishCase.letter(at: offset, in: bytes)
        // â, î and û are the letters of two bytes and more whose code is below that of the marked letters.
        let isMarked = step.length > 1 && MorphemeSpeller.plain >> UInt64(step.letter) & 1 != 0
        letters.append(isMarked ? step.letter | MorphemeSpeller.circumflex : step.letter)
        offset += step.length
      }
    }
    return letters
  }

  private static let plain: UInt64 =
    1 << UInt64(TurkishLetter.a) | 1 << UInt64(TurkishLetter.i) | 1 << UInt64(TurkishLetter.u)

  private struct Node {
    /// Nil before the first morpheme and where no state is known.
    let state: Int?
    let sound: Sound
    let continuation: SuffixPattern.Continuation
  }

  private struct Search {
    let speller: MorphemeSpeller
    let items: [Item]
    let count: Int
    var found: [Spelling] = []
    private var letters: [UInt8] = []
    private var lengths: [Int] = []
    private var sources: [Source] = []
    private var steps = 0

    init(speller: MorphemeSpeller, items: [Item], count: Int) {
      self.speller = speller
      self.items = items
      self.count = count
    }

    private var isOver: Bool { found.count >= count || steps > MorphemeSpeller.maximumSteps }

    mutating func visit(_ index: Int, _ node: Node, before lastLetter: UInt8) {
      steps += 1
      if isOver { return }
      if index == items.count {
        guard node.continuation != .vowel, !found.contains(where: { $0.letters == letters }) else { return }
        found.append(Spelling(letters: letters, lengths: lengths, sound: node.sound, sources: sources))
        return
      }
      switch items[index] {
      case .suffix(let morpheme): addSuffix(morpheme, index, node, lastLetter)
      case .root(let root):
        if index > 0 {
          guard index == 1, let state = node.state, speller.joins >> UInt32(state) & 1 != 0 else { return }
        }
        addRoot(root, index, node)
      }
    }

    private mutating func addSuffix(_ morpheme: Int, _ index: Int, _ node: Node, _ lastLetter: UInt8) {
      let letterCount = letters.count
      for number in speller.rows[morpheme] {
        let row = speller.inventory.rows[number]
        if let state = node.state, row.before >> UInt32(state) & 1 == 0 { continue }
        switch row.condition {
        case .any: break
        case .vowel: if !node.sound.endsInVowel { continue }
        case .consonant: if node.sound.endsInVowel { continue }
        case .letters(let set): if set >> UInt64(lastLetter & ~MorphemeSpeller.circumflex) & 1 == 0 { continue }
        }
        for softened in row.pattern.softens ? [false, true] : [false] {
          var sound = node.sound
          let continuation = row.pattern.spell(after: &sound, softened: softened, into: &letters)
          if fits(node.continuation, letterCount) {
            lengths.append(letters.count - letterCount)
            sources.append(.row(number))
            visit(
              index + 1, Node(state: Int(row.after), sound: sound, continuation: continuation),
              before: letters[letters.count - 1])
            lengths.removeLast()
            sources.removeLast()
          }
          letters.removeLast(letters.count - letterCount)
        }
      }
    }

    private mutating func addRoot(_ root: Int, _ index: Int, _ node: Node) {
      let plain = speller.forms.letters(of: root)
      let written = speller.written(root)
      // The search is recursive and a closure must not change it: the few forms are listed first.
      var forms: [(letters: [UInt8], stem: RootTrie.Stem)] = []
      speller.forms.forEach(of: root, spelled: plain) { forms.append(($0, $1)) }
      let letterCount = letters.count
      for hasCircumflex in written == plain ? [false] : [true, false] {
        for form in forms {
          for (place, letter) in form.letters.enumerated() {
            let isMarked =
              hasCircumflex && place < written.count && written[place] == letter | MorphemeSpeller.circumflex
            letters.append(isMarked ? written[place] : letter)
          }
          if fits(node.continuation, letterCount) {
            lengths.append(form.letters.count)
            sources.append(.root(form.stem.kind))
            var states = form.stem.states
            while states != 0 {
              visit(
                index + 1,
                Node(state: states.trailingZeroBitCount, sound: form.stem.sound, continuation: form.stem.continuation),
                before: letters[letters.count - 1])
              states &= states - 1
            }
            lengths.removeLast()
            sources.removeLast()
          }
          letters.removeLast(letters.count - letterCount)
        }
      }
    }

    /// Whether the letter at `place` may follow.
    private func fits(_ continuation: SuffixPattern.Continuation, _ place: Int) -> Bool {
      continuation == .any
        || TurkishLetter.isVowel(letters[place] & ~MorphemeSpeller.circumflex) == (continuation == .vowel)
    }
  }
}
