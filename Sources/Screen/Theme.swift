import UnicodeText

/// Colours, attributes and signs of the screen.
///
/// A theme names styles for a 256-colour terminal and, apart, for one of 16 or 8 colours; `resolved(for:)` picks.
package struct Theme: Hashable, Sendable {
  /// What a style is for.
  package enum Role: Int, CaseIterable, Sendable {
    case text, dim, accent, error, warning, tab, tabOn, border, status, cursor, match
    /// Bytes that a search has found.
    case found
    /// Tokens that differ between tokenizers, odd and even.
    case tokenA, tokenB
    /// Tokens that all tokenizers agree on, odd and even.
    case agreedA, agreedB
    /// Signs of a suffix, and of a token that is no morpheme, on the background of their token; roots have those of any token.
    case suffix, other, agreedSuffix, agreedOther
    /// Special tokens, invisible characters, and places that hold no source bytes.
    case special, invisible, ghost
  }

  package enum Base: String, Sendable { case dark, light, any }

  package var name: String
  package var note: String
  package var base: Base
  /// Below this the fallback styles are used.
  package var minimumDepth: ColorDepth
  /// Added to the last cell of a token whose cut few tokenizers share.
  package var minority: Style.Attributes
  /// Palette indices of a heat map from low to high; empty where shades are to be drawn instead.
  package var heat: [Int16]
  /// Signs of a heat map from low to high.
  package var shades: [Glyph]
  /// A heat value that is not a number; one that causality forbids.
  package var notANumber, causal: Glyph
  /// One palette index an expert; digits carry the meaning, these only help. Empty without 256 colours.
  package var experts: [Int16]
  package var glyphs: GlyphTable
  /// One a role, for `minimumDepth` and deeper.
  var styles: [Style]
  /// One a role, for 16 and 8 colours.
  var lowStyles: [Style]

  package subscript(role: Role) -> Style { styles[role.rawValue] }

  /// The foreground of `role` over the background of `under`.
  package func style(_ role: Role, over under: Role) -> Style {
    let top = self[role]
    let below = self[under]
    return Style(
      foreground: top.foreground, background: below.background, attributes: top.attributes.union(below.attributes))
  }

  /// The colour of a heat value 0...1 with readable text on it; nil without colours.
  package func heatStyle(_ value: Double) -> Style? {
    guard !heat.isEmpty else { return nil }
    return Theme.readable(on: heat[min(heat.count - 1, max(0, Int(value * Double(heat.count))))])
  }

  /// The colour of an expert with readable text on it; nil without colours.
  package func expertStyle(_ expert: Int) -> Style? {
    experts.isEmpty ? nil : Theme.readable(on: experts[expert % experts.count])
  }

  /// Black or white, whichever stands out more.
  private static func readable(on index: Int16) -> Style {
    let color = RGBColor(palette: Int(index))
    let black = RGBColor(palette: 16)
    let white = RGBColor(palette: 231)
    let isDark = RGBColor.contrast(color, white) > RGBColor.contrast(color, black)
    return Style(foreground: isDark ? 231 : 16, background: index)
  }

  /// The same theme with only what a terminal of `depth` can show.
  package func resolved(for depth: ColorDepth) -> Theme {
    if depth >= minimumDepth { return self }
    var theme = self
    theme.heat = []
    theme.experts = []
    theme.minimumDepth = depth
    theme.styles = depth == .mono ? Theme.mono.styles : lowStyles.map { $0.limited(to: depth) }
    return theme
  }

  /// The signs replaced by ASCII ones.
  package var ascii: Theme {
    var theme = self
    theme.glyphs = .ascii
    theme.shades = VisibleText(" .:+#").glyphs
    theme.notANumber = VisibleText("x").glyphs[0]
    theme.causal = VisibleText(".").glyphs[0]
    return theme
  }

  /// No colours: reverse, bold and underline.
  package static let mono = Theme(
    name: "mono", note: "reverse, bold and underline only", base: .any, minimumDepth: .mono,
    minority: [.bold, .underline], heat: [], shades: VisibleText(" ░▒▓█").glyphs,
    notANumber: VisibleText("×").glyphs[0], causal: VisibleText("·").glyphs[0], experts: [], glyphs: .unicode,
    styles: monoStyles, lowStyles: monoStyles)

  private static let monoStyles: [Style] = Role.allCases.map { role in
    switch role {
    case .text, .dim, .tab, .border, .agreedA, .invisible, .ghost: Style()
    case .accent, .error, .tokenA: Style(attributes: .bold)
    case .warning, .special: Style(attributes: .underline)
    case .tabOn: Style(attributes: [.bold, .underline])
    case .status, .agreedB: Style(attributes: .reverse)
    case .tokenB: Style(attributes: [.bold, .reverse])
    case .match: Style(attributes: [.bold, .underline])
    case .found: Style(attributes: [.underline, .reverse])
    case .cursor: Style(attributes: [.bold, .underline, .reverse])
    case .suffix, .agreedSuffix: Style(attributes: .italic)
    case .other, .agreedOther: Style(attributes: .dim)
    }
  }
}

extension Style {
  /// Fits a style of the 16 named colours to `depth`: of 8 colours, a bright foreground becomes bold and grey becomes dim.
  func limited(to depth: ColorDepth) -> Style {
    guard depth == .eight else { return self }
    var style = self
    if foreground == 8 {
      style.foreground = 7
      style.attributes.insert(.dim)
    } else if foreground > 8 {
      style.foreground = foreground - 8
      style.attributes.insert(.bold)
    }
    if background >= 8 { style.background = background - 8 }
    return style
  }
}
