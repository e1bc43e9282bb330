import Screen
import TestSupport
import Testing
import Tokenization
import UnicodeText

@testable import Explorer

@Suite struct SearchTests {
  private func engine(
    _ keys: String = "", texts: [String] = ["the cat and the dog; the end"], windowLimit: Int = 65536
  ) -> TestEngine {
    var engine = TestEngine(
      texts: texts.map { Array($0.utf8) }, size: Size(width: 80, height: 24), windowLimit: windowLimit)
    engine.type("gg" + keys)
    return engine
  }

  // MARK: Patterns

  @Test func patternsAreRead() throws {
    #expect(try SearchPattern("ex") == .bytes(Array("ex".utf8)))
    #expect(try SearchPattern("differs") == .bytes(Array("differs".utf8)))
    #expect(try SearchPattern("§") == .bytes([0xC2, 0xA7]))
    #expect(try SearchPattern("\\=17") == .token(17))
    #expect(try SearchPattern("\\= 17 ") == .token(17))
    #expect(try SearchPattern("\\x e2 82") == .bytes([0xE2, 0x82]))
    #expect(try SearchPattern("\\xE282") == .bytes([0xE2, 0x82]))
    #expect(try SearchPattern("\\differs") == .differences)
    #expect(try SearchPattern("\\\\x") == .bytes(Array("\\x".utf8)))
    #expect(throws: SearchPattern.Fault.empty) { try SearchPattern("") }
    for wrong in ["\\", "\\=", "\\=x", "\\=-1", "\\=99999999999", "\\x", "\\xe", "\\x g0", "\\differ", "\\q", "\\x ①0"]
    {
      #expect(throws: SearchPattern.Fault.self, "\(wrong)") { try SearchPattern(wrong) }
    }
  }

  // MARK: The line

  @Test func jumpsWhileTypingAndGoesBack() {
    var engine = engine("/d")
    #expect(engine.state.cursor == 10)
    engine.type("o")
    #expect(engine.state.cursor == 16)
    engine.type("x")
    #expect(engine.state.cursor == 0)
    engine.type("<Back>")
    #expect(engine.state.cursor == 16)
    engine.type("<Esc>")
    #expect(engine.state.cursor == 0 && engine.state.prompt == nil && !engine.state.search.isShown)
    // What was typed is what n repeats, as nothing was searched for before.
    engine.type("n")
    #expect(engine.state.cursor == 16)
  }

  @Test func stepsThroughTheMatchesAndWraps() {
    var engine = engine("/the<Enter>")
    #expect(engine.state.cursor == 0)
    #expect(engine.state.matchPlace?.number == 1 && engine.state.matchPlace?.count == 3)
    #expect(engine.frame.text.contains("/the 1/3"))
    engine.type("n")
    #expect(engine.state.cursor == 12 && engine.state.message == nil)
    engine.type("n")
    #expect(engine.state.cursor == 21)
    engine.type("n")
    #expect(engine.state.cursor == 0 && engine.state.message?.string == "searched on from the start")
    engine.type("N")
    #expect(engine.state.cursor == 21 && engine.state.message?.string == "searched on from the end")
    engine.type("<Esc>")
    #expect(!engine.state.search.isShown)
    engine.type("N")
    #expect(engine.state.cursor == 12 && engine.state.search.isShown)
    engine.type("/<Enter>")
    #expect(engine.state.cursor == 21)
    // The search before stays where another is given up.
    engine.type("/dog<Esc>n")
    #expect(engine.state.cursor == 0)
  }

