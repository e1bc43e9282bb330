import TestSupport
import Testing

@testable import Tokenization

@Suite struct DigitGroupingTokenizerTests {
  static let vocabulary = Vocabulary.digits(upTo: 3)

  static func pieces(_ text: String, _ grouping: DigitGrouping, _ digits: DigitSet = .ascii) -> String {
    DigitGroupingTokenizer(base: BPETokenizer(vocabulary: vocabulary), grouping: grouping, digits: digits).pieces(text)
  }

  @Test(arguments: [
    ("1", "1"), ("12", "12"), ("123", "123"), ("1234", "1|234"), ("12345", "12|345"), ("123456", "123|456"),
    ("1234567", "1|234|567"), ("007", "007"), ("0007", "0|007"), ("10000km", "10|000|km"), ("12345abc", "12|345|abc"),
    ("12345_6", "12|345|_|6"), ("_12345", "_|12|345"), ("1,234,567", "1|,|234|,|567"), ("1,234.56", "1|,|234|.|56"),
    ("1e-9", "1|e|-|9"), ("1234 + 5678", "1|234| |+| |5|678"), ("abc1234", "abc|1|234"), ("1234\n", "1|234|\n"),
  ])
  func groupsFromTheRight(text: String, expected: String) { #expect(Self.pieces(text, .rightToLeft) == expected) }

  @Test(arguments: [
    ("3.14159265", "3|.|141|592|65"), ("1234.5678", "1|234|.|567|8"), ("1,234.56789", "1|,|234|.|567|89"),
    ("3.14159.", "3|.|141|59|."), ("0.0001", "0|.|000|1"), ("3.1415e10", "3|.|141|5|e|10"),
    // No fractions: a date, a version, thousands with points, a point without a whole number.
    ("12.03.2024", "12|.|03|.|2|024"), ("1.2.3456", "1|.|2|.|3|456"), ("1.234.5678", "1|.|234|.|5|678"),
    (".1234.5678", ".|1|234|.|5|678"), (".1234", ".|1|234"), ("3. 1415", "3|.| |1|415"), ("3..1415", "3|.|.|1|415"),
    ("1.1234.x", "1|.|123|4|.|x"),
  ])
  func groupsFractionsFromThePoint(text: String, expected: String) {
    #expect(Self.pieces(text, .rightToLeft) == expected)
  }

  @Test func groupsFromTheLeftAndSingly() {
    #expect(Self.pieces("12345678", .leftToRight) == "123|456|78")
    #expect(Self.pieces("3.14159 007", .leftToRight) == "3|.|141|59| |007")
    #expect(Self.pieces("12.5km", .single) == "1|2|.|5|km")
    #expect(Self.pieces("12345", .pattern) == "123|45")
  }

  @Test func encodesEachGroupWithItsOwnMerges() {
    let pairs = Vocabulary.digits(upTo: 2)
    let tokenizer = DigitGroupingTokenizer(base: BPETokenizer(vocabulary: pairs), grouping: .rightToLeft)
    #expect(tokenizer.pieces("12345") == "12|34|5")
    // A pattern that takes single digits does not hinder the groups.
    let single = DigitGroupingTokenizer(
      base: BPETokenizer(vocabulary: .digits(upTo: 3, pattern: .qwen2)), grouping: .rightToLeft)
    #expect(single.pieces("a 12345") == "a| |12|345")
    // Nor does one that takes the whole run with the blank before it.
    let whole = DigitGroupingTokenizer(
      base: BPETokenizer(vocabulary: .digits(upTo: 3, pattern: .gpt2)), grouping: .rightToLeft)
    #expect(whole.pieces("a 12345") == "a| |12|345")
  }

  @Test func takesOtherDecimalDigitsWhenTold() {
    func cuts(_ text: String, _ digits: DigitSet) -> [Int] {
      Array(text.utf8).withUnsafeBufferPointer { buffer in
        var ends: [Int] = []
        var cutter = DigitCutter(text: buffer, grouping: .rightToLeft, digits: digits)
        for range in PretokenScanner(pattern: .tokview).pretokens(of: buffer) {
          cutter.cut(from: range.lowerBound, to: range.upperBound, run: { _ in }, piece: { ends.append($0) })
        }
        return ends
      }
    }
    // Two bytes a digit; ٬ U+066C two bytes.
    #expect(cuts("٣٤٥٦", .ascii) == [6, 8])
    #expect(cuts("٣٤٥٦", .decimal) == [2, 8])
    #expect(cuts("٣٬٤٥٦", .decimal) == [2, 4, 10])
    // Three bytes a digit, and a run of two scripts.
    #expect(cuts("３４５６", .decimal) == [3, 12])
    #expect(cuts("1２3４", .decimal) == [1, 8])
    // `²` is a number but no decimal digit: it stays with what the pattern gives.
    #expect(cuts("12²345", .ascii) == [2, 4, 7])
    #expect(cuts("²²12345", .decimal) == [4, 6, 9])
  }

  @Test func groupsTenThousandDigits() {
    let tokenizer = DigitGroupingTokenizer(base: BPETokenizer(vocabulary: Self.vocabulary), grouping: .rightToLeft)
    for count in [9_999, 10_000, 10_001] {
      let lengths = tokenizer.segmentation(of: Array(repeating: 0x37, count: count)).tokens.map(\.range.count)
      let first = count % 3 == 0 ? [] : [count % 3]
      #expect(lengths == first + [Int](repeating: 3, count: count / 3))
    }
  }

  @Test(arguments: [DigitGrouping.rightToLeft, .leftToRight, .single], PretokenPattern.allCases)
  func equalsTheNaiveTwin(grouping: DigitGrouping, pattern: PretokenPattern) {
    let seed: UInt64 = 14_903
    var random = SeededGenerator(seed: seed)
    let vocabulary = Vocabulary.digits(upTo: 2, pattern: pattern)
    let naive = NaiveDigitGrouping(base: vocabulary, grouping: grouping)
    let tokenizer = DigitGroupingTokenizer(base: BPETokenizer(vocabulary: vocabulary), grouping: grouping)
    let letters: [UInt8] = Array("0123456789..,a b\n_".utf8) + [0xC2, 0xB2, 0xFF]
    for size in [1, 2, 5, 9, 20, 40, 300, 700] {
      for _ in 0..<20 {
        let text = (0..<size).map { _ in letters[Int.random(in: 0..<letters.count, using: &random)] }
        #expect(tokenizer.ids(of: text) == naive.encode(text), "seed \(seed), text \(text)")
      }
    }
  }

  /// All cuts that differ from byte-pair encoding lie inside or at the ends of runs of digits.
  @Test(arguments: [DigitGrouping.rightToLeft, .leftToRight, .single])
  func differsAtNumbersOnly(grouping: DigitGrouping) {
    let seed: UInt64 = 8
    var random = SeededGenerator(seed: seed)
    let base = BPETokenizer(vocabulary: Self.vocabulary)
    let tokenizer = DigitGroupingTokenizer(base: base, grouping: grouping)
    for _ in 0..<200 {
      let text = RandomText.next(length: 60, using: &random)
      let difference = Set(tokenizer.segmentation(of: text).cuts).symmetricDifference(base.segmentation(of: text).cuts)
      // A pretoken of numbers that are no ASCII digits (`²`) keeps its own cuts beside a digit.
      for cut in difference {
        let isBesideDigit = [cut - 1, cut].contains { text[$0] >= 0x30 && text[$0] <= 0x39 }
        #expect(isBesideDigit, "seed \(seed), cut \(cut), text \(text)")
      }
    }
  }

  @Test func showsTheGroupsBeforeTheMerges() {
    let tokenizer = DigitGroupingTokenizer(base: BPETokenizer(vocabulary: Self.vocabulary), grouping: .rightToLeft)
    let text = Array("ab 12345 3.1415".utf8)
    let steps = tokenizer.derivation(at: 6, of: text).steps
    #expect(
      steps.map(\.operation).prefix(2) == [.digitGroups(.rightToLeft), .pretoken(.tokview)] && steps.count == 4)
    #expect(steps.first?.range == 3..<8)
    #expect(steps.first?.pieces == [3..<5, 5..<8])
    #expect(steps.last?.pieces == [5..<8])
    let fraction = tokenizer.derivation(at: 14, of: text).steps
    #expect(fraction.first?.operation == .digitGroups(.leftToRight))
    #expect(fraction.first?.pieces == [11..<14, 14..<15])
    #expect(tokenizer.derivation(at: 1, of: text).steps.map(\.operation).first == .pretoken(.tokview))
  }
}
