import Screen
import Testing
import Tokenization
import UnicodeText

@testable import Explorer

@Suite struct UpdateTests {
  private let size = Size(width: 80, height: 24)

  private func long(_ lines: Int) -> [UInt8] {
    Array((0..<lines).map { "line \($0): the lazy dogs jumped over\n" }.joined().utf8)
  }

  @Test func startsOnTheFirstDifference() {
    let engine = TestEngine(size: size)
    #expect(engine.state.cursor == 3)
    #expect(engine.state.cursorToken?.token.range == 3..<6)
    #expect(engine.state.top == 0)
  }

  @Test func tokensStepsAndStopsAtTheEnds() {
    var engine = TestEngine(size: size)
    engine.type("l")
    #expect(engine.state.cursor == 6)
    engine.type("hh")
    #expect(engine.state.cursor == 0)
    engine.type("h")
    #expect(engine.state.cursor == 0)
    engine.type("G")
    #expect(engine.state.cursor == 64)
    engine.type("l")
    #expect(engine.state.cursor == 64)
    engine.type("gg")
    #expect(engine.state.cursor == 0)
  }

  /// A vocabulary may know nothing of a text.
  @Test func textsWithoutTokensAreDrawn() throws {
    var engine = TestEngine(size: size)
    let page = try #require(engine.state.page)
    let none = Segmentation(proven: [], byteCount: page.window.bytes.count)
    for id in ["bpe", "lbpe"] { engine.send(.segmented(tokenizer: id, none, generation: page.generation)) }
    for keys in ["", "l", "h", "L", "i", "=", "=", "B", "G", "gg", "}", "{", "<Enter>"] {
      engine.type(keys)
      #expect(engine.frame.size == size)
    }
  }

  @Test func theModelIsNotAskedToReadNoTokens() throws {
    var engine = TestEngine(texts: [Array("a".utf8), Array("b".utf8)], shown: ["bpe"], size: size, hasModel: true)
    engine.isPaused = true
    engine.type("]")
    engine.answer(engine.waiting.removeFirst())
    guard case .segment(_, let window, let generation)? = engine.waiting.first else {
      Issue.record("nothing is to be cut")
      return
    }
    engine.waiting = []
    engine.send(
      .segmented(
        tokenizer: "bpe", Segmentation(proven: [], byteCount: window.bytes.count), generation: generation))
    #expect(engine.waiting.isEmpty)
    #expect(engine.frame.text.contains("nothing to read"))
  }

  @Test func cursorStaysWhenTheTokenizerChanges() {
    var engine = TestEngine(size: size)
    engine.type("ll")
    let cursor = engine.state.cursor
    engine.type("jjj")
    #expect(engine.state.active == 3)
    #expect(engine.state.cursor == cursor)
    engine.type("kkkkkkkk")
    #expect(engine.state.active == 0)
  }

  @Test func differencesAreStepped() {
    var engine = TestEngine(size: size)
    var visited: [Int] = []
    for _ in 0..<8 {
      visited.append(engine.state.cursor)
      engine.type("}")
    }
    #expect(visited.prefix(4) == [3, 16, 48, 57])
    #expect(engine.state.message?.string == "no difference after this place")
    engine.type("{")
    #expect(engine.state.cursor == 48)
  }

  @Test func wordsAndLineEnds() {
    var engine = TestEngine(size: size)
    engine.type("ggL")
    #expect(engine.state.cursor == 4)
    engine.type("L")
    #expect(engine.state.cursor == 16)
    engine.type("H")
    #expect(engine.state.cursor == 4)
    engine.type("$")
    #expect(engine.state.cursor == 64)
    engine.type("0")
    #expect(engine.state.cursor == 0)
  }

  @Test func digitsHideAndShowAndKeepTheNumbers() {
    var engine = TestEngine(size: size)
    engine.type("2")
    #expect(engine.state.shown == [0, 2, 3, 4, 5])
    engine.type("1")
    #expect(engine.state.active == 2)
    #expect(engine.state.base == 2)
    engine.type("3456")
    #expect(engine.state.shown.isEmpty)
    #expect(engine.frame.text.contains("press 1-9"))
    engine.type("6")
    #expect(engine.state.shown == [5])
    #expect(engine.state.active == 5)
    engine.type("9")
    #expect(engine.state.isError)
  }

