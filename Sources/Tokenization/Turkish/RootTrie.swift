/// All surfaces of all roots: a trie over letter codes, with the stems that end at each node.
///
/// A root has one stem or two: the second before a vowel (`kitab-ı`, `burn-u`, `hakk-ı`, `tıbb-ı`) or before -Iyor (`bekl-iyor`). Each says
/// what may follow, and the sound that the suffix hears. Building takes time in proportion to the letters; a sorted lexicon shares
/// the walk over common beginnings.
struct RootTrie: Sendable {
  /// One surface of a root.
  struct Stem: Sendable {
    let root: UInt32
    /// The next stem at the same node; `LetterTrie.none` ends.
    var next = LetterTrie.none
    /// States of the automaton that it leads to, as bits.
    let states: UInt32
    let cost: Int32
    let sound: Sound
    let continuation: SuffixPattern.Continuation
    let isName: Bool
  }

  /// The value of a node is the first stem that ends there.
  private(set) var trie = LetterTrie()
  private(set) var stems: [Stem] = []

  private struct StateMasks {
    let nominal, plain, verb, cutVerb, number, particle, temporal, relative, pronominal, genitiveM, bufferY, end: UInt32

    init(_ inventory: SuffixInventory) {
      nominal = inventory.mask(of: "N0")
      plain = inventory.mask(of: "NX")
      verb = inventory.mask(of: "V0")
      cutVerb = inventory.mask(of: "VD")
      number = inventory.mask(of: "N0", "NUM")
      particle = inventory.mask(of: "N3")
      temporal = inventory.mask(of: "NT")
      relative = inventory.mask(of: "NL")
      pronominal = inventory.mask(of: "NP")
      genitiveM = inventory.mask(of: "NB")
      bufferY = inventory.mask(of: "NSU")
      end = inventory.mask(of: "F")
    }
  }

  init(_ lexicon: TurkishLexicon, _ inventory: SuffixInventory, costs: AnalysisCosts) {
    trie.reserve(lexicon.count * 3)
    stems.reserveCapacity(lexicon.count + lexicon.count / 4)
    let masks = StateMasks(inventory)
    var letters: [UInt8] = []
    for root in 0..<lexicon.count {
      letters.removeAll(keepingCapacity: true)
      RootTrie.read(lexicon.text(of: root), into: &letters)
      add(letters, root, lexicon, masks, costs)
    }
    trie.seal()
  }

  /// The first stem at a node, or nil.
  @inline(__always)
  func firstStem(at node: UInt32) -> Int? {
    let stem = trie[node]
    return stem == LetterTrie.none ? nil : Int(stem)
  }

  private static func read(_ text: ArraySlice<UInt8>, into letters: inout [UInt8]) {
    text.withUnsafeBufferPointer { bytes in
      var offset = 0
      while offset < bytes.count {
        if TurkishCase.isPlain(at: offset, in: bytes) {
          letters.append(TurkishCase.code(UInt32(bytes[offset])))
          offset += 1
        } else {
          let step = TurkishCase.letter(at: offset, in: bytes)
          letters.append(step.letter)
          offset += step.length
        }
      }
    }
  }

  private mutating func add(
    _ letters: [UInt8], _ root: Int, _ lexicon: TurkishLexicon, _ masks: StateMasks, _ costs: AnalysisCosts
  ) {
    let part = lexicon.part(of: root)
    let marks = lexicon.marks(of: root)
    let cost = RootTrie.cost(of: root, letterCount: letters.count, lexicon, costs)
    let isInverse = marks.contains(.inverseHarmony)
    let sound = Sound(of: letters, isInverse: isInverse)
    let states = RootTrie.states(part, marks, masks)
    let isName = part == .name
    func stem(
      _ letters: [UInt8], _ continuation: SuffixPattern.Continuation, states: UInt32, more: Int32 = 0,
      isOwn: Bool = false
    ) -> Stem {
      // A dropped vowel is still heard: vakt-i, not vakt-ı.
      var heard = isOwn ? Sound(of: letters) : sound
      if !isOwn { heard.end(in: letters[letters.count - 1]) }
      return Stem(
        root: UInt32(root), states: states, cost: cost + more, sound: heard, continuation: continuation, isName: isName)
    }

    let other = TurkishPhonology.stemBeforeVowel(letters, part: part, marks: marks)
    let changes = other != nil && part != .verb
    let hardVerb = other != nil && part == .verb && !marks.contains(.lastVowelDrop)
    insert(letters, stem(letters, changes || hardVerb ? .consonant : .any, states: states))
    if let other { insert(other, stem(other, .vowel, states: states)) }
    if part == .verb, sound.ending == .lowVowel {
      let cut = Array(letters.dropLast())
      let ownVowel = cut.contains(where: TurkishLetter.isVowel)
      insert(cut, stem(cut, .vowel, states: masks.cutVerb, isOwn: ownVowel))
    }
    for text in lexicon.irregularStems(of: root) {
      var own: [UInt8] = []
      RootTrie.read(text, into: &own)
      insert(own, stem(own, part == .verb ? .consonant : .any, states: states, more: costs.irregularStem, isOwn: true))
    }
  }

  private static func cost(of root: Int, letterCount: Int, _ lexicon: TurkishLexicon, _ costs: AnalysisCosts) -> Int32 {
    var cost = costs.root - Int32(lexicon.grade(of: root)) * costs.grade
    let marks = lexicon.marks(of: root)
    if marks.contains(.derived) { cost += costs.derived }
    if marks.contains(.compound) { cost += costs.compound }
    if letterCount == 1 { cost += costs.oneLetter }
    if letterCount == 2 { cost += costs.twoLetters }
    switch lexicon.part(of: root) {
    case .name: cost += costs.name
    case .adverb, .conjunction, .postposition, .determiner, .doubled: cost += costs.rarePart
    case .interjection: cost += costs.interjection
    case .noun, .verb, .adjective, .pronoun, .number, .question: break
    }
    return cost
  }

  private static func states(_ part: TurkishLexicon.Part, _ marks: TurkishLexicon.Marks, _ masks: StateMasks) -> UInt32
  {
    if marks.contains(.noSuffix) { return masks.end }
    var states: UInt32
    switch part {
    case .verb: states = masks.verb
    case .number: states = masks.number
    case .question: states = masks.particle
    case .conjunction, .interjection: states = masks.plain
    default: states = masks.nominal
    }
    if marks.contains(.temporal) { states |= masks.temporal }
    if marks.contains(.relative) { states |= masks.relative }
    if marks.contains(.pronominal) { states |= masks.pronominal }
    if marks.contains(.genitiveM) { states |= masks.genitiveM }
    if marks.contains(.bufferY) { states |= masks.bufferY }
    return states
  }

  private mutating func insert(_ letters: [UInt8], _ stem: Stem) {
    guard !letters.isEmpty else { return }
    let node = trie.insert(letters)
    var stem = stem
    stem.next = trie[node]
    trie[node] = UInt32(stems.count)
    stems.append(stem)
  }
}
