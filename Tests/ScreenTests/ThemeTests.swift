import Screen
import Testing

@Suite struct ThemeTests {
  @Test func emptyFileIsMono() {
    let (theme, warnings) = Theme.parse([:])
    #expect(warnings == [])
    var expected = Theme.mono
    expected.name = "unnamed"
    expected.note = ""
    expected.base = .any
    #expect(theme == expected)
  }

  @Test func readsColorsAndAttributes() {
    let (theme, warnings) = Theme.parse([
      "meta.name": .text("test"), "meta.base": .text("light"), "meta.min_colors": .integer(256),
      "ui.fg": .integer(16), "ui.bg": .integer(231), "ui.error": .text("#ff0000 bold"), "ui.dim": .integer(244),
      "ui.cursor": .text("reverse"), "token.minority": .text("underline italic"),
      "heat.map": .list([.integer(16), .text("#ffffff")]), "heat.shade": .text(" #"), "glyph.cut_all": .text("+"),
    ])
    #expect(warnings == [])
    #expect(theme.name == "test")
    #expect(theme.base == .light)
    #expect(theme.minimumDepth == .palette)
    #expect(theme[.text] == Style(foreground: 16, background: 231))
    #expect(theme[.dim] == Style(foreground: 244, background: 231))
    #expect(theme[.error] == Style(foreground: 196, background: 231, attributes: .bold))
    #expect(theme[.cursor] == Style(foreground: 16, background: 231, attributes: .reverse))
    // Not named: the colours of the text and the attributes of the theme without colours.
    #expect(theme[.accent] == Style(foreground: 16, background: 231, attributes: .bold))
    #expect(theme.minority == [.underline, .italic])
    #expect(theme.heat == [16, 231])
    #expect(theme.shades.map(\.base) == [0x20, 0x23])
    #expect(theme.glyphs.cutAll.base == 0x2B)
    #expect(theme.glyphs.tab == Theme.mono.glyphs.tab)
  }

  @Test(arguments: [
    ("ui.fg", ThemeValue.integer(256)), ("ui.fg", .integer(-2)), ("ui.fg", .text("#12")), ("ui.fg", .text("red")),
    ("ui.fg", .text("#gggggg")), ("ui.fg", .list([])), ("token.a", .text("300")), ("heat.map", .integer(3)),
    ("heat.map", .list([])), ("heat.map", .list([.integer(999)])), ("heat.map", .list([.list([])])),
    ("heat.shade", .text("x")), ("heat.nan", .text("ab")), ("heat.nan", .text("")), ("glyph.tab", .integer(1)),
    ("meta.base", .text("purple")), ("meta.min_colors", .integer(7)), ("meta.name", .integer(1)),
  ])
  func faultsWarnAndKeepTheDefault(_ key: String, _ value: ThemeValue) {
    let plain = Theme.parse(["meta.min_colors": .integer(256)]).theme
    var values: [String: ThemeValue] = ["meta.min_colors": .integer(256)]
    values[key] = value
    let (theme, warnings) = Theme.parse(values)
    #expect(warnings.count == 1)
    #expect(warnings.first?.hasPrefix(key + ": expected ") == true)
    #expect(theme == (key == "meta.min_colors" ? Theme.parse([:]).theme : plain))
  }

