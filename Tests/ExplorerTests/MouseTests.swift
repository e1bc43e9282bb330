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
}
