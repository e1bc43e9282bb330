import Screen
import TestSupport
import Testing
import UnicodeText

@testable import Explorer

@Suite struct EditorTests {
  private func engine(
    _ texts: [String] = ["one dog", "two"], size: Size = Size(width: 80, height: 24), hasModel: Bool = false
  ) -> TestEngine {
    TestEngine(texts: texts.map { Array($0.utf8) }, size: size, hasModel: hasModel)
  }

  private func text(_ engine: TestEngine) -> String { String(decoding: engine.state.draft?.text ?? [], as: UTF8.self) }
  private func shown(_ engine: TestEngine) -> String {
    String(decoding: engine.state.page?.window.bytes ?? [], as: UTF8.self)
  }

  @Test func typesAndFollows() {
    var engine = engine()
    engine.type("e^es jump")
    #expect(text(engine) == "one dogs jump" && shown(engine) == "one dogs jump")
    #expect(engine.state.document?.isEdited == true && engine.frame.lines[0].contains("00-sample* 1/2"))
    #expect(engine.state.segmentation(0)?.byteCount == 13)
    // The cursor of the views stands on the last character before the caret.
    #expect(engine.state.cursor == 12)
    engine.type("^a")
    #expect(engine.state.cursor == 0 && engine.state.draft?.caret == 0)
    engine.type("<Esc>")
    #expect(engine.state.editor == nil && engine.state.message?.string.contains("is kept as edited") == true)
    #expect(shown(engine) == "one dogs jump")
  }

  @Test func keysThatMeanSomethingElsewhereAreTyped() {
    var engine = engine([""])
    engine.type("eq?:uQ][x1!/<Tab>a<Enter>b")
    #expect(text(engine) == "q?:uQ][x1!/\ta\nb")
    #expect(!engine.effects.contains(.quit))
  }

  /// What was edited is there again when its place is, and the text that it was made from is not changed.
  @Test func draftsStayReachable() {
    var engine = engine()
    engine.type("e^e!<Esc>]")
    #expect(engine.state.message?.string.contains("00-sample* is kept") == true)
    #expect(shown(engine) == "two" && engine.state.document?.isEdited == false)
    engine.type("[")
    #expect(shown(engine) == "one dog!" && engine.state.document?.isEdited == true)
    #expect(engine.texts[0] == Array("one dog".utf8))
    engine.type(":revert<Enter>")
    #expect(shown(engine) == "one dog" && engine.state.document?.isEdited == false)
    engine.type("u")
    #expect(shown(engine) == "one dog!")
  }

  @Test func leavingWithoutAChangeLeavesNothing() {
    var engine = engine()
    engine.type("e<Esc>")
    #expect(engine.state.drafts.isEmpty && engine.state.message == nil)
    engine.type("e^e!<Back><Esc>")
    #expect(shown(engine) == "one dog" && engine.state.document?.isEdited == false)
    engine.type("q")
    #expect(engine.effects.last == .quit)
  }

  @Test func quittingAsksOnce() {
    var engine = engine()
    engine.type("e!<Esc>q")
    #expect(engine.effects.last != .quit && engine.state.isError)
    #expect(engine.state.message?.string.contains("1 edited text not saved") == true)
    engine.type("q")
    #expect(engine.effects.last == .quit)
    engine.type("e!<Esc>Q")
    #expect(engine.effects.last == .quit)
  }

  @Test func droppingGoesBackToWhereItBegan() {
    var engine = engine()
    engine.type("e^e1<Esc>e2^g")
    #expect(shown(engine) == "one dog1" && engine.state.editor == nil)
    engine.type("u")
    #expect(shown(engine) == "one dog12")
    engine.type("uu")
    #expect(shown(engine) == "one dog")
    engine.type("^r^r^r")
    #expect(shown(engine) == "one dog1")
  }

