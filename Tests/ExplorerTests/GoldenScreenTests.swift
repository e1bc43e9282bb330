import Explorer
import Screen
import TerminalTestSupport
import TestSupport
import Testing

/// Screens as they should look: keys in, screen out.
@Suite struct GoldenScreenTests {
  /// A dark theme of 256 colours.
  static let theme = Theme.parse([
    "meta.name": .text("golden"), "meta.min_colors": .integer(256), "ui.fg": .integer(253), "ui.bg": .integer(233),
    "ui.dim": .integer(246),
    "ui.accent": .integer(216), "ui.warn": .integer(222), "ui.tab": .integer(247), "ui.tab_on": .text("231 bold"),
    "ui.border": .integer(243),
    "ui.status": .integer(236), "ui.status_fg": .integer(252), "ui.cursor": .integer(222),
    "ui.cursor_fg": .text("16 bold"),
    "ui.match": .integer(53), "ui.match_fg": .text("231 underline"), "token.a": .integer(24), "token.b": .integer(58),
    "token.fg": .integer(231), "token.agreed_a": .integer(235), "token.agreed_b": .integer(237),
    "token.agreed_fg": .integer(250), "token.suffix": .integer(223), "token.other": .integer(154),
    "token.agreed_suffix": .integer(180), "token.agreed_other": .integer(112),
    "token.minority": .text("bold underline"), "token.invisible": .integer(252),
    "heat.map": .list([16, 17, 54, 90, 126, 162, 198, 204, 210, 216, 222, 229].map { .integer($0) }),
    "expert.map": .list([214, 74, 36, 184, 25, 166, 175, 247].map { .integer($0) }),
  ]).theme

  struct Screen: CustomTestStringConvertible {
    let name: String
    var size = Size(width: 80, height: 24)
    var keys = ""
    var isASCII = false
    var hasColor = false
    var texts = [Array(TestEngine.start.utf8)]
    var windowLimit = 65536
    var hasModel = false
    var hasMorphemes = false

    var testDescription: String { name }

    var engine: TestEngine {
      var engine = TestEngine(
        texts: texts, themes: [hasColor ? GoldenScreenTests.theme : .mono], depth: hasColor ? .palette : .mono,
        isASCII: isASCII, size: size,
        windowLimit: windowLimit, hasModel: hasModel, hasMorphemes: hasMorphemes)
      engine.type(keys)
      return engine
    }
  }

  static let wide = Size(width: 120, height: 40)
  static let hostile =
    Array(
      "ESC \u{1b}[2J \u{1b}]0;t\u{7} CR\r tab\tend\n\u{85}\u{2028}\u{202E}abc\u{202C} a\u{200B}b \u{FEFF}\u{AD}\n👩‍👩‍👧 🇹🇷 e\u{301} 中文 عربي <|im_start|>\n"
        .utf8)
    + [0xFF, 0xFE, 0xC3, 0x0A, 0xED, 0xA0, 0x80, 0x00]
  static let many = Array(
    (1...3000).map { "line \($0): the lazy dogs jumped over 1234567, evlerimizdekilerden\n" }.joined().utf8)

