import Screen
import Testing
import UnicodeText

@testable import Explorer

@Suite struct SeamViewTests {
  private func engine(_ text: String, size: Size = Size(width: 80, height: 24)) -> TestEngine {
    TestEngine(texts: [Array(text.utf8), Array("two".utf8)], size: size)
  }

  @Test func showsBothSidesOfTheCursor() {
    var engine = engine("the lazy dogs")
    engine.type(":seam<Enter>")
    #expect(engine.state.view == .seam)
    engine.type("0)))))))))")
    let answer = engine.state.seam.answer
    #expect(engine.state.cursor == 9 && answer?.request.offset == 9)
    // " dog" after "the lazy " without its space: the token of both parts is gone.
    let check = answer?.checks["bpe"]
    #expect(check?.lost.contains(9) == true && check?.isSame == false)
    #expect(engine.frame.text.contains("seam at byte 9"))
    engine.type("(")
    #expect(engine.state.cursor == 8 && engine.state.seam.answer?.request.offset == 8)
    #expect(engine.frame.text.contains("the same"))
  }

  /// Steps of a character stay between characters, and the part that is asked for has a bound.
  @Test func movesByCharacter() {
    var engine = engine("é👩‍👩‍👧" + String(repeating: "ş", count: 3_000))
    engine.type(":seam<Enter>gg))")
    #expect(engine.state.cursor == 20)
    engine.type("((")
    #expect(engine.state.cursor == 0)
    engine.type("G")
    let request = engine.state.seam.answer?.request
    #expect((request?.offset ?? 0) <= TextSeam.limit && (request?.bytes.first ?? 0) & 0xC0 != 0x80)
    engine.type("]")
    #expect(engine.state.seam.answer?.request.bytes == Array("two".utf8))
  }

  @Test func followsTheCaretInTheEditor() {
    var engine = engine("the lazy ")
    engine.type("e<F2><F2>")
    #expect(engine.state.editor?.pane == .typing)
    engine.type("<F2>^e")
    #expect(engine.state.editor?.pane == .seam)
    #expect(engine.state.seam.answer?.request.offset == 9)
    engine.type("x<Left>")
    #expect(engine.state.seam.answer?.request.offset == 9 && engine.state.seam.answer?.request.bytes.count == 10)
    #expect(engine.frame.text.contains("seam at byte 9"))
  }

  @Test func lateAnswersAreDropped() {
    var engine = engine("the lazy dogs")
    engine.type(":seam<Enter>gg")
    engine.isPaused = true
    engine.type(")))")
    engine.isPaused = false
    for effect in engine.waiting.reversed() { engine.answer(effect) }
    #expect(engine.state.seam.answer?.request.offset == 3)
  }

  @Test func emptyTextsHaveASeam() {
    var engine = TestEngine(texts: [[]], size: Size(width: 80, height: 24))
    engine.type(":seam<Enter>)(l")
    #expect(engine.frame.text.contains("this text is empty"))
    engine.type("e<F2><F2>")
    #expect(engine.frame.size == Size(width: 80, height: 24))
  }
}
