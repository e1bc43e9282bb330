import Screen
import Testing
import Tokenization
import UnicodeText

@testable import Explorer

@Suite struct ExplainViewTests {
  private func engine(_ keys: String = "", _ size: Size = Size(width: 80, height: 24), text: String = TestEngine.start)
    -> TestEngine
  {
    var engine = TestEngine(texts: [Array(text.utf8)], size: size)
    engine.type(keys)
    return engine
  }

  @Test func opensStepsAndCloses() {
    var engine = engine("j<Enter>")
    #expect(engine.state.view == .explain)
    #expect(engine.state.stepper.answer?.request.tokenizers == ["bpe", "lbpe"])
    #expect(engine.state.stepper.step == 0)
    let count = engine.state.stepper.answer?.count ?? 0
    #expect(count > 3)
    engine.type("lll")
    #expect(engine.state.stepper.step == 3)
    engine.type("h<Left>")
    #expect(engine.state.stepper.step == 1)
    engine.type("$")
    #expect(engine.state.stepper.isAtEnd && engine.state.stepper.step == count - 1)
    engine.type("l")
    #expect(engine.state.stepper.step == count - 1)
    engine.type("0<Enter>")
    #expect(engine.state.stepper.step == 1)
    engine.type("$<Enter>")
    #expect(engine.state.view == .compare)
    for keys in ["<Enter>q", "<Enter><Esc>"] {
      engine.type(keys)
      #expect(engine.state.view == .compare && engine.effects.last != .quit)
    }
  }

  @Test func goesBackToTheViewItWasOpenedFrom() {
    var engine = TestEngine(size: Size(width: 80, height: 24), hasModel: true)
    for (key, view) in [("a", State.View.attention), ("w", .words), ("r", .routing), ("c", .compare)] {
      engine.type(key + "<Enter>")
      #expect(engine.state.view == .explain)
      // Help lies over the steps and leaves them there.
      engine.type("?q")
      #expect(engine.state.view == .explain)
      engine.type("<Esc>")
      #expect(engine.state.view == view)
    }
    engine.type(":explain<Enter>c")
    #expect(engine.state.view == .compare)
  }

  @Test func anotherPlaceBeginsAgainAndAnotherTokenizerGoesOn() {
    var engine = engine("j<Enter>ll")
    engine.type("j")
    #expect(engine.state.stepper.answer?.request.tokenizers == ["bpe", "scaffold"])
    #expect(engine.state.stepper.step == 2)
    engine.type("}")
    #expect(engine.state.cursor == 16 && engine.state.stepper.step == 0)
    engine.type("l{")
    #expect(engine.state.cursor == 3 && engine.state.stepper.step == 0)
  }

  /// From the base itself the first column with other tokens is shown beside it.
  @Test func theBaseIsComparedWithWhatDiffers() {
    var engine = engine("<Enter>")
    #expect(engine.state.stepper.answer?.request.tokenizers == ["bpe", "lbpe"])
    // Not simply the first: one that has another token there.
    let places = engine.state.segmentation(0)?.tokens ?? []
    func token(_ column: Int, _ start: Int) -> Range<Int>? {
      engine.state.segmentation(column).flatMap { cut in cut.tokenIndex(at: start).map { cut.tokens[$0].range } }
    }
    var others: Set<String> = []
    for place in places {
      let wanted = (1..<6).first { token($0, place.start) != place.range } ?? 1
      engine.type("q:goto \(place.start)<Enter><Enter>")
      let asked = engine.state.stepper.answer?.request.tokenizers
      #expect(asked == ["bpe", engine.state.columns[wanted].id], "at \(place.start)")
      others.insert(asked?.last ?? "")
    }
    #expect(others.count > 1)
    engine.type("q23456<Enter>$")
    #expect(engine.state.shown == [0])
    #expect(engine.state.stepper.answer?.request.tokenizers == ["bpe"])
    #expect(engine.frame.text.contains("no other tokenizer is shown to compare with"))
  }

  @Test func answersToOlderRequestsAreDropped() {
    var engine = engine()
    engine.isPaused = true
    engine.type("<Enter>")
    engine.type("}")
    let asked = engine.waiting.filter { if case .derive = $0 { true } else { false } }
    #expect(asked.count == 2)
    engine.isPaused = false
    engine.answer(asked[0])
    #expect(engine.state.stepper.answer == nil)
    engine.answer(asked[1])
    #expect(engine.state.stepper.answer?.request.offset == 16)
  }

