import Screen
import TestSupport
import Testing
import UnicodeText

@testable import Explorer

@Suite struct RandomKeysTests {
  static let texts: [[UInt8]] = [
    Array(TestEngine.start.utf8), [], [0x0A], [0xFF, 0xFE, 0x00],
    Array((0..<400).map { "line \($0): the lazy dogs jumped over 1234567, évlerimizdekilerden\n" }.joined().utf8),
    Array(String(repeating: "👩‍👩‍👧e\u{301}\u{202E}中文\t\r\n", count: 300).utf8),
    Array(repeating: 0x61, count: 9_000), Array(repeating: 0x0A, count: 5_000),
    Array(String(repeating: TestEngine.morphemeText, count: 40).utf8),
    Array("x\u{301}".utf8) + Array(String(repeating: "\u{301}", count: 3_000).utf8),
  ]

  /// Keys that quit are sent too: what they ask for is not carried out.
  private func key(_ generator: inout SeededGenerator) -> InputEvent {
    switch Int.random(in: 0..<20, using: &generator) {
    case 0: .key(.control(Unicode.Scalar(UInt8.random(in: 0x61...0x7A, using: &generator))))
    case 1:
      .key(
        [.escape, .enter, .tab, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown].randomElement(
          using: &generator)!)
    case 2:
      .resize(Size(width: .random(in: 0...210, using: &generator), height: .random(in: 0...70, using: &generator)))
    case 3: .resize(Size(width: 80, height: 24))
    case 4: .paste((0..<Int.random(in: 0...20, using: &generator)).map { _ in .random(in: 0...255, using: &generator) })
    default: .key(.character(Unicode.Scalar(UInt8.random(in: 0x20...0x7E, using: &generator))))
    }
  }

  /// The seeds 2 and 3 have a morphological column, the even seeds a model, whose views are among what the keys open.
  @Test(arguments: [UInt64(1), 2, 3, 4])
  func neverTrapAndKeepTheInvariants(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var engine = TestEngine(
      texts: Self.texts, isASCII: seed == 2, size: Size(width: 80, height: 24), windowLimit: 4096,
      hasModel: seed % 2 == 0, hasMorphemes: seed == 2 || seed == 3)
    for step in 0..<2_500 {
      // Some answers come late.
      engine.isPaused = Int.random(in: 0..<10, using: &generator) == 0
      // Views that only the prompt opens.
      let command = Int.random(in: 0..<60, using: &generator)
      if command < 3 { engine.type("<Esc>:" + ["terms", "damage", "compare"][command] + "<Enter>") }
      engine.send(.input(key(&generator)))
      engine.isPaused = false
      if Int.random(in: 0..<5, using: &generator) == 0 { engine.answerWaiting() }
      let frame = engine.frame
      #expect(frame.size == engine.state.size)
      if let fault = fault(in: engine.state) {
        Issue.record("seed \(seed), step \(step): \(fault)")
        return
      }
    }
    engine.answerWaiting()
    #expect(engine.state.awaited == nil)
    #expect(engine.state.incoming == nil)
    #expect(engine.state.reading == nil)
  }

  @Test func anySizeGivesAFrame() {
    var engine = TestEngine(texts: Self.texts, size: Size(width: 80, height: 24))
    for keys in ["", "i", "=", "=", "B", "?", "p", "b", "]", "G", "]]]", "G"] {
      engine.type(keys)
      for size in [
        Size(width: 0, height: 0), Size(width: 1, height: 1), Size(width: 60, height: 16),
        Size(width: 500, height: 200),
      ] {
        #expect(view(engine.state, size: size, look: engine.state.look).size == size)
      }
    }
  }

  /// What is wrong with a state; nil when nothing is.
  private func fault(in state: State) -> String? {
    if !state.shown.isEmpty {
      if !state.shown.contains(state.active) { return "the active column is hidden" }
      if !state.shown.contains(state.base) { return "the base column is hidden" }
    }
    if let prompt = state.prompt, !(0...prompt.text.count).contains(prompt.cursor) || prompt.text.count > Prompt.limit {
      return "the prompt's cursor is outside its line"
    }
    if !(0..<state.terms.list.count).contains(state.terms.selected) { return "no term is selected" }
    if let answer = state.damage.answer, answer.text.correct.count > Damage.limit { return "too much is damaged" }
    guard let page = state.page, let layout = state.layout else { return state.page == nil ? nil : "no layout" }
    let window = page.window
    if state.cursor < window.start || state.cursor > max(window.start, window.end - 1) {
      return "the cursor is outside the window"
    }
    if layout.lines.isEmpty { return window.bytes.isEmpty ? nil : "no lines" }
    guard let line = layout.line(at: state.cursor - window.start), let top = layout.line(at: state.top - window.start)
    else {
      return "no line at the cursor"
    }
    if layout.range(top).lowerBound != state.top - window.start { return "the top is inside a line" }
    let geometry = Geometry(state, size: state.size, look: state.look)
    if line < top || line >= top + geometry.linesPerPage { return "the cursor is out of sight" }
    let order = state.shown
    if state.firstShown < 0 || state.firstShown > max(0, order.count - geometry.capacity) {
      return "scrolled past the columns"
    }
    if let place = order.firstIndex(of: state.active),
      place < state.firstShown || place >= state.firstShown + geometry.capacity
    {
      return "the active column is out of sight"
    }
    return nil
  }
}