  @Test func lineKeys() {
    var engine = engine(["ab cd\nef gh\nij"])
    engine.type("e^k")
    #expect(text(engine) == "\nef gh\nij")
    engine.type("^k^ex^a<Right>Y")
    #expect(text(engine) == "eYf ghx\nij")
    engine.type("^e^w")
    #expect(text(engine) == "eYf \nij")
    engine.type("^u")
    #expect(text(engine) == "\nij")
    engine.type("<Down><End>k<Home>h<Up>top")
    #expect(text(engine) == "top\nhijk")
    engine.type("<Del>")
    #expect(text(engine) == "tophijk")
  }

  @Test func wrappedLinesAreWalkedAsShown() {
    var engine = engine([String(repeating: "abcdefghij", count: 30)], size: Size(width: 60, height: 24))
    let width = 57
    engine.type("e<Right><Right><Right><Down><Down>")
    #expect(engine.state.draft?.caret == 3 + 2 * (width - 1))
    engine.type("<Up>")
    #expect(engine.state.draft?.caret == 3 + width - 1)
    engine.type("<Up><Up>")
    #expect(engine.state.draft?.caret == 0)
    engine.type("<PgDn><PgDn><PgDn>")
    #expect(engine.state.draft?.caret == 300)
    // Past the end of a line that goes on stands its last character, not the first of the next.
    let lines = EditorLines(
      Array("abcdefghij".utf8), caret: 0, width: 5, count: 9, options: engine.state.look.options)
    #expect(lines.lines.map(\.bytes) == [0..<4, 4..<8, 8..<10])
    #expect((0..<3).map { lines.offset(atCell: 9, on: $0) } == [3, 7, 10])
  }

  @Test func characterByCharacter() {
    var engine = engine(["👩‍👩‍👧e\u{301}x"])
    engine.type("e<Right>")
    #expect(engine.state.draft?.caret == 18)
    engine.type("<Right><Back>")
    #expect(text(engine) == "👩‍👩‍👧x")
    engine.type("<Back>")
    #expect(text(engine) == "x")
  }

  /// Bytes that are not UTF-8 are shown in hexadecimal, deleted one at a time, and stay as they are.
  @Test func keepsBytes() {
    let bytes: [UInt8] = [0xFF, 0xFE, 0x41, 0xC3, 0x0A, 0xE2, 0x82]
    var engine = TestEngine(texts: [bytes], size: Size(width: 80, height: 24))
    engine.type("e^eZ")
    #expect(engine.state.page?.window.bytes == [0xFF, 0xFE, 0x41, 0xC3, 0x5A, 0x0A, 0xE2, 0x82])
    #expect(engine.frame.lines[2].contains("FFFEAC3Z"))
    engine.type("<Back><Back>^a<Del>")
    #expect(engine.state.draft?.text == [0xFE, 0x41, 0x0A, 0xE2, 0x82])
    engine.type("<Esc>uuuu")
    #expect(engine.state.page?.window.bytes == bytes)
  }

  @Test func pastesAsOneStep() {
    var engine = engine([""])
    engine.type("ea")
    engine.send(.input(.paste(Array("x\r\ny\rz\u{1B}[2J\u{1B}[201~q\0".utf8))))
    #expect(engine.state.draft?.text == Array("ax\ny\nz\u{1B}[2J\u{1B}[201~q\0".utf8))
    #expect(!engine.frame.text.unicodeScalars.contains("\u{1B}"))
    engine.type("b^_")
    #expect(engine.state.message?.string == "undone: typed \"b\"")
    engine.type("^_")
    #expect(text(engine) == "a" && engine.state.message?.string == "undone: paste of 17 bytes")
    engine.type("^r")
    #expect(engine.state.draft?.text.count == 18)
    engine.send(.input(.paste([])))
    #expect(engine.state.draft?.text.count == 18)
  }

