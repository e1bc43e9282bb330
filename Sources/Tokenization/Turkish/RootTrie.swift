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
    let kind: RootForms.Kind
  }

  /// The value of a node is the first stem that ends there.
  private(set) var trie = LetterTrie()
  private(set) var stems: [Stem] = []

  init(_ forms: RootForms) {
    let lexicon = forms.lexicon
    trie.reserve(lexicon.count * 3)
    stems.reserveCapacity(lexicon.count + lexicon.count / 4)
    var letters: [UInt8] = []
    for root in 0..<lexicon.count {
      letters.removeAll(keepingCapacity: true)
      lexicon.readLetters(of: root, into: &letters)
      forms.forEach(of: root, spelled: letters) { insert($0, $1) }
    }
    trie.seal()
  }

  /// The first stem at a node, or nil.
  @inline(__always)
  func firstStem(at node: UInt32) -> Int? {
    let stem = trie[node]
    return stem == LetterTrie.none ? nil : Int(stem)
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
