import TestSupport
import Testing
import UnicodeText

@Suite struct AtomMapTests {
  /// Each atom as its text, in brackets.
  private func drawn(_ text: String, cuts: [Int] = [], options: VisibleOptions = VisibleOptions()) -> String {
    let map = AtomMap(Array(text.utf8)[...], cuts: cuts, options: options)
    return map.atoms.map { "[\(VisibleText(glyphs: Array(map.glyphs(of: $0))).string)]" }.joined()
  }

  @Test func workedExample() {
    #expect(drawn("e\u{301}") == "[e\u{301}]")
    #expect(drawn("e\u{301}", cuts: [1]) == "[e][\u{25CC}\u{301}]")
    #expect(drawn("e\u{301}", cuts: [1, 2]) == "[e][CC][81]")
  }

  @Test func mixedScripts() {
    let text = "Merhaba 世界!\t👩\u{200D}👩\u{200D}👧 naïve 🇹🇷\r\n"
    #expect(
      drawn(text) == "[M][e][r][h][a][b][a][·][世][界][!][→ ][‹👩+4›][·][n][a][ï][v][e][·][‹TR›][␍↵]")
    #expect(
      drawn("\u{65E5}👩\u{200D}👧", cuts: [0, 3, 7, 99])
        == "[日][👩][‹ZWJ›][👧]")
    #expect(drawn("日本", cuts: [1, 3]) == "[E6][97][A5][本]")
  }
}