  @Test func pickerAddsAColumn() {
    var engine = TestEngine(size: size)
    engine.type("pG<Enter>")
    #expect(engine.state.shownIDs.last == "bytes")
    #expect(engine.state.segmentation(6)?.tokens.count == 65)
    engine.type(" ")
    #expect(engine.state.columns.last == Column(id: "bytes", isOn: false))
    engine.type("q")
    #expect(engine.state.list == nil)
  }

  @Test func baseMovesToTheActiveColumn() {
    var engine = TestEngine(size: Size(width: 120, height: 40))
    #expect(engine.frame.text.contains("25 base"))
    engine.type("j!")
    #expect(engine.state.base == 1)
    #expect(engine.frame.text.contains("26 base"))
    #expect(engine.frame.text.contains("25   -1"))
  }

  @Test func samplesTurnAround() {
    var engine = TestEngine(texts: [Array("one".utf8), Array("two words".utf8), []], size: size)
    engine.type("]")
    #expect(engine.state.document?.byteCount == 9)
    engine.type("]")
    #expect(engine.state.document?.byteCount == 0)
    #expect(engine.frame.text.contains("this text is empty"))
    engine.type("lhG}{$0HLJK")
    engine.type("]")
    #expect(engine.state.document?.byteCount == 3)
    engine.type("[")
    #expect(engine.state.position == 2)
    engine.type("bk<Enter>")
    #expect(engine.state.document?.byteCount == 9)
  }

  @Test func layoutsTurn() {
    var engine = TestEngine(size: Size(width: 120, height: 40))
    func arrangement() -> State.Arrangement {
      Geometry(engine.state, size: engine.state.size, look: engine.state.look).arrangement
    }
    #expect(arrangement() == .columns)
    engine.type("=")
    #expect(arrangement() == .rows(.ruler))
    engine.type("=")
    #expect(arrangement() == .rows(.tint))
    engine.type("=")
    #expect(arrangement() == .list)
    engine.type("=")
    #expect(arrangement() == .columns)
  }

  @Test func columnsScrollWithTheActiveOne() {
    var engine = TestEngine(size: size)
    engine.type("====jjjjj")
    let geometry = Geometry(engine.state, size: size, look: engine.state.look)
    #expect(geometry.arrangement == .rows(.ruler))
    engine.type("===")
    #expect(Geometry(engine.state, size: size, look: engine.state.look).capacity == 4)
    #expect(engine.state.firstShown == 2)
    engine.type("((")
    #expect(engine.state.firstShown == 0)
    #expect(engine.state.active == 3)
    engine.type(")")
    #expect(engine.state.firstShown == 1)
  }

  @Test func quitKeys() {
    for (keys, panes) in [("q", ""), ("Q", ""), ("^c", ""), ("Q", "?"), ("^c", "b"), ("qq", "p")] {
      var engine = TestEngine(size: size)
      engine.type(panes + keys)
      #expect(engine.effects.last == .quit)
      #expect(engine.effects.filter { $0 == .quit }.count == 1)
    }
    var engine = TestEngine(size: size)
    engine.type("?<Esc>b<Esc>p<Esc>")
    #expect(!engine.effects.contains(.quit))
    engine.type("^l^z")
    #expect(engine.effects.suffix(2) == [.redraw, .suspend])
    engine.send(.input(.closed))
    #expect(engine.effects.last == .quit)
  }

  @Test func inspectorAsksOnceForEachToken() {
    var engine = TestEngine(size: size)
    engine.type("i")
    func asked() -> Int { engine.effects.filter { if case .explain = $0 { true } else { false } }.count }
    #expect(asked() == 1)
    #expect(engine.frame.text.contains("rank 402"))
    engine.type("tI")
    #expect(asked() == 1)
    engine.type("l")
    #expect(asked() == 2)
    engine.type("j")
    #expect(asked() == 3)
    engine.type("il")
    #expect(asked() == 3)
  }

  @Test func numberIsShownInGroups() {
    var engine = TestEngine(size: Size(width: 100, height: 30))
    engine.type("i}jjjjj")
    #expect(engine.state.columns[engine.state.active].id == "r2l")
    #expect(engine.frame.text.contains("1,234,567"))
    engine.type("k")
    #expect(engine.frame.text.contains("123,456,7"))
  }

