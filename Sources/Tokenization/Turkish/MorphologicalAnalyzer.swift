/// Cuts Turkish words into roots and suffixes: the cheapest ways through a lattice of root trie × suffix automaton.
///
/// Every position of the word holds the states that can be reached there. A root of the trie leads from the beginning to a state of the
/// automaton, a suffix from state to state where its pattern fits letters and sound; a span that no root covers is an unknown one at a
/// higher cost. Viterbi's algorithm (IEEE Transactions on Information Theory 13, 1967) keeps the best ways of each node, which gives
/// the n best readings. O(letters × width × rows); a word of more than `maximumLetterCount` letters is one unknown span.
///
/// Example: `kitabı` is the stem `kitab`, which needs a vowel, and `(y)I` after back a without rounding: `kitab-ı`.
/// A letter between stem and suffix belongs to the suffix (`araba-sı`), and a stem that loses its vowel is cut short (`söyl-üyor`).
package struct MorphologicalAnalyzer: Sendable {
  package static let maximumLetterCount = 96
  package static let maximumResultCount = 8

  package let lexicon: TurkishLexicon
  package let inventory: SuffixInventory
  let forms: RootForms
  let tries: RootTries
  let automaton: SuffixAutomaton
  let costs: AnalysisCosts
  private let nominal: UInt32
  private let numeric: UInt32
  private let joins: UInt32

  /// Storage that a caller keeps from word to word.
  package struct Scratch {
    var word = TurkishWord()
    var lattice = AnalysisLattice()
    package init() {}
  }

  private enum Arc {
    static let suffix: UInt32 = 0
    static let stem: UInt32 = 1 << 30
    static let number: UInt32 = 2 << 30
    static let unknown: UInt32 = 3 << 30
  }

  package init(lexicon: TurkishLexicon, inventory: SuffixInventory) {
    self.init(lexicon: lexicon, inventory: inventory, costs: AnalysisCosts())
  }

  init(lexicon: TurkishLexicon, inventory: SuffixInventory, costs: AnalysisCosts) {
    self.lexicon = lexicon
    self.inventory = inventory
    self.costs = costs
    forms = RootForms(lexicon: lexicon, inventory: inventory, costs: costs)
    tries = RootTries(forms)
    automaton = SuffixAutomaton(inventory, costs: costs)
    nominal = inventory.mask(of: "N0")
    numeric = inventory.mask(of: "N0", "NUM")
    joins = nominal
  }

  /// The best readings of a word, the cheapest first.
  ///
  /// - Parameters:
  ///   - word: any bytes; blanks and punctuation are letters that no root has.
  ///   - count: 1 to `maximumResultCount`.
  /// - Returns: one reading or more; none for an empty word.
  package func analyses(of word: [UInt8], count: Int = 1) -> [MorphologicalAnalysis] {
    var scratch = Scratch()
    return word.withUnsafeBufferPointer { analyses(of: $0, count: count, &scratch) }
  }

  package func analyses(
    of bytes: UnsafeBufferPointer<UInt8>, count: Int, _ scratch: inout Scratch
  ) -> [MorphologicalAnalysis] {
    precondition(count >= 1 && count <= MorphologicalAnalyzer.maximumResultCount)
    guard !bytes.isEmpty else { return [] }
    let unknown = [
      MorphologicalAnalysis(
        morphemes: [Morpheme(kind: .unknown, id: 0, range: 0..<bytes.count)], cost: Int(costs.unknown))
    ]
    // A letter has at most four bytes, so a longer word need not be read.
    guard bytes.count <= 4 * MorphologicalAnalyzer.maximumLetterCount else { return unknown }
    scratch.word.read(bytes)
    guard scratch.word.letters.count <= MorphologicalAnalyzer.maximumLetterCount else { return unknown }
    fill(&scratch.lattice, scratch.word, limit: count)
    return best(scratch.lattice, scratch.word, count: count)
  }

  private func fill(_ lattice: inout AnalysisLattice, _ word: TurkishWord, limit: Int) {
    let letters = word.letters
    lattice.reset(letterCount: letters.count, limit: limit)
    addRoots(&lattice, word)
    addUnknowns(&lattice, word)
    addNumber(&lattice, word)
    for position in 1..<max(letters.count, 1) {
      var node = Int(lattice.firstNodes[position])
      while node >= 0 {
        extend(lattice.nodes[node], at: position, &lattice, word)
        node = Int(lattice.nodes[node].next)
      }
    }
  }

  /// Where an arc that ends at `position` leads: past the apostrophe when that comes next.
  @inline(__always)
  private func landing(_ position: Int, _ word: TurkishWord) -> Int {
    position == word.apostrophe && position < word.letters.count ? position + 1 : position
  }

  /// Adds an arc's end for each state of `states`.
  @inline(__always)
  private func add(
    _ states: UInt32, _ sound: Sound, _ continuation: SuffixPattern.Continuation, at position: Int, cost: Int32,
    arc: UInt32, previous: Int, _ lattice: inout AnalysisLattice
  ) {
    var left = states
    while left != 0 {
      let key = AnalysisLattice.Node.key(left.trailingZeroBitCount, sound, continuation)
      lattice.add(key, at: position, cost: cost, arc: arc, previous: previous)
      left &= left - 1
    }
  }

  /// Roots that begin at `start`, each after `previous`.
  private func addRoots(
    _ lattice: inout AnalysisLattice, _ word: TurkishWord, from start: Int = 0, previous: Int = -1, cost: Int32 = 0
  ) {
    let letters = word.letters
    guard start < word.apostrophe, letters[start] < TurkishLetter.zero else { return }
    let roots = tries[letters[start]]
    let allowsNames = word.casePattern != .lower || word.apostrophe < letters.count
    var node: UInt32 = 0
    var position = start
    while position < word.apostrophe, letters[position] < TurkishLetter.zero,
      let child = roots.trie.child(of: node, at: letters[position])
    {
      node = child
      position += 1
      var stem = roots.firstStem(at: node)
      while let index = stem {
        let entry = roots.stems[index]
        stem = entry.next == LetterTrie.none ? nil : Int(entry.next)
        guard previous < 0 || position - start >= 3 && !entry.isName else { continue }
        let cost = cost + entry.cost + (entry.isName && !allowsNames ? costs.smallName : 0)
        let arc = Arc.stem | UInt32(index)
        let end = landing(position, word)
        if end == position {
          add(
            entry.states, entry.sound, entry.continuation, at: end, cost: cost, arc: arc,
            previous: previous, &lattice)
        } else if entry.continuation != .vowel {
          // The spelling keeps a stem that is followed by an apostrophe: Atatürk'-ün.
          add(
            entry.states, entry.sound, .any, at: end, cost: cost, arc: arc, previous: previous, &lattice)
          if entry.isName {
            addForeign(entry.states, entry.sound, at: end, cost: cost, arc: arc, &lattice)
          }
        }
      }
    }
  }

  /// Spans from the beginning of the word that are no root.
  private func addUnknowns(_ lattice: inout AnalysisLattice, _ word: TurkishWord) {
    let letters = word.letters
    for position in 1..<word.apostrophe + 1 {
      // A root of one letter is none, unless there is nothing else.
      guard position >= 2 || position == word.apostrophe else { continue }
      let end = landing(position, word)
      let cost = costs.unknown + Int32(position) * costs.unknownLetter
      let arc = Arc.unknown
      let spelled = Sound(of: letters[..<position])
      add(nominal, spelled, .any, at: end, cost: cost, arc: arc, previous: -1, &lattice)
      guard end > position else { continue }
      if word.casePattern == .upper, let last = letters[..<position].last, last < TurkishLetter.zero {
        // An abbreviation is read by the names of its letters: a consonant's ends in e.
        let named = TurkishLetter.isVowel(last) ? Sound(of: [last]) : Sound(of: [TurkishLetter.e])
        add(nominal, named, .any, at: end, cost: cost, arc: arc, previous: -1, &lattice)
      }
      addForeign(nominal, spelled, at: end, cost: cost, arc: arc, &lattice)
    }
  }

  /// The sounds that a name may have before an apostrophe though its spelling does not show them: Google'ın.
  private func addForeign(
    _ states: UInt32, _ spelled: Sound, at position: Int, cost: Int32, arc: UInt32, _ lattice: inout AnalysisLattice
  ) {
    for sound in spelled.foreign {
      let more = sound.endsInVowel == spelled.endsInVowel ? costs.foreignHarmony : costs.foreignEnding
      add(states, sound, .any, at: position, cost: cost + more, arc: arc, previous: -1, &lattice)
    }
  }

  /// A number in digits at the beginning of the word.
  private func addNumber(_ lattice: inout AnalysisLattice, _ word: TurkishWord) {
    let digits = word.letters.prefix(while: TurkishLetter.isDigit)
    guard !digits.isEmpty else { return }
    add(
      numeric, Sound(ofDigits: digits), .any, at: landing(digits.count, word), cost: costs.number, arc: Arc.number,
      previous: -1, &lattice)
  }

  /// All arcs out of one node.
  private func extend(
    _ node: AnalysisLattice.Node, at position: Int, _ lattice: inout AnalysisLattice, _ word: TurkishWord
  ) {
    let letters = word.letters
    let first = letters[position]
    if node.continuation != .any, TurkishLetter.isVowel(first) != (node.continuation == .vowel) { return }
    for index in automaton.rows(after: node.state, at: first) {
      let row = inventory.rows[Int(index)]
      guard allows(row.condition, node.sound, letters, position) else { continue }
      var sound = node.sound
      guard let (end, continuation) = row.pattern.match(letters, at: position, &sound) else { continue }
      let landed = landing(end, word)
      if landed > end, continuation == .vowel { continue }
      let key = AnalysisLattice.Node.key(Int(row.after), sound, landed > end ? .any : continuation)
      for rank in 0..<node.wayCount {
        lattice.add(
          key, at: landed, cost: lattice.ways[node.ways + rank].cost + row.cost, arc: Arc.suffix | UInt32(index),
          previous: node.ways + rank)
      }
    }
    let isAfterApostrophe = position == word.apostrophe + 1
    for rank in 0..<node.wayCount {
      let way = lattice.ways[node.ways + rank]
      if isAfterApostrophe {
        let cost = way.cost + costs.unknownTail + Int32(letters.count - position) * costs.unknownLetter
        add(
          nominal, Sound(of: letters[position...]), .any, at: letters.count, cost: cost, arc: Arc.unknown,
          previous: node.ways + rank, &lattice)
      } else if position < word.apostrophe, way.previous < 0, way.arc >> 30 == Arc.stem >> 30,
        joins >> UInt32(node.state) & 1 != 0
      {
        addRoots(&lattice, word, from: position, previous: node.ways + rank, cost: way.cost + costs.join)
      }
    }
  }

  @inline(__always)
  private func allows(_ condition: SuffixInventory.Condition, _ sound: Sound, _ letters: [UInt8], _ position: Int)
    -> Bool
  {
    switch condition {
    case .any: true
    case .vowel: sound.endsInVowel
    case .consonant: !sound.endsInVowel
    case .letters(let set): set >> UInt64(letters[position - 1]) & 1 != 0
    }
  }

  /// The best ways to the end of the word.
  private func best(_ lattice: AnalysisLattice, _ word: TurkishWord, count: Int) -> [MorphologicalAnalysis] {
    var ends: [(cost: Int32, way: Int)] = []
    var node = Int(lattice.firstNodes[word.letters.count])
    while node >= 0 {
      let found = lattice.nodes[node]
      node = Int(found.next)
      guard found.continuation != .vowel, let cost = automaton.endCosts[found.state] else { continue }
      for rank in 0..<found.wayCount {
        ends.append((lattice.ways[found.ways + rank].cost + cost, found.ways + rank))
      }
    }
    ends.sort { ($0.cost, $0.way) < ($1.cost, $1.way) }
    return ends.prefix(count).map { end in
      MorphologicalAnalysis(morphemes: morphemes(of: end.way, lattice, word), cost: Int(end.cost))
    }
  }

  private func morphemes(of way: Int, _ lattice: AnalysisLattice, _ word: TurkishWord) -> [Morpheme] {
    var out: [Morpheme] = []
    var way = way
    while way >= 0 {
      let step = lattice.ways[way]
      way = Int(step.previous)
      let start = way < 0 ? 0 : Int(lattice.ways[way].position)
      let number = Int(step.arc & (1 << 30 - 1))
      let range = word.starts[start]..<word.starts[Int(step.position)]
      switch step.arc & ~(1 << 30 - 1) {
      case Arc.suffix: out.append(Morpheme(kind: .suffix, id: inventory.rows[number].morpheme, range: range))
      case Arc.stem:
        let root = tries[word.letters[start]].stems[number].root
        out.append(Morpheme(kind: .root, id: Int(root), range: range))
      case Arc.number: out.append(Morpheme(kind: .number, id: 0, range: range))
      default: out.append(Morpheme(kind: .unknown, id: 0, range: range))
      }
    }
    return out.reversed()
  }
}