  @Test func saysWhatIsNotThere() {
    var engine = engine("/xyz<Enter>")
    let count = engine.state.segmentation(0)?.tokenCount ?? 0
    #expect(engine.state.message?.string == "! no match for \"xyz\" (\(count) tokens searched)")
    #expect(engine.state.cursor == 0)
    engine.type("/\\q<Enter>")
    #expect(engine.state.message?.string == "! after \\ comes =ID, x HEX, differs, or a second \\ for the sign itself")
    engine.type("/\\x e<Enter>")
    #expect(engine.state.message?.string == "! \\x needs pairs of hexadecimal digits: \\x e2 82")
    engine.type("/\\=<Enter>")
    #expect(engine.state.message?.string == "! \\= needs the id of a token: \\=17")
    engine.type("23456/\\differs<Enter>")
    #expect(engine.state.message?.string == "! one tokenizer alone never differs (more of them: p)")
    var fresh = self.engine("n")
    #expect(fresh.state.message?.string == "nothing was searched for yet (/)")
    fresh.type("]/x<Enter>")
  }

  @Test func findsTokensOfTheActiveColumn() throws {
    var engine = engine("", texts: [TestEngine.start])
    let cut = try #require(engine.state.segmentation(0))
    let wanted = cut.tokens[4]
    engine.type("/\\=\(wanted.id)<Enter>")
    #expect(engine.state.cursor == cut.tokens.first { $0.id == wanted.id }?.start)
    let number = engine.state.matchPlace?.count
    #expect(number == cut.tokens.count { $0.id == wanted.id })
    // Another column has its own.
    engine.type("jjjjj")
    let other = try #require(engine.state.segmentation(5))
    #expect(engine.state.matchPlace?.count == other.tokens.count { $0.id == wanted.id })
  }

  @Test func findsDifferencesAndBytes() {
    var engine = engine("/\\differs<Enter>", texts: [TestEngine.start])
    var places: [Int] = [engine.state.cursor]
    engine.type("nn")
    places.append(engine.state.cursor)
    #expect(places == [3, 48])
    engine.type("/\\x c2 a7<Enter>")
    #expect(engine.state.cursor == 35)
  }

  /// Bytes of matches are marked, those that overlap too, and nothing else.
  @Test func marksMatches() {
    let engine = engine("/aba<Enter>", texts: ["xababa aba"])
    #expect((0..<10).filter { engine.state.search.marks($0) } == [1, 2, 3, 4, 5, 7, 8, 9])
    #expect(engine.state.matchPlace?.count == 3)
    let look = engine.state.look
    let marked = engine.frame.cells.count { $0.style == look[.found] }
    #expect(marked >= 8)
  }

  // MARK: Long documents

  private static let long = (0..<600).map { "line \($0): the lazy dogs \($0 % 100 == 77 ? "needle" : "jumped")\n" }
    .joined()

  @Test func searchesAcrossWindows() {
    var engine = engine("/needle<Enter>", texts: [Self.long], windowLimit: 4096)
    let text = Array(Self.long.utf8)
    let starts = SearchQuery.bytes(Array("needle".utf8)).matches(in: text, []).map(\.lowerBound)
    #expect(starts.count == 6)
    #expect(engine.state.cursor == starts[0])
    for start in starts.dropFirst() {
      engine.type("n")
      #expect(engine.state.cursor == start)
    }
    engine.type("n")
    #expect(engine.state.cursor == starts[0] && engine.state.message?.string == "searched on from the start")
    engine.type("N")
    #expect(engine.state.cursor == starts[5])
    #expect(engine.state.matchPlace?.number == 6 && engine.state.matchPlace?.count == 6)
    #expect(engine.effects.count { if case .countMatches = $0 { true } else { false } } == 1)
  }

  @Test func typingGoesFarAndComesBack() {
    var engine = engine("", texts: [Self.long], windowLimit: 4096)
    let (cursor, top) = (engine.state.cursor, engine.state.top)
    engine.type("/line 577")
    #expect(engine.state.page!.window.start > 0)
    engine.type("<Esc>")
    #expect(engine.state.cursor == cursor && engine.state.top == top)
    #expect(engine.state.page?.window.start == 0)
  }