  @Test func exportsWithoutColourAndWithoutTheMessage() {
    var engine = TestEngine(size: Size(width: 120, height: 40))
    engine.type("9xt")
    guard let export = engine.exports.last else {
      Issue.record("no export")
      return
    }
    #expect(export.name == "00-sample-compare-120x40.txt")
    #expect(
      export.text.hasPrefix(
        "tokview 0.1.0\ntext 00-sample, 65 bytes sha256 0123456789ab\nview compare, 120x40, layout columns, base bpe"))
    #expect(!export.text.contains("no tokenizer 9"))
    #expect(!export.text.split(separator: "\n").contains { $0.last == " " })
    engine.send(.exported(path: "shots/a.txt"))
    #expect(engine.state.message?.string.hasPrefix("wrote shots/a.txt ") == true)
  }

  @Test(arguments: [
    ("/home/me/-notes.txt", "notes.txt"), ("a b/../..x", "x"), ("dir/", "dir"), ("//", "text"), ("", "text"),
    ("\u{1B}[2J", "2J"), ("ı", "text"),
  ])
  func exportIsNamedAfterTheLastPartOfThePath(name: String, stem: String) {
    var engine = TestEngine(size: size)
    let document = Document(source: .file(path: []), name: VisibleText(name), note: "", byteCount: 0)
    engine.state.document = document
    #expect(engine.state.exportName(.txt, isFull: false) == "\(stem)-compare-80x24.txt")
  }

  // MARK: Stale answers and large documents

  @Test func staleAnswersAreDropped() {
    var engine = TestEngine(texts: [Array("one".utf8), Array("two".utf8), Array("three".utf8)], size: size)
    engine.isPaused = true
    engine.type("]]")
    let opens = engine.waiting
    #expect(opens.count == 2)
    engine.isPaused = false
    engine.answer(opens[0])
    #expect(engine.state.document?.byteCount == 3)
    #expect(engine.state.document?.source == .sample(0))
    engine.answer(opens[1])
    #expect(engine.state.document?.source == .sample(2))
    // A segmentation of an older page must not land on the new one.
    let before = engine.state.segmentation(0)
    engine.send(.segmented(tokenizer: "bpe", .empty, generation: 0))
    #expect(engine.state.segmentation(0) == before)
    engine.send(.counted(tokenizer: "bpe", tokens: 99, bytes: 9, generation: 0))
    #expect(engine.state.counts["bpe"] == nil)
  }

  @Test func oldPageStaysUntilEverySegmentationIsThere() {
    var engine = TestEngine(texts: [Array("one".utf8), Array("two words".utf8)], size: size)
    engine.isPaused = true
    engine.type("]")
    engine.answer(engine.waiting[0])
    #expect(engine.state.document?.byteCount == 3)
    guard case .segment(let ids, let window, let generation) = engine.waiting.last else {
      Issue.record("nothing to segment")
      return
    }
    for id in ids.dropLast() {
      engine.send(
        .segmented(tokenizer: id, engine.tokenizer(id).segmentation(of: window.bytes), generation: generation))
    }
    #expect(engine.state.document?.byteCount == 3)
    engine.send(.unavailable(tokenizer: ids.last!, reason: "gone"))
    #expect(engine.state.document?.byteCount == 9)
    #expect(engine.state.shown.count == ids.count - 1)
    #expect(engine.state.message?.string == "! gone")
  }

  @Test func unreadableDocumentKeepsTheOldOne() {
    var engine = TestEngine(texts: [Array("one".utf8), Array("two".utf8)], size: size)
    engine.isPaused = true
    engine.type("]")
    guard case .openSample(1, let generation) = engine.waiting.last else {
      Issue.record("no request")
      return
    }
    engine.send(.unreadable("cannot read it", generation: generation))
    #expect(engine.state.awaited == nil)
    #expect(engine.state.document?.source == .sample(0))
    #expect(engine.state.isError)
  }

  @Test func endOfALargeDocument() {
    let text = long(20_000)
    var engine = TestEngine(texts: [text], size: size, windowLimit: 4096)
    #expect(engine.state.page?.window.bytes.count == 4096)
    engine.type("G")
    #expect(engine.state.cursor == text.count - 1)
    #expect(engine.state.page?.window.end == text.count)
    #expect(engine.frame.text.contains("(100 %)"))
    #expect(engine.frame.text.contains("19999"))
    engine.type("gg")
    #expect(engine.state.cursor == 0)
    #expect(engine.state.page?.window.start == 0)
  }

  @Test func pagingReadsOnBeforeTheEdge() {
    let text = long(2_000)
    var engine = TestEngine(texts: [text], size: size, windowLimit: 4096)
    var last = -1
    var steps = 0
    while engine.state.cursor != last, steps < 5_000 {
      last = engine.state.cursor
      engine.type(" ")
      #expect(engine.state.cursor >= last)
      steps += 1
    }
    #expect(engine.state.page?.window.end == text.count)
    while engine.state.cursor > 0, steps > 0 {
      engine.type("-")
      steps -= 1
    }
    #expect(engine.state.page?.window.start == 0)
  }

  @Test func differencesAreSearchedThroughWindows() {
    // Only the number far down is cut in several ways.
    let text = Array(
      (String(repeating: "the the the\n", count: 5_000) + "1234567\n" + String(repeating: "the the\n", count: 3_000))
        .utf8)
    var engine = TestEngine(texts: [text], size: size, windowLimit: 4096)
    #expect(engine.state.cursor == 0)
    engine.type("}")
    #expect(engine.state.cursor == 60_000)
    engine.type("}")
    #expect(engine.state.message?.string == "no difference after this place")
    engine.type("G{")
    #expect(engine.state.cursor == 60_000)
  }

  @Test func searchCanBeStopped() {
    let text = Array(String(repeating: "the the the\n", count: 5_000).utf8)
    var engine = TestEngine(texts: [text], size: size, windowLimit: 4096)
    engine.isPaused = true
    engine.type("}")
    #expect(engine.frame.text.contains("searching"))
    let request = engine.waiting.last
    engine.type("<Esc>")
    #expect(engine.state.awaited == nil)
    engine.isPaused = false
    if let request { engine.answer(request) }
    #expect(engine.state.page?.window.start == 0)
    #expect(engine.state.cursor == 0)
  }

  @Test func aTokenizerSwitchedOnDuringASearchIsCutWhenTheSearchStops() {
    let text = Array(String(repeating: "the the the\n", count: 5_000).utf8)
    var engine = TestEngine(texts: [text], shown: ["bpe"], size: size, windowLimit: 4096)
    engine.isPaused = true
    engine.type("}")
    engine.type("p<Down><Enter>q<Esc>")
    guard case .readWindow(0, let generation) = engine.waiting.last else {
      Issue.record("the page is not read again")
      return
    }
    engine.isPaused = false
    engine.answerWaiting()
    #expect(engine.state.page?.generation == generation)
    #expect(engine.state.segmentation(1) != nil)
  }

  @Test func countingShowsProgressAndWholeCounts() {
    let text = long(1_000)
    var engine = TestEngine(texts: [text], size: Size(width: 120, height: 40), windowLimit: 4096)
    let tokens = engine.tokenizer("bpe").segmentation(of: text).tokens.count
    #expect(engine.state.count(0)?.tokens == tokens)
    #expect(engine.state.countingProgress == nil)
    engine.isPaused = true
    engine.type("]")
    engine.isPaused = false
    engine.answerWaiting()
    engine.isPaused = true
    guard let generation = engine.state.page?.generation else { return }
    for id in engine.state.shownIDs {
      engine.send(.counted(tokenizer: id, tokens: 10, bytes: text.count / 4, generation: generation))
    }
    #expect(engine.frame.text.contains("counted 2"))
    #expect(engine.frame.text.contains("10+"))
  }

  @Test func specialCharactersAreReported() {
    let text = Array("a\u{202E}b\u{200B}c <|im_start|> <s> \u{5D0}".utf8) + [0xFF]
    let engine = TestEngine(texts: [text], size: Size(width: 120, height: 40))
    #expect(engine.state.layout?.summary.isRightToLeft == true)
    for note in ["1 bidi mark ", "1 invisible character ", "1 byte not UTF-8", "specials: text", "rtl: logical order"] {
      #expect(engine.frame.text.contains(note))
    }
  }

  @Test func unknownKeysDoNothing() {
    var engine = TestEngine(size: size)
    let frame = engine.frame
    engine.type("gzZ;'\"~")
    engine.send(.input(.key(.function(12))))
    engine.send(.input(.paste(Array("q\u{1b}[2J".utf8))))
    #expect(engine.frame == frame)
    #expect(!engine.effects.contains(.quit))
  }
}
