import Screen
import TestSupport
import Testing

@testable import Explorer

@Suite struct PanesTests {
  static let screens: [GoldenScreenTests.Screen] = [
    .init(name: "panes-80x24-panel", keys: "<Tab>jjj", hasModel: true),
    .init(name: "panes-80x24-panel-ascii", keys: "<Tab>jjj", isASCII: true, hasModel: true),
    .init(name: "panes-80x24-inspector", keys: "i}jjj<S-Tab>jj", hasModel: true, hasMorphemes: true),
    .init(name: "panes-80x24-details", keys: "Vs<Enter><Tab>j"),
    .init(name: "panes-120x40-inspector", size: GoldenScreenTests.wide, keys: "i}<Tab><Tab>", hasModel: true),
    .init(name: "panes-120x40-beside", size: GoldenScreenTests.wide, keys: "i}<Tab>"),
  ]

  @Test(arguments: screens) func screen(_ screen: GoldenScreenTests.Screen) {
    let text = screen.engine.frame.text
    #expect(Golden.mismatch("explorer/\(screen.name).txt", text) == nil)
    if screen.isASCII { #expect(text.utf8.allSatisfy { $0 == 0x0A || (0x20..<0x7F).contains($0) }) }
  }

  private func engine(_ keys: String = "", size: Size = Size(width: 80, height: 24), hasModel: Bool = true)
    -> TestEngine
  {
    var engine = TestEngine(size: size, hasModel: hasModel)
    engine.type("gg" + keys)
    return engine
  }

  @Test func tabGoesRoundThePanesOnTheScreen() {
    var engine = engine()
    #expect(engine.state.focusedPane == .text)
    #expect(!engine.frame.text.contains("▸ model on"))
    engine.type("<Tab>")
    #expect(engine.state.focusedPane == .panel)
    #expect(engine.frame.text.contains("─▸ model on"))
    engine.type("<Tab>")
    #expect(engine.state.focusedPane == .text)
    engine.type("i<Tab><Tab>")
    #expect(engine.state.focusedPane == .inspector)
    #expect(engine.frame.text.contains("▸ inspector") && !engine.frame.text.contains("▸ model on"))
    engine.type("<S-Tab>")
    #expect(engine.state.focusedPane == .panel)
    engine.type("<S-Tab><S-Tab>")
    #expect(engine.state.focusedPane == .inspector)
    // Back to the text first; the inspector goes with the next.
    engine.type("<Esc>")
    #expect(engine.state.focusedPane == .text && engine.state.showsInspector)
    engine.type("<Esc>")
    #expect(!engine.state.showsInspector)
  }

  /// Whatever takes a pane away gives the focus to the text; lists, the editor and exports have none of it.
  @Test(arguments: ["s", "a", "b", "e", "m", "?"]) func focusIsOfWhatIsThere(key: String) {
    var engine = engine("<Tab>")
    #expect(engine.state.focusedPane == .panel)
    engine.type(key)
    #expect(engine.state.focusedPane == .text)
  }

  @Test func tabSaysThatOnePaneIsHere() {
    var engine = engine("<Tab>", hasModel: false)
    #expect(engine.state.message?.string == "one pane is here (model: s, inspector: i)")
    engine.type("i<Tab>")
    #expect(engine.state.message == nil && engine.state.focusedPane == .inspector)
    engine.type("V<Tab>")
    #expect(engine.state.message?.string == "one pane is here")
    engine.type("<Enter><Tab>")
    #expect(engine.state.focusedPane == .details)
    engine.type("c")
    #expect(engine.state.focusedPane == .text)
  }

  /// In the panel the keys of the text go by tokens, and the column stays.
  @Test func panelMovesByItsLines() throws {
    var engine = engine("<Tab>")
    func token() -> Int { engine.state.cursorToken?.index ?? -1 }
    let height = try #require(Geometry(engine.state, size: engine.state.size, look: engine.state.look).panel?.height)
    #expect(token() == 0)
    engine.type("jjj<Down>")
    #expect(token() == 4 && engine.state.active == 0)
    engine.type("k<Up>")
    #expect(token() == 2)
    engine.type("gg^d")
    #expect(token() == height - 2)
    engine.type("<PgUp>")
    #expect(token() == 0)
    engine.type("G")
    #expect(token() == (engine.state.segmentation(0)?.tokens.count ?? 0) - 1)
    engine.type("<Home>")
    #expect(token() == 0)
    engine.type("<Esc>j")
    #expect(engine.state.active == 1)
  }

  @Test func inspectorScrollsWhenItIsLongerThanItsRoom() {
    var engine = engine("ijjj}<S-Tab>", size: Size(width: 60, height: 16))
    let facts = Painter(state: engine.state, size: engine.state.size, look: engine.state.look).facts(of: .inspector)
    #expect(facts.lines > facts.room && facts.room > 0)
    #expect(engine.frame.text.contains("lines 1-\(facts.room) of \(facts.lines)"))
    engine.type("j")
    #expect(engine.frame.text.contains("lines 2-\(facts.room + 1) of \(facts.lines)"))
    engine.type("G")
    #expect(engine.frame.text.contains("-\(facts.lines) of \(facts.lines)"))
    engine.type("jjj<PgDn>")
    #expect(engine.state.panes.scroll == facts.lines - facts.room)
    engine.type("k")
    #expect(engine.state.panes.scroll == facts.lines - facts.room - 1)
    // Another token is seen from its first line.
    engine.type("l")
    #expect(engine.state.panes.scroll == 0 && engine.state.focusedPane == .inspector)
  }

  @Test func aShortInspectorSaysThatAllIsThere() {
    var engine = engine("i<Tab><Tab>j", size: Size(width: 120, height: 40), hasModel: false)
    engine.type("<Tab>")
    #expect(engine.state.focusedPane == .inspector)
    engine.type("j")
    #expect(engine.state.panes.scroll == 0)
    #expect(engine.state.message?.string == "all of it is on the screen")
  }

  /// The focus is of the screen, not of the picture.
  @Test func exportsHaveNoFocus() {
    let plain = engine("i}").state.exportedText()
    #expect(engine("i}<Tab>").state.exportedText() == plain)
    #expect(engine("i}<Tab><Tab>").state.exportedText() == plain)
  }

  @Test func tabStaysWhatItIsInThePromptAndTheEditor() {
    var engine = engine("<Tab>:insp<Tab>")
    #expect(engine.state.prompt?.text.map(String.init).joined() == "inspector")
    engine.type("<Esc>e<Tab>")
    #expect(engine.state.editor != nil)
    #expect(engine.state.drafts[0]?.text.contains(0x09) == true)
  }

  /// Under a text and an inspector side by side the table has the whole width, and the box ends above it.
  @Test func tableStandsUnderTheInspector() throws {
    let engine = engine("i", size: Size(width: 120, height: 40), hasModel: false)
    let geometry = Geometry(engine.state, size: engine.state.size, look: engine.state.look)
    let table = try #require(geometry.table)
    let inspector = try #require(geometry.inspector)
    #expect(geometry.inspectorIsBeside && table.width == 120 && inspector.bottom == table.y)
    #expect(engine.frame.lines[table.y].allSatisfy { $0 == "─" })
    #expect(engine.frame.lines[table.y + 1].contains("tok/word"))
    // The inspector was asked for: where it would be too small, there is no table.
    var small = TestEngine(texts: [Array("the lazy dogs".utf8)], size: Size(width: 120, height: 24))
    #expect(small.frame.text.contains("tok/word"))
    small.type("i")
    #expect(Geometry(small.state, size: small.state.size, look: small.state.look).table == nil)
    #expect(!small.frame.text.contains("tok/word"))
  }

  @Test func theNoticeOfASmallScreenSaysWhatLeadsOut() {
    var engine = engine(size: Size(width: 30, height: 5), hasModel: false)
    func notice() -> String { engine.frame.lines.joined(separator: " ").split(separator: " ").joined(separator: " ") }
    #expect(notice().hasSuffix("(q quits)"))
    engine.type("b")
    #expect(notice().hasSuffix("(q closes the list)"))
    engine.type("q:")
    #expect(notice().hasSuffix("(Esc leaves the prompt)"))
    engine.type("<Esc>x")
    #expect(notice().hasSuffix("(Esc leaves the menu)"))
    engine.type("<Esc><Enter>")
    #expect(notice().hasSuffix("(q closes the steps)"))
    engine.type("qe")
    #expect(notice().hasSuffix("(Esc leaves the editor)"))
    engine.type("q<Esc>")
    #expect(notice().hasSuffix("(q twice quits, edits are lost)"))
    engine.type("q")
    #expect(notice().hasSuffix("(q quits)"))
  }
}