  @Test func refusesWhatIsTooLong() {
    var engine = engine(["a"])
    engine.type("e")
    engine.send(.input(.paste([UInt8](repeating: 0x78, count: 5 << 20))))
    #expect(text(engine) == "a" && engine.state.isError)
    #expect(engine.state.message?.string.contains("a paste of 5,242,880 bytes") == true)
    engine.send(.input(.paste([UInt8](repeating: 0x78, count: Draft.limit - 1))))
    #expect(engine.state.draft?.text.count == Draft.limit)
    engine.type("y")
    #expect(engine.state.draft?.text.count == Draft.limit && engine.state.isError)
    var long = TestEngine(
      texts: [[UInt8](repeating: 0x61, count: Draft.limit + 1)], size: Size(width: 80, height: 24), windowLimit: 4096)
    long.type("e")
    #expect(long.state.editor == nil && long.state.message?.string.contains("up to 1,048,576") == true)
  }

  /// A text of several windows is read whole before it is edited; what is shown is the part around the caret.
  @Test func editsWhatIsLongerThanAWindow() {
    let line = "the lazy dogs jumped over 1234567\n"
    var engine = TestEngine(
      texts: [Array(String(repeating: line, count: 400).utf8)], size: Size(width: 80, height: 24), windowLimit: 4096)
    engine.type("GeX")
    #expect(engine.state.draft?.text.count == 400 * line.utf8.count + 1)
    #expect(engine.state.page.map { $0.window.start > 0 } == true)
    #expect(engine.state.document?.byteCount == 400 * line.utf8.count + 1)
    #expect(engine.frame.text.contains("below: the part around the cursor"))
    engine.type("<Esc>gg")
    #expect(engine.state.page?.window.start == 0 && engine.state.cursor == 0)
    engine.type("u")
    #expect(engine.state.draft?.isEdited == false)
  }

  @Test func codes() {
    var engine = engine([""])
    engine.type("ea\\u{200d}^v")
    #expect(text(engine) == "a\u{200D}")
    engine.type("\\xff^v\\u{1F600}^v")
    #expect(engine.state.draft?.text == Array("a\u{200D}".utf8) + [0xFF] + Array("😀".utf8))
    for wrong in ["\\u{110000}", "\\u{d800}", "\\u{}", "\\x+f", "\\xg0", "u{41}", "\\u{41"] {
      engine.type("^u" + wrong + "^v")
      #expect(text(engine) == wrong && engine.state.isError, "\(wrong)")
    }
  }

  /// One text is on its way at a time: fast typing is followed, and what comes late of an older text is shown until the newest is there.
  @Test func fastTypingIsFollowed() {
    var engine = engine([""])
    engine.type("e")
    engine.isPaused = true
    engine.type("abc")
    let asked = engine.waiting.filter { if case .openText = $0 { true } else { false } }
    #expect(asked.count == 1 && text(engine) == "abc" && shown(engine) == "")
    engine.isPaused = false
    engine.answerWaiting()
    #expect(shown(engine) == "abc")
    #expect(engine.state.editor?.pendingKeys == 0 && engine.state.editor?.changedKeys == 2)
  }

  @Test func theModelWaitsForAPause() {
    var engine = engine(["one dog"], hasModel: true)
    engine.pauses = false
    engine.type("e^e")
    let before = engine.effects.count { if case .readModel = $0 { true } else { false } }
    engine.type("s jump over")
    let during = engine.effects.count { if case .readModel = $0 { true } else { false } }
    #expect(before == during)
    guard case .wait(_, let request)? = engine.effects.last(where: { if case .wait = $0 { true } else { false } })
    else {
      Issue.record("no pause was asked for")
      return
    }
    engine.send(.waited(request: request - 1))
    #expect(engine.state.trace == nil)
    engine.send(.waited(request: request))
    #expect(engine.state.trace != nil)
    // Outside the editor nothing waits.
    engine.type("x<Esc>")
    #expect(engine.state.trace != nil)
  }

