import Analysis
import Screen
import TerminalTestSupport
import TestSupport
import Testing
import Tokenization

@testable import Explorer

/// Columns of roots and suffixes: how they are drawn, and what the inspector says of them.
@Suite struct MorphemeScreenTests {
  private static func show(
    _ name: String, size: Size = Size(width: 80, height: 24), keys: String = "", isASCII: Bool = false,
    hasColor: Bool = false, hasModel: Bool = false
  ) -> GoldenScreenTests.Screen {
    GoldenScreenTests.Screen(
      name: "morphemes-\(name)", size: size, keys: keys, isASCII: isASCII, hasColor: hasColor,
      texts: [Array(TestEngine.morphemeText.utf8)], hasModel: hasModel, hasMorphemes: true)
  }

  static let wide = Size(width: 140, height: 40)

  static let screens: [GoldenScreenTests.Screen] = [
    show("80x24"), show("80x24-ascii", isASCII: true), show("140x40", size: wide),
    show("140x40-ascii", size: wide, isASCII: true), show("inspector-80x24", keys: "jjjggliL"),
    show("inspector-80x24-root", keys: "jjjiggLL"), show("inspector-80x24-readings", keys: "jjjiggLLL"),
    show("inspector-200x60", size: Size(width: 200, height: 60), keys: "jjjiggLLL"),
    show("inspector-80x24-ascii", keys: "jjjiggLL", isASCII: true),
    show("panel-80x24", hasModel: true), show("help-120x40", size: Size(width: 120, height: 40), keys: "?<Enter>"),
  ]

  @Test(arguments: screens) func screen(_ screen: GoldenScreenTests.Screen) {
    let text = screen.engine.frame.text
    #expect(Golden.mismatch("explorer/\(screen.name).txt", text) == nil)
    if screen.isASCII { #expect(text.utf8.allSatisfy { $0 == 0x0A || (0x20..<0x7F).contains($0) }) }
  }

  static let styled: [GoldenScreenTests.Screen] = [
    show("80x24-256", keys: "jjj", hasColor: true), show("140x40-256", size: wide, keys: "jjj", hasColor: true),
    show("80x24-mono-styles", keys: "="), show("140x40-mono-styles", size: wide),
  ]

  @Test(arguments: styled) func styles(_ screen: GoldenScreenTests.Screen) {
    #expect(Golden.mismatch("explorer/\(screen.name).txt", screen.engine.frame.styledText) == nil)
  }

  @Test(arguments: [false, true]) func export(isASCII: Bool) {
    var engine = Self.show("export", keys: "jjj", isASCII: isASCII).engine
    engine.type("xt")
    guard let text = engine.exports.last?.text else {
      Issue.record("no export")
      return
    }
    #expect(Golden.mismatch("explorer/morphemes-export-80x24\(isASCII ? "-ascii" : "").txt", text) == nil)
  }

  /// The other rows and columns are drawn as they are without the morphological one: without its cuts and its markers.
  @Test(arguments: [Size(width: 80, height: 24), Size(width: 140, height: 40)])
  func aMarkerTakesNoCellFromOthers(_ size: Size) throws {
    // The same cuts with and without a marker.
    let text = Array("The lazy dogs".utf8)
    var plain = TestEngine(
      texts: [text], shown: ["bpe", "lbpe", "scaffold", "morphemes", "bytes"], size: size, hasMorphemes: true)
    let ends = [3, 8, 12, 13]
    var tokens = zip([0] + ends, ends).map { Token(id: 300, start: $0, end: $1, kind: .merge) }
    let cut = try Segmentation(tokens: tokens, byteCount: text.count)
    tokens.insert(Token(id: 2001, start: 3, end: 3, kind: .marker), at: 1)
    let markedCut = try Segmentation(tokens: tokens, byteCount: text.count)
    let generation = try #require(plain.state.page?.generation)
    plain.type("4")
    var marked = plain
    plain.send(.segmented(tokenizer: "morphemes", cut, generation: generation))
    marked.send(.described(tokenizer: "morphemes", markers: TestEngine.morphemes.markers(in: markedCut)))
    marked.send(.segmented(tokenizer: "morphemes", markedCut, generation: generation))
    plain.type("4")
    marked.type("4")
    for engine in [plain, marked] { #expect(engine.state.segmentation(3)?.tokenCount == 4) }
    // In columns the stretch left of the marked one, in rows all lines of the text but the marked one.
    let width = size.width == 80 ? 80 : 27
    for (before, after) in zip(lines(plain.frame), lines(marked.frame)).prefix(6)
    where width < 80 || !before.contains(" Morphemes") {
      #expect(before.prefix(width) == after.prefix(width))
    }
    #expect(marked.frame.text.contains("⇧"))
    #expect(!plain.frame.text.contains("⇧"))
  }

  private func lines(_ frame: Frame) -> [Substring] {
    frame.text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// `l` goes from root to root and suffix to suffix; the marker is named with the token that it belongs to, and not counted.
  @Test func theCursorPassesMarkersAndNamesThem() throws {
    var engine = Self.show("", keys: "jjjgg").engine
    let cut = try #require(engine.state.segmentation(3))
    #expect(cut.tokens.prefix(3).map(\.kind) == [.marker, .marker, .root])
    #expect(engine.frame.text.contains(" token 1/\(cut.tokenCount) ⟨glue⟩⟨Title⟩\"Ankara\"  id 4005"))
    var visited = 1
    while true {
      let before = engine.state.cursor
      engine.type("l")
      if engine.state.cursor == before { break }
      visited += 1
      #expect(engine.state.cursorToken?.token.isVirtual == false)
      #expect(engine.frame.text.contains(" token \(visited)/\(cut.tokenCount) "))
    }
    #expect(visited == cut.tokenCount)
    #expect(cut.tokens.count > cut.tokenCount)
  }

  @Test func theInspectorTellsFormShapesWordAndReadings() {
    var engine = Self.show("", keys: "jjjiggLL").engine
    engine.type("l")
    let suffix = engine.frame.text
    #expect(suffix.contains("morpheme  -(y)I · accusative"))
    #expect(suffix.contains("kitap + -(y)I → kitab-ı: softening, vowel harmony"))
    // The same pieces mean two things.
    #expect(suffix.contains("readings  kitab-ı 3.10 noun + accusative   kitab-ı 3.50 noun + possessive 2sg"))
    engine.type("L")
    let word = engine.frame.text
    #expect(word.contains("readings  gelin 3.10   gel-in 4.02\n"))
    engine.type("L")
    #expect(engine.frame.text.contains("single byte"))
    engine.type("L")
    #expect(engine.frame.text.contains("no morpheme covers"))
    #expect(!engine.frame.text.contains("readings"))
  }

  /// Three kinds, three looks, in the fill of rulers, in the separators of columns, and in the styles of text.
  @Test func kindsLookDifferent() {
    for isASCII in [false, true] {
      let look = Look.mono(isASCII: isASCII)
      let fills = [nil, .root, .suffix, .other].map { look.fill($0) }
      #expect(Set(fills[1...]).count == 3)
      let cuts: [CutShare] = [.all, .some, .only]
      let separators = cuts.map { look.suffixSeparator($0) } + [look.glyphs.separator, look.separatorSome]
      #expect(Set(separators + [look.separatorOnly, look.columnEdge]).count == 7)
    }
  }
}
