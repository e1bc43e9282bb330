/// How text is made visible.
package struct VisibleOptions: Hashable, Sendable {
  /// Whether every glyph is one of 0x20...0x7E.
  package let ascii: Bool
  /// Cells a tab takes at least: its mark and spaces after it. The mark itself is never cut short.
  package let tabWidth: Int
  /// What stands for U+0020. Of this and the next two at most 16 glyphs are kept, and an empty text becomes a space, so
  /// that every character takes a cell.
  package var space: VisibleText { didSet { space = Self.mark(space) } }
  /// What stands for a line feed.
  package var lineFeed: VisibleText { didSet { lineFeed = Self.mark(lineFeed) } }
  /// What stands for a tab, before the padding.
  package var tab: VisibleText { didSet { tab = Self.mark(tab) } }

  /// Options for the text under study: `·` space, `↵` line feed, `→` tab; in ASCII `~`, `\n` and `\t`.
  ///
  /// `tabWidth` outside 1...16 is brought to the nearer end.
  package init(ascii: Bool = false, tabWidth: Int = 2) {
    self.ascii = ascii
    self.tabWidth = min(max(tabWidth, 1), 16)
    space = VisibleText(glyphs: ascii ? [Glyph(base: 0x7E)] : [Glyph(base: 0xB7)])
    lineFeed = VisibleText(glyphs: ascii ? [Glyph(base: 0x5C), Glyph(base: 0x6E)] : [Glyph(base: 0x21B5)])
    tab = VisibleText(glyphs: ascii ? [Glyph(base: 0x5C), Glyph(base: 0x74)] : [Glyph(base: 0x2192)])
  }

  private static func mark(_ text: VisibleText) -> VisibleText {
    VisibleText(glyphs: text.isEmpty ? [.space] : Array(text.glyphs.prefix(16)))
  }

  /// Options for labels, messages and names: a space is a space, a tab one arrow.
  package static let interface: VisibleOptions = {
    var options = VisibleOptions(tabWidth: 1)
    options.space = VisibleText(glyphs: [.space])
    return options
  }()

  /// The same in ASCII.
  package static let asciiInterface: VisibleOptions = {
    var options = VisibleOptions(ascii: true, tabWidth: 1)
    options.space = VisibleText(glyphs: [.space])
    return options
  }()
}