  @Test func countsWhatAKeyChanges() {
    var engine = engine([" do"])
    engine.type("e^eg")
    // " dog" is a token of all but the bytes.
    #expect(engine.state.editor?.change["bpe"] == -2)
    #expect(engine.frame.text.contains("last key: -2 BPE"))
    #expect(engine.state.editor?.counts["bpe"] == [3, 1])
    for _ in 0..<300 { engine.type("x") }
    #expect(engine.state.editor?.counts["bpe"]?.count == Editor.historyLimit)
  }

  /// A text that is longer than what is cut at once is counted in a pause, and tells what all keys since then changed.
  @Test func countsWhatKeysChangeInALongText() {
    let line = "the lazy dogs jumped over 1234567\n"
    var engine = TestEngine(
      texts: [Array(String(repeating: line, count: 400).utf8)], size: Size(width: 80, height: 24), windowLimit: 4096)
    let before = engine.state.count(0)?.tokens
    engine.type("ex")
    #expect(engine.state.editor?.change["bpe"] == 1 && engine.state.editor?.changedKeys == 1)
    #expect(engine.frame.text.contains("last key: +1 BPE"))
    engine.pauses = false
    engine.type("yz")
    #expect(engine.state.editor?.change.isEmpty == true)
    engine.pauses = true
    engine.type(" ")
    #expect(engine.frame.text.contains("last 3 keys: +3 BPE"))
    #expect(engine.state.count(0)?.tokens == before.map { $0 + 4 })
  }

  @Test func wordsAreSteps() {
    var engine = engine([""])
    engine.type("eone two  three<Back><Back>")
    for expected in ["one two  three", "one two  ", "one ", ""] {
      engine.type("^_")
      #expect(text(engine) == expected)
    }
    engine.type("^_")
    #expect(engine.state.message?.string == "no edit to undo")
    engine.type("^r^rX^r")
    #expect(text(engine) == "one two  X" && engine.state.message?.string == "no edit to redo")
  }

  @Test func historyIsBounded() {
    var engine = engine([""])
    engine.type("e")
    for number in 0..<300 { engine.type("<Left>\(number) ") }
    #expect(engine.state.draft?.history.done.count == EditHistory.stepLimit)
    var draft = Draft([], of: engine.state.document!, caret: 0)
    let block = [UInt8](repeating: 0x61, count: 1 << 20)
    for number in 0..<20 {
      draft.replace(0..<draft.text.count, with: number % 2 == 0 ? block : [], .pasted, number: number)
    }
    #expect(draft.history.done.reduce(0) { $0 + $1.edit.cost } <= EditHistory.byteLimit)
    // As many as there is room for.
    #expect(draft.history.done.count == EditHistory.byteLimit / block.count)
  }

  /// Undoing puts the caret where it was, and what is typed then is a step of its own.
  @Test func undoneStepsStayApart() {
    var engine = engine(["abcd"])
    engine.type("e^a<Right><Right><Back>")
    #expect(text(engine) == "acd" && engine.state.draft?.caret == 1)
    engine.type("^_")
    #expect(text(engine) == "abcd" && engine.state.draft?.caret == 2)
    engine.type("xy<Back>^_z")
    #expect(text(engine) == "abxyzcd")
    engine.type("^_")
    #expect(text(engine) == "abxycd" && engine.state.draft?.caret == 4)
    engine.type("^_")
    #expect(text(engine) == "abcd" && engine.state.draft?.caret == 2)
  }

