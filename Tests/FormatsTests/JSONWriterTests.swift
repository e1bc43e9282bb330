import Testing

@testable import Formats

@Suite struct JSONWriterTests {
  private func text(_ value: JSONValue) -> String { String(decoding: JSONWriter.bytes(of: value), as: UTF8.self) }

  @Test func keysAreSortedByBytes() {
    #expect(text(["b": 1, "a": [true, nil, "x"], "B": [:]]) == #"{"B":{},"a":[true,null,"x"],"b":1}"#)
  }

  @Test(arguments: [
    (0.5, "0.5"), (1.0, "1.0"), (2.0 / 3, "0.666667"), (-0.000_000_4, "0.0"), (-1.25, "-1.25"), (0.000_001, "0.000001"),
    (.nan, "null"),
    (.infinity, "null"), (123_456.000_000_5, "123456.000001"),
  ])
  func fractionsHaveSixDecimals(_ number: Double, _ expected: String) { #expect(text(.number(number)) == expected) }

  @Test func hiddenCharactersAreEscaped() {
    #expect(
      text("a\"\\\n\t\u{1B}\u{9B}\u{202E}\u{200D}é😀\u{E0041}") == #""a\"\\\n\t\u001b\u009b\u202e\u200dé😀\udb40\udc41""#)
  }

  @Test func bytesBecomeTextOrHex() {
    #expect(text(.text([0x61, 0xC3, 0xA9])) == "\"aé\"")
    #expect(text(.text([0xC3])) == "null")
    #expect(text(.hex([0x0A, 0xFF])) == "\"0aff\"")
  }

  @Test func whatIsWrittenReadsBack() throws {
    let string = "\u{0}\u{7F}\u{85}\u{2028}e\u{301}é\u{10FFFF}"
    var reader = JSONReader(JSONWriter.bytes(of: .string(string)))
    #expect(try reader.readString() == Array(string.utf8))
  }
}
