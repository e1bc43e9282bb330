import Analysis
import Screen
import TestSupport
import Testing
import Tokenization

@testable import Explorer

/// When the model is asked to read, and what becomes of its answers.
@Suite struct ReadingTests {
  private func engine(_ size: Size = Size(width: 100, height: 40), texts: [[UInt8]] = [Array(TestEngine.start.utf8)])
    -> TestEngine
  {
    TestEngine(texts: texts, size: size, hasModel: true)
  }

  private func asked(_ effects: [Effect]) -> [String] {
    effects.compactMap { if case .readModel(let id, _, _, _, _, _, _) = $0 { id } else { nil } }
  }

  @Test func readsTheActiveColumnFirstThenTheOthersOnce() {
    var engine = engine()
    #expect(asked(engine.effects) == ["bpe", "lbpe", "scaffold", "turkish", "legal", "r2l"])
    engine.type("jjllkk.>_sS")
    #expect(asked(engine.effects).count == 6)
    #expect(engine.state.reading == nil)
    #expect(engine.state.trace?.isComplete == true)
  }

  /// The column that the user goes to comes before the one that is being read.
  @Test func aSwitchComesFirst() throws {
    var state = engine().state
    state.traces = TraceCache()
    _ = state.readModel()
    let first = try #require(state.reading)
    #expect(first.tokenizer == "bpe")
    let effects = state.handle(.input(.key(.character("j"))))
    #expect(asked(effects) == ["lbpe"])
    let page = try #require(state.page)
    let cut = try #require(page.segmentations["bpe"])
    // The late answer is kept, but does not end the newer request.
    let late = TestModel.trace(of: cut, text: page.window.bytes, at: 0)
    _ = state.handle(.modelRead(tokenizer: "bpe", late, request: first.number, generation: page.generation))
    #expect(state.reading?.tokenizer == "lbpe")
    #expect(state.trace == nil)
  }

  @Test func asksNothingWhileNothingOfTheModelIsShown() {
    var engine = TestEngine(size: Size(width: 100, height: 40))
    #expect(asked(engine.effects).isEmpty)
    engine.type("a")
    #expect(engine.state.view == .compare && engine.state.isError)
    var off = self.engine()
    off.type("s")
    let before = asked(off.effects).count
    off.send(.input(.resize(Size(width: 90, height: 30))))
    #expect(asked(off.effects).count == before)
  }

  @Test func aFailureIsToldAndNotRepeated() throws {
    var engine = engine()
    engine.modelAnswers = false
    engine.type("]")
    let reading = try #require(engine.state.reading)
    engine.send(
      .modelFailed(
        tokenizer: reading.tokenizer, reason: "no weights", request: reading.number, generation: reading.generation))
    #expect(engine.state.modelFailure == "no weights")
    let count = asked(engine.effects).filter { $0 == reading.tokenizer }.count
    engine.send(.input(.key(.character("l"))))
    #expect(asked(engine.effects).filter { $0 == reading.tokenizer }.count == count)
    #expect(engine.frame.text.contains("no weights"))
  }

  /// More columns than the cache has room for: those that fit are read ahead, once, and what is shown stays.
  @Test func readsAheadOnlyWhatFits() throws {
    let text = Array(String(repeating: "a", count: 2000).utf8)
    let cost = TestModel.trace(of: TestEngine.tokenizers[6].segmentation(of: text), text: text, at: 0).cost
    var engine = engine(texts: [text])
    let before = asked(engine.effects).count
    #expect(cost * 6 <= TraceCache.limit && before == 6)
    // Windows of other places fill the cache up.
    for key in ["G", "g", "g", "G", "g", "g"] { engine.type(key) }
    let kept = engine.state.traces.count
    #expect(kept * cost <= TraceCache.limit + cost)
    let asked = self.asked(engine.effects).count
    engine.type("lhlhlh")
    #expect(self.asked(engine.effects).count == asked)
    #expect(engine.state.trace != nil)
  }

  /// A long text is read in windows; moving on reads the next, once.
  @Test func readsTheWindowAtTheCursor() throws {
    let text = Array(String(repeating: "The lazy dogs jumped over 1234567.\n", count: 200).utf8)
    var engine = engine(texts: [text])
    let first = try #require(engine.state.trace)
    #expect(first.window == 0..<511 && first.idCount > 1022)
    #expect(engine.frame.text.contains("window 0..511 of"))
    engine.type("G")
    let last = try #require(engine.state.trace)
    #expect(last.window.upperBound == last.idCount)
    let count = asked(engine.effects).count
    engine.type("hlhl")
    #expect(asked(engine.effects).count == count)
  }

