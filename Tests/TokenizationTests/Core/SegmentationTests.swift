import Testing

@testable import Tokenization

@Suite struct SegmentationTests {
  static func token(_ start: Int, _ end: Int) -> Token { Token(id: 0, start: start, end: end, kind: .merge) }

  @Test func refusesGapsOverlapsAndShortCover() {
    func error(_ tokens: [Token], _ count: Int) -> SegmentationError? {
      do {
        _ = try Segmentation(tokens: tokens, byteCount: count)
        return nil
      } catch { return error }
    }
    #expect(error([Self.token(0, 2), Self.token(3, 4)], 4) == .init(tokenIndex: 1, expectedStart: 2, start: 3, end: 4))
    #expect(error([Self.token(0, 2), Self.token(1, 4)], 4) == .init(tokenIndex: 1, expectedStart: 2, start: 1, end: 4))
    #expect(error([Self.token(0, 2), Self.token(2, 1)], 2) == .init(tokenIndex: 1, expectedStart: 2, start: 2, end: 1))
    #expect(error([Self.token(0, 2)], 3) == .init(tokenIndex: 1, expectedStart: 2, start: 3, end: 3))
    #expect(error([Self.token(0, 2)], 1) == .init(tokenIndex: 1, expectedStart: 2, start: 1, end: 1))
    #expect(error([], 1) == .init(tokenIndex: 0, expectedStart: 0, start: 1, end: 1))
    #expect(error([], 0) == nil)
    #expect(
      "\(SegmentationError(tokenIndex: 1, expectedStart: 2, start: 3, end: 4))".contains("token 1 covers bytes 3..<4"))
  }

  @Test func virtualTokensHoldNoBytes() throws {
    let cut = try Segmentation(
      tokens: [Self.token(0, 0), Self.token(0, 3), Self.token(3, 3), Self.token(3, 5)], byteCount: 5)
    #expect(cut.cuts == [3])
    #expect(cut.tokens.map(\.isVirtual) == [true, false, true, false])
  }

  @Test func findsTheTokenOfAByte() throws {
    let cut = try Segmentation(tokens: [Self.token(0, 2), Self.token(2, 3), Self.token(3, 6)], byteCount: 6)
    #expect((0...7).map { cut.tokenIndex(at: $0) } == [0, 0, 1, 2, 2, 2, 2, 2])
    #expect(cut.cuts == [2, 3])
    #expect(Segmentation.empty.tokenIndex(at: 0) == nil)
  }
}
