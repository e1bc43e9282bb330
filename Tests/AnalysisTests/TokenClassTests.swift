import Inference
import Testing

@testable import Analysis

@Suite struct TokenClassTests {
  @Test(arguments: [
    (" The", TokenClass.word), ("(a", .word), (".S", .word), ("ing", .wordPart), ("a1", .wordPart),
    ("the end", .wordPart),
    ("çok", .foreignLetters), (" evleriniz", .word), (" kitaplaştı", .foreignLetters), ("世界", .foreignLetters),
    ("12", .digits), (" 7", .digits), ("½", .digits), (".5", .digits), ("),", .punctuation), (" -", .punctuation),
    ("—", .punctuation), ("§", .punctuation), ("+=", .symbols), (" ()=", .symbols), ("_", .symbols),
    ("\n", .whiteSpace), ("    ", .whiteSpace), ("\u{a0}", .whiteSpace), ("", .other), ("\u{0}", .other),
    ("\u{301}", .foreignLetters),
  ])
  func piecesHaveAClass(_ text: String, _ expected: TokenClass) {
    #expect(TokenClass(Array(text.utf8)) == expected, "\(text)")
  }

  @Test func partsOfCharactersAndSpecialTokensAreOther() throws {
    #expect(TokenClass([0xE4, 0xB8]) == .other && TokenClass([0x20, 0xE4]) == .other)
    #expect(TokenClass.allCases.count <= 8)
    let text = Array(" The 12".utf8)
    let trace = try Trace(tokens: [
      Trace.Token(id: 0, bytes: nil), Trace.Token(id: 1, bytes: 0..<4), Trace.Token(id: 2, bytes: 4..<7),
      Trace.Token(id: 3, bytes: 7..<9),
    ])
    #expect(TokenClass.classes(of: trace, text: text) == [.other, .word, .digits, .other])
  }

  @Test func exampleOfTheShares() throws {
    let routing = try Routing(
      layers: [4], tokenCount: 3, expertCount: 2, chosenCount: 1, scores: nil, chosen: [0, 1, 1], weights: nil)
    let classes = ["12", "7", "the"].map { TokenClass(Array($0.utf8)) }
    let table = try ExpertsByClass(routing, layer: 4, classes: classes)
    #expect(
      table.rows == [
        .init(tokenClass: .wordPart, tokenCount: 1, shares: [0, 1]),
        .init(tokenClass: .digits, tokenCount: 2, shares: [0.5, 0.5]),
      ])
    #expect(throws: LensError.absent(part: "routing", of: "layer", number: 0, present: [4])) {
      try ExpertsByClass(routing, layer: 0, classes: classes)
    }
  }
}
