import Testing
import UnicodeText

@Suite struct HiddenScalarsTests {
  private func count(_ text: String) -> [Int] {
    let hidden = HiddenScalars(in: Array(text.utf8)[...])
    return [hidden.bidirectional, hidden.invisible]
  }

  @Test func bidiControls() {
    #expect(count("plain text, naïve") == [0, 0])
    #expect(count("if (a\u{202E}\u{2066} // check\u{2069} \u{2066})") == [4, 0])
    #expect(count("\u{200E}\u{200F}\u{61C}") == [3, 0])
  }

  @Test func invisibleScalars() {
    #expect(count("a\u{200B}b\u{FEFF}c\u{AD}") == [0, 3])
    #expect(count("a\u{200D}b\u{FE0F}") == [0, 2])
    #expect(count("x\u{E0041}\u{E0042}") == [0, 2])
  }

  @Test func writingThatNeedsThemIsNotCounted() {
    #expect(count("👩\u{200D}👩\u{200D}👧 ❤\u{FE0F} 1\u{FE0F}\u{20E3}") == [0, 0])
    #expect(count("🏴\u{E0067}\u{E0062}\u{E007F}") == [0, 0])
    #expect(count("\u{645}\u{6CC}\u{200C}\u{62E} \u{915}\u{94D}\u{200D} 葛\u{E0100}") == [0, 0])
    #expect(count("😀\u{E0041}\u{E0042}") == [0, 2])
    #expect(count("葛\u{E0100}\u{E0101}\u{E0102}") == [0, 2])
  }

  @Test func invalidBytesArePassedOver() {
    let hidden = HiddenScalars(in: [0xE2, 0x80, 0xFF, 0xE2, 0x80, 0xAE, 0xE2])
    #expect(hidden.bidirectional == 1)
    #expect(hidden.invisible == 0)
  }
}
