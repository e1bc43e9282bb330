import Analysis
import Screen
import TestSupport
import Testing
import Tokenization
import UnicodeText

@testable import Explorer

/// The export menu, the keys after `y`, and the command line of a screen.
@Suite struct ExportMenuTests {
  private static let size = Size(width: 80, height: 24)

  private func engine(_ keys: String = "", size: Size = size, hasModel: Bool = false) -> TestEngine {
    var engine = TestEngine(size: size, hasModel: hasModel)
    engine.type(keys)
    return engine
  }

  private func requests(_ engine: TestEngine) -> [ExportRequest] {
    engine.effects.compactMap { if case .export(let request) = $0 { request } else { nil } }
  }

  /// Of the file that the last export is written to.
  private func name(_ engine: TestEngine) -> String? {
    requests(engine).last.map { engine.state.exportName($0.format, isFull: $0.isFull) }
  }

  @Test(arguments: [
    ("xt", ExportFormat.txt, "txt"), ("xa", .ans, "ans"), ("xh", .html, "html"), ("xs", .svg, "svg"),
    ("x<Enter>", .txt, "txt"),
    ("x<Down><Down><Enter>", .html, "html"), ("x<Up><Enter>", .txt, "txt"),
  ])
  func onKeyMoreWrites(keys: String, format: ExportFormat, ending: String) {
    let engine = engine(keys)
    #expect(requests(engine) == [ExportRequest(format, target: .folder)])
    #expect(name(engine) == "00-sample-compare-80x24.\(ending)")
    #expect(!engine.state.export.isOpen)
  }

  @Test func namesSayWhatIsInTheFile() {
    #expect(name(engine("xfv")) == "00-sample-compare.tsv")
    #expect(name(engine("xj")) == "00-sample-compare.json")
    #expect(name(engine("xft")) == "00-sample-compare-full-80x24.txt")
    #expect(name(engine("===xa")) == "00-sample-compare-80x24.ans")
    #expect(name(engine("=xa")) == "00-sample-compare-tint-80x24.ans")
    #expect(name(engine("=xt")) == "00-sample-compare-80x24.txt")
    #expect(name(engine("a>xa", hasModel: true)) == "00-sample-attn-L1-80x24.ans")
    // No name is hidden or looks like an option.
    var other = engine()
    for (path, stem) in [("/tmp/.notes", "notes"), ("--x y", "x-y"), ("a/..", "text"), ("\u{E9}", "text")] {
      other.state.document = Document(
        source: .file(path: Array(path.utf8)), name: VisibleText(path), note: "", byteCount: 65)
      #expect(other.state.exportName(.json, isFull: false) == stem + "-compare.json", "\(path)")
    }
  }

  @Test func repeatsTheLast() {
    var engine = engine("X")
    #expect(engine.state.export.isOpen && requests(engine).isEmpty)
    engine.type("fh")
    engine.type("X")
    let all = requests(engine)
    #expect(all.count == 2 && all[0] == all[1] && all[0].format == .html && all[0].isFull)
    engine.type("x<Enter>")
    #expect(requests(engine).count == 3 && requests(engine)[2] == all[0])
  }

  @Test(arguments: ["<Esc>", "q", "x"]) func leavesWithoutWriting(key: String) {
    var engine = engine("x")
    let before = engine.effects.count
    // Keys of the view mean nothing in the menu.
    engine.type("cjj]")
    #expect(engine.state.export.isOpen == false || engine.effects.count == before)
    engine = self.engine("x" + key)
    #expect(!engine.state.export.isOpen && requests(engine).isEmpty)
    engine.type("l")
    #expect(!engine.effects.contains(.quit))
  }

  @Test func closesTheListBelow() {
    let engine = engine("?x")
    #expect(engine.state.list == nil && engine.state.export.isOpen)
    #expect(!engine.frame.text.contains("[Help]"))
  }

