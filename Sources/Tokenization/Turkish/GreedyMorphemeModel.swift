/// What `TurkishGreedyTokenizer` does with one pretoken.
struct GreedyMorphemeModel: PretokenModel {
  /// A prefix that was taken.
  struct Choice {
    let id: TokenID
    /// Letters, counted from the beginning of the word; the space before it is one.
    let end: Int
    let points: Int
  }

  private static let wholeWordPoints = 5
  /// Letters of the longest byte-pair token that is looked for.
  private static let longestPiece = 32

  let layout: TurkishVocabulary
  private let base: BPETokenizer
  private let tries: RootTries
  /// Values are morphemes.
  private var suffixes = LetterTrie()
  private var word = TurkishWord()
  private var plain: [TokenID] = []
  private var text: [UInt8] = []
  private var starts: [Int] = []

  init(layout: TurkishVocabulary, base: BPETokenizer, analyzer: MorphologicalAnalyzer) {
    self.layout = layout
    self.base = base
    tries = analyzer.tries
    var trie = LetterTrie()
    let inventory = analyzer.inventory
    for row in inventory.rows {
      for surface in row.pattern.surfaces(where: row.condition) {
        let node = trie.insert(surface)
        if trie[node] == LetterTrie.none { trie[node] = UInt32(row.morpheme) }
      }
    }
    trie.seal()
    suffixes = trie
  }

  mutating func encode(_ pretoken: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {
    guard let parts = parts(of: pretoken) else {
      plain.removeAll(keepingCapacity: true)
      base.encode(pretoken, into: &plain)
      for id in plain { ids.append(PackedToken(id, byteCount: layout.vocabulary.byteCount(of: id)).rawValue) }
      return
    }
    func mark(_ marker: TurkishVocabulary.Marker) {
      ids.append(PackedToken(layout.id(of: marker), byteCount: 0).rawValue)
    }
    var position = 0
    for part in parts {
      if part.isCapital { mark(.title) }
      for choice in part.choices {
        let end = word.starts[choice.end] + part.offset
        if case .root = layout.meaning(of: choice.id), position > 0 || part.offset == 0 { mark(.glue) }
        ids.append(PackedToken(choice.id, byteCount: end - position).rawValue)
        position = end
      }
    }
  }

  /// The choices for each part of a word that begins with its only capital or has none; nil for what has other letters.
  mutating func parts(
    of pretoken: UnsafeBufferPointer<UInt8>
  ) -> [(isCapital: Bool, offset: Int, choices: [Choice])]? {
    let range = TurkishModel.word(in: pretoken)
    guard !range.isEmpty, range.count <= 4 * MorphologicalAnalyzer.maximumLetterCount else { return nil }
    word.read(UnsafeBufferPointer(rebasing: pretoken[range]))
    guard word.letters.allSatisfy({ $0 < TurkishLetter.zero }) else { return nil }
    var parts: [(isCapital: Bool, offset: Int, choices: [Choice])] = []
    var start = 0
    while start < word.letters.count {
      func isCapital(_ index: Int) -> Bool {
        TurkishCase.letter(at: range.lowerBound + word.starts[index], in: pretoken).isCapital
      }
      var end = start + 1
      while end < word.letters.count, !isCapital(end) { end += 1 }
      let isFirst = start == 0
      parts.append(
        (
          isCapital(start), range.lowerBound,
          choices(from: start, to: end, spaceBefore: isFirst && range.lowerBound == 1)
        ))
      start = end
    }
    return parts
  }

  /// The best prefixes of the letters in `start..<end`, one after the other.
  private mutating func choices(from start: Int, to end: Int, spaceBefore: Bool) -> [Choice] {
    text.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    if spaceBefore { text.append(0x20) }
    for letter in word.letters[start..<end] {
      starts.append(text.count)
      text += TurkishLetter.text(of: CollectionOfOne(letter))
    }
    starts.append(text.count)
    var choices: [Choice] = []
    var position = start
    while position < end {
      let choice = best(from: position, to: end, origin: start, spaceBefore: spaceBefore && position == start)
      choices.append(choice)
      position = choice.end
    }
    return choices
  }

  private func best(from position: Int, to end: Int, origin: Int, spaceBefore: Bool) -> Choice {
    var best: Choice?
    func offer(_ id: TokenID, _ last: Int) {
      let length = last - position + (spaceBefore ? 1 : 0)
      let points = length + (last == end ? GreedyMorphemeModel.wholeWordPoints : longestSuffix(from: last, to: end))
      // Roots are offered first, then suffixes, then byte-pair tokens, each kind with the shortest first.
      guard let old = best else {
        best = Choice(id: id, end: last, points: points)
        return
      }
      let isLongerOfKind = points == old.points && rank(id) == rank(old.id) && last > old.end
      if points > old.points || isLongerOfKind { best = Choice(id: id, end: last, points: points) }
    }
    var node: UInt32 = 0
    var last = position
    let roots = tries[word.letters[position]]
    while last < end, let child = roots.trie.child(of: node, at: word.letters[last]) {
      node = child
      last += 1
      if let stem = roots.firstStem(at: node) {
        offer(layout.id(of: MorphemeSpeller.Item.root(Int(roots.stems[stem].root))), last)
      }
    }
    if !spaceBefore {
      node = 0
      last = position
      while last < end, let child = suffixes.child(of: node, at: word.letters[last]) {
        node = child
        last += 1
        if suffixes[node] != LetterTrie.none {
          offer(layout.id(of: MorphemeSpeller.Item.suffix(Int(suffixes[node]))), last)
        }
      }
    }
    let first = spaceBefore ? 0 : starts[position - origin]
    for last in position + 1..<min(end, position + GreedyMorphemeModel.longestPiece) + 1 {
      if let id = base.vocabulary.id(of: text[first..<starts[last - origin]]) { offer(id, last) }
    }
    if let best { return best }
    // A letter that is no token of its own: its first byte stands for it.
    return Choice(id: base.vocabulary.byteTokens[Int(text[first])], end: position + 1, points: 0)
  }

  private func rank(_ id: TokenID) -> Int {
    switch layout.meaning(of: id) {
    case .root: 0
    case .suffix: 1
    case .plain, .marker, .variant: 2
    }
  }

  /// Letters of the longest suffix that may stand at `start`.
  private func longestSuffix(from start: Int, to end: Int) -> Int {
    var node: UInt32 = 0
    var position = start
    var longest = 0
    while position < end, let child = suffixes.child(of: node, at: word.letters[position]) {
      node = child
      position += 1
      if suffixes[node] != LetterTrie.none { longest = position - start }
    }
    return longest
  }
}
