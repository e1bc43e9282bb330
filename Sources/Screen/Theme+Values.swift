import UnicodeText

/// Reading a theme from the values of its file.
///
/// A colour is -1 (the terminal's own), an index 0...255, or a text of words: an index, `#rrggbb`, `bold`, `dim`, `underline`,
/// `reverse`, `italic`. What is missing or wrong keeps its default: the colours of `ui.fg` on `ui.bg` and the attributes of
/// the theme without colours.
extension Theme {
  /// Builds a theme; each value that cannot be used becomes one warning, at most 20 in all.
  package static func parse(_ values: [String: ThemeValue]) -> (theme: Theme, warnings: [String]) {
    var reader = ThemeReader(values: values)
    let theme = reader.theme()
    return (theme, reader.finish())
  }
}

private struct ColorWords {
  var color: Int16?
  var attributes: Style.Attributes?
}

private struct ThemeReader {
  let values: [String: ThemeValue]
  private var known: Set<String> = []
  private var warnings: [String] = []

  init(values: [String: ThemeValue]) { self.values = values }

  /// A role's name and the keys of its colours; `[low]` has them without the section, token keys with `token_` before.
  private static let roles: [(role: Theme.Role, foreground: String, background: String)] = [
    (.text, "ui.fg", "ui.bg"), (.dim, "ui.dim", "ui.bg"), (.accent, "ui.accent", "ui.bg"),
    (.error, "ui.error", "ui.bg"), (.warning, "ui.warn", "ui.bg"), (.tab, "ui.tab", "ui.bg"),
    (.tabOn, "ui.tab_on", "ui.bg"), (.border, "ui.border", "ui.bg"), (.status, "ui.status_fg", "ui.status"),
    (.cursor, "ui.cursor_fg", "ui.cursor"), (.match, "ui.match_fg", "ui.match"),
    (.found, "ui.found_fg", "ui.found"), (.tokenA, "token.fg", "token.a"),
    (.tokenB, "token.fg", "token.b"), (.agreedA, "token.agreed_fg", "token.agreed_a"),
    (.agreedB, "token.agreed_fg", "token.agreed_b"), (.suffix, "token.suffix", "ui.bg"),
    (.other, "token.other", "ui.bg"), (.agreedSuffix, "token.agreed_suffix", "ui.bg"),
    (.agreedOther, "token.agreed_other", "ui.bg"), (.special, "token.special", "ui.bg"),
    (.invisible, "token.invisible", "ui.bg"), (.ghost, "token.ghost", "ui.bg"),
  ]

  mutating func theme() -> Theme {
    var theme = Theme.mono
    theme.name = text("meta.name") ?? "unnamed"
    theme.note = text("meta.note") ?? ""
    if let base = text("meta.base") {
      if let value = Theme.Base(rawValue: base) {
        theme.base = value
      } else {
        reject("meta.base", "dark, light or any")
      }
    }
    if let colors = integer("meta.min_colors") {
      if let depth = ColorDepth(rawValue: colors) {
        theme.minimumDepth = depth
      } else {
        reject("meta.min_colors", "2, 8, 16 or 256")
      }
    }
    theme.styles = styles(of: theme.minimumDepth.colors) { $0 }
    theme.lowStyles = styles(of: 16) { key in
      key.hasPrefix("ui.") ? "low." + key.dropFirst(3) : "low.token_" + key.dropFirst(6)
    }
    if values["token.minority"] != nil {
      theme.minority = words("token.minority", colors: theme.minimumDepth.colors).attributes ?? theme.minority
    }
    theme.heat = heatMap(isLight: theme.base == .light)
    theme.experts = indices("expert.map")
    if theme.minimumDepth < .palette, !(theme.heat.isEmpty && theme.experts.isEmpty) {
      warnings.append("heat.map and expert.map need min_colors = 256 (ignored)")
      theme.heat = []
      theme.experts = []
    }
    if let shades = text("heat.shade") {
      let glyphs = VisibleText(shades).glyphs
      if glyphs.count >= 2, glyphs.allSatisfy({ $0.width == 1 }) {
        theme.shades = glyphs
      } else {
        reject("heat.shade", "two or more signs of one cell")
      }
    }
    theme.notANumber = glyph("heat.nan") ?? theme.notANumber
    theme.causal = glyph("heat.causal") ?? theme.causal
    for (key, path) in GlyphTable.keys {
      if let value = glyph("glyph." + key) { theme.glyphs[keyPath: path] = value }
    }
    return theme
  }