  /// In one window too: the lines stand as they did, not only the cursor.
  @Test func escapeBringsTheLinesBack() {
    var engine = engine(":goto 6000<Enter>JJJKKK", texts: [Self.long])
    let (cursor, top) = (engine.state.cursor, engine.state.top)
    engine.type("/line 9:")
    #expect(engine.state.top != top)
    engine.type("<Esc>")
    #expect(engine.state.cursor == cursor && engine.state.top == top)
  }

  @Test func saysWhatIsInNoPartOfALongText() {
    var engine = engine("", texts: [Self.long], windowLimit: 4096)
    engine.type("/no such line<Enter>")
    #expect(engine.state.message?.string.hasPrefix("! no match for \"no·such·line\"") == true)
    #expect(engine.state.cursor == 0 && engine.state.search.pending == nil)
  }

  @Test func escapeStopsALongSearch() {
    var engine = engine("", texts: [Self.long], windowLimit: 4096)
    engine.type("/needle")
    engine.type("<Enter>gg")
    engine.isPaused = true
    engine.type("/line 599<Enter>")
    #expect(engine.state.search.pending != nil)
    #expect(engine.frame.text.contains("searching 0 % (Esc stops)"))
    guard
      case .findMatch(_, _, _, let request)? = engine.waiting.last(where: {
        if case .findMatch = $0 { true } else { false }
      })
    else {
      Issue.record("nothing is searched")
      return
    }
    engine.send(.searching(0.42, request: request))
    #expect(engine.frame.text.contains("searching 42 % (Esc stops)"))
    engine.type("<Esc>")
    #expect(engine.effects.last == .stopSearch && engine.state.search.pending == nil)
    // A late answer changes nothing.
    let cursor = engine.state.cursor
    engine.send(.found(9_000, isWhole: true, request: request))
    #expect(engine.state.cursor == cursor && engine.state.awaited == nil)
  }

  /// What the keys do is what a plain list of all matches says, whatever the window.
  @Test(arguments: [UInt64(1), 2, 3]) func randomSearchesEqualTheTwin(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let text = (0..<3_000).map { _ in UInt8("ab c".utf8.randomElement(using: &random)!) }
    for limit in [256, 65536] {
      var engine = TestEngine(texts: [text], size: Size(width: 80, height: 24), windowLimit: limit)
      for _ in 0..<12 {
        let pattern = (0..<Int.random(in: 1...6, using: &random)).map { _ in "ab".utf8.randomElement(using: &random)! }
        let starts = text.indices.filter { text[$0...].starts(with: pattern) }
        engine.type("gg/" + String(decoding: pattern, as: UTF8.self) + "<Enter>")
        #expect(engine.state.cursor == starts.first ?? 0, "seed \(seed)")
        for _ in 0..<6 where !starts.isEmpty {
          let before = engine.state.cursor
          if Bool.random(using: &random) {
            engine.type("n")
            #expect(engine.state.cursor == starts.first { $0 > before } ?? starts[0], "seed \(seed)")
          } else {
            engine.type("N")
            #expect(engine.state.cursor == starts.last { $0 < before } ?? starts[starts.count - 1], "seed \(seed)")
          }
        }
      }
    }
  }

  // MARK: Lists

  @Test func searchesTheHelp() {
    var engine = engine("?/mean of the layer")
    let first = engine.state.search.helpLine
    #expect(first != nil)
    #expect(engine.frame.lines.contains { $0.contains("mean of the layer's heads") })
    engine.type("<Enter>n")
    #expect(engine.state.search.helpLine != first)
    engine.type("/bytes per token<Enter>")
    #expect(engine.state.list.map { if case .help(1, _) = $0 { true } else { false } } == true)
    #expect(engine.frame.lines.contains { $0.contains("bytes per token") })
    engine.type("/no such thing at all<Enter>")
    #expect(engine.state.message?.string == "! no line has \"no·such·thing·at·all\"")
    // The text's own search is another one.
    engine.type("q")
    #expect(engine.state.search.text.isEmpty)
  }

