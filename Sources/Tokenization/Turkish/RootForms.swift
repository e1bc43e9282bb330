/// The spellings of a root: itself, the stem before a vowel, the stem cut short before -Iyor, and irregular ones.
///
/// Example: `kitap` is spelled `kitap` before a consonant or nothing and `kitab` before a vowel; `bekle` also `bekl`.
struct RootForms: Sendable {
  /// How a spelling comes from the root.
  enum Kind: UInt8, Sendable {
    case plain, beforeVowel, cut, irregular
  }

  let lexicon: TurkishLexicon
  private let masks: StateMasks
  private let costs: AnalysisCosts

  init(lexicon: TurkishLexicon, inventory: SuffixInventory, costs: AnalysisCosts) {
    self.lexicon = lexicon
    self.costs = costs
    masks = StateMasks(inventory)
  }

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

  /// The letters of a root.
  func letters(of root: Int) -> [UInt8] {
    var letters: [UInt8] = []
    lexicon.readLetters(of: root, into: &letters)
    return letters
  }

  /// Calls `body` with the letters of each spelling of a root.
  ///
  /// - Parameter letters: those of the root itself.
  @inline(__always)
  func forEach(of root: Int, spelled letters: [UInt8], _ body: ([UInt8], RootTrie.Stem) -> Void) {
    let part = lexicon.part(of: root)
    let marks = lexicon.marks(of: root)
    let cost = cost(of: root, letterCount: letters.count)
    let sound = Sound(of: letters, isInverse: marks.contains(.inverseHarmony))
    let states = states(part, marks)
    func stem(
      _ letters: [UInt8], _ kind: Kind, _ continuation: SuffixPattern.Continuation, states: UInt32, more: Int32 = 0,
      isOwn: Bool = false
    ) -> RootTrie.Stem {
      // A dropped vowel is still heard: vakt-i, not vakt-ı.
      var heard = isOwn ? Sound(of: letters) : sound
      if !isOwn { heard.end(in: letters[letters.count - 1]) }
      return RootTrie.Stem(
        root: UInt32(root), states: states, cost: cost + more, sound: heard, continuation: continuation,
        isName: part == .name, kind: kind)
    }

    let other = TurkishPhonology.stemBeforeVowel(letters, part: part, marks: marks)
    let changes = other != nil && part != .verb
    let hardVerb = other != nil && part == .verb && !marks.contains(.lastVowelDrop)
    body(letters, stem(letters, .plain, changes || hardVerb ? .consonant : .any, states: states))
    if let other { body(other, stem(other, .beforeVowel, .vowel, states: states)) }
    if marks.contains(.lastVowelDrop), part != .verb, other != nil {
      body(letters, stem(letters, .plain, .vowel, states: states, more: costs.keptVowel))
    }
    if part == .verb, letters.count > 1, sound.ending == .lowVowel {
      let cut = Array(letters.dropLast())
      let ownVowel = cut.contains(where: TurkishLetter.isVowel)
      body(cut, stem(cut, .cut, .vowel, states: masks.cutVerb, isOwn: ownVowel))
    }
    guard lexicon.hasIrregularStems(root) else { return }
    for text in lexicon.irregularStems(of: root) {
      let own = TurkishWord(Array(text)).letters
      if own.isEmpty { continue }
      body(
        own,
        stem(
          own, .irregular, part == .verb ? .consonant : .any, states: states, more: costs.irregularStem, isOwn: true))
    }
  }

  private func cost(of root: Int, letterCount: Int) -> Int32 {
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

  private func states(_ part: TurkishLexicon.Part, _ marks: TurkishLexicon.Marks) -> UInt32 {
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
}
