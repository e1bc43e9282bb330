import TestSupport
import Testing
import UnicodeText

@Suite struct VisibleTextTests {
  private static let ascii = VisibleOptions(ascii: true)

  private func text(_ string: String, _ options: VisibleOptions = VisibleOptions()) -> String {
    VisibleText(string, options: options).string
  }

  private func text(_ bytes: [UInt8], _ options: VisibleOptions = VisibleOptions()) -> String {
    VisibleText(bytes: bytes[...], options: options).string
  }

  private func isASCII(_ text: VisibleText) -> Bool {
    text.glyphs.allSatisfy { (0x20...0x7E).contains($0.base) && $0.scalars.count == 1 && $0.width == 1 }
  }

  @Test func labelsKeepSpaces() {
    let label: VisibleText = "a b\tc"
    #expect(label.string == "a b→c")
    #expect(VisibleText("tab\u{1B}[0m").string == "tab␛[0m")
    #expect(VisibleText("ü\u{202E}", options: .asciiInterface).string == "<fc><RLO>")
    #expect(VisibleText(bytes: [0x61, 0x20, 0xFF]).string == "a FF")
  }

  @Test func textMarksWhiteSpace() {
    #expect(text("a b\tc\r\n") == "a·b→ c␍↵")
    #expect(text("a b\tc\r\n", Self.ascii) == #"a~b\tc<0d>\n"#)
    #expect(text("a\u{A0}b\u{3000}\u{2028}") == "a⍽b‹IDSP›‹LSEP›")
  }

  @Test func escapeSequencesAreShown() {
    #expect(text("\u{1B}[2J") == "␛[2J")
    #expect(text("\u{1B}]52;c;QQ==\u{7}") == "␛]52;c;QQ==␇")
    #expect(text("\u{1B}]8;;u\u{1B}\\\u{1B}P") == "␛]8;;u␛\\␛P")
  }

  @Test func everyControlHasItsMark() {
    for value in UInt32(0)..<0xA0 where value < 0x20 || value > 0x7E {
      guard let scalar = Unicode.Scalar(value), value != 9, value != 10 else { continue }
      let hex = (value < 16 ? "0" : "") + String(value, radix: 16)
      let plain = VisibleText(String(Character(scalar)), options: Self.ascii).string
      #expect(plain == "<\(hex)>")
      let picture = value < 0x20 ? 0x2400 + value : 0x2421
      let expected = value > 0x7F ? "<\(hex)>" : Unicode.Scalar(picture).map { String(Character($0)) }
      #expect(text(String(Character(scalar))) == expected)
    }
    for byte in UInt8(0x80)...0xFF { #expect(text([byte]) == String(byte, radix: 16, uppercase: true)) }
  }

  @Test func bidiAndInvisibleScalarsHaveNames() {
    #expect(text("\u{202A}\u{202B}\u{202C}\u{202D}\u{202E}") == "‹LRE›‹RLE›‹PDF›‹LRO›‹RLO›")
    #expect(text("\u{2066}\u{2067}\u{2068}\u{2069}") == "‹LRI›‹RLI›‹FSI›‹PDI›")
    #expect(text("\u{200E}\u{200F}\u{61C}") == "‹LRM›‹RLM›‹ALM›")
    #expect(text("\u{200B}\u{200C}\u{200D}\u{FEFF}\u{AD}\u{34F}") == "‹ZWSP›‹ZWNJ›‹ZWJ›‹BOM›‹SHY›‹CGJ›")
    #expect(text("\u{2060}\u{2064}\u{180E}\u{E0001}") == "‹U+2060›‹U+2064›‹MVS›‹U+E0001›")
    #expect(text("\u{115F}") == "‹U+115F›")
    #expect(text("\u{1160}\u{3164}") == "‹U+1160›‹U+3164›")
    #expect(text("\u{FFA0}\u{FE0F}\u{E0100}") == "‹U+FFA0›‹VS16›‹VS17›")
    #expect(text("\u{2800}") == "‹U+2800›")
    #expect(text("\u{E000}\u{378}\u{FFFE}\u{10FFFF}") == "‹U+E000›‹U+0378›‹U+FFFE›‹U+10FFFF›")
    #expect(text("\u{202E}\u{E000}\u{AD}", Self.ascii) == "<RLO><e000><SHY>")
  }

  @Test func marksAreLimited() {
    let many = "e" + String(repeating: "\u{301}", count: 10_000)
    let shown = VisibleText(many)
    #expect(shown.string == "e\u{301}\u{301}\u{301}\u{301}‹+9996›")
    #expect(shown.width == 8)
    #expect(text(many, Self.ascii) == "e<301><301><301><301><+9996>")
    #expect(text("\u{301}") == "\u{25CC}\u{301}")
    #expect(text(String(repeating: "\u{301}", count: 6)) == "\u{25CC}\u{301}\u{301}\u{301}\u{301}‹+2›")
    #expect(text(" \u{301}") == "·\u{25CC}\u{301}")
    #expect(
      text("a" + String(repeating: "\u{903}", count: 20)) == "a" + String(repeating: "\u{903}", count: 7) + "‹+13›")
  }