  /// Undoing everything gives the first text, and redoing the last one.
  @Test(arguments: [UInt64(1), 2, 3]) func undoIsExact(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var engine = TestEngine(
      texts: [Array("one dog\ntwo \u{1F469}\u{200D}\u{1F469}".utf8)], size: Size(width: 80, height: 24))
    engine.type("e")
    let first = engine.state.draft!.text
    for _ in 0..<150 {
      let keys = [
        "a", "é", " ", "<Enter>", "<Back>", "<Del>", "<Left>", "<Right>", "<Up>", "<Down>", "^w", "^u", "^k", "^a",
        "^e",
      ]
      engine.type(keys.randomElement(using: &generator)!)
    }
    let last = engine.state.draft!.text
    for _ in 0..<200 { engine.type("^_") }
    #expect(engine.state.draft!.text == first)
    for _ in 0..<200 { engine.type("^r") }
    #expect(engine.state.draft!.text == last)
    #expect(engine.state.page?.window.bytes == last)
  }

  // MARK: Saving

  @Test func savesAsASample() {
    var engine = engine(["one dog", "two"])
    engine.type("e^es^s")
    #expect(engine.state.prompt?.kind == .sampleName)
    #expect(engine.frame.lines.last?.hasPrefix(" save as sample:") == true)
    engine.type("My  Dogs!<Enter>")
    let sample = engine.saved.first
    #expect(sample?.name == "02-my-dogs" && sample?.title == "My Dogs!" && sample?.body == Array("one dogs".utf8))
    #expect(sample?.note == "edited from 00-sample" && sample?.language == "en")
    #expect(engine.state.samples.count == 3 && engine.state.position == 2)
    #expect(engine.state.message?.string == "saved as samples/02-my-dogs.txt")
    #expect(engine.state.document?.isEdited == false && engine.state.document?.name == "02-my-dogs")
    #expect(engine.state.editor != nil)
    engine.type("<Esc>")
    #expect(engine.state.message == nil)
    engine.type("]")
    #expect(shown(engine) == "one dog" && engine.state.document?.isEdited == false)
    engine.type("[")
    #expect(shown(engine) == "one dogs" && engine.state.document?.name == "02-my-dogs")
    engine.type("e^s<Esc>x^s  <Enter>")
    #expect(engine.state.isError && engine.saved.count == 1)
  }

  /// What is typed after a text was sent to be saved is not taken for saved.
  @Test func whatIsTypedWhileSavingIsAnEdit() {
    var engine = engine(["one dog", "two"])
    engine.type("e^es^sdogs<Esc>")
    engine.isPaused = true
    engine.type("^sdogs<Enter>Z")
    engine.isPaused = false
    engine.answerWaiting()
    #expect(text(engine) == "one dogsZ" && shown(engine) == "one dogsZ")
    #expect(engine.state.document?.isEdited == true && engine.state.document?.name == "02-dogs")
  }

  /// A new sample comes before the parallel texts: what is open and what is edited behind it move on with it.
  @Test func textsBehindANewSampleMoveOn() {
    var engine = TestEngine(
      texts: ["one", "two", "three", "four"].map { Array($0.utf8) }, size: Size(width: 80, height: 24),
      parallelCount: 2)
    engine.type("e^es<Esc>:sample 3<Enter>e^eth<Esc>")
    #expect(engine.state.position == 3 && text(engine) == "fourth")
    let entry = SampleEntry(name: "04-new", title: "new", language: "en", domain: "general", note: "")
    engine.send(.sampleSaved(entry, place: 2, path: "samples/04-new.txt"))
    #expect(engine.state.samples.map(\.name) == ["00-sample", "01-sample", "04-new", "02-sample", "03-sample"])
    #expect(engine.state.position == 4 && text(engine) == "fourth")
    engine.type(":sample 0<Enter>")
    #expect(engine.state.position == 0 && text(engine) == "ones")
  }

  @Test func slugs() {
    func slug(_ title: String) -> String {
      NewSample(place: 0, number: 7, title: title, language: "en", domain: "general", note: "", body: []).name
    }
    #expect(slug("Öl & Gas: 3rd  try") == "07-l-gas-3rd-try")
    #expect(slug("../../etc/passwd") == "07-etc-passwd")
    #expect(slug("→") == "07-text")
    #expect(slug(String(repeating: "ab ", count: 99)).utf8.count <= 44)
  }
}
