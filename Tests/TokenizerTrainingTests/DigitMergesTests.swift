import Testing
import Tokenization
import TokenizerTraining

@Suite struct DigitMergesTests {
  /// All strings of one to three digits with the id that the contract gives them.
  private let strings: [(text: String, id: TokenID)] =
    (0..<10).map { ("\($0)", TokenID(0x30 + $0)) }
    + (0..<100).map { ("\($0 / 10)\($0 % 10)", TokenID(256 + $0)) }
    + (0..<1_000).map { ("\($0 / 100)\($0 / 10 % 10)\($0 % 10)", TokenID(356 + $0)) }

  @Test func everyDigitStringIsOneToken() throws {
    let table = try counted(["the year 1999 and 2024, sums 12+7=19, the rest of the text"]).table
    let result = try BPETrainer(size: 1_400, seedsDigits: true).train(table)
    let scaffold = try ScaffoldBPETrainer(size: 1_400, seedsDigits: true).train(table)
    #expect(strings.count == 1_110)
    for (text, id) in strings {
      #expect(slowEncode(Array(text.utf8), merges: result.merges) == [id], "\(text)")
      #expect(result.tokens[Int(id)] == Array(text.utf8))
      #expect(scaffold.tokens[Int(id)] == Array(text.utf8))
    }
    #expect(Array(scaffold.merges.prefix(1_100)) == DigitMerges.all)
  }

  @Test func derivationFollowsTheRankOrder() {
    // 19 ≤ 90: through 19. 90 > 01: through 01.
    #expect(DigitMerges.all[100 + 190] == Merge(left: 256 + 19, right: 0x30, result: 356 + 190))
    #expect(DigitMerges.all[100 + 901] == Merge(left: 0x39, right: 256 + 1, result: 356 + 901))
    #expect(DigitMerges.all[100 + 111] == Merge(left: 256 + 11, right: 0x31, result: 356 + 111))
  }
}
