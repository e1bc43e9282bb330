import Screen
import Testing

/// Every bundled theme is readable, also without full colour vision.
@Suite struct ThemeFileTests {
  /// What text is drawn in and on, beside each role's own colours.
  private static let overlays: [(Theme.Role, Theme.Role)] = [
    (.special, .tokenA), (.special, .tokenB), (.invisible, .tokenA), (.invisible, .tokenB), (.ghost, .tokenA),
    (.ghost, .tokenB), (.suffix, .tokenA), (.suffix, .tokenB), (.other, .tokenA), (.other, .tokenB),
    (.agreedSuffix, .agreedA), (.agreedSuffix, .agreedB), (.agreedOther, .agreedA), (.agreedOther, .agreedB),
    (.ghost, .agreedA), (.ghost, .agreedB),
  ]

  @Test func theBundledThemesAreThere() {
    #expect(
      ThemeFile.names
        == ["cividis.toml", "contrast.toml", "magma.toml", "mono.toml", "paper.toml", "viridis.toml"]
    )
  }

  @Test(arguments: ThemeFile.names) func readsWithoutWarning(_ name: String) {
    let (theme, warnings) = Theme.parse(ThemeFile.values(name))
    #expect(warnings == [])
    #expect(theme.name + ".toml" == name)
    #expect(!theme.note.isEmpty)
  }

  @Test func monoFileIsTheFallback() {
    #expect(ThemeFile.theme("mono.toml") == Theme.mono)
  }

  @Test(arguments: ThemeFile.names) func textIsReadable(_ name: String) {
    let theme = ThemeFile.theme(name)
    guard theme.minimumDepth == .palette else { return }
    var styles = Theme.Role.allCases.map { ("\($0)", theme[$0]) }
    styles += Self.overlays.map { ("\($0) over \($1)", theme.style($0, over: $1)) }
    for step in 0..<theme.heat.count {
      styles.append(("heat \(step)", theme.heatStyle((Double(step) + 0.5) / Double(theme.heat.count))!))
    }
    for (role, style) in styles {
      #expect(style.foreground >= 16 && style.background >= 16, "\(role): only 16...255 are the same everywhere")
      guard style.foreground >= 0, style.background >= 0 else { continue }
      let contrast = RGBColor.contrast(
        RGBColor(palette: Int(style.foreground)), RGBColor(palette: Int(style.background)))
      #expect(contrast >= (role == "border" ? 3 : 4.5), "\(role)")
    }
  }

  @Test(arguments: HeatMap.allCases, ColorDeficiency.allCases)
  func everyListGrowsInLightness(_ map: HeatMap, _ eyes: ColorDeficiency) {
    let lightness = map.indices.map { eyes.see(RGBColor(palette: Int($0))).lightness }
    for (low, high) in zip(lightness, lightness.dropFirst()) { #expect(high > low + 2) }
  }

  @Test(arguments: HeatMap.allCases) func textStandsOutOnEveryLevel(_ map: HeatMap) {
    for base in ["dark", "light"] {
      let theme = Theme.parse([
        "meta.base": .text(base), "meta.min_colors": .integer(256), "heat.map": .text(map.rawValue),
      ]).theme
      #expect(theme.heat == (base == "light" ? map.indices.reversed() : map.indices))
      for step in 0..<theme.heat.count {
        let style = theme.heatStyle((Double(step) + 0.5) / Double(theme.heat.count))
        #expect(style?.background == theme.heat[step])
        #expect(Self.contrast(style) >= 4.5, "\(map) \(step)")
      }
    }
  }

  @Test(arguments: ThemeFile.names) func digitsStandOutOnEveryExpert(_ name: String) {
    let theme = ThemeFile.theme(name)
    for expert in theme.experts.indices { #expect(Self.contrast(theme.expertStyle(expert)) >= 4.5, "\(expert)") }
    #expect(theme.experts.isEmpty == (theme.expertStyle(0) == nil))
    #expect(theme.expertStyle(theme.experts.count) == theme.expertStyle(0))
  }

  private static func contrast(_ style: Style?) -> Double {
    guard let style else { return 0 }
    return RGBColor.contrast(RGBColor(palette: Int(style.foreground)), RGBColor(palette: Int(style.background)))
  }

  @Test(arguments: ThemeFile.names, ColorDeficiency.allCases)
  func heatGrowsInLightness(_ name: String, _ eyes: ColorDeficiency) {
    let theme = ThemeFile.theme(name)
    var lightness = theme.heat.map { eyes.see(RGBColor(palette: Int($0))).lightness }
    if theme.base == .light { lightness.reverse() }
    for (low, high) in zip(lightness, lightness.dropFirst()) { #expect(high > low + 2) }
  }

  @Test(arguments: ThemeFile.names, ColorDeficiency.allCases)
  func neighbouringTokensDiffer(_ name: String, _ eyes: ColorDeficiency) {
    let theme = ThemeFile.theme(name)
    if theme.minimumDepth == .mono {
      #expect(theme[.tokenA] != theme[.tokenB])
      #expect(theme[.agreedA] != theme[.agreedB])
      return
    }
    /// Distance of what fills the cells: reverse swaps the colours.
    func difference(_ first: Theme.Role, _ second: Theme.Role) -> Double {
      let seen = [first, second].map { role in
        let style = theme[role]
        return eyes.see(
          RGBColor(palette: Int(style.attributes.contains(.reverse) ? style.foreground : style.background)))
      }
      return LabColor.difference(seen[0], seen[1])
    }
    #expect(difference(.tokenA, .tokenB) >= 15)
    // What differs between tokenizers stands out from what they agree on, and the cursor from all.
    for lit in [Theme.Role.tokenA, .tokenB] {
      for dim in [Theme.Role.agreedA, .agreedB] { #expect(difference(lit, dim) >= 10, "\(lit) \(dim)") }
      #expect(difference(lit, .cursor) >= 15, "\(lit)")
    }
  }

  /// Roots, suffixes and other tokens are told apart, where tokenizers differ and where they agree.
  @Test(arguments: ThemeFile.names, ColorDeficiency.allCases)
  func kindsOfTokensDiffer(_ name: String, _ eyes: ColorDeficiency) {
    let theme = ThemeFile.theme(name)
    let kinds: [[(Theme.Role, below: Theme.Role)]] = [
      [(.tokenA, .tokenA), (.suffix, .tokenA), (.other, .tokenA)],
      [(.agreedA, .agreedA), (.agreedSuffix, .agreedA), (.agreedOther, .agreedA)],
    ]
    for styles in kinds.map({ $0.map { theme.style($0.0, over: $0.below) } }) {
      for (first, second) in [(0, 1), (0, 2), (1, 2)].map({ (styles[$0.0], styles[$0.1]) }) {
        guard theme.minimumDepth > .mono else {
          #expect(first != second)
          continue
        }
        let seen = [first, second].map { eyes.see(RGBColor(palette: Int($0.foreground))) }
        #expect(LabColor.difference(seen[0], seen[1]) >= 10, "\(first) \(second)")
      }
    }
  }

  @Test(arguments: ThemeFile.names) func fewColorsSuffice(_ name: String) {
    let theme = ThemeFile.theme(name)
    for depth in [ColorDepth.sixteen, .eight] {
      let low = theme.resolved(for: depth)
      if theme.minimumDepth == .mono { continue }
      #expect(low.heat.isEmpty && low.experts.isEmpty)
      let styles = Theme.Role.allCases.map { low[$0] }
      #expect(styles.allSatisfy { (-1..<Int16(depth.colors)).contains($0.foreground) })
      #expect(styles.allSatisfy { (-1..<Int16(depth.colors)).contains($0.background) })
      #expect(styles.allSatisfy { $0.foreground != $0.background }, "text would be invisible")
      for (first, second) in [
        (Theme.Role.text, Theme.Role.cursor), (.text, .status), (.tokenA, .tokenB), (.text, .error),
        (.tokenA, .suffix), (.tokenA, .other), (.suffix, .other), (.agreedSuffix, .agreedOther),
      ] {
        #expect(low[first] != low[second], "\(first) \(second) at \(depth)")
      }
      // A terminal of 8 colours has 63 pairs to give.
      var pairs: Set<[Int16]> = []
      for top in Theme.Role.allCases {
        for below in Theme.Role.allCases {
          let style = low.style(top, over: below)
          pairs.insert([style.foreground, style.background])
        }
      }
      #expect(pairs.count <= 63)
    }
  }
}
