import Testing

@testable import Formats

@Suite struct JSONReaderTests {
  /// Reads one value of any kind; the error when it is refused.
  private func fault(_ bytes: [UInt8]) -> FormatError? {
    var reader = JSONReader(bytes)
    do throws(FormatError) {
      try reader.skipValue()
      try reader.finish()
      return nil
    } catch { return error }
  }

  private func fault(_ text: String) -> FormatError? { fault(Array(text.utf8)) }

  private func string(_ text: String) throws -> [UInt8] {
    var reader = JSONReader(Array(text.utf8))
    return try reader.readString()
  }

  @Test(arguments: [
    "null", "true", "[]", "{}", "-0", "0.5e+3", " [1, 2 ,3]\n", #"{"a":{"a":[{}]},"b":"A\u00e9"}"#, #""\ud83d\ude00""#,
    #""\u0000""#,
    #"{"\u00e9":1,"e\u0301":2}"#,
  ])
  func accepts(_ text: String) { #expect(fault(text) == nil) }

  @Test(arguments: [
    ("", 0), ("NaN", 0), ("'a'", 0), ("// c\n1", 0), ("[1,]", 3), ("[1 2]", 3), ("{\"a\" 1}", 5), ("{a:1}", 1),
    ("01", 1), ("1.", 2),
    ("1e", 2), ("-", 1), ("nul", 0), ("[1", 2), ("\"a", 0), ("1 x", 2), (#""\x""#, 1), (#""\u12"#, 1), ("\"\u{1}\"", 1),
    ("{\"a\":1,}", 7),
    ("[}", 1), ("\u{FEFF}{}", 0),
  ])
  func refusesWithOffset(_ text: String, _ offset: Int) {
    let error = fault(text)
    #expect(error?.kind == .syntax)
    #expect(error?.place == .byte(offset))
  }

  @Test(arguments: [
    (#""\ud800""#, 1), (#""\udc00""#, 1), (#""\ud800\u0041""#, 1), (#""ab\ud800\ud800""#, 3),
  ])
  func refusesLoneSurrogates(_ text: String, _ offset: Int) {
    #expect(fault(text)?.kind == .encoding)
    #expect(fault(text)?.place == .byte(offset))
  }

  @Test(
    arguments: [
      [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0x80],
      [0xF0, 0x8F, 0xBF, 0xBF],
    ] as [[UInt8]])
  func refusesInvalidUTF8(_ bytes: [UInt8]) {
    let error = fault([0x22] + bytes + [0x22])
    #expect(error?.kind == .encoding)
    #expect(error?.place == .byte(1))
  }

  @Test func namesWrongEncodings() {
    #expect(fault([0xFF, 0xFE, 0x7B, 0x00])?.advice.contains("UTF-16") == true)
    #expect(fault([0xEF, 0xBB, 0xBF, 0x7B, 0x7D])?.advice.contains("byte order mark") == true)
  }

  @Test func keysAreEqualByUnescapedBytes() {
    #expect(fault(#"{"A":1,"\u0041":2}"#)?.kind == .duplicate)
    #expect(fault(#"{"A":1,"\u0041":2}"#)?.place == .byte(7))
    #expect(fault(#"[{"a":{"b":1,"b":2}}]"#)?.kind == .duplicate)
  }

  @Test func depthIsCappedWithoutRecursion() {
    let deep = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
    #expect(fault(deep)?.kind == .limit)
    #expect(fault(deep)?.place == .byte(64))
    #expect(fault(Array(repeating: "[", count: 64).joined() + Array(repeating: "]", count: 64).joined()) == nil)
    // Closed levels do not count.
    #expect(fault("[" + Array(repeating: "[]", count: 200).joined(separator: ",") + "]") == nil)
  }

  @Test func keysOfOneObjectAreCapped() {
    let text = "{" + (0...JSONReader.keyLimit).map { "\"\($0)\":0" }.joined(separator: ",") + "}"
    #expect(fault(text)?.kind == .limit)
  }

  @Test func unescapesToBytes() throws {
    #expect(try string(#""\"\\\/\b\f\n\r\t\u0041\u00e9\ud83d\ude00é""#) == Array("\"\\/\u{8}\u{C}\n\r\tAé😀é".utf8))
    #expect(try string(#""\u0000""#) == [0])
  }

  @Test func wholeNumbersAreExact() throws {
    func integer(_ text: String, _ range: ClosedRange<Int> = Int.min...Int.max) -> Int? {
      var reader = JSONReader(Array(text.utf8))
      return try? reader.readInteger(in: range)
    }
    #expect(integer("9223372036854775807") == Int.max)
    #expect(integer("-9223372036854775808") == Int.min)
    #expect(integer("9007199254740993") == 9_007_199_254_740_993)
    for text in ["9223372036854775808", "-9223372036854775809", "18446744073709551616", "1.5", "1e3", "\"12\"", "null"]
    {
      #expect(integer(text) == nil, "\(text)")
    }
    #expect(integer("-1", 0...9) == nil)
    #expect(integer("10", 0...9) == nil)
  }

  @Test func errorsAreSafeToShow() {
    let error = fault("{\"\u{1B}]52;c;\u{202E}\":1}")
    #expect(error?.kind == .syntax)
    let shown = fault(#"{"\u001b]52;c;\u202e":1,"\u001b]52;c;\u202e":1}"#)?.description ?? ""
    #expect(shown.contains("twice"))
    #expect(!shown.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
  }

  @Test func objectsAreReadByKey() throws {
    var reader = JSONReader(Array(#" {"a": [1, 2], "b": true, "c": null} "#.utf8))
    var numbers: [Int] = []
    var flag = false
    try reader.readObject { (reader, key) throws(FormatError) in
      switch String(decoding: key, as: UTF8.self) {
      case "a":
        try reader.readArray { (reader, _) throws(FormatError) in numbers.append(try reader.readInteger(in: 0...9)) }
      case "b": flag = try reader.readBool()
      default: try reader.skipValue()
      }
    }
    try reader.finish()
    #expect(numbers == [1, 2] && flag)
  }
}
