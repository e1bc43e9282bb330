import Analysis
import Screen
import TerminalTestSupport
import TestSupport
import Testing

@testable import Explorer

@Suite struct TermsViewTests {
  static let screens: [GoldenScreenTests.Screen] = [
    .init(name: "terms-80x24", keys: ":terms<Enter>"),
    .init(name: "terms-80x24-ascii", keys: ":terms<Enter>jjl!", isASCII: true),
    .init(name: "terms-80x24-end", keys: ":terms<Enter>Glll"),
    .init(name: "terms-120x40", size: GoldenScreenTests.wide, keys: ":terms<Enter>jjjjjjjj"),
    .init(name: "terms-200x60", size: Size(width: 200, height: 60), keys: ":terms<Enter>j"),
    .init(name: "terms-60x16", size: Size(width: 60, height: 16), keys: ":terms<Enter>jjj"),
    .init(name: "prompt-80x24", keys: ":previous-t<Tab>"),
    .init(name: "prompt-80x24-ascii", keys: ":lay<Tab>", isASCII: true),
    .init(name: "prompt-120x40", size: GoldenScreenTests.wide, keys: ":expert 7"),
    .init(name: "help-120x40-terms", size: GoldenScreenTests.wide, keys: ":terms<Enter>?"),
  ]

  @Test(arguments: screens) func screen(_ screen: GoldenScreenTests.Screen) {
    let engine = screen.engine
    let text = engine.frame.text
    #expect(Golden.mismatch("explorer/\(screen.name).txt", text) == nil)
    if screen.isASCII { #expect(text.utf8.allSatisfy { $0 == 0x0A || (0x20..<0x7F).contains($0) }) }
  }

  static let styled: [GoldenScreenTests.Screen] = [
    .init(name: "terms-80x24-mono-styles", keys: ":terms<Enter>j"),
    .init(name: "terms-80x24-256", keys: ":terms<Enter>j", hasColor: true),
    .init(name: "prompt-80x24-mono-styles", keys: ":abc<Left>"),
  ]

  @Test(arguments: styled) func styles(_ screen: GoldenScreenTests.Screen) {
    #expect(Golden.mismatch("explorer/\(screen.name).txt", screen.engine.frame.styledText) == nil)
  }

  private func engine(_ keys: String, size: Size = Size(width: 80, height: 24)) -> TestEngine {
    var engine = TestEngine(size: size)
    engine.termFiles = [
      "mine.txt": TermList(groups: [.init(name: "", terms: ["ev", "evler"].map { Array($0.utf8) })]),
      "many": TermList(
        groups: (0..<64).map { group in .init(name: "g\(group)", terms: (0..<150).map { Array("t\($0)".utf8) }) }),
    ]
    engine.type(keys)
    return engine
  }

  @Test func exportsWithoutColour() {
    let engine = engine(":terms<Enter>xt")
    guard let export = engine.exports.last else {
      Issue.record("no export")
      return
    }
    #expect(export.name == "00-sample-terms-80x24.txt")
    #expect(
      export.text.contains("view terms, 80x24, 20 terms: terms of arXiv 2503.17247, base bpe, tokenizers bpe lbpe"))
  }

  /// Each tokenizer is asked once for a list, and only when it is shown.
  @Test func asksOnceForEachTokenizer() {
    var engine = engine("")
    func asked() -> [[String]] {
      engine.effects.compactMap { if case .countTerms(let ids, _, _) = $0 { ids } else { nil } }
    }
    #expect(asked() == [])
    engine.type("2:terms<Enter>jjk")
    #expect(asked() == [["bpe", "scaffold", "turkish", "legal", "r2l"]])
    engine.type("22c2:terms<Enter>")
    #expect(asked().dropFirst() == [["lbpe"]])
    engine.type(":terms mine.txt<Enter>")
    #expect(asked().last == ["bpe", "lbpe", "scaffold", "turkish", "legal", "r2l"])
    #expect(engine.state.message?.string == "mine.txt: 2 terms")
    #expect(engine.state.terms.list.count == 2)
  }

  @Test func readsTheUsersList() {
    var engine = engine(":terms mine.txt<Enter>")
    #expect(engine.frame.text.contains("mine.txt, 2 terms") && engine.frame.text.contains("1 BPE       e│v"))
    engine.type(":terms gone<Enter>")
    #expect(engine.state.message?.string == "! cannot read gone: no such file")
    // What was shown stays.
    #expect(engine.state.terms.list.count == 2)
    engine.isPaused = true
    engine.type(":terms many<Enter>:terms mine.txt<Enter>")
    // The answer to the first question comes last and is too late.
    let late = engine.waiting.filter { if case .readTerms = $0 { true } else { false } }
    engine.isPaused = false
    for effect in late.reversed() { engine.answer(effect) }
    #expect(engine.state.terms.list.count == 2)
  }

  @Test(arguments: [Size(width: 60, height: 16), Size(width: 80, height: 24), Size(width: 120, height: 40)])
  func keepsTheCursorInSight(size: Size) {
    var engine = engine(":terms many<Enter>", size: size)
    for keys in ["", "j", "G", "k", "<PgUp>", "<PgUp>", "gg", "<PgDn>", "jjjj", "  ", "^d"] {
      engine.type(keys)
      let layout = TermsLayout(engine.state, size: size, look: engine.state.look)
      let visible = layout.lines[layout.first..<min(layout.lines.count, layout.first + layout.rows)]
      #expect(visible.contains(.term(engine.state.terms.selected)), "\(keys) at \(size)")
      #expect(layout.rows >= 1 && layout.columns.contains(engine.state.active))
    }
    #expect(engine.state.terms.selected > 0)
  }

  @Test func columnsThatCannotCutSayNothing() {
    var engine = engine(":terms<Enter>")
    engine.send(.termsCounted(tokenizer: "bpe", nil, request: 0))
    #expect(engine.state.terms.cuts("bpe") == nil && engine.state.terms.cuts("lbpe") != nil)
    #expect(engine.frame.text.contains("        -"))
  }

  /// Without a model, without columns, without a text.
  @Test func needsNeitherTextNorColumns() {
    var engine = TestEngine(texts: [[]], size: Size(width: 80, height: 24))
    engine.type(":terms<Enter>")
    #expect(engine.frame.text.contains("res judicata"))
    engine.type("123456")
    #expect(engine.frame.text.contains("no tokenizer is shown"))
    engine.type("jG!hl")
    engine.type("1")
    #expect(engine.frame.text.contains("1 BPE"))
  }
}
