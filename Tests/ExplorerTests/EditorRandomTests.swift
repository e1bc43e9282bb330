import Screen
import TestSupport
import Testing
import UnicodeText

@testable import Explorer

/// Random keys in the editor, at sizes from none to large.
@Suite struct EditorRandomTests {
  private static let special: [Key] = [
    .enter, .tab, .backspace, .delete, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .function(2),
    .control("k"), .control("u"), .control("w"), .control("_"), .control("r"), .control("a"), .control("e"),
    .control("v"), .control("d"), .insert, .backTab, .function(1), .control("l"), .control("z"),
  ]
  private static let typed = Array("abc 12\u{301}é👩\u{200D}\u{202E}中ş🇹🇷<|s>\\u{}x\u{E0041}".unicodeScalars)

  private func input(_ generator: inout SeededGenerator) -> InputEvent {
    switch Int.random(in: 0..<100, using: &generator) {
    case 0:
      .resize(Size(width: .random(in: 0...210, using: &generator), height: .random(in: 0...70, using: &generator)))
    case 1: .resize([Size(width: 80, height: 24), Size(width: 20, height: 5)].randomElement(using: &generator)!)
    case 2, 3:
      .paste((0..<Int.random(in: 0...40, using: &generator)).map { _ in .random(in: 0...255, using: &generator) })
    case 4: .key([.escape, .control("g"), .control("s"), .control("c")].randomElement(using: &generator)!)
    case 5..<50: .key(Self.special.randomElement(using: &generator)!)
    default: .key(.character(Self.typed.randomElement(using: &generator)!))
    }
  }

  @Test(arguments: Array(UInt64(1)...5)) func neverTraps(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let texts = [RandomKeysTests.texts[0], [], RandomKeysTests.texts[5], RandomKeysTests.texts[3]]
    var engine = TestEngine(
      texts: texts, isASCII: seed == 2, size: Size(width: 80, height: 24), windowLimit: 4096, hasModel: seed % 2 == 0)
    for step in 0..<2_500 {
      if engine.state.editor == nil, engine.state.prompt == nil {
        // Another text now and then, and into the editor again.
        let keys = ["e", "]e", "u", "^r", ":seam<Enter>", "c", ":warnings<Enter>", "<Esc>"]
        engine.type(keys.randomElement(using: &generator)!)
      }
      if engine.state.prompt != nil { engine.type(["<Esc>", "x<Enter>"].randomElement(using: &generator)!) }
      engine.isPaused = Int.random(in: 0..<10, using: &generator) == 0
      engine.send(.input(input(&generator)))
      engine.isPaused = false
      if Int.random(in: 0..<5, using: &generator) == 0 { engine.answerWaiting() }
      if step % 20 == 0 { #expect(engine.frame.size == engine.state.size) }
      // A text that grows without end only makes the test slow.
      if let draft = engine.state.draft, draft.text.count > 1_500 { engine.type("<Esc>:revert<Enter>") }
      if let fault = fault(in: engine.state) {
        Issue.record("seed \(seed), step \(step): \(fault)")
        return
      }
    }
    engine.answerWaiting()
    #expect(engine.state.awaited == nil && engine.state.incoming == nil && engine.state.reading == nil)
    if let draft = engine.state.draft {
      #expect(engine.state.document?.byteCount == draft.text.count)
      #expect(engine.state.document?.isEdited == draft.isEdited)
    }
  }

  private func fault(in state: State) -> String? {
    if state.editor != nil, state.draft == nil { return "an editor without a text" }
    for (place, draft) in state.drafts {
      if !(0..<state.documentCount).contains(place) { return "a draft of no text" }
      if !(0...draft.text.count).contains(draft.caret) { return "the caret is outside the text" }
    }
    if let page = state.page, state.cursor < page.window.start || state.cursor > max(page.window.start, page.window.end)
    {
      return "the cursor is outside the window"
    }
    return nil
  }
}
