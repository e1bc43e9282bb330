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

  /// Sizes around the edges of what is drawn, and any others.
  private func size(_ generator: inout SeededGenerator) -> Size {
    let edges = [0, 1, 5, 15, 16, 20, 24, 40, 59, 60, 61, 80, 110, 120, 159, 160, 200]
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: return Size(width: 500, height: 200)
    case 1...3:
      return Size(width: .random(in: 1...500, using: &generator), height: .random(in: 1...200, using: &generator))
    default:
      return Size(width: edges.randomElement(using: &generator)!, height: edges.randomElement(using: &generator)!)
    }
  }

  /// What a user or a terminal may send; keys that quit are sent too, what they ask for is not carried out.
  private func inputs(_ generator: inout SeededGenerator) -> [InputEvent] {
    func key(_ scalars: some Sequence<Unicode.Scalar>) -> [InputEvent] { scalars.map { .key(.character($0)) } }
    switch Int.random(in: 0..<40, using: &generator) {
    case 0: return [.resize(size(&generator))]
    case 1:
      guard Bool.random(using: &generator) else { return [.resize(Size(width: 80, height: 24))] }
      let kind = [Mouse.Kind.press, .drag, .release, .wheelUp, .wheelDown].randomElement(using: &generator)!
      return [
        .mouse(Mouse(kind, x: .random(in: -1...220, using: &generator), y: .random(in: -1...80, using: &generator)))
      ]
    case 2: return [.key(.control(Unicode.Scalar(UInt8.random(in: 0x61...0x7A, using: &generator))))]
    case 3:
      return [
        .paste((0..<Int.random(in: 0...20, using: &generator)).map { _ in .random(in: 0...255, using: &generator) })
      ]
    case 4: return [.key(.character(Unicode.Scalar(UInt32.random(in: 0xA0...0xD7FF, using: &generator)) ?? " "))]
    case 5: return [.key(.escape)]
    case 6, 7:
      // A command by its name, with an argument that may or may not fit: reaches every view, with or without a key.
      let command = Command.all.randomElement(using: &generator)!
      let argument = [
        "", "", " 0", " 7", " -1", " 99999999999999999999", " mean", " none", " x\u{202E}", " 80x24", " text.txt",
      ]
      return [.key(.escape), .key(":")] + key(command.name.unicodeScalars)
        + key(argument.randomElement(using: &generator)!.unicodeScalars) + [.key(.enter)]
    case 8..<24:
      // Whatever the table has, in its view or not.
      return Action.table.randomElement(using: &generator)!.keys.randomElement(using: &generator)?.map { .key($0) }
        ?? []
    default: return key([Unicode.Scalar(UInt8.random(in: 0x20...0x7E, using: &generator))])
    }
  }

  /// Answers to questions that nobody asked.
  private func strayAnswer(_ generator: inout SeededGenerator, _ state: State) -> Event {
    let generation = Int.random(in: -1...20, using: &generator)
    let id = TestEngine.names.randomElement(using: &generator)!
    switch Int.random(in: 0..<7, using: &generator) {
    case 0: return .failed("it \u{1B} failed")
    case 1: return .unreadable("gone", generation: generation)
    case 2: return .grew(byteCount: .random(in: 0...100_000, using: &generator), generation: generation)
    case 3:
      return .counted(
        tokenizer: id, tokens: .random(in: 0...Int.max, using: &generator), bytes: 7, generation: generation)
    case 4: return .segmented(tokenizer: id, .empty, generation: generation)
    case 5: return .windowRead(TextWindow(bytes: [0x61], start: 3, isExact: false), generation: generation)
    default: return .modelFailed(tokenizer: id, reason: "no", request: generation, generation: generation)
    }
  }

  /// The seeds 2 and 3 have a morphological column, the even seeds a model, whose views are among what the keys open.
  @Test(arguments: [UInt64(1), 2, 3, 4])
  func neverTrapAndKeepTheInvariants(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var engine = TestEngine(
      texts: Self.texts, themes: [GoldenScreenTests.theme, .mono], depth: seed < 3 ? .palette : .mono,
      isASCII: seed == 2, size: Size(width: 80, height: 24), windowLimit: 4096,
      hasModel: seed % 2 == 0, hasMorphemes: seed == 2 || seed == 3)
    var keys = 0
    while keys < Self.keyCount {
      // Some answers come late.
      engine.isPaused = Int.random(in: 0..<10, using: &generator) == 0
      for input in inputs(&generator) {
        engine.send(.input(input))
        keys += 1
      }
      engine.isPaused = false
      if Int.random(in: 0..<5, using: &generator) == 0 { engine.answerWaiting() }
      if Int.random(in: 0..<50, using: &generator) == 0 { engine.send(strayAnswer(&generator, engine.state)) }
      if Int.random(in: 0..<8, using: &generator) == 0 {
        let frame = engine.frame
        #expect(frame.size == engine.state.size)
      }
      if let fault = fault(in: engine.state) {
        Issue.record("seed \(seed), key \(keys): \(fault)")
        return
      }
    }
    engine.answerWaiting()
    #expect(engine.state.awaited == nil)
    #expect(engine.state.incoming == nil)
    #expect(engine.state.reading == nil)
  }

  /// For each of four seeds: 100,000 in all.
  private static let keyCount = 25_000

  /// Every view under every list and after every command, at sizes from too small to huge, with and without colour and as ASCII.
  @Test(arguments: State.View.allCases) func anySizeGivesAFrame(of view: State.View) {
    let small = [
      Size(width: 0, height: 0), Size(width: 1, height: 1), Size(width: 20, height: 5), Size(width: 60, height: 16),
    ]
    let large = [Size(width: 80, height: 24), Size(width: 120, height: 40), Size(width: 500, height: 200)]
    let looks = [
      Look(theme: GoldenScreenTests.theme, depth: .palette, isASCII: false), .mono(isASCII: false),
      .mono(isASCII: true),
    ]
    for text in [0, 1, 3, 5] {
      var start = TestEngine(
        texts: [Self.texts[text]], themes: [GoldenScreenTests.theme], depth: .palette,
        size: Size(width: 80, height: 24),
        windowLimit: 4096, hasModel: true, hasMorphemes: true)
      start.type(":\(view.rawValue)<Enter>")
      // There is nothing to explain in an empty text.
      #expect(start.state.view == view || view == .explain && Self.texts[text].isEmpty)
      for command in Command.all where text == 0 || command.name == "samples" {
        var engine = start
        engine.type(":\(command.name)<Enter>")
        // The largest frames once for what covers the view, and for the view itself.
        let isOther = engine.state.list != nil || command.name == view.rawValue
        for size in small + (isOther ? large : [large[0]]) {
          for look in looks {
            let frame = Explorer.view(engine.state, size: size, look: look)
            #expect(frame.size == size)
            if look.isASCII {
              #expect(
                frame.text.utf8.allSatisfy { $0 == 0x0A || 0x20..<0x7F ~= $0 },
                "\(view) after \(command.name) at \(size)")
            }
          }
        }
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
