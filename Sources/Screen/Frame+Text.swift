extension Frame {
  /// The glyphs of each line without trailing blanks; a glyph of two cells stands once.
  package var lines: [String] {
    (0..<size.height).map { y in
      var line = String.UnicodeScalarView()
      var blanks = 0
      for x in 0..<size.width {
        guard let glyph = self[x, y].glyph else { continue }
        if glyph == .space {
          blanks += 1
          continue
        }
        line.append(contentsOf: repeatElement(" ", count: blanks))
        blanks = 0
        line.append(contentsOf: glyph.scalars)
      }
      return String(line)
    }
  }

  /// The lines, each ended by a line feed.
  package var text: String { lines.map { $0 + "\n" }.joined() }
}
