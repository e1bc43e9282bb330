import Analysis
import Testing
import Tokenization

@Suite struct TourAnswerTests {
  private let text = Array("one two".utf8)
  private let cut = Segmentation(
    proven: [
      Token(id: 1, start: 0, end: 2, kind: .merge), Token(id: 9, start: 2, end: 2, kind: .marker),
      Token(id: 2, start: 2, end: 4, kind: .merge), Token(id: 3, start: 4, end: 7, kind: .merge),
    ], byteCount: 7)

  private func values(_ template: String) -> [TourAnswer.Value?]? {
    TourAnswer(template)?.values(in: text) { $0 == "a" ? cut : nil }
  }

  @Test func placesAreFilled() {
    #expect(values("plain") == [.words("plain")])
    #expect(values("{tokens:a} in all") == [.number(3), .words(" in all")])
    #expect(values("{count:a:one}{count:a:two}") == [.number(2), .number(1)])
    #expect(values("({pieces:a:ne t})") == [.words("("), .pieces([1..<2, 2..<4, 4..<5]), .words(")")])
    #expect(values("") == [])
  }

  @Test func whatIsNotThereHasNoValue() {
    #expect(values("{tokens:b} {count:a:three}") == [nil, .words(" "), nil])
    #expect(values("{pieces:a:one two three}") == [nil])
    #expect(TourAnswer("{tokens:b} {count:a:x:y} {tokens:b}")?.tokenizers == ["b", "a"])
    #expect(TourAnswer("{count:a:x:y}")?.parts == [.count("a", Array("x:y".utf8))])
  }

  @Test(arguments: [
    "{", "}", "a{tokens:b", "{tokens}", "{tokens:}", "{tokens:a:b}", "{count:a}", "{count:a:}", "{x:a:b}",
  ])
  func otherBracesAreRefused(_ template: String) { #expect(TourAnswer(template) == nil) }
}