  /// Two pairs joined, and four bytes taken at once.
  private static let merges: [Derivation.Step] = [
    .init(.pretoken(.tokview), range: 1..<6, pieces: [1..<6]),
    .init(.merge(rank: 3), range: 1..<3, token: 300, pieces: [1..<3, 3..<4, 4..<5, 5..<6]),
    .init(.merge(rank: 9), range: 4..<6, token: 301, pieces: [1..<3, 3..<4, 4..<6]),
  ]
  private static let span: [Derivation.Step] = [
    .init(.pretoken(.tokview), range: 1..<6, pieces: [1..<6]),
    .init(.longestSpan(length: 4), range: 1..<5, token: 400, pieces: [1..<5, 5..<6]),
    .init(.singleBytes, range: 5..<6, pieces: [1..<5, 5..<6]),
  ]

  private static func side(
    _ id: String, _ steps: [Derivation.Step], _ foreign: [Range<Int>: StepSide.Membership]
  ) -> StepSide {
    StepSide(
      tokenizer: id,
      explanation: Explanation(
        tokenizer: id, offset: 2, derivation: Derivation(steps: steps), vocabularyCount: 500), foreign: foreign)
  }

  /// Another tokenizer of fewer steps is shown to its end, not beyond it.
  @Test func fewerStepsEndSooner() throws {
    let text = Array("x abcd".utf8)
    var stepper = Stepper()
    for (tokenizer, steps) in [("A", Self.merges), ("B", Array(Self.span.prefix(1)))] {
      let asked = stepper.ask(Stepper.Request(tokenizers: [tokenizer], offset: 2, generation: 1))
      stepper.receive([Self.side(tokenizer, steps, [:])], of: text, number: try #require(asked))
      #expect(stepper.step < stepper.answer!.count)
      stepper.move(by: 99)
    }
    #expect(stepper.isAtEnd && stepper.step == 0)
  }

  /// Of several cuts that differ the one at the cursor is explained.
  @Test func theCutAtTheCursorDecides() throws {
    let text = Array("x abcd".utf8)
    var stepper = Stepper()
    let asked = stepper.ask(Stepper.Request(tokenizers: ["A", "B"], offset: 2, generation: 1))
    stepper.receive(
      [Self.side("A", Self.merges, [:]), Self.side("B", Self.span, [:])], of: text, number: try #require(asked))
    let cuts = try [[0..<1, 1..<3, 3..<4, 4..<6], [0..<1, 1..<5, 5..<6]].map { pieces in
      try Segmentation(
        tokens: pieces.map { Token(id: 0, start: $0.lowerBound, end: $0.upperBound, kind: .merge) }, byteCount: 6)
    }
    for (cursor, offset) in [(2, 3), (4, 3), (5, 4)] {
      let difference = try #require(StepDifference(stepper.answer!, cuts, cursor: cursor))
      #expect(difference.cuts == [3, 4, 5] && difference.decisive?.offset == offset, "\(cursor)")
    }
  }

  /// The sentence names the step at which the two part.
  @Test func saysWhyTheyDiffer() throws {
    let vocabularyText = Array("x abcd".utf8)
    let (steps, long, side) = (Self.merges, Self.span, Self.side)
    func sentence(_ sides: [StepSide], _ cuts: [[Range<Int>]]) throws -> String {
      var stepper = Stepper()
      let request = Stepper.Request(tokenizers: sides.map(\.tokenizer), offset: 2, generation: 1)
      let asked = stepper.ask(request)
      let number = try #require(asked)
      stepper.receive(sides, of: vocabularyText, number: number)
      let answer = try #require(stepper.answer)
      let segmentations = try cuts.map { pieces in
        try Segmentation(
          tokens: pieces.map { Token(id: 0, start: $0.lowerBound, end: $0.upperBound, kind: .merge) }, byteCount: 6)
      }
      let difference = try #require(StepDifference(answer, segmentations, cursor: 2))
      let look = Look.mono(isASCII: false)
      let words = answer.scripts.map { StepWords(look: look, name: VisibleText($0.tokenizer), script: $0) }
      return difference.sentence(words, text: vocabularyText).string
    }
    let merged = [0..<1, 1..<3, 3..<4, 4..<6]
    let taken = [0..<1, 1..<5, 5..<6]
    #expect(
      try sentence([side("A", steps, [1..<5: .token(7)]), side("B", long, [:])], [merged, taken])
        == "first of 3 cuts that differ: B takes \"·abc\", 4 bytes, first (step 2); "
        + "A joins \"c\" and \"d\" (rank 9) across its edge (step 4)"
    )
    #expect(
      try sentence([side("A", steps, [:]), side("B", long, [:])], [merged, taken]).contains(
        "; A has no such token; it joins")
    )
    #expect(
      try sentence([side("A", steps, [1..<5: .scaffold(7)]), side("B", long, [:])], [merged, taken])
        .contains("A has that as a scaffold token only, and joins"))
    let short = Array(steps.prefix(2))
    let open = [0..<1, 1..<3, 3..<4, 4..<5, 5..<6]
    #expect(
      try sentence([side("A", short, [1..<5: .token(7)]), side("B", long, [:])], [open, taken])
        .hasSuffix("first (step 2); A has \"·a\" (rank 3) and \"b\", which no merge joins"))
    #expect(try sentence([side("A", steps, [:]), side("C", steps, [:])], [merged, merged]) == "same cuts: ·a│b│cd")
    let recording = StepSide(tokenizer: "R", explanation: nil, foreign: nil)
    #expect(
      try sentence([recording, side("B", long, [:])], [merged, taken])
        == "first of 3 cuts that differ: B takes \"·abc\", 4 bytes, first (step 2); R is a recording and says no more")
  }

  @Test func morphemesAndReadings() {
    var engine = TestEngine(
      texts: [Array(TestEngine.morphemeText.utf8)], size: Size(width: 80, height: 24), hasMorphemes: true)
    engine.type("jjj<Enter>")
    #expect(engine.state.stepper.answer?.request.tokenizers == ["bpe", "morphemes"])
    for _ in 0..<20 {
      engine.type("$")
      #expect(!engine.frame.text.isEmpty)
      engine.type("L")
    }
  }

  /// Of readings that cut alike the cheapest is the one that is taken.
  @Test(arguments: [("kitab\u{131}", [0..<5, 5..<7], [true, false]), ("gelin", [0..<3, 3..<5], [false, true])])
  func oneReadingIsTaken(word: String, pieces: [Range<Int>], expected: [Bool]) {
    let text = Array(word.utf8)
    let all = 0..<text.count
    let derivation = Derivation(steps: [
      .init(.pretoken(nil), range: all, pieces: [all]), .init(.unknownSpan, range: all, pieces: pieces),
    ])
    let morphology = Morphology(TestEngine.morphemes, at: 0, of: text, derivation: derivation)
    let side = StepSide(
      tokenizer: "A",
      explanation: Explanation(
        tokenizer: "A", offset: 0, derivation: derivation, vocabularyCount: 9, morphology: morphology), foreign: nil)
    let taken = StepScript(side, text: text).rows.compactMap { row -> Bool? in
      if case .reading(_, let isTaken) = row.kind { isTaken } else { nil }
    }
    #expect(taken == expected)
  }

  @Test func theMiddleOfLongPiecesIsLeftOut() {
    func text(_ count: Int) -> String {
      let text = (0..<count).map { UInt8(0x61 + $0 % 26) }
      let steps = [Derivation.Step(.pretoken(.tokview), range: 0..<count, pieces: [0..<count])]
      let script = StepScript(Self.side("A", steps, [:]), text: text)
      return StepWords(look: .mono(isASCII: false), name: "A", script: script).text(0..<count).string
    }
    #expect(text(72).utf8.count == 74 && text(72).hasPrefix("\"abc"))
    #expect(text(104) == "\"abcdefghijklmnopqrstuvwx…cdefghijklmnopqrstuvwxyz\"")
  }

  @Test func longDerivationsScroll() {
    var engine = engine("j<Enter>", Size(width: 60, height: 16), text: "a exemptions")
    let count = engine.state.stepper.answer?.count ?? 0
    #expect(count > 8)
    for _ in 0..<count {
      engine.type("l")
      #expect(engine.frame.lines.contains { $0.contains("step \(engine.state.stepper.step + 1) of \(count)") })
    }
  }

  @Test func anySizeAndLook() {
    for ascii in [false, true] {
      var engine = TestEngine(
        texts: [Array(TestEngine.start.utf8), [0xFF, 0xFE, 0x0A, 0x00], []], isASCII: ascii,
        size: Size(width: 80, height: 24))
      for keys in ["<Enter>", "$", "j", "]", "<Enter>$", "]", "<Enter>"] {
        engine.type(keys)
        for (width, height) in [(20, 5), (60, 16), (61, 17), (80, 24), (120, 40), (200, 60), (500, 200)] {
          let size = Size(width: width, height: height)
          #expect(view(engine.state, size: size, look: engine.state.look).size == size)
        }
      }
    }
  }
}
