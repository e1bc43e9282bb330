import Screen
import TestSupport
import Testing

@testable import Explorer

@Suite struct PromptTests {
  private func engine(_ keys: String, hasModel: Bool = false) -> TestEngine {
    var engine = TestEngine(size: Size(width: 80, height: 24), hasModel: hasModel)
    engine.type(keys)
    return engine
  }

  private func message(_ keys: String, hasModel: Bool = false) -> String? {
    engine(keys, hasModel: hasModel).state.message?.string
  }

  @Test func runsEveryActionByItsName() {
    for command in Command.all {
      guard case .action(let action) = command.kind else { continue }
      var byName = engine("")
      byName.type(":" + command.name + "<Enter>")
      #expect(byName.state.prompt == nil, "\(command.name)")
      let entries = Action.table.filter { $0.action == action }
      let isHere = entries.contains { KeyMap.compare.contexts.contains($0.context) }
      // Where the action means nothing, it says so and nothing else happens.
      #expect((byName.state.message?.string.contains("does something in:") == true) == !isHere, "\(command.name)")
      guard isHere, let key = entries.first?.keys.first, key.count == 1 else { continue }
      var byKey = engine("")
      byKey.send(.input(.key(key[0])))
      // By its name it is remembered too.
      let effects = byName.effects.filter { $0 != .remember(command.name, .command) }
      #expect(byKey.effects == effects && byKey.frame == byName.frame, "\(command.name)")
    }
  }

  @Test func takesTheBeginningOfAName() {
    #expect(engine(":tokeniz<Enter>").state.list == .picker(selected: 0))
    #expect(message(":next<Enter>")?.hasPrefix("! \"next\" begins next-difference, next-") == true)
    #expect(message(":frobnicate<Enter>") == "! no command \"frobnicate\" (Tab lists them, ? has their names)")
    #expect(message(":help me<Enter>") == "! help takes nothing after its name")
    // A whole name is not short for a longer one.
    #expect(engine(":q<Enter>").effects.last == .quit)
    #expect(engine(":head mean<Enter>").state.isError == false)
    #expect(engine(":<Enter>").state.message == nil)
    #expect(engine(":  inspector  <Enter>").state.showsInspector)
  }

  @Test func takesNumbers() {
    var engine = engine(":layer 1<Enter>:head 2<Enter>:expert 3<Enter>", hasModel: true)
    #expect(engine.state.heat.layer == 1 && engine.state.heat.head == 2 && engine.state.heat.expert == 3)
    #expect(engine.state.message?.string == "expert 3")
    engine.type(":head mean<Enter>:expert none<Enter>")
    #expect(engine.state.heat.head == nil && engine.state.heat.expert == nil)
    engine.type(":layer 99<Enter>")
    #expect(engine.state.isError && engine.state.message?.string.hasPrefix("! no layer 99 (there are 0 to ") == true)
    #expect(engine.state.heat.layer == 1)
    for wrong in ["layer", "layer x", "layer -1", "layer 1 2", "layer 99999999999999999999", "head", "expert many"] {
      engine.type(":\(wrong)<Enter>")
      #expect(engine.state.message?.string.contains("needs a number") == true, "\(wrong)")
    }
    #expect(engine.state.shown.contains(1))
    engine.type(":toggle 2<Enter>")
    #expect(!engine.state.shown.contains(1))
    engine.type(":toggle 77<Enter>")
    #expect(engine.state.message?.string == "! no tokenizer 77 (there are 1 to 6)")
  }

