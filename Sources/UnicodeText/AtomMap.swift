/// A text split into atoms that no token boundary cuts, with the glyphs to draw for each.
///
/// Every tokenizer's row is drawn from the same atoms, so columns agree by construction. A grapheme cluster is one atom
/// unless a cut falls inside; then each of its scalars is one; and a scalar with a cut inside is drawn byte by byte as
/// hex digits. An invalid byte is always an atom. Linear time in bytes and cuts.
///
/// Example: `e` with U+0301 is one atom without cuts, two with a cut at 1 (`e`, `◌́`), and `e`, `CC`, `81` with cuts at
/// 1 and 2.
package struct AtomMap: Hashable, Sendable {
  /// In order, without gaps.
  package let atoms: [Atom]
  /// The glyphs of all atoms, in order.
  package let glyphs: [Glyph]

  /// Splits `bytes`; offsets are the slice's own indices.
  ///
  /// - Parameter cuts: offsets in ascending order, repetition allowed; those at the ends or outside say nothing.
  package init(_ bytes: ArraySlice<UInt8>, cuts: [Int], options: VisibleOptions = VisibleOptions()) {
    let origin = bytes.startIndex
    (atoms, glyphs) = bytes.withUnsafeBufferPointer { buffer in
      var builder = AtomBuilder(bytes: buffer, origin: origin, cuts: cuts, options: options)
      builder.run()
      return (builder.atoms, builder.writer.glyphs)
    }
  }

  /// What to draw for `atom`, which must be one of this map's.
  package func glyphs(of atom: Atom) -> ArraySlice<Glyph> { glyphs[atom.glyphs] }

  /// The index of the atom that holds the byte at `offset`; nil outside the text.
  package func index(at offset: Int) -> Int? {
    var low = 0
    var high = atoms.count
    while low < high {
      let middle = (low + high) / 2
      if atoms[middle].end <= offset { low = middle + 1 } else { high = middle }
    }
    return low < atoms.count && atoms[low].start <= offset ? low : nil
  }
}