  static let screens: [Screen] = [
    Screen(name: "compare-80x24"), Screen(name: "compare-80x24-ascii", isASCII: true),
    Screen(name: "compare-80x24-tint", keys: "=", isASCII: false),
    Screen(name: "compare-120x40", size: wide), Screen(name: "compare-120x40-ascii", size: wide, isASCII: true),
    Screen(name: "compare-200x60-inspector", size: Size(width: 200, height: 60), keys: "i}jjjjj"),
    Screen(name: "compare-20x5", size: Size(width: 20, height: 5)),
    Screen(name: "inspector-80x24", keys: "}ijjjjj"), Screen(name: "inspector-120x40", size: wide, keys: "=ij"),
    Screen(name: "hidden-80x24", keys: "235j!"), Screen(name: "hex-80x24", keys: "B"),
    Screen(name: "hex-120x40-columns", size: wide, keys: "B"), Screen(name: "help-80x24", keys: "?"),
    Screen(name: "help-120x40-marks", size: wide, keys: "?<Enter>"), Screen(name: "picker-80x24", keys: "pG"),
    Screen(name: "browser-80x24", keys: "b", texts: [Array("one".utf8), Array("two".utf8)]),
    Screen(name: "invisibles-80x24", keys: "I", texts: [Array("a  b\tc \nd".utf8)]),
    Screen(name: "error-80x24", keys: "9"), Screen(name: "empty-80x24", texts: [[]]),
    Screen(name: "hostile-120x40", size: wide, keys: "gg", texts: [hostile]),
    Screen(name: "hostile-80x24-ascii", keys: "ggJ", isASCII: true, texts: [hostile]),
    Screen(name: "large-80x24-end", keys: "GKKKKKK{", texts: [many], windowLimit: 8192),
    Screen(name: "large-120x40", size: wide, keys: "  ", texts: [many], windowLimit: 8192),
    Screen(name: "explain-80x24", keys: "j<Enter>lll"), Screen(name: "explain-80x24-why", keys: "j<Enter>$"),
    Screen(name: "explain-120x40-why", size: wide, keys: "jj}<Enter>$"),
    Screen(name: "explain-80x24-ascii", keys: "j<Enter>$", isASCII: true),
    Screen(
      name: "explain-80x24-morphemes", keys: "jjjl<Enter>$", texts: [Array(TestEngine.morphemeText.utf8)],
      hasMorphemes: true),
    Screen(name: "search-80x24", keys: "/ev<Enter>"), Screen(name: "search-80x24-typing", keys: "ggg/em"),
    Screen(name: "search-120x40-colour", size: wide, keys: "/e<Enter>nn", hasColor: true),
    Screen(name: "search-help-80x24", keys: "?/theme<Enter>"),
    Screen(name: "columns-80x24-scrolled", keys: "===jjjj"),
    Screen(name: "list-80x24", keys: "=="), Screen(name: "list-80x24-ascii", keys: "==", isASCII: true),
    Screen(name: "list-120x40", size: wide, keys: "===jj}", hasModel: true),
    Screen(name: "list-200x60", size: Size(width: 200, height: 60), keys: "===i", hasModel: true),
    Screen(name: "list-120x40-hostile", size: wide, keys: "===gg", texts: [hostile]),
    Screen(name: "list-120x40-hex", size: wide, keys: "===B", hasMorphemes: true),
    Screen(name: "list-80x24-end", keys: "==GKK", texts: [many], windowLimit: 8192),
    Screen(name: "panel-80x24", hasModel: true), Screen(name: "panel-80x24-ascii", isASCII: true, hasModel: true),
    Screen(name: "panel-120x40", size: wide, keys: ".", hasModel: true),
    Screen(name: "panel-200x60", size: Size(width: 200, height: 60), keys: "jj..", hasModel: true),
    Screen(name: "panel-60x16", size: Size(width: 60, height: 16), hasModel: true),
    Screen(name: "panel-80x24-long", keys: "G", texts: [many], windowLimit: 8192, hasModel: true),
    Screen(name: "panel-off-80x24", keys: "s", hasModel: true),
    Screen(name: "editor-80x24", keys: "e^ex", hasModel: true),
    Screen(name: "editor-80x24-typing", keys: "e^e the dogs "),
    Screen(name: "editor-80x24-seam", keys: "e<F2>^e<Left><Left>"),
    Screen(name: "editor-120x40", size: wide, keys: "e^e, jumped", hasModel: true),
    Screen(name: "editor-120x40-ascii", size: wide, keys: "e^e, jumped<F2>", isASCII: true, hasModel: true),
    Screen(name: "editor-200x60", size: Size(width: 200, height: 60), keys: "e^e<Enter>jumped<F2>", hasModel: true),
    Screen(name: "editor-60x16", size: Size(width: 60, height: 16), keys: "ex", hasModel: true),
    Screen(name: "editor-80x24-hostile", keys: "e^ex", texts: [hostile]),
    Screen(name: "editor-80x24-save", keys: "ex^sa name"), Screen(name: "editor-left-80x24", keys: "ex<Esc>"),
    Screen(name: "seam-80x24", keys: ":seam<Enter>0))))))"),
    Screen(name: "seam-120x40-ascii", size: wide, keys: ":seam<Enter>0))))))j", isASCII: true),
    Screen(name: "warnings-120x40", size: wide, keys: ":warnings<Enter>", texts: [hostile]),
  ]