  @Test func completesNames() {
    var engine = engine(":insp<Tab>")
    #expect(engine.state.prompt?.string == "inspector")
    engine.type("^u" + "previous-t<Tab>")
    #expect(engine.state.prompt?.string == "previous-t")
    #expect(
      engine.state.prompt?.choices == ["previous-term", "previous-theme", "previous-token", "previous-tokenizer"])
    engine.type("o<Tab>")
    #expect(engine.state.prompt?.string == "previous-token")
    engine.type("^u" + "lay<Tab>")
    #expect(engine.state.prompt?.choices == ["layer", "layout"])
    engine.type("e<Tab>")
    #expect(engine.state.prompt?.string == "layer ")
    // What is not a name is left alone.
    engine.type("xyz<Tab>")
    #expect(engine.state.prompt?.string == "layer xyz")
    engine.type("^unothing<Tab>")
    #expect(engine.state.prompt?.string == "nothing" && engine.state.prompt?.choices == [])
  }

  @Test func editsItsLine() {
    var engine = engine(":abc def")
    engine.type("<Left><Left>X")
    #expect(engine.state.prompt?.string == "abc dXef" && engine.state.prompt?.cursor == 6)
    engine.type("^w")
    #expect(engine.state.prompt?.string == "abc ef")
    engine.type("^a<Del>^e<Back>")
    #expect(engine.state.prompt?.string == "bc e")
    engine.type("<Home><Right>^k")
    #expect(engine.state.prompt?.string == "b")
    engine.type("^u")
    #expect(engine.state.prompt?.string == "")
    engine.type("<Back>")
    #expect(engine.state.prompt == nil)
    engine.type(":x<Esc>")
    #expect(engine.state.prompt == nil && engine.state.message == nil)
    engine.type(":x^c")
    #expect(engine.state.prompt == nil && engine.effects.last != .quit)
  }

  @Test func remembersLines() {
    var engine = engine(":panelx<Enter>:hex<Enter>:hex<Enter>:own")
    #expect(engine.state.promptHistory == ["panelx", "hex"])
    engine.type("<Up>")
    #expect(engine.state.prompt?.string == "hex")
    engine.type("<Up><Up><Up>")
    #expect(engine.state.prompt?.string == "panelx")
    engine.type("<Down><Down>")
    #expect(engine.state.prompt?.string == "own")
    engine.type("<Down>")
    #expect(engine.state.prompt?.string == "own")
    for number in 0..<Prompt.historyLimit + 50 { engine.type("^u\(number)<Enter>:") }
    #expect(engine.state.promptHistory.count == Prompt.historyLimit && engine.state.promptHistory.first == "50")
  }

  /// A paste never runs anything, and nothing raw comes through.
  @Test func pastesSafely() {
    var engine = engine(":")
    engine.send(.input(.paste(Array("quit\nquit\n".utf8))))
    #expect(engine.state.prompt?.string == "quit" && engine.effects.last != .quit)
    engine.type("^u")
    engine.send(.input(.paste([0x61, 0x1B, 0x5B, 0x32, 0x4A, 0xFF, 0xC3, 0xA9, 0x07, 0xC2, 0x9B])))
    #expect(engine.state.prompt?.string == "a[2Jé")
    engine.type("^u")
    engine.send(.input(.paste([UInt8](repeating: 0x78, count: 5 << 20))))
    #expect(engine.state.prompt?.text.count == Prompt.limit)
    for _ in 0..<20 { engine.type("y") }
    #expect(engine.state.prompt?.text.count == Prompt.limit)
    #expect(engine.frame.lines.last?.hasSuffix("xxxx") == true)
    engine.type("<Home>")
    #expect(engine.frame.lines.last?.hasPrefix(":xxx") == true)
    engine.type("^u")
    engine.send(.input(.paste(Array("\u{202E}a\u{200B}".utf8))))
    #expect(engine.frame.lines.last?.unicodeScalars.contains("\u{202E}") == false)
    // Without a prompt a paste does nothing.
    engine.type("<Esc>")
    engine.send(.input(.paste(Array("q".utf8))))
    #expect(engine.state.prompt == nil)
  }

  @Test func holdsInEveryViewAndOverLists() {
    for keys in ["a", "w", "r", "?", "p", "b", ":terms<Enter>"] {
      var engine = engine(keys, hasModel: true)
      engine.type(":compare<Enter>")
      #expect(engine.state.view == .compare && engine.state.list == nil, "\(keys)")
    }
    // A command of the view closes the list that lies over it.
    let engine = engine("p:panel<Enter>", hasModel: true)
    #expect(engine.state.list == nil && !engine.state.showsPanel)
    #expect(message(":policy<Enter>") == "! policy does something in: Routing")
  }

  /// What a list of ids says of the active tokenizer, and the cursor on the token that is another.
  @Test func comparesWithExpectedIDs() {
    var engine = engine("ggj:expect it is<Enter>")
    let asked = Effect.checkIDs(path: Array("it is".utf8), tokenizer: "lbpe", generation: 0)
    #expect(engine.effects.contains(asked))
    #expect(engine.state.message?.string == "lbpe: equal" && !engine.state.isError && engine.state.cursor == 0)
    engine.type("V:expect 17<Enter>")
    #expect(engine.state.message?.string == "! lbpe: other at 17" && engine.state.isError)
    #expect(engine.state.cursor == 17 && engine.state.view == .compare)
    // The end of the text is as far as the cursor goes.
    engine.type(":expect 99999<Enter>")
    #expect(engine.state.cursor == (engine.state.document?.byteCount ?? 0) - 1)
    engine.type("gg:expect<Enter>")
    #expect(engine.state.isError && engine.state.cursor == 0)
    // What is said of a text that is not open any more is not shown.
    engine.type("j")
    engine.send(.idsChecked("late", byte: 17, generation: 7))
    #expect(engine.state.cursor == 0 && engine.state.message == nil)
    var none = self.engine("p")
    none.type("123456:expect a<Enter>")
    #expect(!none.effects.contains { if case .checkIDs = $0 { true } else { false } } == none.state.shown.isEmpty)
  }

  @Test func namesAreUniqueAndSorted() {
    let names = Command.all.map(\.name)
    #expect(names == names.sorted() && Set(names).count == names.count)
    #expect(!names.contains { $0.hasPrefix("prompt") })
    // Those of the prompt, of the editor and of the export menu make no sense in a line.
    let menus = Action.table.filter { [.prompt, .editor, .export].contains($0.context) }.map(\.action)
    for action in Action.allCases where action != .prompt && !menus.contains(action) {
      #expect(Action.table.contains { $0.action == action && names.contains($0.name) }, "\(action)")
    }
  }
}
