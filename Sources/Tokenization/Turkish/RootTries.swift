import Synchronization

/// All surfaces of all roots: a trie for each first letter, built when a word first begins with it.
///
/// Tried: one trie for all roots takes 15 ms; a short text needs those of a few letters. Two threads that want the same letter at
/// once may both build its trie; one of the two is kept.
final class RootTries: Sendable {
  private final class Place: Sendable {
    let trie = AtomicLazyReference<RootTrie>()
  }

  private let forms: RootForms
  /// By first letter, below `TurkishLetter.zero`: the roots that have a surface with it, ascending.
  private let roots: [[UInt32]]
  private let places: [Place]

  init(_ forms: RootForms) {
    self.forms = forms
    let lexicon = forms.lexicon
    var roots = [[UInt32]](repeating: [], count: Int(TurkishLetter.zero))
    func add(_ root: Int, at letter: UInt8) {
      if roots[Int(letter)].last != UInt32(root) { roots[Int(letter)].append(UInt32(root)) }
    }
    for root in 0..<lexicon.count {
      let first = lexicon.firstLetter(of: root)
      // Only a change of the first letter or of the whole root makes surfaces that begin otherwise.
      if first.isOnly || lexicon.hasIrregularStems(root) {
        forms.forEach(of: root, spelled: forms.letters(of: root)) { surface, _ in
          if let letter = surface.first { add(root, at: letter) }
        }
      } else {
        add(root, at: first.letter)
      }
    }
    self.roots = roots
    places = roots.map { _ in Place() }
  }

  /// The trie of the surfaces that begin with `letter`, which is below `TurkishLetter.zero`.
  @inline(__always)
  subscript(letter: UInt8) -> RootTrie { places[Int(letter)].trie.load() ?? build(letter) }

  @inline(never)
  private func build(_ letter: UInt8) -> RootTrie {
    places[Int(letter)].trie.storeIfNil(RootTrie(forms, roots: roots[Int(letter)], letter: letter))
  }
}
