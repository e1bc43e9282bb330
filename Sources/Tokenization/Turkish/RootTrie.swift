/// The surfaces of roots that begin with one letter: a trie over letter codes, with the stems that end at each node.
///
/// A root has one stem or two: the second before a vowel (`kitab-ı`, `burn-u`, `hakk-ı`, `tıbb-ı`) or before -Iyor (`bekl-iyor`). Each says
/// what may follow, and the sound that the suffix hears. Building takes time in proportion to the letters; a sorted lexicon shares
/// the walk over common beginnings.
final class RootTrie: Sendable {
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
  let trie: LetterTrie
  let stems: [Stem]

  /// - Parameter roots: those with a surface that begins with `letter`, ascending.
  init(_ forms: RootForms, roots: [UInt32], letter: UInt8) {
    var trie = LetterTrie()
    var stems: [Stem] = []
    trie.reserve(roots.count * 3)
    stems.reserveCapacity(roots.count + roots.count / 4)
    var letters: [UInt8] = []
    for root in roots {
      letters.removeAll(keepingCapacity: true)
      forms.lexicon.readLetters(of: Int(root), into: &letters)
      forms.forEach(of: Int(root), spelled: letters) { surface, stem in
        guard surface.first == letter else { return }
        let node = trie.insert(surface)
        var stem = stem
        stem.next = trie[node]
        trie[node] = UInt32(stems.count)
        stems.append(stem)
      }
    }
    trie.seal()
    self.trie = trie
    self.stems = stems
  }

  /// The first stem at a node, or nil.
  @inline(__always)
  func firstStem(at node: UInt32) -> Int? {
    let stem = trie[node]
    return stem == LetterTrie.none ? nil : Int(stem)
  }
}
