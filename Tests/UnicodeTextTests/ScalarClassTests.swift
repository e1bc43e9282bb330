import Testing

@testable import UnicodeText

@Suite struct ScalarClassTests {
  /// Where the standard library of Swift 6.3 (Unicode 17.0) differs: what Unicode 17.0 added, and U+0295, which it made
  /// a letter without case.
  private static let differences = CodePointRanges(
    text: """
      295 88F C5C CDC 1ACF-1ADD 1AE0-1AEB A7CE-A7CF A7D2 A7D4 A7F1 10940-10959 10EC5-10EC7 10EFA-10EFB 11B60-11B67 \
      11DB0-11DDB 11DE0-11DE9 16EA0-16EB8 16EBB-16ED3 16FF2-16FF6 187F8-187FF 18D09-18D1E 18D80-18DF2 1E6C0-1E6DE \
      1E6E0-1E6F5 1E6FE-1E6FF 2B73A-2B73F 2CEA2-2CEAD 323B0-33479
      """)

  private func count(_ kind: ScalarClass) -> Int {
    (UInt32(0)..<0x11_0000).reduce(0) { $0 + (ScalarClass.of($1).isSuperset(of: kind) ? 1 : 0) }
  }

  private func standardClass(_ scalar: Unicode.Scalar) -> ScalarClass {
    let space: ScalarClass = scalar.properties.isWhitespace ? .whiteSpace : []
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .titlecaseLetter: return [.letter, .upper]
    case .lowercaseLetter: return [.letter, .lower]
    case .modifierLetter: return [.letter, .modifier]
    case .otherLetter: return [.letter, .otherLetter]
    case .decimalNumber: return [.number, .decimalDigit]
    case .letterNumber, .otherNumber: return .number
    case .nonspacingMark, .spacingMark, .enclosingMark: return .mark
    default: return space
    }
  }

  /// The sizes that `tiktoken` 0.14.0 and `tokenizers` 0.23.3 give.
  @Test func sizesAreThePeers() {
    #expect(count(.letter) == 141_028)
    #expect(count(.number) == 1_911)
    #expect(count(.whiteSpace) == 25)
    #expect(count(.mark) == 2_501)
    #expect(count(.upper) == 1_889)
    #expect(count(.lower) == 2_258)
    #expect(count(.modifier) == 404)
    #expect(count(.otherLetter) == 136_477)
    #expect(count(.decimalDigit) == 760)
  }

  @Test func singleScalars() {
    #expect(ScalarClass.of(0x41) == [.letter, .upper])
    #expect(ScalarClass.of(0x131) == [.letter, .lower])
    #expect(ScalarClass.of(0x1C5) == [.letter, .upper])
    #expect(ScalarClass.of(0x2B0) == [.letter, .modifier])
    #expect(ScalarClass.of(0x4E16) == [.letter, .otherLetter])
    #expect(ScalarClass.of(0x663) == [.number, .decimalDigit])
    #expect(ScalarClass.of(0xBD) == .number)
    #expect(ScalarClass.of(0x216B) == [.number, .otherWord])
    #expect(ScalarClass.of(0x5F) == .otherWord)
    #expect(ScalarClass.of(0x24B6).isWord && ScalarClass.of(0xE9).isWord && !ScalarClass.of(0xBD).isWord)
    #expect(ScalarClass.of(0x301) == .mark)
    #expect(ScalarClass.of(0x85) == .whiteSpace)
    #expect(ScalarClass.of(0x3000) == .whiteSpace)
    for value: UInt32 in [
      0x27, 0x558, 0x180E, 0x200B, 0xD800, 0xE000, 0xFEFF, 0x10_FFFF, 0x11_0000, UTF8Scanner.invalid,
    ] {
      #expect(ScalarClass.of(value) == [], "U+\(String(value, radix: 16))")
    }
  }

  @Test func equalsTheStandardLibraryExceptWhereListed() {
    let found = (UInt32(0)..<0x11_0000).filter { value in
      Unicode.Scalar(value).map { standardClass($0) != ScalarClass.of(value).subtracting(.otherWord) } ?? false
    }
    #expect(CodePointRanges(found) == Self.differences, "\(CodePointRanges(found))")
  }
}