  @Test func theCacheIsBounded() {
    var cache = TraceCache()
    let cut = TestEngine.tokenizers[6].segmentation(of: Array(repeating: 0x61, count: 500))
    let trace = TestModel.trace(of: cut, text: Array(repeating: 0x61, count: 500), at: 0)
    for number in 0..<40 { cache.insert(trace, for: TraceCache.Key(tokenizer: "\(number)", generation: 0)) }
    #expect(cache.count * trace.cost <= TraceCache.limit + trace.cost)
    #expect(cache.trace(TraceCache.Key(tokenizer: "39", generation: 0), at: 3) != nil)
    #expect(cache.trace(TraceCache.Key(tokenizer: "0", generation: 0), at: 3) == nil)
    cache.keep(generation: 1)
    #expect(cache.count == 0)
  }

  /// A recorded trace may hold little; the panel says what is not there.
  @Test func thePanelSaysWhatATraceLacks() throws {
    var engine = engine()
    engine.modelAnswers = false
    engine.type("]")
    let reading = try #require(engine.state.reading)
    let bare = PieceTrace(try .init(tokens: [.init(id: 0, bytes: 0..<engine.texts[0].count)]), model: "m")
    engine.send(.modelRead(tokenizer: reading.tokenizer, bare, request: reading.number, generation: reading.generation))
    for part in ["attention", "routing", "surprisal"] {
      #expect(engine.frame.text.contains("no \(part) in this trace"), "\(engine.frame.text)")
    }
    engine.type("a")
    #expect(engine.frame.text.contains("this trace has no attention"))
  }

  /// An answer that does not hold the cursor must not be asked for without end.
  @Test func anAnswerBesideTheCursorEndsTheAsking() throws {
    var engine = engine()
    engine.modelAnswers = false
    engine.type("]")
    let reading = try #require(engine.state.reading)
    let beside = PieceTrace(try .init(tokens: [.init(id: 0, bytes: nil)]), model: "m")
    let effects = engine.effects.count
    engine.send(
      .modelRead(tokenizer: reading.tokenizer, beside, request: reading.number, generation: reading.generation))
    #expect(!asked(Array(engine.effects[effects...])).contains(reading.tokenizer))
  }

  @Test func keysChangeLayerHeadAndTheRest() {
    var engine = engine()
    engine.type(">>>>>")
    #expect(engine.state.attentionPlace?.layer == 3)
    engine.type("..")
    #expect(engine.state.attentionPlace?.head == 1)
    engine.type(",,,")
    #expect(engine.state.attentionPlace?.head == nil)
    engine.type("_")
    #expect(engine.state.heat.head == 0)
    engine.type("a<<<<")
    #expect(engine.state.view == .attention && engine.state.heat.layer == 0)
    engine.type("zSsdK)))")
    let heat = engine.state.heat
    #expect(heat.form == .dense && heat.scale == .logarithm && heat.sink == .masked && heat.direction == .to)
    #expect(heat.budget == .importance && heat.budgetSize == 11)
    engine.type("r(")
    #expect(engine.state.view == .routing && engine.state.heat.expert == 11)
    engine.type("))vCPs.")
    #expect(engine.state.heat.expert == 0 && engine.state.heat.routingForm == .classes)
    #expect(engine.state.heat.policy == .capacityDrop && engine.state.heat.bars == .probability)
    #expect(engine.state.heat.capacity == 150)
    engine.type("=")
    #expect(engine.state.heat.routingForm == .matrix)
    engine.type("i")
    #expect(!engine.state.showsInspector && engine.state.message != nil)
    engine.type("?<Esc>c")
    #expect(engine.state.view == .compare && engine.state.list == nil)
  }

  @Test func exportsAreNamedByLayerAndHead() {
    var engine = engine()
    engine.type("a>")
    #expect(engine.state.exportName(.txt, isFull: false) == "00-sample-attn-L1-100x40.txt")
    engine.type("..")
    #expect(engine.state.exportName(.txt, isFull: false) == "00-sample-attn-L1H1-100x40.txt")
    engine.type("r")
    #expect(engine.state.exportName(.txt, isFull: false) == "00-sample-routing-L1-100x40.txt")
  }

  /// `j k` and `h l` in the attention views: the query is the cursor, the key a second one.
  @Test func queryAndKeyMoveApart() throws {
    var engine = engine()
    engine.type("agg")
    let start = engine.state.cursor
    engine.type("jjj")
    #expect(engine.state.cursor > start)
    let query = try #require(engine.state.trace?.token(at: engine.state.cursor))
    engine.type("hhhhhhhhh")
    #expect(engine.state.keyIndex == 0)
    engine.type("ll")
    #expect(engine.state.keyIndex == 2)
    engine.type("llllllll")
    #expect(engine.state.keyIndex == query)
    engine.type("dl")
    #expect(engine.state.keyIndex == query + 1)
  }
}
