import Analysis
import Screen
import TestSupport
import Testing
import Tokenization

@testable import Explorer

@Suite struct VocabularyViewTests {
  static let screens: [GoldenScreenTests.Screen] = [
    .init(name: "vocabulary-80x24", keys: "VG"),
    .init(name: "vocabulary-80x24-ascii", keys: "VssjjjG<Enter>", isASCII: true),
    .init(name: "vocabulary-80x24-details", keys: "Vs<Enter>"),
    .init(name: "vocabulary-80x24-empty", keys: "Vvvvfff", texts: [[]]),
    .init(name: "vocabulary-60x16", size: Size(width: 60, height: 16), keys: "Vf"),
    .init(name: "vocabulary-120x40", size: GoldenScreenTests.wide, keys: "VllsG<Enter>kkkkkkkkkk"),
    .init(name: "vocabulary-120x40-only", size: GoldenScreenTests.wide, keys: "V!lFF"),
    .init(name: "vocabulary-200x60", size: Size(width: 200, height: 60), keys: "Vsss<Enter>    "),
  ]

  @Test(arguments: screens) func screen(_ screen: GoldenScreenTests.Screen) {
    let text = screen.engine.frame.text
    #expect(Golden.mismatch("explorer/\(screen.name).txt", text) == nil)
    if screen.isASCII { #expect(text.utf8.allSatisfy { $0 == 0x0A || (0x20..<0x7F).contains($0) }) }
  }

  static let styled: [GoldenScreenTests.Screen] = [
    .init(name: "vocabulary-80x24-mono-styles", keys: "Vf"),
    .init(name: "vocabulary-80x24-256", keys: "Vf", hasColor: true),
  ]

  @Test(arguments: styled) func styles(_ screen: GoldenScreenTests.Screen) {
    #expect(Golden.mismatch("explorer/\(screen.name).txt", screen.engine.frame.styledText) == nil)
  }

  private func engine(_ keys: String, size: Size = Size(width: 80, height: 24)) -> TestEngine {
    var engine = TestEngine(size: size)
    engine.type(keys)
    return engine
  }

  private func forms(_ state: State) -> [String] {
    guard let listing = state.vocabulary.answer?.facts.listing else { return [] }
    return state.vocabulary.rows.map { String(decoding: listing.bytes($0), as: UTF8.self) }
  }

  @Test func listsTheActiveColumn() {
    var engine = engine("V")
    #expect(engine.state.view == .vocabulary && engine.state.vocabulary.rows.count > 256)
    #expect(engine.state.vocabulary.listed?.tokenizer == "bpe")
    engine.type("l")
    #expect(engine.state.vocabulary.listed?.tokenizer == "lbpe")
    #expect(engine.state.vocabulary.listed?.other == "bpe")
    engine.type("!")
    #expect(engine.state.vocabulary.listed?.other == nil)
    engine.type("c")
    let count = engine.effects.count
    engine.type("j")
    #expect(!engine.effects[count...].contains { if case .listVocabulary = $0 { true } else { false } })
  }

  @Test func movesInTheList() {
    var engine = engine("VG")
    let count = engine.state.vocabulary.rows.count
    #expect(engine.state.vocabulary.selected == count - 1)
    engine.type("j")
    #expect(engine.state.vocabulary.selected == count - 1)
    engine.type("ggk")
    #expect(engine.state.vocabulary.selected == 0)
    let page = VocabularyLayout(engine.state, size: engine.state.size, look: engine.state.look).rows - 1
    engine.type("^d ")
    #expect(engine.state.vocabulary.selected == 2 * page)
    engine.type("^u-")
    #expect(engine.state.vocabulary.selected == 0)
    engine.type("<End><Home><Down><Up><PgDn>")
    #expect(engine.state.vocabulary.selected == page)
  }

  @Test func ordersAndFilters() {
    var engine = engine("Vs")
    let facts = engine.state.vocabulary.answer!.facts
    let lengths = engine.state.vocabulary.rows.map(facts.listing.byteCount)
    #expect(lengths == lengths.sorted(by: >) && lengths[0] == 8)
    engine.type("s")
    let uses = engine.state.vocabulary.rows.map { facts.uses![$0] }
    #expect(engine.state.vocabulary.order == .uses && uses == uses.sorted(by: >) && uses[0] > 0)
    engine.type("ss")
    #expect(engine.state.vocabulary.order == .id)
    engine.type("f")
    #expect(engine.state.vocabulary.show == .unreachable && !engine.state.vocabulary.rows.isEmpty)
    #expect(engine.state.vocabulary.rows.allSatisfy { facts.reach[$0]?.isUnreachable == true })
    engine.type("ff")
    #expect(engine.state.vocabulary.rows.count == facts.listing.count - facts.uses!.used)
    engine.type("f")
    #expect(engine.state.vocabulary.rows.count == facts.uses!.used)
    // Beside itself there is nothing to compare.
    engine.type("f")
    #expect(engine.state.vocabulary.show == .all)
    engine.type("v")
    #expect(engine.state.vocabulary.kind == .byte && engine.state.vocabulary.rows.count == 256)
    engine.type("v")
    #expect(engine.state.vocabulary.kind == .merge && engine.state.vocabulary.rows.count == facts.listing.count - 257)
    engine.type("v")
    #expect(engine.state.vocabulary.kind == .digits && engine.state.vocabulary.rows.count == 1)
    engine.type("v")
    #expect(engine.state.vocabulary.kind == nil)
  }

  @Test func findsEntries() {
    var engine = engine("V:find imi<Enter>")
    #expect(forms(engine.state) == ["imi", "imiz"])
    engine.type(":find \\x 69 6D<Enter>")
    #expect(!forms(engine.state).isEmpty && forms(engine.state).allSatisfy { $0.contains("im") })
    engine.type(":find<Enter>:find \\=101<Enter>")
    #expect(engine.state.vocabulary.rows.count > 256 && engine.state.vocabulary.entry == 101)
    for wrong in ["\\=", "\\=99999", "\\x 1", "\\q", "\\=260"] {
      engine.type(":find \(wrong)<Enter>")
      #expect(engine.state.isError && engine.state.vocabulary.entry == 101, "\(wrong)")
    }
    engine.type(":find \\\\<Enter>")
    #expect(forms(engine.state) == ["\\"])
    engine.type("/ab<Esc>/\\=100<Enter>")
    // The key of searches begins the command.
    engine.type("/ab<Esc>/<Enter>/\\=100<Enter>")
    #expect(engine.state.vocabulary.entry == 100 && engine.state.vocabulary.text.isEmpty)
    // The command finds entries here too.
    engine.type(":search imiz<Enter>")
    #expect(forms(engine.state) == ["imiz"] && engine.state.prompt == nil)
    engine.type(":search<Enter>")
    #expect(engine.state.prompt?.string == "find ")
    engine.type("<Esc>c:find a<Enter>")
    #expect(engine.state.isError)
  }

  @Test func comparesWithTheBase() {
    var engine = engine("Vl")
    guard let comparison = engine.state.vocabulary.answer?.facts.comparison else {
      Issue.record("nothing is compared")
      return
    }
    // From the end: only in the base, only here, in both.
    engine.type("F")
    #expect(engine.state.vocabulary.show == .baseOnly && engine.state.vocabulary.listed?.tokenizer == "bpe")
    #expect(engine.state.vocabulary.rows.count == comparison.onlySecond)
    engine.type("F")
    #expect(engine.state.vocabulary.rows.count == comparison.onlyFirst && forms(engine.state).contains(" jumped"))
    engine.type("F")
    #expect(engine.state.vocabulary.rows.count == comparison.shared)
    // The base itself has nothing beside it: all is listed.
    engine.type("h")
    #expect(engine.state.vocabulary.show == .all && engine.state.vocabulary.listed?.other == nil)
  }

  @Test func detailsFollowTheCursor() {
    var engine = engine("VG<Enter>")
    #expect(engine.state.vocabulary.showsDetails)
    let first = engine.state.vocabulary.described
    #expect(first?.entry == engine.state.vocabulary.entry && engine.state.vocabulary.details?.ids.isEmpty == false)
    engine.type("k")
    #expect(engine.state.vocabulary.described != first)
    engine.type("<Esc>")
    #expect(!engine.state.vocabulary.showsDetails && engine.state.view == .vocabulary)
  }

  /// More becomes known without the cursor losing its entry; what answers an older question is dropped.
  @Test func answersComeLate() {
    var engine = engine("Vs")
    engine.isPaused = true
    engine.type("s")
    guard case .listVocabulary(_, let request)? = engine.waiting.last else {
      Issue.record("nothing was asked")
      return
    }
    #expect(engine.state.vocabulary.isWaiting && !engine.state.vocabulary.rows.isEmpty)
    engine.type("s")
    engine.isPaused = false
    let listing = VocabularyListing(TestEngine.vocabularies["bpe"]!)
    let stale = VocabularyBrowser.Answer(facts: VocabularyFacts(listing), rows: [7], countedBytes: 0)
    engine.send(.vocabularyListed(stale, request: request))
    #expect(engine.state.vocabulary.rows.count > 1)
    engine.answerWaiting()
    #expect(engine.state.vocabulary.order == .bytes && !engine.state.vocabulary.isWaiting)

    engine.type("jjj")
    let entry = engine.state.vocabulary.entry
    let rows = engine.state.vocabulary.rows
    let fewer = VocabularyBrowser.Answer(
      facts: VocabularyFacts(listing), rows: Array(rows.dropFirst(2)), countedBytes: 0)
    engine.send(.vocabularyListed(fewer, request: request + 1))
    #expect(engine.state.vocabulary.entry == entry && engine.state.vocabulary.selected == 1)
  }

  @Test func aRecordingHasNoVocabulary() {
    var engine = engine("")
    engine.isPaused = true
    engine.type("V")
    guard case .listVocabulary(_, let request)? = engine.waiting.last else {
      Issue.record("nothing was asked")
      return
    }
    engine.send(.vocabularyListed(nil, request: request))
    #expect(engine.frame.text.contains("is a recording: it has no vocabulary"))
    engine.type("jGsvfF<Enter> ")
    #expect(engine.frame.text.contains("is a recording"))
    // That says nothing about the next column.
    engine.isPaused = false
    engine.type("l")
    #expect(!engine.state.vocabulary.isMissing && !engine.state.vocabulary.rows.isEmpty)
  }
}