  @Test func searchesLists() {
    var engine = engine("p/scaff<Enter>", texts: ["one", "two"])
    #expect(engine.state.list == .picker(selected: 2))
    engine.type("/bytes<Esc>")
    #expect(engine.state.list == .picker(selected: 2))
    engine.type("qb/01-<Enter>")
    #expect(engine.state.list == .browser(selected: 1))
    engine.type("n")
    #expect(engine.state.list == .browser(selected: 1))
  }

  // MARK: Commands and lines kept

  @Test func commandsTakeNames() {
    var engine = engine(":goto 12<Enter>")
    #expect(engine.state.cursor == 12)
    engine.type(":goto 28<Enter>")
    #expect(engine.state.message?.string == "! goto needs a byte: 0 to 27")
    engine.type(":goto<Enter>")
    #expect(engine.state.isError)
    engine.type(":view wo<Enter>")
    #expect(engine.state.message?.string == "! no model is here to read the text")
    engine.type(":view damage<Enter>")
    #expect(engine.state.view == .damage)
    engine.type(":view nothing<Enter>")
    #expect(engine.state.message?.string.hasPrefix("! no view \"nothing\": compare, attention,") == true)
    engine.type(":search dog<Enter>")
    #expect(engine.state.cursor == 16)
    engine.type(":search<Enter>")
    #expect(engine.state.prompt?.kind == .search)
    engine.type("<Esc>:sample 9<Enter>")
    #expect(engine.state.message?.string == "! no sample \"9\": 00-sample")
    engine.type(":theme nope<Enter>")
    #expect(engine.state.message?.string == "! no theme \"nope\": mono")
    engine.type(":theme mono<Enter>")
    #expect(engine.state.message?.string == "theme mono")
    engine.type(":goto 3,0<Enter>:view compare<Enter>")
    #expect(engine.state.view == .compare)
  }

  @Test func completesArguments() {
    var engine = engine(":view comp<Tab>", texts: ["a", "b"])
    #expect(engine.state.prompt?.string == "view compare")
    engine.type("^uview <Tab>")
    #expect(engine.state.prompt?.choices == State.View.allCases.map(\.rawValue))
    engine.type("^usample 0<Tab>")
    #expect(engine.state.prompt?.choices == ["00-sample", "01-sample"])
    engine.type("1<Tab><Enter>")
    #expect(engine.state.position == 1)
    engine.type(":theme <Tab>")
    #expect(engine.state.prompt?.string == "theme mono")
    engine.type("^utoggle <Tab>")
    #expect(engine.state.prompt?.choices == ["1", "2", "3", "4", "5", "6"])
    engine.type("^ugoto <Tab>")
    #expect(engine.state.prompt?.string == "goto ")
  }

  @Test func keepsLines() {
    var engine = engine(":hex<Enter>/dog<Enter>/dog<Enter>:hex<Enter>")
    let kept = engine.effects.filter { if case .remember = $0 { true } else { false } }
    #expect(kept == [.remember("hex", .command), .remember("dog", .search)])
    engine.send(.recalled(commands: ["old"], searches: ["first", "second"]))
    #expect(engine.state.promptHistory == ["old", "hex"])
    #expect(engine.state.searchHistory == ["first", "second", "dog"])
    engine.type("/<Up><Up>")
    #expect(engine.state.prompt?.string == "second")
    var fresh = self.engine()
    fresh.send(.recalled(commands: [], searches: ["cat"]))
    fresh.type("n")
    #expect(fresh.state.cursor == 4)
  }

  @Test func typeableLinesAreClean() {
    #expect(Prompt.typeable("goto 5") == "goto 5")
    #expect(Prompt.typeable("a\u{1B}[2J\u{9B}b\u{7F}") == "a[2Jb")
    #expect(Prompt.typeable("\u{7}") == nil && Prompt.typeable("") == nil)
    #expect(Prompt.typeable(String(repeating: "x", count: 9_999))?.count == Prompt.limit)
  }
}
