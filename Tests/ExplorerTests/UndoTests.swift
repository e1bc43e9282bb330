import Screen
import Testing

@testable import Explorer

@Suite struct UndoTests {
  private func message(_ engine: TestEngine) -> String? { engine.state.message?.string }

  @Test func choicesComeBackInTheirOrder() {
    var engine = TestEngine(themes: [.mono, .mono], size: Size(width: 80, height: 24), hasModel: true)
    engine.type("2j!t>.")
    let (base, layer, head, look) = (
      engine.state.base, engine.state.heat.layer, engine.state.heat.head, engine.state.lookIndex
    )
    engine.type("u")
    #expect(message(engine)?.hasPrefix("undone: head ") == true)
    engine.type("u")
    #expect(message(engine)?.hasPrefix("undone: layer ") == true)
    engine.type("u")
    #expect(message(engine) == "undone: theme mono" && engine.state.lookIndex == 0)
    engine.type("u")
    #expect(message(engine) == "undone: base BPE" && engine.state.base == 0)
    engine.type("u")
    #expect(message(engine) == "undone: LBPE is shown" && engine.state.columns[1].isOn)
    #expect(engine.state.segmentation(1) != nil)
    engine.type("u")
    #expect(message(engine) == "nothing to undo")
    engine.type("^r")
    #expect(message(engine) == "redone: LBPE is hidden")
    engine.type("^r^r^r^r")
    #expect(engine.state.base == base && engine.state.heat.layer == layer)
    #expect(engine.state.heat.head == head && engine.state.lookIndex == look)
    engine.type("^r")
    #expect(message(engine) == "nothing to redo")
  }

  @Test func movesAreNoChanges() {
    var engine = TestEngine(size: Size(width: 80, height: 24))
    engine.type("llj}J=i[]cu")
    #expect(message(engine) == "nothing to undo")
  }

  @Test func aNewChoiceEndsWhatCouldBeRedone() {
    var engine = TestEngine(size: Size(width: 80, height: 24))
    engine.type("23u4")
    #expect(engine.state.columns.map(\.isOn) == [true, false, true, false, true, true])
    engine.type("^r")
    #expect(message(engine) == "nothing to redo")
    engine.type("uuu")
    let areOn = engine.state.columns.map(\.isOn)
    #expect(!areOn.contains(false))
  }

  /// A tokenizer that was switched off before the text changed is cut anew when it comes back.
  @Test func whatComesBackIsCut() {
    var engine = TestEngine(texts: [Array("one".utf8), Array("two dogs".utf8)], size: Size(width: 80, height: 24))
    engine.type("3]u")
    #expect(engine.state.segmentation(2)?.byteCount == 8)
    engine.type("pG<Enter><Esc>")
    #expect(engine.state.columns.count == 7)
    engine.type("u")
    #expect(engine.state.columns.count == 6 && message(engine) == "undone: Bytes is hidden")
    engine.type("^r")
    #expect(engine.state.columns.count == 7)
  }

  @Test func editsAndChoicesShareOneOrder() {
    var engine = TestEngine(texts: [Array("one".utf8), Array("two".utf8)], size: Size(width: 80, height: 24))
    engine.type("2e!<Esc>3e?<Esc>")
    let undone = ["undone: typed \"?\"", "undone: Scaffold is shown", "undone: typed \"!\"", "undone: LBPE is shown"]
    for step in undone {
      engine.type("u")
      #expect(message(engine) == step)
    }
    let redone = ["redone: LBPE is hidden", "redone: typed \"!\"", "redone: Scaffold is hidden", "redone: typed \"?\""]
    for step in redone {
      engine.type("^r")
      #expect(message(engine) == step)
    }
    // Edits of another text stay out of it.
    engine.type("]u")
    #expect(message(engine) == "undone: Scaffold is shown")
  }

  @Test func historyIsBounded() {
    var engine = TestEngine(size: Size(width: 80, height: 24))
    for _ in 0..<300 { engine.type("2") }
    #expect(engine.state.choiceHistory.done.count == 200)
  }
}