  /// Warnings, those about unknown keys last, in a fixed order.
  mutating func finish() -> [String] {
    for key in values.keys.filter({ !known.contains($0) }).sorted() {
      warnings.append("unknown key \"\(VisibleText(String(key.prefix(48))).string)\" (ignored)")
    }
    let limit = 20
    if warnings.count <= limit { return warnings }
    return warnings.prefix(limit - 1) + ["and \(warnings.count - limit + 1) more"]
  }

  private mutating func styles(of colors: Int, key: (String) -> String) -> [Style] {
    var read: [String: ColorWords] = [:]
    for (_, foreground, background) in Self.roles {
      for name in [key(foreground), key(background)] where read[name] == nil {
        read[name] = words(name, colors: colors)
      }
    }
    let plain = (read[key("ui.fg")]?.color ?? -1, read[key("ui.bg")]?.color ?? -1)
    var styles = Theme.mono.styles
    for (role, foreground, background) in Self.roles {
      let front = read[key(foreground)] ?? ColorWords()
      let back = read[key(background)] ?? ColorWords()
      var style = Style(foreground: front.color ?? plain.0, background: back.color ?? plain.1)
      // A role with a colour of its own needs no attribute to stand out.
      let isNamed = front.color != nil || (back.color != nil && background != "ui.bg")
      let attributes = [front.attributes, back.attributes].compactMap { $0 }
      style.attributes =
        attributes.isEmpty && !isNamed
        ? Theme.mono[role].attributes : attributes.reduce(into: []) { $0.formUnion($1) }
      styles[role.rawValue] = style
    }
    return styles
  }

  private mutating func words(_ key: String, colors: Int) -> ColorWords {
    guard let value = take(key) else { return ColorWords() }
    let expected = "-1, 0...\(colors - 1), #rrggbb or attributes"
    switch value {
    case .integer(let index):
      if (-1..<colors).contains(index) { return ColorWords(color: Int16(index)) }
      reject(key, expected)
    case .text(let text):
      var out = ColorWords(attributes: [])
      for word in text.split(separator: " ") {
        if let attribute = Self.attributes[String(word)] {
          out.attributes?.insert(attribute)
        } else if let index = Int(word), (-1..<colors).contains(index) {
          out.color = Int16(index)
        } else if colors == 256, let color = RGBColor(hexadecimal: word) {
          out.color = Int16(color.nearestPaletteIndex)
        } else {
          reject(key, expected)
          return ColorWords()
        }
      }
      return out
    case .list: reject(key, expected)
    }
    return ColorWords()
  }

  private static let attributes: [String: Style.Attributes] = [
    "bold": .bold, "dim": .dim, "underline": .underline, "reverse": .reverse, "italic": .italic,
  ]

  /// The name of a list, which a light theme turns round so that low is paper, or the list itself.
  private mutating func heatMap(isLight: Bool) -> [Int16] {
    if case .text(let name)? = values["heat.map"], let map = HeatMap(rawValue: name) {
      known.insert("heat.map")
      return isLight ? map.indices.reversed() : map.indices
    }
    return indices("heat.map")
  }

  private mutating func indices(_ key: String) -> [Int16] {
    guard let value = take(key) else { return [] }
    var out: [Int16] = []
    if case .list(let items) = value, items.count <= 256 {
      for item in items {
        if case .integer(let index) = item, (0...255).contains(index) {
          out.append(Int16(index))
        } else if case .text(let text) = item, let color = RGBColor(hexadecimal: text) {
          out.append(Int16(color.nearestPaletteIndex))
        } else {
          reject(key, "a list of 0...255 or #rrggbb")
          return []
        }
      }
    }
    if out.isEmpty {
      let names = key == "heat.map" ? ", or " + HeatMap.allCases.map(\.rawValue).joined(separator: ", ") : ""
      reject(key, "a list of 0...255 or #rrggbb" + names)
    }
    return out
  }

  private mutating func glyph(_ key: String) -> Glyph? {
    guard let text = text(key) else { return nil }
    let glyphs = VisibleText(text).glyphs
    if glyphs.count == 1, glyphs[0].width == 1 { return glyphs[0] }
    reject(key, "one sign of one cell")
    return nil
  }

  private mutating func text(_ key: String) -> String? {
    guard let value = take(key) else { return nil }
    if case .text(let text) = value { return text }
    reject(key, "a text")
    return nil
  }

  private mutating func integer(_ key: String) -> Int? {
    guard let value = take(key) else { return nil }
    if case .integer(let number) = value { return number }
    reject(key, "a whole number")
    return nil
  }

  private mutating func take(_ key: String) -> ThemeValue? {
    known.insert(key)
    return values[key]
  }

  private mutating func reject(_ key: String, _ expected: String) {
    warnings.append("\(key): expected \(expected) (default used)")
  }
}
