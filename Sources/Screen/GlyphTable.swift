import UnicodeText

/// The signs that views draw with.
package struct GlyphTable: Hashable, Sendable {
  /// Stand-ins for white space in a text.
  package var space, newline, tab: Glyph
  /// The ruler: inside a token, and its last cell where all, some or only this tokenizer cut.
  package var fill, cutAll, cutSome, cutOnly: Glyph
  /// The ruler of a morphological tokenizer: inside a root, a suffix, and any other token.
  package var fillRoot, fillSuffix, fillOther: Glyph
  /// Tokens without bytes: a capital, capitals, no space before, another spelling, any other.
  package var markTitle, markUpper, markGlue, markVariant, markOther: Glyph
  /// Between tokens on one line.
  package var separator: Glyph
  /// Marks the active line or pane.
  package var pointer: Glyph
  /// A horizontal border.
  package var line: Glyph
  /// All tokenizers cut here; a line broken inside a token.
  package var all, broken: Glyph
  /// Bars of rising height.
  package var bars: [Glyph]

  package static let unicode = GlyphTable(
    space: glyph("·"), newline: glyph("↵"), tab: glyph("→"), fill: glyph("─"), cutAll: glyph("┴"),
    cutSome: glyph("┘"), cutOnly: glyph("╜"), fillRoot: glyph("═"), fillSuffix: glyph("─"), fillOther: glyph("╌"),
    markTitle: glyph("⇧"), markUpper: glyph("⇪"), markGlue: glyph("⌐"), markVariant: glyph("≈"), markOther: glyph("◇"),
    separator: glyph("│"), pointer: glyph("▸"), line: glyph("─"),
    all: glyph("·"), broken: glyph("»"), bars: VisibleText("▁▂▃▄▅▆▇█").glyphs)

  /// For `--ascii`: terminals that widen or lack the others.
  package static let ascii = GlyphTable(
    space: glyph("_"), newline: glyph("$"), tab: glyph(">"), fill: glyph("-"), cutAll: glyph("|"),
    cutSome: glyph("]"), cutOnly: glyph("!"), fillRoot: glyph("="), fillSuffix: glyph("-"), fillOther: glyph("."),
    markTitle: glyph("^"), markUpper: glyph("+"), markGlue: glyph("<"), markVariant: glyph("~"), markOther: glyph("*"),
    separator: glyph("|"), pointer: glyph(">"), line: glyph("-"),
    all: glyph("*"), broken: glyph("\\"), bars: VisibleText("_.:-=+*#").glyphs)

  private static func glyph(_ text: VisibleText) -> Glyph { text.glyphs[0] }

  /// The glyphs that a theme file may name under `[glyph]`.
  static let keys: [(key: String, path: WritableKeyPath<GlyphTable, Glyph> & Sendable)] = [
    ("space", \.space), ("newline", \.newline), ("tab", \.tab), ("fill", \.fill), ("cut_all", \.cutAll),
    ("cut_some", \.cutSome), ("cut_only", \.cutOnly), ("fill_root", \.fillRoot), ("fill_suffix", \.fillSuffix),
    ("fill_other", \.fillOther), ("mark_title", \.markTitle), ("mark_upper", \.markUpper), ("mark_glue", \.markGlue),
    ("mark_variant", \.markVariant), ("mark_other", \.markOther), ("separator", \.separator), ("pointer", \.pointer),
    ("line", \.line), ("all", \.all), ("broken", \.broken),
  ]
}
