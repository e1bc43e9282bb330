import Testing

@testable import Analysis

@Suite struct TextWarningsTests {
  private func kinds(_ text: String, isStart: Bool = true, isEnd: Bool = true) -> [TextWarning.Kind] {
    TextWarnings(Array(text.utf8), isStart: isStart, isEnd: isEnd).all.map(\.kind)
  }

  private func warning(_ kind: TextWarning.Kind, _ text: String, specials: [String] = []) -> TextWarning? {
    TextWarnings(Array(text.utf8), specials: specials.map { Array($0.utf8) })[kind]
  }

  @Test func plainTextHasNone() {
    for text in ["", "A sentence.", "Bir cümle.\n", "中文。", "👩‍👩‍👧 🇹🇷!", "می‌خواهم.", "क्‍ष.", "a\n\nb;\n", "x < y [1]"] {
      #expect(kinds(text) == [], "\(text)")
    }
  }

  @Test func ends() {
    #expect(kinds("a ") == [.trailingSpace] && kinds("a", isEnd: false) == [])
    #expect(warning(.trailingSpace, "a \t ")?.first == 1..<4)
    #expect(kinds("a\u{A0}") == [.trailingSpace] && kinds("a\n") == [])
    #expect(
      kinds("the lazy do") == [.trailingWord] && kinds("12") == [.trailingWord] && kinds("e\u{301}.") == [.notComposed])
    #expect(warning(.trailingWord, "caf\u{65}\u{301}")?.first == 3..<6)
    #expect(kinds(" ") == [.trailingSpace])
  }

  @Test func marks() {
    #expect(warning(.loneMark, "\u{301}a.")?.first == 0..<2)
    #expect(kinds("\u{301}a.", isStart: false) == [])
    #expect(warning(.loneMark, "a \u{301}\u{302}.\n\u{303}")?.count == 3)
    #expect(warning(.notComposed, "xe\u{301}.")?.first == 1..<2)
    #expect(kinds("\u{E9}.") == [])
    // A byte that is no character is nothing to combine with.
    #expect(TextWarnings([0x61, 0xFF, 0xCC, 0x81, 0x2E])[.loneMark]?.first == 2..<4)
  }

  @Test func hiddenCharacters() {
    let text = "a\u{202E}b\u{202C}c\u{200B}."
    #expect(warning(.bidirectional, text)?.count == 2 && warning(.bidirectional, text)?.first == 1..<4)
    #expect(warning(.invisible, text)?.count == 1 && warning(.invisible, text)?.first == 9..<12)
    // Trojan source: an isolate that ends in a comment.
    #expect(warning(.bidirectional, "/*\u{202E} } \u{2066}if (isAdmin)\u{2069} \u{2066} begin */.")?.count == 4)
  }

  @Test func bytesThatAreNotText() {
    let warnings = TextWarnings([0x61, 0xFF, 0xC3, 0x28, 0x2E])
    #expect(warnings[.invalid] == TextWarning(kind: .invalid, count: 2, first: 1..<2))
  }

  @Test func specialTexts() {
    for text in ["<s>", "</s>", "<|im_start|>", "<|endoftext|>", "[INST]", "[/INST]", "<<SYS>>", "<|a_1|>"] {
      #expect(warning(.special, "x " + text + ".")?.first == 2..<2 + text.utf8.count, "\(text)")
    }
    for text in [
      "<S>", "<||>", "<|a b|>", "<|" + String(repeating: "a", count: 80) + "|>", "[inst]", "<|a", "<", "<|", "<|a|",
    ] {
      #expect(warning(.special, text + ".") == nil, "\(text)")
    }
    #expect(warning(.special, "a @@mask@@ b.", specials: ["@@mask@@"])?.first == 2..<10)
    #expect(warning(.special, "a b.", specials: [" ", "a", ""]) == nil)
    #expect(warning(.special, "<sep>.", specials: ["<sep>", "<sep"])?.first == 0..<5)
    // The longest spelling counts once.
    #expect(warning(.special, "<s><sep>.", specials: ["<sep>", "<sep"])?.count == 2)
  }

  @Test func beginnings() {
    #expect(warning(.begin, "<s>a.")?.count == 1)
    #expect(warning(.begin, "<s><s>a.")?.count == 2 && warning(.special, "<s><s>a.")?.count == 2)
    #expect(warning(.begin, "<|begin_of_text|><|begin_of_text|>Hi.")?.count == 2)
    #expect(warning(.begin, "a<s>.") == nil && warning(.begin, "</s><s>.") == nil && warning(.begin, " <s>.") == nil)
  }

  @Test func theMostUrgentComeFirst() {
    #expect(
      kinds("<s><s>\u{202E}\u{200B}e\u{301} ") == [
        .bidirectional, .invisible, .special, .begin, .notComposed, .trailingSpace,
      ])
  }

  /// A hundred thousand special tokens and a text of nothing but their beginnings.
  @Test func manySpecialsAreFoundInTime() {
    let specials = (0..<100_000).map { Array("<t\($0)>".utf8) }
    let text = Array(String(repeating: "<t", count: 16_000).utf8) + Array("<t99999>".utf8)
    #expect(TextWarnings(text, specials: specials)[.special]?.count == 1)
  }
}
