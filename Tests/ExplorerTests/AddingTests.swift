import Screen
import TestSupport
import Testing

@testable import Explorer

@Suite struct AddingTests {
  private func engine(_ keys: String = "") -> TestEngine {
    var engine = TestEngine(size: Size(width: 80, height: 24))
    engine.state.tokenizers.append(
      TokenizerEntry(
        id: "bpe:ranks", title: "BPE ranks", summary: "ranks alone", vocabulary: "ranks", isDefault: false,
        needsPattern: true))
    engine.type(keys)
    return engine
  }

  /// The picker asks for the pattern in the line that adds the column, and names those that there are.
  @Test func pickerAsksForThePattern() {
    var engine = engine("pG<Enter>")
    #expect(engine.state.prompt?.string == "add bpe:ranks@")
    #expect(engine.frame.text.contains("bpe:ranks@gpt2"))
    let count = engine.state.columns.count
    engine.type("cl<Tab>")
    #expect(engine.state.prompt?.string == "add bpe:ranks@cl100k")
    engine.type("<Enter>")
    #expect(engine.state.columns.count == count + 1 && engine.state.columns.last?.id == "bpe:ranks@cl100k")
    #expect(engine.state.message?.string == "bpe:ranks@cl100k is column \(count + 1)")
    #expect(engine.state.segmentation(count) != nil)
    // The command line that shows the same names it too.
    #expect(engine.state.exportCommand(.txt, isFull: false)?.contains("-t bpe:ranks@cl100k") == true)
    engine.type("<Esc>:add bpe:ranks@cl100k<Enter>")
    #expect(engine.state.columns.count == count + 1)
    engine.type("\(count + 1)")
    #expect(engine.state.columns.last?.isOn == false)
    engine.type(":add bpe:ranks@cl100k<Enter>")
    #expect(engine.state.columns.last?.isOn == true)
  }

  @Test func withoutItsPatternNothingIsAdded() {
    var engine = engine(":add bpe:ranks<Enter>")
    #expect(engine.state.prompt?.string == "add bpe:ranks@" && engine.state.columns.count == 6)
    engine.type("<Esc>:add<Enter>")
    #expect(engine.state.message?.string.hasPrefix("! add needs a tokenizer") == true)
  }

  /// Of what cannot be opened nothing stays but the reason.
  @Test func whatCannotBeOpenedLeavesNothing() {
    var engine = engine("jj!")
    let before = engine.state
    engine.type(":add nonsense<Enter>")
    #expect(engine.state.message?.string == "! no tokenizer \"nonsense\"")
    #expect(engine.state.columns == before.columns && engine.state.tokenizers == before.tokenizers)
    #expect(engine.state.active == 2 && engine.state.base == 2)
    // Several at a time, the answers late and the other way round.
    engine.isPaused = true
    engine.type(":add one<Enter>:add two@gpt2<Enter>:add three<Enter>7!")
    engine.isPaused = false
    engine.answerWaiting()
    #expect(engine.state.columns.map(\.id) == before.columns.map(\.id) + ["two@gpt2"])
    #expect(engine.state.shown.contains(engine.state.active) && engine.state.shown.contains(engine.state.base))
    // A tokenizer of the list that turns out to be broken keeps its place there.
    engine.send(.unavailable(tokenizer: "lbpe", reason: "gone"))
    #expect(engine.state.columns[1].id == "lbpe" && !engine.state.columns[1].isOn)
  }

  @Test func thereIsAnEndToColumns() {
    var engine = engine()
    for number in 0..<40 { engine.type(":add x@\(number)<Enter>") }
    #expect(engine.state.columns.count == State.columnLimit)
    #expect(engine.state.message?.string == "! 32 tokenizers side by side are the most")
    #expect(engine.state.tokenizers.count { $0.isAdded } == State.columnLimit - 6)
  }
}
