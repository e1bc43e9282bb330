import Screen
import UnicodeText

/// How cuts are drawn in the rows layout.
package enum Skin: String, CaseIterable, Sendable, Hashable {
  /// Marks only: readable without colour and in plain text.
  case ruler
  /// The text on two alternating backgrounds.
  case tint
}

/// A theme resolved for one terminal.
package struct Look: Sendable, Hashable {
  /// Resolved: its styles and glyphs are what the terminal can show.
  package let theme: Theme
  package let depth: ColorDepth
  package let isASCII: Bool

  /// - Parameter theme: as its file has it.
  package init(theme: Theme, depth: ColorDepth, isASCII: Bool) {
    let resolved = theme.resolved(for: depth)
    self.theme = isASCII ? resolved.ascii : resolved
    self.depth = depth
    self.isASCII = isASCII
  }

  /// Without colour: exports and terminals that have none.
  package static func mono(isASCII: Bool) -> Look { Look(theme: .mono, depth: .mono, isASCII: isASCII) }

  /// True when colour carries meaning.
  package var hasColor: Bool { depth > .mono && theme.name != Theme.mono.name }

  /// The skin unless the user chose one.
  package var defaultSkin: Skin { hasColor ? .tint : .ruler }

  subscript(role: Theme.Role) -> Style { theme[role] }

  var glyphs: GlyphTable { theme.glyphs }

  /// The ruler's sign inside a token; `shape` is nil in rows without morphemes.
  func fill(_ shape: MorphemeShape?) -> Glyph {
    switch shape {
    case nil: glyphs.fill
    case .root: glyphs.fillRoot
    case .suffix: glyphs.fillSuffix
    case .other: glyphs.fillOther
    }
  }

  /// The sign of a marker by its form, `⟨Title⟩`.
  func sign(ofMarker form: String?) -> Glyph {
    switch form {
    case "⟨Title⟩": glyphs.markTitle
    case "⟨UPPER⟩": glyphs.markUpper
    case "⟨glue⟩": glyphs.markGlue
    case let form? where form.hasPrefix("⟨variant"): glyphs.markVariant
    default: glyphs.markOther
    }
  }

  /// `text` with its few non-ASCII signs replaced when only ASCII may be shown.
  func plain(_ text: String) -> VisibleText {
    guard isASCII else { return VisibleText(text) }
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "←": out += "Left"
      case "→": out += "Right"
      case "↑": out += "Up"
      case "↓": out += "Down"
      case "…": out += "..."
      default: out.unicodeScalars.append(scalar.isASCII ? scalar : "?")
      }
    }
    return VisibleText(out)
  }
}
