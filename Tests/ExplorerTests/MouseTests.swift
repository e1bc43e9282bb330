import Screen
import TestSupport
import Testing

@testable import Explorer

@Suite struct MouseTests {
  private func engine(
    _ size: Size = Size(width: 80, height: 24), keys: String = "", hasModel: Bool = false, hasMorphemes: Bool = false
  ) -> TestEngine {
    var engine = TestEngine(
      texts: [TestEngine.start, "two"].map { Array($0.utf8) }, size: size, hasModel: hasModel,
      hasMorphemes: hasMorphemes)
    engine.type(":mouse<Enter>gg" + keys)
    return engine
  }

  private func send(_ kind: Mouse.Kind, _ x: Int, _ y: Int, to engine: inout TestEngine) {
    engine.send(.input(.mouse(Mouse(kind, x: x, y: y))))
  }

  @Test func offUntilAskedFor() {
    var engine = TestEngine(size: Size(width: 80, height: 24))
    let cursor = engine.state.cursor
    send(.press, 60, 2, to: &engine)
    #expect(engine.state.cursor == cursor)
    #expect(!engine.frame.text.contains("mouse"))
    engine.type(":mouse<Enter>")
    #expect(engine.effects.last == .mouse(true))
    engine.type("l")
    #expect(engine.frame.lines[23].contains("mouse"))
    engine.type(":mouse<Enter>")
    #expect(engine.effects.last == .mouse(false))
  }

