import UnicodeText

/// The atoms of a window with the cells that each takes: the same for every row.
struct AtomTable: Sendable {
  let bytes: [UInt8]
  /// True when every atom has room for its bytes in hexadecimal.
  var isHex: Bool
  private let map: AtomMap

  init(_ bytes: [UInt8], cuts: [Int], isHex: Bool, options: VisibleOptions) {
    self.bytes = bytes
    self.isHex = isHex
    map = AtomMap(bytes[...], cuts: cuts, options: options)
  }

  var count: Int { map.atoms.count }

  func start(_ index: Int) -> Int { map.atoms[index].start }
  func end(_ index: Int) -> Int { map.atoms[index].end }

  func width(_ index: Int) -> Int {
    let atom = map.atoms[index]
    return isHex ? max(atom.width, 2 * (atom.end - atom.start)) : atom.width
  }

  /// True for a line feed.
  func endsLine(_ index: Int) -> Bool { map.atoms[index].isLineFeed }

  /// True for a single space.
  func isSpace(_ index: Int) -> Bool { end(index) == start(index) + 1 && bytes[start(index)] == 0x20 }

  func kind(_ index: Int) -> Atom.Kind { map.atoms[index].kind }

  /// What to draw; spaces, tabs and line feeds are blank unless `showsInvisibles`.
  func glyphs(_ index: Int, showsInvisibles: Bool) -> ArraySlice<Glyph> {
    let atom = map.atoms[index]
    if !showsInvisibles, atom.kind.contains(.whiteSpace), bytes[atom.end - 1] <= 0x20 { return [] }
    return map.glyphs(of: atom)
  }

  /// The bytes as hexadecimal digits.
  func hex(_ index: Int) -> VisibleText { VisibleText(hexadecimal(bytes[start(index)..<end(index)], gap: "")) }
}

/// Bytes as pairs of hexadecimal digits with `gap` between.
func hexadecimal(_ bytes: ArraySlice<UInt8>, gap: String = " ") -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: gap)
}