  @Test(arguments: screens) func screen(_ screen: Screen) {
    #expect(Golden.mismatch("explorer/\(screen.name).txt", screen.engine.frame.text) == nil)
  }

  static let styled: [Screen] = [
    Screen(name: "compare-80x24-256", hasColor: true),
    Screen(name: "compare-120x40-256", size: wide, keys: "}", hasColor: true),
    Screen(name: "compare-80x24-mono-styles", keys: "l"),
    Screen(name: "editor-80x24-256", keys: "e^ex<Left>", hasColor: true),
    Screen(name: "list-120x40-256", size: wide, keys: "===}", hasColor: true, hasMorphemes: true),
    Screen(name: "panel-80x24-256", hasColor: true, hasModel: true),
    Screen(name: "panel-120x40-256", size: wide, keys: ".>", hasColor: true, hasModel: true),
    Screen(name: "panel-200x60-256", size: Size(width: 200, height: 60), keys: "jj", hasColor: true, hasModel: true),
  ]

  @Test(arguments: styled) func styles(_ screen: Screen) {
    #expect(Golden.mismatch("explorer/\(screen.name).txt", screen.engine.frame.styledText) == nil)
  }

  @Test(arguments: [false, true]) func export(isASCII: Bool) {
    var engine = TestEngine(isASCII: isASCII, size: Size(width: 80, height: 24))
    engine.type("}xt")
    guard let text = engine.exports.last?.text else {
      Issue.record("no export")
      return
    }
    if isASCII { #expect(text.utf8.allSatisfy { $0 == 0x0A || (0x20..<0x7F).contains($0) }) }
    #expect(Golden.mismatch("explorer/export-80x24\(isASCII ? "-ascii" : "").txt", text) == nil)
  }

  /// Names, titles and messages come from outside.
  @Test func asciiHoldsForWhateverIsNamed() {
    let entries = ["bpe", "péché"].map {
      TokenizerEntry(id: $0, title: "Çok \($0)", summary: "→ \($0)", vocabulary: "ş", isDefault: true)
    }
    let sample = SampleEntry(name: "é", title: "ü", language: "tü", domain: "ğ", note: "ı … ✓")
    let state = State(
      version: "0", tokenizers: entries, samples: [sample], files: ["dosya-ş"], isASCII: true,
      size: Size(width: 130, height: 24))
    var screens = [state]
    let document = Document(source: .sample(0), name: "é.txt", note: "ünlü", byteCount: 3)
    screens.append(
      update(
        state,
        .opened(
          document, window: TextWindow(bytes: Array("aş".utf8), start: 0, isExact: true), offset: 0, generation: 0)
      ).0)
    let cut = WordListTokenizer("").segmentation(of: Array("aş".utf8))
    for id in ["bpe", "péché"] {
      screens.append(update(screens.last!, .segmented(tokenizer: id, cut, generation: 0)).0)
    }
    screens.append(update(screens.last!, .failed("şu dosya")).0)
    for keys in ["i", "p", "b", "?"] {
      screens.append(update(screens[3], .input(.key(.character(keys.unicodeScalars.first!)))).0)
    }
    for (index, state) in screens.enumerated() {
      let text = view(state, size: state.size, look: state.look).text + state.exportedText()
      #expect(text.utf8.allSatisfy { $0 == 0x0A || (0x20..<0x7F).contains($0) }, "screen \(index)\n\(text)")
    }
  }

  @Test func asciiScreensAreASCII() {
    for screen in Self.screens where screen.isASCII {
      #expect(screen.engine.frame.text.utf8.allSatisfy { $0 == 0x0A || (0x20..<0x7F).contains($0) }, "\(screen.name)")
    }
  }
}
