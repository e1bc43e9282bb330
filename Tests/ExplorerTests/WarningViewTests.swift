import Analysis
import Screen
import Testing
import UnicodeText

@testable import Explorer

@Suite struct WarningViewTests {
  private func engine(_ text: String) -> TestEngine {
    TestEngine(texts: [Array(text.utf8), Array("two.".utf8)], size: Size(width: 120, height: 40))
  }

  @Test func badgesStandOnTheBorder() {
    let text = "<s><s>a\u{202E}b\u{200B} \u{301}e\u{301} "
    let lines = engine(text).frame.text
    for badge in [
      "1 bidi mark", "1 invisible character", "specials: text", "2×BOS", "1 lone mark", "not NFC", "ends with a space",
    ] {
      #expect(lines.contains(badge), "\(badge)")
    }
    // One start of a text is one, and what every unfinished text has is no badge.
    #expect(engine("<s>a.").state.warningBadges(look: .mono(isASCII: false)).map(\.string) == ["specials: text"])
    #expect(engine("the lazy do").state.warningBadges(look: .mono(isASCII: false)).isEmpty)
  }

  @Test func listsThemInFull() {
    var engine = engine("the lazy do")
    engine.type(":warnings<Enter>")
    #expect(engine.state.list == .warnings(selected: 0))
    #expect(
      engine.frame.text.contains(
        "▸ ! byte 10  \"o\"  ends in a word: the last cuts may move with the next character (:seam)"))
    engine.type("G<Enter>")
    #expect(engine.state.list == nil && engine.state.cursor == 10)
    engine.type("]:warnings<Enter>")
    #expect(engine.frame.text.contains("nothing in this text is likely to be cut otherwise than it looks"))
    engine.type("<Esc>")
    #expect(engine.state.list == nil)
  }

  /// What a narrow screen has no room for stands below.
  @Test func enterGoesToTheFirstPlace() {
    var engine = TestEngine(
      texts: [Array("<s><s>a\u{202E}b\u{200B} \u{301}e\u{301} ".utf8)], size: Size(width: 80, height: 24))
    let places = engine.state.warnings.all.all.map(\.first.lowerBound)
    #expect(places.count > 4)
    for (row, place) in places.enumerated() {
      engine.type(":warnings<Enter>" + String(repeating: "j", count: row))
      #expect(engine.state.list == .warnings(selected: row))
      let line = engine.state.warningLines(look: .mono(isASCII: false))[row]
      #expect(engine.frame.text.contains(line.tail.string.prefix(60)))
      engine.type("<Enter>")
      #expect(engine.state.cursor == place)
    }
  }

  /// Special tokens of a tokenizer's file count while its column is shown.
  @Test func filesSayWhatIsSpecial() {
    var engine = engine("a @@mask@@ b.")
    #expect(engine.state.warnings.all[.special] == nil)
    engine.send(.specials(tokenizer: "lbpe", [Array("@@mask@@".utf8)]))
    #expect(engine.state.warnings.all[.special]?.first == 2..<10)
    engine.type("2")
    #expect(engine.state.warnings.all[.special] == nil)
  }

  @Test func followTyping() {
    var engine = engine("a.")
    engine.type("e^e ")
    #expect(engine.state.warnings.all[.trailingSpace] != nil)
    #expect(engine.frame.text.contains("! ends with a space"))
    engine.type("<Back>")
    #expect(engine.state.warnings.all.all.isEmpty)
  }

  /// The start and the end of a window are not those of the text.
  @Test func windowsAreNoTexts() {
    let line = "the lazy dogs jumped over 1234567\n"
    var engine = TestEngine(
      texts: [Array(String(repeating: line, count: 400).utf8) + [0x61]], size: Size(width: 80, height: 24),
      windowLimit: 4096)
    #expect(engine.state.warnings.all.all.isEmpty)
    engine.type("G")
    #expect(engine.state.warnings.all.all.map(\.kind) == [.trailingWord])
  }
}
