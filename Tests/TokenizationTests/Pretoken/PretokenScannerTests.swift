import TestSupport
import Testing
import UnicodeText

@testable import Tokenization

@Suite struct PretokenScannerTests {
  static func pieces(_ pattern: PretokenPattern, _ text: [UInt8]) -> [[UInt8]] {
    text.withUnsafeBufferPointer { buffer in
      PretokenScanner(pattern: pattern).pretokens(of: buffer).map { Array(text[$0]) }
    }
  }

  /// The same from the regular expression itself.
  static func expected(_ matcher: PatternMatcher, _ text: [UInt8]) -> [[UInt8]] {
    var scalars: [UInt32] = []
    var bytes: [[UInt8]] = []
    text.withUnsafeBufferPointer { buffer in
      var offset = 0
      while offset < buffer.count {
        let step = UTF8Scanner.decode(at: offset, in: buffer)
        scalars.append(step.value)
        bytes.append(Array(text[offset..<offset + step.length]))
        offset += step.length
      }
    }
    var out: [[UInt8]] = []
    var start = 0
    for length in matcher.lengths(scalars) {
      out.append(bytes[start..<start + length].flatMap { $0 })
      start += length
    }
    return out
  }

  @Test(arguments: [
    (PretokenPattern.gpt2, "Ankara|'d|a"), (.cl100k, "Ankara|'d|a"), (.qwen2, "Ankara|'d|a"),
    (.o200k, "Ankara'd|a"), (.tokview, "Ankara|'da"),
  ])
  func cutsATurkishSuffix(pattern: PretokenPattern, expected: String) {
    let found = Self.pieces(pattern, Array("Ankara'da".utf8)).map { String(decoding: $0, as: UTF8.self) }
    #expect(found.joined(separator: "|") == expected)
  }