  @Test func unknownKeysAreShownSafely() {
    let key = "ui.\u{1B}[2J\u{202E}" + String(repeating: "k", count: 60_000)
    let warnings = Theme.parse([key: .integer(1)]).warnings
    #expect(warnings.count == 1)
    #expect(
      warnings[0].hasPrefix("unknown key \"ui.␛[2J‹RLO›kkk") && warnings[0].utf8.count < 200,
      "\(warnings[0].prefix(200))")
  }

  @Test func colorsMustFitTheDepth() {
    let (theme, warnings) = Theme.parse(["meta.min_colors": .integer(8), "ui.fg": .integer(9), "ui.bg": .integer(7)])
    #expect(warnings == ["ui.fg: expected -1, 0...7, #rrggbb or attributes (default used)"])
    #expect(theme[.text] == Style(foreground: -1, background: 7))
  }

  @Test func unknownKeysAreNamedInOrderAndCapped() {
    let few = Theme.parse(["ui.tokC": .integer(1), "a.b": .text("x")]).warnings
    #expect(few == ["unknown key \"a.b\" (ignored)", "unknown key \"ui.tokC\" (ignored)"])
    var many: [String: ThemeValue] = [:]
    for number in 0..<5000 { many["x.\(number)"] = .integer(number) }
    let warnings = Theme.parse(many).warnings
    #expect(warnings.count == 20)
    #expect(warnings.last == "and 4981 more")
  }

  @Test func resolvesToTheDepth() {
    let theme = ThemeFile.theme("magma.toml")
    #expect(theme.resolved(for: .palette) == theme)
    #expect(theme.resolved(for: .sixteen)[.accent] == Style(foreground: 11, background: 0))
    #expect(theme.resolved(for: .eight)[.accent] == Style(foreground: 3, background: 0, attributes: .bold))
    let mono = theme.resolved(for: .mono)
    #expect(Theme.Role.allCases.allSatisfy { mono[$0] == Theme.mono[$0] })
    #expect(mono.heatStyle(0.5) == nil)
    #expect(mono.glyphs == theme.glyphs)
  }

  @Test func heatStyleClampsAndContrasts() {
    let theme = ThemeFile.theme("magma.toml")
    #expect(theme.heatStyle(-3) == Style(foreground: 231, background: 16))
    #expect(theme.heatStyle(0) == Style(foreground: 231, background: 16))
    #expect(theme.heatStyle(1) == Style(foreground: 16, background: 229))
    #expect(theme.heatStyle(1e9) == Style(foreground: 16, background: 229))
  }

  @Test func asciiThemeHoldsOnlyASCII() {
    let theme = Theme.mono.ascii
    let table = theme.glyphs
    let glyphs =
      [
        table.space, table.newline, table.tab, table.fill, table.cutAll, table.cutSome, table.cutOnly, table.separator,
        table.fillRoot, table.fillSuffix, table.fillOther, table.markTitle, table.markUpper, table.markGlue,
        table.markVariant, table.markOther,
        table.pointer, table.line, table.all, table.broken, theme.notANumber, theme.causal,
      ] + table.bars + theme.shades
    #expect(glyphs.allSatisfy { (0x20..<0x7F).contains($0.base) && $0.width == 1 })
    #expect(table.bars.count == Theme.mono.glyphs.bars.count)
    #expect(theme.shades.count == Theme.mono.shades.count)
  }

  @Test func colorChoiceOrder() {
    #expect(ColorChoice.automatic.depth(noColor: nil, colors: 256) == .palette)
    #expect(ColorChoice.automatic.depth(noColor: "", colors: 256) == .palette)
    #expect(ColorChoice.automatic.depth(noColor: "1", colors: 256) == .mono)
    #expect(ColorChoice.always.depth(noColor: "1", colors: 8) == .eight)
    #expect(ColorChoice.never.depth(noColor: nil, colors: 256) == .mono)
    #expect(ColorChoice.atMost(.sixteen).depth(noColor: "1", colors: 256) == .sixteen)
    #expect(ColorChoice.atMost(.palette).depth(noColor: nil, colors: 8) == .eight)
    #expect(ColorChoice.automatic.depth(noColor: nil, colors: -1) == .mono)
    #expect(ColorChoice.automatic.depth(noColor: nil, colors: 0x100_0000) == .palette)
    #expect(
      ["auto", "always", "never", "8", "16", "256", "x"].map { ColorChoice($0) }
        == [.automatic, .always, .never, .atMost(.eight), .atMost(.sixteen), .atMost(.palette), nil])
  }
}