  @Test func pathsSayTheFormat() {
    #expect(
      requests(engine(":export a/b.svg<Enter>")) == [
        ExportRequest(.svg, target: .path(Array("a/b.svg".utf8), replaces: false))
      ])
    #expect(
      requests(engine(":export! my file.TSV<Enter>")) == [
        ExportRequest(.tsv, target: .path(Array("my file.TSV".utf8), replaces: true))
      ])
    for line in ["export a.png", "export .d/a", "export! ", "export!"] {
      let engine = engine(":\(line)<Enter>")
      #expect(requests(engine).isEmpty && engine.state.isError, "\(line)")
    }
    #expect(engine(":export<Enter>").state.export.isOpen)
    #expect(engine(":command<Enter>").state.export.isOpen)
  }

  @Test func aMessageOrPromptOrMenuIsNotExported() {
    var engine = engine()
    let plain = engine.state.exportedText()
    engine.type("9")
    #expect(engine.state.exportedText() == plain)
    engine.type("x")
    #expect(engine.state.exportedText() == plain)
    engine.type("<Esc>:abc")
    #expect(engine.state.exportedText() == plain)
    engine.type("<Esc>?")
    #expect(engine.state.exportedText() == plain)
  }

  @Test(arguments: [
    ("", Size(width: 60, height: 16)), ("", Size(width: 80, height: 24)), ("=", Size(width: 120, height: 40)),
    ("", Size(width: 20, height: 5)),
  ])
  func menu(keys: String, size: Size) {
    let engine = engine(keys + "xf", size: size)
    #expect(Golden.mismatch("explorer/export-menu-\(size.width)x\(size.height).txt", engine.frame.text) == nil)
  }

  // MARK: All of the text

  /// All lines are there, in every view, and no size is smaller than asked for.
  @Test(arguments: ["", "=", "==", "===", "a", "az", "azz", "w", "r", "rv", "rC", ":terms<Enter>", ":damage<Enter>"])
  func allOfTheTextIsShown(keys: String) throws {
    let text = (0..<40).map { "line\($0) the lazy dogs jumped over 1234567, evlerimizde\n" }.joined()
    var engine = TestEngine(texts: [Array(text.utf8)], size: Size(width: 80, height: 24), hasModel: true)
    engine.type(keys)
    let part = try #require(engine.state.picture(.txt, size: engine.state.size))
    let all = try #require(engine.state.picture(.txt, size: engine.state.size, isFull: true))
    #expect(part.frame.size == engine.state.size)
    #expect(all.frame.size.width >= 80 && all.frame.size.height >= 24)
    let fitting = engine.state.fitted(to: all.frame.size, look: .mono(isASCII: false))
    var painter = Painter(state: fitting, size: all.frame.size, look: .mono(isASCII: false))
    painter.paint()
    #expect(painter.lacking == Size(width: 0, height: 0))
    if engine.state.view == .compare {
      for line in 0..<40 { #expect(all.frame.text.contains("line\(line)·") || keys.hasPrefix("=="), "line \(line)") }
      #expect(!part.frame.text.contains("line39"))
    }
  }

  @Test func aPictureIsBounded() {
    let text = Array(String(repeating: "a\n", count: 100_000).utf8)
    var engine = TestEngine(texts: [text], size: Size(width: 80, height: 24), windowLimit: 1 << 20)
    engine.type("==")
    #expect(engine.state.picture(.txt, size: engine.state.size, isFull: true) == nil)
    #expect(engine.state.picture(.txt, size: engine.state.size) != nil)
  }

  // MARK: Copying

  private func copied(_ engine: TestEngine) -> [[UInt8]] {
    engine.effects.compactMap { if case .copy(let bytes) = $0 { bytes } else { nil } }
  }

  @Test func copiesTokens() {
    let engine = engine("gg^l")
    var other = engine
    other.type("yt")
    #expect(copied(other) == [Array("The".utf8)])
    #expect(other.state.message?.string == "copied the token, 3 bytes")
    other.type("yy")
    let cut = other.state.segmentation(other.state.active)
    let pieces = cut?.tokens.map { Array(TestEngine.start.utf8)[$0.range] } ?? []
    #expect(pieces.count > 20 && copied(other).last == Array(pieces.joined(separator: "│".utf8)))
    other.type("yi")
    let ids = String(decoding: copied(other).last ?? [], as: UTF8.self)
    #expect(ids == cut?.tokens.map { "\($0.id)" }.joined(separator: " "))
  }

  /// A row is a line of the text, whatever the width of the screen; tokens over its ends are cut off.
  @Test func aRowIsALineOfTheText() {
    var engine = TestEngine(
      texts: [Array("the lazy dogs\njumped over\n".utf8)], shown: ["bytes"], size: Size(width: 60, height: 16))
    engine.type("Gyy")
    #expect(copied(engine) == [Array("j│u│m│p│e│d│ │o│v│e│r".utf8)])
    engine.type("ggyy")
    #expect(copied(engine).last == Array("t│h│e│ │l│a│z│y│ │d│o│g│s".utf8))
    // A token that goes over the end of the line is cut off there.
    let ends = [0, 9, 15, 26]
    let tokens = zip(ends, ends.dropFirst()).map { Token(id: 1, start: $0, end: $1, kind: .merge) }
    let cut = Segmentation(proven: tokens, byteCount: 26)
    engine.send(.segmented(tokenizer: "bytes", cut, generation: engine.state.page?.generation ?? -1))
    engine.type("yy")
    #expect(copied(engine).last == Array("the lazy │dogs".utf8))
    engine.type("Gyy")
    #expect(copied(engine).last == Array("j│umped over".utf8))
  }

  @Test func whatIsTooBigStaysInTheFile() {
    var engine = engine()
    engine.send(.yanked(Array(repeating: 0, count: 56_244), name: "it", file: "/f"))
    #expect(copied(engine).count == 1, "74,992 digits fit")
    engine.send(.yanked(Array(repeating: 0, count: 56_247), name: "it", file: "/f"))
    #expect(copied(engine).count == 1)
    #expect(engine.state.message?.string == "too big for the clipboard, wrote /f")
    engine.send(.yanked(Array(repeating: 0xFF, count: 10_000_000), name: "it", file: nil))
    #expect(copied(engine).count == 1 && engine.state.isError)
  }

  @Test func asksForViewsAsWhole() {
    let effects = engine("yjys").effects
    #expect(effects.contains(.yank(.export(.json))) && effects.contains(.yank(.export(.txt))))
    var empty = TestEngine(texts: [[]], size: Self.size)
    empty.type("ytyyyi")
    #expect(empty.state.isError)
  }

  // MARK: Command lines

  @Test(arguments: [
    ("", "--cursor 0"), ("jj", "--active 3 --cursor 0"), ("j!", "--active 2 --base 2 --cursor 0"),
    ("23", "--hide 2 --hide 3 --cursor 0"), ("==", "--cursor 0 --layout list"), ("===", "--cursor 0 --layout columns"),
    ("iBI", "--cursor 0 --inspector --hex --no-invisibles"),
    ("s", "--cursor 0 --no-panel"), ("S", "--cursor 0 --lens \(Lenses.all[1].name)"),
  ])
  func theCommandHasWhatIsNotUsual(keys: String, words: String) {
    let state = engine("gg" + keys, hasModel: true).state
    let command = state.exportCommand(.txt, isFull: false)
    #expect(command?.hasPrefix("tokview export compare --sample 0 \(words)") == true, "\(command ?? "none")")
    #expect(command?.hasSuffix("--size 80x24 --format txt") == true, "\(command ?? "none")")
  }

  @Test func theCommandNamesTheText() {
    var engine = engine("gg")
    func command(_ source: Document.Source, _ name: VisibleText, part: Int? = nil) -> String? {
      engine.state.document = Document(source: source, name: name, note: "", byteCount: 65, part: part)
      return engine.state.exportCommand(.json, isFull: true)
    }
    #expect(command(.standardInput, "standard input") == "tokview export compare --cursor 0 --format json -")
    #expect(command(.file(path: Array("a b".utf8)), "a b") == "tokview export compare --cursor 0 --format json 'a b'")
    #expect(command(.file(path: Array("-x".utf8)), "-x") == "tokview export compare --cursor 0 --format json ./-x")
    #expect(
      command(.file(path: Array("a".utf8)), "a#2", part: 2)
        == "tokview export compare --part 2 --cursor 0 --format json a")
    #expect(
      command(.standardInput, "-#1", part: 1) == "tokview export compare --part 1 --cursor 0 --format json -")
    #expect(command(.sample(0), "") == "tokview export compare --sample 0 --cursor 0 --format json")
    // A number that two samples have names neither.
    engine.state.samples.append(
      SampleEntry(name: "00-other", title: "", language: "en", domain: "general", note: ""))
    #expect(command(.sample(0), "") == "tokview export compare --sample 00-sample --cursor 0 --format json")
  }

  /// What was done to the text is in the command, or the menu says why there is none.
  @Test func theCommandHasEditsAndSearches() throws {
    var engine = engine("gge")
    engine.type("it's <Esc>")
    let command = try #require(engine.state.exportCommand(.txt, isFull: false))
    let text = try #require(engine.state.page?.window.bytes)
    #expect(engine.state.document?.isEdited == true && String(decoding: text, as: UTF8.self).hasPrefix("it's "))
    #expect(command.hasPrefix("tokview export compare --sample 0 --edited " + ShellWord.quoted(text) + " --cursor "))
    engine.type("/the<Enter>")
    #expect(engine.state.exportCommand(.txt, isFull: false)?.contains(" --search the --cursor") == true)
    engine.type("/\\differs<Enter>")
    #expect(engine.state.exportCommand(.txt, isFull: false)?.contains(" --search '\\differs' --cursor") == true)
    engine.type("V")
    #expect(engine.state.exportCommand(.txt, isFull: false)?.contains("--search") == false)
    engine.type("cgge")
    engine.send(.input(.paste([0])))
    engine.type("<Esc>")
    #expect(engine.state.document?.isEdited == true)
    if engine.state.page?.window.bytes.contains(0) == true {
      #expect(engine.state.exportCommand(.txt, isFull: false) == nil)
      #expect(engine.state.commandObstacle.string.contains("NUL"))
    }
    engine.type("e")
    engine.send(.input(.paste(Array(String(repeating: "a", count: 5_000).utf8))))
    engine.type("<Esc>")
    #expect(engine.state.exportCommand(.txt, isFull: false) == nil)
    #expect(engine.state.commandObstacle.string.contains("4,096 bytes"))
    engine.type("yc")
    #expect(engine.state.isError && engine.state.message?.string.contains("4,096 bytes") == true)
  }

  @Test(arguments: [
    ("", ""), ("jjj", " --entry 3"), ("s", " --order length"), ("fj", " --show unreachable --entry "),
    ("v", " --kind byte"), ("l", " --active 2"), ("lFjjj", " --active 2 --cursor 0 --show base-only"),
    (":find it's<Enter>", #" --find 'it'\''s'"#), (":find \\x 00 41<Enter>", " --find '\\x 00 41'"),
    (":find \\\\<Enter>", " --find '\\x 5c'"), ("s<Enter>", " --order length --details"),
  ])
  func theCommandListsTheVocabulary(keys: String, words: String) throws {
    let state = engine("ggV" + keys).state
    let command = try #require(state.exportCommand(.json, isFull: false))
    #expect(command.hasPrefix("tokview export vocabulary --sample 0 "))
    #expect(command.contains(words) && command.hasSuffix(" --format json"), "\(command)")
  }

  @Test func theCommandNamesAllFilesOfTheMetrics() {
    func command(_ position: Int, _ paths: [[UInt8]?]) -> String? {
      var state = State(
        version: "0", tokenizers: [], samples: [], files: paths.map { VisibleText(bytes: ($0 ?? [0x61])[...]) },
        filePaths: paths, position: position, size: Self.size)
      let document = Document(source: .file(path: paths[position] ?? []), name: "a", note: "", byteCount: 2)
      let window = TextWindow(bytes: [0x61, 0x62], start: 0, isExact: true)
      _ = state.handle(.opened(document, window: window, offset: 0, generation: 0))
      for key in "mC".unicodeScalars { _ = state.handle(.input(.key(.character(key)))) }
      return state.exportCommand(.json, isFull: false)
    }
    let paths = ["a", "-b", "-"].map { Array($0.utf8) }
    #expect(command(0, paths) == "tokview export metrics --cursor 0 --all --format json a ./-b -")
    #expect(command(1, paths) == "tokview export metrics --open 2 --cursor 0 --all --format json a ./-b -")
    #expect(command(0, [paths[0]]) == "tokview export metrics --cursor 0 --all --format json a")
    #expect(command(0, [paths[0], nil]) == nil)
  }

  @Test(arguments: [
    ("plain-1.txt", "plain-1.txt"), ("", "''"), ("a b", "'a b'"), ("it's", #"'it'\''s'"#), ("$(x)", "'$(x)'"),
    ("é", "'é'"),
    ("a\nb", #"$'a\012b'"#), ("\u{1B}1'\\", #"$'\0331\'\\'"#), ("\u{202E}", #"$'\342\200\256'"#), ("~", "'~'"),
  ])
  func wordsAreQuoted(word: String, quoted: String) {
    #expect(ShellWord.quoted(Array(word.utf8)) == quoted)
  }

  @Test func bytesThatAreNoTextAreQuoted() { #expect(ShellWord.quoted([0xFF, 0x31]) == #"$'\3771'"#) }
}