  /// In rows every cell of the text puts the cursor on its atom, and a row is made the active one.
  @Test(arguments: [State.Arrangement.rows(.ruler), .rows(.tint), .columns, .list])
  func pressPutsTheCursorWhereTheTextIs(_ arrangement: State.Arrangement) throws {
    for hasMorphemes in [false, true] {
      var engine = engine(Size(width: 120, height: 40), hasMorphemes: hasMorphemes)
      engine.state.chosenArrangement = arrangement
      engine.type("gg")
      let state = engine.state
      let geometry = Geometry(state, size: state.size, look: state.look)
      var hits = 0
      for y in 1..<30 {
        for x in stride(from: 0, to: 120, by: 3) {
          guard let place = state.place(x: x, y: y, geometry), let offset = place.offset else { continue }
          send(.press, x, y, to: &engine)
          #expect(engine.state.cursor == offset)
          if let column = place.column { #expect(engine.state.active == column) }
          hits += 1
        }
      }
      #expect(hits > 50)
    }
  }

  /// The cell under the press belongs to the token that the cursor is then on: it is drawn as the cursor.
  @Test func theCellUnderThePressIsTheCursor() {
    for keys in ["", "=", "===="] {
      for (x, y) in [(20, 3), (40, 3), (60, 4), (25, 2), (30, 5)] {
        var engine = TestEngine(
          themes: [GoldenScreenTests.theme], depth: .palette, size: Size(width: 120, height: 40))
        engine.type(":mouse<Enter>gg" + keys)
        let state = engine.state
        let geometry = Geometry(state, size: state.size, look: state.look)
        guard let place = state.place(x: x, y: y, geometry), place.column != nil, place.offset != nil else { continue }
        send(.press, x, y, to: &engine)
        let style = engine.frame[x, y].style
        let isCut = style == engine.state.look[.border] || style == engine.state.look[.accent]
        let isPast = engine.frame[x, y].glyph == .space && style == engine.state.look[.text]
        #expect(style.background == engine.state.look[.cursor].background || isCut || isPast, "\(keys) \(x),\(y)")
      }
    }
  }

  @Test func tabsOpenViews() {
    var engine = engine(hasModel: true)
    let expected: [State.View] = [.attention, .words, .routing, .compare]
    for view in expected {
      guard let tab = engine.state.tabs.first(where: { $0.view == view }) else {
        Issue.record("no tab")
        return
      }
      send(.press, tab.cells.lowerBound + 1, 0, to: &engine)
      #expect(engine.state.view == view)
    }
    send(.press, 2, 0, to: &engine)
    #expect(engine.state.view == .compare)
  }

  @Test func panelLinesAreTokens() throws {
    var engine = engine(hasModel: true)
    let geometry = Geometry(engine.state, size: engine.state.size, look: engine.state.look)
    let panel = try #require(geometry.panel)
    send(.press, 5, panel.y + 4, to: &engine)
    let trace = try #require(engine.state.trace)
    #expect(trace.token(at: engine.state.cursor) == 3)
  }

  @Test func wheelScrollsListsAndText() {
    var engine = engine()
    engine.type("b")
    send(.wheelDown, 5, 5, to: &engine)
    #expect(engine.state.list == .browser(selected: 1))
    send(.press, 5, 1, to: &engine)
    #expect(engine.state.list == .browser(selected: 0))
    send(.press, 5, 2, to: &engine)
    send(.press, 5, 2, to: &engine)
    #expect(engine.state.position == 1 && engine.state.list == nil)
  }

  @Test func whatIsOutsideIsIgnored() {
    for size in [Size(width: 80, height: 24), Size(width: 20, height: 5), Size(width: 0, height: 0)] {
      var engine = engine(size)
      let cursor = engine.state.cursor
      for (x, y) in [(-1, 2), (2, -1), (9998, 2), (2, 9998), (size.width, 0), (0, size.height)] {
        for kind in [Mouse.Kind.press, .drag, .release, .wheelUp, .wheelDown] { send(kind, x, y, to: &engine) }
      }
      #expect(engine.state.cursor == cursor && engine.state.list == nil)
    }
  }

  // MARK: Marking

  /// Ids of the marked tokens, as `yi` copies them.
  private func copied(_ keys: String, _ engine: inout TestEngine) -> String {
    engine.type(keys)
    guard case .copy(let bytes)? = engine.effects.last else { return "" }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// From any cell of the text to any other all tokens between them are marked, whatever the layout, and copied.
  @Test(arguments: [State.Arrangement.rows(.ruler), .rows(.tint), .columns, .list], [false, true])
  func dragMarksTokens(_ arrangement: State.Arrangement, hasMorphemes: Bool) throws {
    var engine = engine(Size(width: 120, height: 40), hasMorphemes: hasMorphemes)
    engine.state.chosenArrangement = arrangement
    engine.type("gg")
    var generator = SeededGenerator(seed: 7)
    let geometry = Geometry(engine.state, size: engine.state.size, look: engine.state.look)
    var cells: [(x: Int, y: Int, offset: Int)] = []
    for y in 1..<30 {
      for x in 0..<120 {
        if let offset = engine.state.place(x: x, y: y, geometry)?.offset { cells.append((x, y, offset)) }
      }
    }
    for _ in 0..<40 {
      let (from, to) = (cells.randomElement(using: &generator)!, cells.randomElement(using: &generator)!)
      send(.press, from.x, from.y, to: &engine)
      #expect(engine.state.selectedTokens == nil)
      send(.drag, to.x, to.y, to: &engine)
      send(.release, to.x, to.y, to: &engine)
      let cut = try #require(engine.state.segmentation(engine.state.active))
      let low = min(from.offset, to.offset)
      let high = max(from.offset, to.offset)
      // Slowly: every token that has a byte of the range, with the markers before it.
      let own = cut.tokens.filter { $0.start <= high && $0.end > low }
      let bytes = Array(TestEngine.start.utf8)[own[0].start..<own[own.count - 1].end]
      let selected = try #require(engine.state.selectedTokens)
      #expect(selected.bytes == bytes.startIndex..<bytes.endIndex)
      #expect(engine.state.cursor == to.offset)
      #expect(engine.frame.lines[39].contains(" selected (yt yy yi copy, Esc)"))
      #expect(copied("yt", &engine) == String(decoding: bytes, as: UTF8.self))
      #expect(engine.state.message?.string.hasPrefix("copied the selection of \(selected.indices.count) token") == true)
      #expect(copied("yy", &engine).split(separator: "│").joined() == String(decoding: bytes, as: UTF8.self))
      let ids = copied("yi", &engine).split(separator: " ")
      #expect(ids.count == selected.indices.count)
      #expect(cut.tokens[selected.indices].map { "\($0.id)" } == ids.map(String.init))
      let first = selected.indices.lowerBound
      #expect(first == 0 || cut.tokens[first - 1].kind != .marker)
    }
  }

  /// All of the marked cells look like the cursor, without colours too; one by one nothing else does.
  @Test(arguments: ["", "=", "==", "==="]) func marksAreSeen(keys: String) throws {
    for look in [Look.mono(isASCII: false), .mono(isASCII: true)] {
      var engine = engine(Size(width: 120, height: 40), keys: keys)
      func marked() -> Int {
        let frame = view(engine.state, size: engine.state.size, look: look)
        return (0..<40).reduce(0) { sum, y in sum + (0..<120).count { frame[$0, y].style == look[.cursor] } }
      }
      let one = marked()
      let geometry = Geometry(engine.state, size: engine.state.size, look: engine.state.look)
      func cell(of offset: Int) -> (Int, Int)? {
        for y in 1..<30 {
          for x in 0..<120 where engine.state.place(x: x, y: y, geometry)?.offset == offset { return (x, y) }
        }
        return nil
      }
      let from = try #require(cell(of: 0))
      let to = try #require(cell(of: 20) ?? cell(of: 19) ?? cell(of: 16))
      send(.press, from.0, from.1, to: &engine)
      send(.drag, to.0, to.1, to: &engine)
      #expect(marked() > one + 8, "\(keys)")
      engine.type("<Esc>")
      #expect(engine.state.selectedTokens == nil)
    }
  }

  @Test func clicksMovesAndTextsEndTheMarking() {
    func marked() -> TestEngine {
      var engine = self.engine(Size(width: 120, height: 40))
      send(.press, 5, 2, to: &engine)
      send(.drag, 12, 2, to: &engine)
      send(.release, 12, 2, to: &engine)
      return engine
    }
    #expect(marked().state.selectedTokens != nil)
    for keys in ["<Esc>", "h", "G", "]", "e", "u"] {
      var engine = marked()
      engine.type(keys)
      #expect((engine.state.selectedTokens == nil) == (keys != "u"), "\(keys)")
    }
    var engine = marked()
    send(.press, 12, 2, to: &engine)
    send(.release, 12, 2, to: &engine)
    #expect(engine.state.selectedTokens == nil)
    // A drag that no press in the text began marks nothing.
    send(.drag, 5, 2, to: &engine)
    #expect(engine.state.selectedTokens == nil)
    // Another column has its own tokens there, another view has none.
    engine = marked()
    engine.type("j")
    #expect(engine.state.selectedTokens != nil && engine.state.active == 1)
    engine.type("m")
    #expect(engine.state.selectedTokens == nil)
    var plain = marked().state
    plain.selection = nil
    #expect(marked().state.exportedText() == plain.exportedText())
  }

  /// A press gives a pane the focus; the wheel turns what it is over.
  @Test func pressAndWheelAreOfThePaneUnderThem() throws {
    var engine = engine(Size(width: 80, height: 24), keys: "i", hasModel: true)
    let geometry = Geometry(engine.state, size: engine.state.size, look: engine.state.look)
    let panel = try #require(geometry.panel)
    let inspector = try #require(geometry.inspector)
    send(.press, 5, panel.y + 2, to: &engine)
    #expect(engine.state.focusedPane == .panel)
    let token = engine.state.cursorToken?.index ?? -1
    send(.wheelDown, 5, panel.y + 2, to: &engine)
    #expect(engine.state.cursorToken?.index == token + 1)
    let cursor = engine.state.cursor
    send(.press, 5, inspector.y + 1, to: &engine)
    #expect(engine.state.focusedPane == .inspector && engine.state.cursor == cursor)
    let facts = Painter(state: engine.state, size: engine.state.size, look: engine.state.look).facts(of: .inspector)
    send(.wheelDown, 5, inspector.y + 1, to: &engine)
    #expect(engine.state.panes.scroll == max(0, min(3, facts.lines - facts.room)) && engine.state.cursor == cursor)
    send(.press, 20, 2, to: &engine)
    #expect(engine.state.focusedPane == .text)
  }
}
