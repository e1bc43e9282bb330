import UnicodeText

/// The lines that the editor's box shows around the caret.
///
/// Only lines near the caret are broken, and of a line without end only the part around it, so that a key costs the box and not the text.
struct EditorLines {
  /// Bytes of one line looked at before and after the caret.
  private static let reach = 4096

  struct Line {
    let atoms: Range<Int>
    /// Bytes of the text; without the line feed that ends it.
    let bytes: Range<Int>
    /// Whether it goes on in the next one.
    let isWrapped: Bool
  }

  private let map: AtomMap
  let lines: [Line]
  /// Index of the caret's line.
  let current: Int
  let width: Int

  /// - Parameters:
  ///   - width: cells of a line, at least 2.
  ///   - count: lines wanted before and after the caret's.
  init(_ text: [UInt8], caret: Int, width: Int, count: Int, options: VisibleOptions) {
    let part = EditorLines.part(of: text, around: caret, lines: count + 1)
    map = AtomMap(text[part], cuts: [], options: options)
    self.width = max(2, width)
    var lines: [Line] = []
    var start = 0
    var cells = 0
    for (index, atom) in map.atoms.enumerated() {
      // One cell stays free for the caret behind the last character.
      if cells + atom.width >= self.width, index > start, !atom.isLineFeed {
        let bytes = map.atoms[start].start..<atom.start
        lines.append(Line(atoms: start..<index, bytes: bytes, isWrapped: true))
        start = index
        cells = 0
      }
      cells += atom.width
      if atom.isLineFeed {
        lines.append(Line(atoms: start..<index, bytes: map.atoms[start].start..<atom.start, isWrapped: false))
        start = index + 1
        cells = 0
      }
    }
    let first = start < map.atoms.count ? map.atoms[start].start : part.upperBound
    lines.append(Line(atoms: start..<map.atoms.count, bytes: first..<part.upperBound, isWrapped: false))
    self.lines = lines
    current = lines.lastIndex { $0.bytes.lowerBound <= caret } ?? 0
  }

  /// The bytes from some line starts before the caret to some after it.
  private static func part(of text: [UInt8], around caret: Int, lines: Int) -> Range<Int> {
    var start = caret
    var found = 0
    while start > 0, caret - start < reach {
      if text[start - 1] == 0x0A {
        found += 1
        if found == lines { break }
      }
      start -= 1
    }
    if start > 0, text[start - 1] != 0x0A {
      start = text[start..<caret].firstIndex(of: 0x0A).map { $0 + 1 } ?? start
      // In the middle of a line: no character is cut.
      while start < caret, text[start] & 0xC0 == 0x80 { start += 1 }
    }
    var end = caret
    found = 0
    while end < text.count, end - caret < reach {
      if text[end] == 0x0A {
        found += 1
        if found == lines { break }
      }
      end += 1
    }
    while end < text.count, text[end] & 0xC0 == 0x80, end - caret < reach + 3 { end += 1 }
    return start..<end
  }

  func glyphs(_ line: Int) -> [(glyphs: ArraySlice<Glyph>, atom: Atom)] {
    lines[line].atoms.map { (map.glyphs(of: map.atoms[$0]), map.atoms[$0]) }
  }

  /// Cells before byte `offset` of a line.
  func cell(of offset: Int, on line: Int) -> Int {
    var cell = 0
    for index in lines[line].atoms {
      if map.atoms[index].end > offset { break }
      cell += map.atoms[index].width
    }
    return cell
  }

  /// The byte at cell `wanted` of a line, or the line's end.
  func offset(atCell wanted: Int, on line: Int) -> Int {
    var cell = 0
    for index in lines[line].atoms {
      cell += map.atoms[index].width
      if cell > wanted { return map.atoms[index].start }
    }
    // The end of a line that goes on is the start of the next one.
    guard lines[line].isWrapped, let last = lines[line].atoms.last else { return lines[line].bytes.upperBound }
    return map.atoms[last].start
  }

  /// The lines to show in a box of `height`, the caret's among them.
  func visible(_ height: Int) -> Range<Int> {
    let above = max(0, min(current - height / 2, lines.count - height))
    return above..<min(lines.count, above + height)
  }
}
