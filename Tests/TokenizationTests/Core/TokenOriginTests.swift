import Testing
import Tokenization

@Suite struct TokenOriginTests {
  static let examples: KeyValuePairs<String, TokenOrigin> = [
    "  ": .whitespaceRun, "\n\n": .whitespaceRun, "\t ": .whitespaceRun,
    "(a)": .enumeration, " (Z)": .enumeration, "(1)": .enumeration, " (99)": .enumeration, "(xviii)": .enumeration,
    "(IV)": .enumeration, "(iiii)": .handMade, "()": .markupJoint, "(ab)": .handMade,
    "1776": .year, "2049": .year, "1775": .number, "2050": .number, "10": .number, "999": .number, "17760": .number,
    "ii": .romanNumeral, "XLIX": .romanNumeral, "mcmxciv": .romanNumeral, "iiii": .handMade, "iX": .handMade,
    "vx": .handMade, "ivi": .handMade, "CM": .romanNumeral, "xcix": .romanNumeral, "ixc": .handMade,
    "U.S.C.": .citationPiece, "F. Supp. 2d": .citationPiece, "F. App'x": .citationPiece, "I. & N. Dec.": .citationPiece,
    "Fed.": .citationPiece, "2d.": .citationPiece, ".a": .handMade,
    "10-K": .formName, "N-CSR": .formName, "10-k": .handMade, "a-b": .handMade, "--": .markupJoint,
    "](": .markupJoint, "</": .markupJoint, "\"}, {\"": .markupJoint, "|---|": .markupJoint, "<br>": .handMade,
    "§§": .handMade, "whereas": .handMade,
  ]

  @Test(arguments: examples.map { $0 }) func followsTheText(example: (key: String, value: TokenOrigin)) {
    #expect(TokenOrigin(added: Array(example.key.utf8)) == example.value, "\(example.key)")
  }

  /// Every roman numeral below 4,000 and nothing else of those letters.
  @Test func romanNumeralsAreThoseOfOneSpelling() {
    let signs: [(Int, String)] = [
      (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
      (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ]
    var spelled: Set<String> = []
    for number in 1..<4_000 {
      var rest = number
      var text = ""
      for (value, sign) in signs { while rest >= value { (text, rest) = (text + sign, rest - value) } }
      spelled.insert(text)
    }
    var texts = [""]
    for _ in 1...5 {
      texts = texts.flatMap { text in "ivxlcdm".map { text + String($0) } }
      for text in texts where text.count >= 2 {
        #expect((TokenOrigin(added: Array(text.utf8)) == .romanNumeral) == spelled.contains(text), "\(text)")
      }
    }
  }

  @Test func followsTheVocabulary() throws {
    let learned: [[UInt8]] = ["12", "ab", "34"].map { Array($0.utf8) }
    var entries = (0..<256).map { (id: TokenID($0), bytes: [UInt8($0)]) }
    // Id 268 is where the trainer places 12; 34 stands elsewhere.
    entries += zip([268, 269, 270], learned).map { (id: $0, bytes: $1) }
    entries += [(271, Array("<s>".utf8)), (272, Array("(a)".utf8))]
    func merge(_ text: String, _ id: TokenID) -> Merge {
      Merge(left: TokenID(text.utf8.first!), right: TokenID(text.utf8.last!), result: id)
    }
    let vocabulary = try Vocabulary(
      name: "v", entries: entries, merges: [merge("12", 268), merge("ab", 269), merge("34", 270)], pattern: .gpt2,
      addedTokens: [
        Vocabulary.AddedToken(id: 271, content: Array("<s>".utf8), special: true),
        Vocabulary.AddedToken(id: 272, content: Array("(a)".utf8), special: false),
      ])
    #expect(
      [65, 268, 269, 270, 271, 272].map { vocabulary.origin(of: $0) } == [
        .byte, .number, .learned, .learned, .special, .enumeration,
      ])
  }
}