  @Test(arguments: [
    (PretokenPattern.gpt2, "I|'ve| 12345|,| ok|!?|   \n"), (.cl100k, "I|'ve| |123|45|,| ok|!?|   \n"),
    (.qwen2, "I|'ve| |1|2|3|4|5|,| ok|!?|   \n"), (.o200k, "I've| |123|45|,| ok|!?|   \n"),
    (.tokview, "I|'ve| |123|45|,| ok|!?|   \n"),
  ])
  func cutsWordsNumbersAndSpaces(pattern: PretokenPattern, expected: String) {
    let text = "I've 12345, ok!?   \n"
    let found = Self.pieces(pattern, Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
    #expect(found.joined(separator: "|") == expected)
  }

  @Test(arguments: [
    ("HTMLParser", "HTMLParser"), ("camelCaseWord", "camel|Case|Word"), ("ABあCD", "ABあ|CD"),
    ("!\u{301}AB", "!\u{301}|AB"),
    ("\u{301}AB", "\u{301}|AB"), ("x //\n/y", "x| //\n/|y"), ("IT'Sx", "IT'S|x"), ("a'\u{17F}b", "a'\u{17F}|b"),
  ])
  func o200kBacksOff(text: String, expected: String) {
    let found = Self.pieces(.o200k, Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
    #expect(found.joined(separator: "|") == expected)
  }

  @Test(arguments: PretokenPattern.cutting)
  func equalsTheRegularExpression(pattern: PretokenPattern) {
    let alphabets: [[String]] = [
      ["a", "B", "'", "s", "\u{17F}", "l", "L", "v", "e", "D", " ", "\n", "1"],
      [" ", "\n", "\r", "\t", "\u{85}", "\u{A0}", "\u{2028}", "a", ".", "1"],
      ["A", "b", "\u{1C5}", "\u{2B0}", "あ", "\u{301}", "\u{200D}", "!", "/", "\n", " ", "'", "s"],
      ["1", "٣", "½", "Ⅷ", "a", " ", ",", "é", "ğ", "\u{1D7D8}", "𐐀", "😀"],
      ["word", "Another", "ŞEKER", "İstanbul'da", "don't", " ", "  ", "\n", "12", "...", "/", "x"],
    ]
    let matcher = PatternMatcher(pattern)
    let seed: UInt64 = 20_411
    var random = SeededGenerator(seed: seed)
    for round in 0..<4_000 {
      let alphabet = alphabets[round % alphabets.count]
      var text: [UInt8] = []
      for _ in 0..<Int.random(in: 1...24, using: &random) {
        text += Array(alphabet.randomElement(using: &random)!.utf8)
      }
      if round % 3 == 0 {
        for _ in 0..<2 {
          text.insert(UInt8.random(in: 0x80...0xFF, using: &random), at: Int.random(in: 0...text.count, using: &random))
        }
      }
      let found = Self.pieces(pattern, text)
      let wanted = Self.expected(matcher, text)
      guard found == wanted else {
        Issue.record("seed \(seed), round \(round), text \(text): \(found) instead of \(wanted)")
        return
      }
    }
  }

  /// Long texts are cut by blocks; mostly easy ones, with everything that is left to the automaton in between.
  @Test(arguments: PretokenPattern.cutting)
  func longTextsEqualTheRegularExpression(pattern: PretokenPattern) {
    let easy = [" the", " of", " word", " Another", " I", " a", " straightforwardness", ",", ".", "\n", " "]
    let rest = [
      "'", "'s", "'S", "'ll", "'re", "'VE", "'ſ", "'sé", "'ta", "'rev", "\"", " \"", "(", "--", "...", " - ", "/", "  ",
      "\n\n", "\r\n", "\t", "\n  ", "\n    ", " \n", "\n \n", ",\n", "\u{B}", "\u{1F}", "\0", "1", "12", "123", "1812",
      "31415926535", " 5", "x9y", "é",
      "ğ", "İ", " ŞEKER", "×", "÷", "ĀĿŀ", "ȁ", "א", "あ", "😀", "\u{85}", "\u{A0}", "\u{2028}", "\u{301}", "½", "٣",
    ]
    // Runs of white space of all kinds, between words.
    let spaced = [" fooBarBaz", " w", "...", "\u{A0}", "  ", "\n\n", " \r\n", "\n ", "\t\t", "\u{2028}", "日本語", "12"]
    let matcher = PatternMatcher(pattern)
    let scanner = PretokenScanner(pattern: pattern)
    let seed: UInt64 = 61_803
    var random = SeededGenerator(seed: seed)
    for round in 0..<1_500 {
      let ease = [0, 2, 10, 40][round % 4]
      var text: [UInt8] = []
      for _ in 0..<Int.random(in: 20...160, using: &random) {
        let pieces = ease == 0 ? spaced : Int.random(in: 0...ease, using: &random) == 0 ? rest : easy
        text += Array(pieces.randomElement(using: &random)!.utf8)
      }
      if round % 3 == 0 {
        text.insert(UInt8.random(in: 0x80...0xFF, using: &random), at: Int.random(in: 0...text.count, using: &random))
      }
      var found: [[UInt8]] = []
      var ends = [Int](repeating: 0, count: [64, 65, 100, 512].randomElement(using: &random)!)
      var start = 0
      while start < text.count {
        let written = text.withUnsafeBufferPointer { text in
          ends.withUnsafeMutableBufferPointer { scanner.ends(in: text, from: start, into: $0) }
        }
        for end in ends.prefix(written) {
          found.append(Array(text[start..<end]))
          start = end
        }
      }
      let wanted = Self.expected(matcher, text)
      guard found == wanted else {
        let index = zip(found, wanted).enumerated().first { $1.0 != $1.1 }?.offset ?? 0
        Issue.record("seed \(seed), round \(round), text \(text): piece \(index) is \(found[index])")
        return
      }
    }
  }

  @Test(arguments: PretokenPattern.cutting)
  func everyScalarBetweenNeighbours(pattern: PretokenPattern) {
    let matcher = PatternMatcher(pattern)
    for value in stride(from: UInt32(0x80), to: 0x3_2000, by: 7) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for text in ["a\(scalar)b", " \(scalar)1", "!\(scalar)\n"] {
        let found = Self.pieces(pattern, Array(text.utf8))
        guard found == Self.expected(matcher, Array(text.utf8)) else {
          Issue.record("U+\(String(value, radix: 16)) in \(text.debugDescription): \(found)")
          return
        }
      }
    }
  }

  @Test func fillsABufferInSteps() {
    let text = Array("Four words, in steps.".utf8)
    text.withUnsafeBufferPointer { buffer in
      let scanner = PretokenScanner(pattern: .tokview)
      let all = scanner.pretokens(of: buffer).map(\.upperBound)
      var found: [Int] = []
      var ends = [Int](repeating: 0, count: 3)
      while (found.last ?? 0) < buffer.count {
        let written = ends.withUnsafeMutableBufferPointer { scanner.ends(in: buffer, from: found.last ?? 0, into: $0) }
        found += ends.prefix(written)
      }
      #expect(found == all)
      #expect(ends.withUnsafeMutableBufferPointer { scanner.ends(in: buffer, from: buffer.count, into: $0) } == 0)
    }
  }

  @Test func literalsAreTheBitsOfTheClasses() {
    #expect(PretokenCursor.letter == ScalarClass.letter.rawValue)
    #expect(PretokenCursor.number == ScalarClass.number.rawValue)
    #expect(PretokenCursor.whiteSpace == ScalarClass.whiteSpace.rawValue)
    #expect(PretokenCursor.mark == ScalarClass.mark.rawValue)
    #expect(PretokenCursor.classified == ScalarClass([.letter, .number, .whiteSpace]).rawValue)
    #expect(PretokenCursor.upperLike == ScalarClass([.upper, .modifier, .otherLetter, .mark]).rawValue)
    #expect(PretokenCursor.lowerLike == ScalarClass([.lower, .modifier, .otherLetter, .mark]).rawValue)
  }
}