  @Test func emojiSequencesAreShort() {
    #expect(text("👩") == "👩")
    #expect(VisibleText("👩").width == 2)
    #expect(text("👩\u{200D}👩\u{200D}👧") == "‹👩+4›")
    #expect(text("🇹🇷🇹") == "‹TR›‹T›")
    #expect(text("1\u{FE0F}\u{20E3}") == "‹1+2›")
    #expect(text("👍🏽❤\u{FE0F}") == "‹👍+1›‹❤+1›")
    #expect(text("🏴\u{E0067}\u{E007F}") == "‹🏴+2›")
    #expect(text("⚠") == "⚠")
    #expect(text("👩\u{200D}👩🇹🇷", Self.ascii) == "<1f469+2><TR>")
  }

  @Test func scriptsKeepTheirClusters() {
    #expect(text("\u{915}\u{94D}\u{937}\u{93F}") == "\u{915}\u{94D}\u{937}\u{93F}")
    #expect(VisibleText("\u{915}\u{94D}\u{937}\u{93F}").width == 3)
    #expect(VisibleText("\u{1112}\u{1161}\u{11AB}").glyphs.count == 1)
    #expect(VisibleText("\u{1112}\u{1161}\u{11AB}").width == 2)
    #expect(text("\u{1161}") == "‹U+1161›")
    #expect(VisibleText("世界").width == 4)
    #expect(text("\u{645}\u{6CC}\u{200C}\u{62E}") == "\u{645}\u{6CC}‹ZWNJ›\u{62E}")
  }

  @Test func widthsAreOurs() {
    for narrow in ["a", "é", "·", "─", "█", "Å", "☺", "⚠", "ｱ", "ا", "\u{93F}", "\u{FFFD}"] {
      #expect(VisibleText(narrow).width == 1, "\(narrow)")
    }
    for wide in ["世", "한", "Ａ", "。", "⚡", "👩", "\u{1F3FD}", "\u{1F004}", "\u{20000}", "\u{302E}"] {
      #expect(VisibleText(wide).width == 2, "\(wide)")
    }
  }

  @Test func invalidBytesAreHexDigits() {
    #expect(text([0xFF, 0xFE]) == "FFFE")
    #expect(text([0xC0, 0xAF]) == "C0AF")
    #expect(text([0xED, 0xA0, 0x80]) == "EDA080")
    #expect(text([0xF4, 0x90, 0x80, 0x80]) == "F4908080")
    #expect(text([0xE2, 0x82]) == "E282")
    #expect(text([0xF0, 0x9F, 0x98, 0x41]) == "F09F98A")
    #expect(text([0x00]) == "␀")
  }

  @Test func similarTextsStayDistinct() {
    #expect(VisibleText("à") != VisibleText("a\u{300}"))
    #expect(VisibleText("\u{212A}") != VisibleText("K"))
    #expect(VisibleText("İ") != VisibleText("I\u{307}"))
    #expect(text("ς") != text("σ"))
  }

  @Test func tabsArePadded() {
    for width in 1...16 {
      #expect(VisibleText("\t", options: VisibleOptions(tabWidth: width)).width == width)
      #expect(VisibleText("\t", options: VisibleOptions(ascii: true, tabWidth: width)).width == max(width, 2))
    }
    #expect(VisibleOptions(tabWidth: 0).tabWidth == 1)
    #expect(VisibleOptions(tabWidth: 99).tabWidth == 16)
  }

  @Test func marksOfAThemeAlwaysTakeACell() {
    var options = VisibleOptions()
    options.space = VisibleText()
    options.lineFeed = VisibleText(String(repeating: "x", count: 100_000))
    #expect(VisibleText(" ", options: options).width == 1)
    #expect(VisibleText("\n", options: options).width == 16)
  }

  @Test func everyScalarIsSafe() {
    var unsafe: [UInt32] = []
    for value in UInt32(0)..<0x11_0000 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let string = String(Character(scalar))
      let shown = VisibleText(string, options: VisibleOptions())
      let plain = VisibleText(string, options: Self.ascii)
      if shown.width < 1 || !shown.glyphs.allSatisfy(isSafe) || plain.width < 1 || !isASCII(plain) {
        unsafe.append(value)
      }
    }
    #expect(unsafe.isEmpty, "\(CodePointRanges(unsafe))")
  }

  @Test func randomBytesAreSafe() {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<4_000 {
      let bytes = RandomScalars.bytes(upTo: 20, using: &generator)
      let shown = VisibleText(bytes: bytes[...], options: VisibleOptions())
      let unsafe = shown.glyphs.filter { !isSafe($0) }
      #expect(unsafe.isEmpty, "seed 11, \(bytes)")
      #expect(isASCII(VisibleText(bytes: bytes[...], options: Self.ascii)), "seed 11, \(bytes)")
      #expect(shown.width == shown.glyphs.reduce(0) { $0 + Int($1.width) })
    }
  }

  @Test func glyphsAreMadeOfPrintableScalarsOnly() {
    #expect(Glyph.make(base: "─")?.width == 1)
    #expect(Glyph.make(base: "世")?.width == 2)
    #expect(Glyph.make(base: "e", marks: ["\u{301}"])?.scalars.count == 2)
    for base: Unicode.Scalar in ["\u{1B}", "\u{202E}", "\u{200D}", "\u{301}", "\u{E000}", "\u{A0}", "\u{1F1F9}"] {
      #expect(Glyph.make(base: base) == nil)
    }
    #expect(Glyph.make(base: "e", marks: ["a"]) == nil)
    #expect(Glyph.make(base: "e", marks: ["\u{FE0F}"]) == nil)
    #expect(Glyph.make(base: "e", marks: ["\u{301}", "\u{301}", "\u{301}", "\u{301}", "\u{301}"]) == nil)
  }
}
