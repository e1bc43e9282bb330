import Analysis
import Screen
import TestSupport
import Testing

@testable import Explorer

/// Keys that come before what they are about.
@Suite struct HeldKeysTests {
  private static let size = Size(width: 80, height: 24)
  private static let long = Array((1...400).map { "line \($0): the exemptions of 1234567\n" }.joined().utf8)

  private func engine() -> TestEngine {
    TestEngine(
      texts: [Array(TestEngine.start.utf8), Array("evlerimizdekilerden 1234567 the exemptions".utf8), Self.long],
      size: Self.size, windowLimit: 2_000)
  }

  /// What is chosen and shown, without what only says how far the work is.
  private func facts(_ state: State) -> [String] {
    [
      "\(state.position) \(state.document?.name.string ?? "-") \(state.view) \(state.cursor) \(state.top) \(state.active)",
      "\(state.prompt?.string ?? "-") \(state.search.text) \(state.stepper.step)",
      "\(state.vocabulary.selected) \(state.document?.isEdited == true) \(state.list.map { "\($0)" } ?? "-")",
    ]
  }

  /// Slow answers change nothing: keys typed ahead do what they do when each is waited for.
  @Test(arguments: [
    "]G", "]Gh", "]$yy", "]/the<Enter>n", "]ex", "]ex<Esc>l", "]ll[l", "]xt", "]xfj", "]}<Enter>ll", "]<Enter>$",
    "VGkk",
    "V<PgDn>j", "]]G{kk", "]]Ghhj", "]]G/exempt<Enter>NN", "]:compare<Enter>G", "]lVGc", "]gg", "]L1l2l",
    "]]GH<Enter>l",
  ])
  func keysWaitForTheText(keys: String) {
    var quick = engine()
    quick.type(keys)
    var slow = engine()
    slow.isPaused = true
    slow.type(keys)
    let held = slow.state.heldKeys.count
    slow.isPaused = false
    slow.answerWaiting()
    #expect(facts(slow.state) == facts(quick.state), "\(keys)")
    #expect(held > 0 && slow.state.heldKeys.isEmpty)
    #expect(slow.exports.map(\.name) == quick.exports.map(\.name))
  }

  /// Layers and heads are those of the trace, which takes the model longer than the text its tokenizers.
  @Test(arguments: ["]>", "]a>.l", "]r>)", "]>>,c", "a>hh", ">jj>"]) func keysWaitForTheModel(keys: String) {
    var quick = TestEngine(texts: [Array(TestEngine.start.utf8), Self.long], size: Self.size, hasModel: true)
    quick.type(keys)
    var slow = TestEngine(texts: [Array(TestEngine.start.utf8), Self.long], size: Self.size, hasModel: true)
    slow.isPaused = true
    slow.type(keys)
    slow.isPaused = false
    slow.answerWaiting()
    #expect(slow.state.heat == quick.state.heat && facts(slow.state) == facts(quick.state))
    #expect(slow.state.heldKeys.isEmpty)
  }

  @Test(arguments: [["ev", "evler", "evlerimiz"], nil]) func keysWaitForTheTerms(list: [String]?) {
    var slow = engine()
    if let list { slow.termFiles["own"] = TermList(groups: [.init(name: "", terms: list.map { Array($0.utf8) })]) }
    slow.isPaused = true
    slow.type(":terms own<Enter>jjxt")
    #expect(slow.state.heldKeys.count == 4)
    slow.isPaused = false
    slow.answerWaiting()
    #expect(slow.state.heldKeys.isEmpty && slow.state.terms.selected == 2)
    #expect((slow.state.terms.list.count == 3) == (list != nil))
    #expect(slow.exports.count == 1)
  }

  @Test func whatNeedsNoTextIsNotHeld() {
    var engine = engine()
    engine.isPaused = true
    engine.type("]")
    for (keys, done) in [
      ("2", { !$0.columns[1].isOn }), ("?", { $0.list != nil }), ("q", { $0.list == nil }),
      ("m", { $0.view == .metrics }),
      ("c", { $0.view == .compare }), ("t", { $0.message != nil }), ("]", { $0.position == 2 }),
    ] as [(String, (State) -> Bool)] {
      engine.type(keys)
      #expect(done(engine.state), "\(keys)")
      #expect(engine.state.heldKeys.isEmpty)
    }
  }

  @Test func escapeDropsThemAndQuittingDoesNotWait() {
    var engine = engine()
    engine.isPaused = true
    engine.type("]Gll")
    #expect(engine.state.heldKeys.count == 3)
    engine.type("<Esc>")
    #expect(engine.state.heldKeys.count == 4)
    engine.type("<Esc>")
    #expect(engine.state.heldKeys.isEmpty)
    engine.type("G")
    let asked = engine.effects.count
    engine.type("^c")
    #expect(engine.effects[asked...].contains(.quit))
    engine.isPaused = false
    engine.answerWaiting()
    #expect(engine.state.position == 1 && engine.state.heldKeys.isEmpty)
  }

  /// A text that cannot be read leaves the old one, and what was meant for it is dropped.
  @Test func keysForATextThatCannotBeReadAreDropped() {
    var engine = engine()
    engine.isPaused = true
    let before = engine.state.cursor
    engine.type("]G")
    guard case .document(let generation)? = engine.state.awaited else {
      Issue.record("nothing is awaited")
      return
    }
    engine.send(.unreadable("cannot read it", generation: generation))
    #expect(engine.state.heldKeys.isEmpty && engine.state.cursor == before)
    engine.type("l")
    #expect(engine.state.cursor > before)
  }

  @Test func holdsNoMoreThanItsLimit() {
    var engine = engine()
    engine.isPaused = true
    engine.type("]" + String(repeating: "l", count: 2_000))
    #expect(engine.state.heldKeys.count == State.heldKeysLimit)
  }
}
