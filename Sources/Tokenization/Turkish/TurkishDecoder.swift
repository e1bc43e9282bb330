/// Spells the ids of `TurkishTokenizer`: the inverse of encoding, defined for any ids.
///
/// Morphemes that follow each other are one run and spelled together; a root without `⟨glue⟩` begins a new run with a space before it.
/// Markers count for the run that follows. A run that the rules do not know is spelled by sound alone, a variant that does not exist
/// is the first one.
struct TurkishDecoder {
  private let layout: TurkishVocabulary
  private let speller: MorphemeSpeller
  private var out: [UInt8] = []
  /// Every run that was spelled, with its items and their places in the list of ids; only where it is asked for.
  private(set) var runs: [(spelling: MorphemeSpeller.Spelling, items: [MorphemeSpeller.Item], places: [Int])] = []
  private let keepsRuns: Bool
  /// What was heard last, and the length of `out` then.
  private var tail: (context: MorphemeSpeller.Context, end: Int)?

  private struct Run {
    var isGlued = false
    var pattern = TurkishWord.CasePattern.lower
    var isDecomposed = false
    var variant = 0
    var items: [MorphemeSpeller.Item] = []
    /// Of each item in the list of ids.
    var places: [Int] = []

    mutating func append(_ item: MorphemeSpeller.Item, at place: Int) {
      items.append(item)
      places.append(place)
    }

    mutating func mark(_ marker: TurkishVocabulary.Marker) {
      switch marker {
      case .glue: isGlued = true
      case .title: pattern = .title
      case .upper: pattern = .upper
      case .decomposed: isDecomposed = true
      }
    }
  }

  init(layout: TurkishVocabulary, speller: MorphemeSpeller, keepsRuns: Bool = false) {
    self.keepsRuns = keepsRuns
    self.layout = layout
    self.speller = speller
  }

  /// - Parameter ids: all in the vocabulary.
  mutating func decode(_ ids: [TokenID]) -> [UInt8] {
    var run = Run()
    for (index, id) in ids.enumerated() {
      switch layout.meaning(of: id) {
      case .plain:
        end(&run)
        append(layout.vocabulary.bytes(of: id), isCapital: run.pattern != .lower)
        run = Run()
      case .marker(let marker):
        if marker == .glue, run.items.count == 1, isRoot(run.items[0]), joins(ids, after: index) { continue }
        end(&run)
        run.mark(marker)
      case .variant(let number):
        end(&run)
        run.variant = number
      case .suffix(let morpheme):
        if run.items.count == MorphemeSpeller.maximumItemCount { end(&run) }
        run.append(.suffix(morpheme), at: index)
      case .root(let root):
        let isJoined = index > 0 && run.items.count == 1 && layout.meaning(of: ids[index - 1]) == .marker(.glue)
        if !isJoined { end(&run) }
        run.append(.root(root), at: index)
      }
    }
    end(&run)
    return out
  }

  /// Ids before the last one that hears nothing of them: a root without a marker, or a byte-pair token that begins with a blank.
  static func separableCount(of ids: [TokenID], _ layout: TurkishVocabulary) -> Int {
    ids.indices.last { index in
      guard index > 0, layout.vocabulary.contains(ids[index]), layout.vocabulary.contains(ids[index - 1]),
        layout.vocabulary.kind(of: ids[index - 1]) != .marker
      else { return false }
      switch layout.meaning(of: ids[index]) {
      case .root: return true
      case .plain: return layout.vocabulary.bytes(of: ids[index]).first.map { $0 == 0x20 || $0 == 0x0A } ?? false
      case .marker, .variant, .suffix: return false
      }
    } ?? 0
  }

  /// Appends a byte-pair token, its first letter as a capital where a marker says so.
  private mutating func append(_ bytes: ArraySlice<UInt8>, isCapital: Bool) {
    bytes.withUnsafeBufferPointer { buffer in
      let space = buffer.first == 0x20 ? 1 : 0
      out += buffer[..<space]
      var rest = buffer[space...]
      if isCapital, space < buffer.count {
        let first = TurkishCase.letter(at: space, in: buffer)
        if first.letter < TurkishLetter.zero {
          out += TurkishSpelling.bytes(of: CollectionOfOne(first.letter), as: .title, decomposed: false)
          rest = rest.dropFirst(first.length)
        }
      }
      out += rest
    }
  }

  private func isRoot(_ item: MorphemeSpeller.Item) -> Bool {
    if case .root = item { true } else { false }
  }

  /// Whether a root follows the id at `index`.
  private func joins(_ ids: [TokenID], after index: Int) -> Bool {
    guard index + 1 < ids.count, case .root = layout.meaning(of: ids[index + 1]) else { return false }
    return true
  }

  /// Spells the run if it has items; markers alone wait for them.
  private mutating func end(_ run: inout Run) {
    guard let first = run.items.first else { return }
    let context = isRoot(first) ? nil : self.context
    let spellings = speller.spellings(of: run.items, after: context, count: run.variant + 1)
    let spelling =
      spellings.indices.contains(run.variant)
      ? spellings[run.variant]
      : spellings.first ?? speller.looseSpelling(of: run.items, after: context ?? self.context)
    if isRoot(first), !run.isGlued { out.append(0x20) }
    out += TurkishSpelling.bytes(of: spelling.letters, as: run.pattern, decomposed: run.isDecomposed)
    if keepsRuns { runs.append((spelling, run.items, run.places)) }
    tail = (TurkishContext.context(after: spelling), out.count)
    run = Run()
  }

  /// What a suffix hears at the end of `out`: past an apostrophe, the run or the word before it.
  private var context: MorphemeSpeller.Context {
    out.withUnsafeBufferPointer { out in
      var end = out.count
      for length in [1, 3] where end >= length {
        if TurkishPretokenCutter.apostrophe(at: out.count - length, in: out) == length { end = out.count - length }
      }
      if let tail, tail.end == end { return tail.context }
      return TurkishContext.context(before: end, in: out)
    }
  }
}
