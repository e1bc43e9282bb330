import TestSupport
import Testing

@testable import Tokenization

/// Work is counted, not timed: array elements searched, pairs looked up, heap steps.
@Suite struct LongPretokenTests {
  /// Merges that pair everything: `aa`, `aaaa`, … and pairs of the letters.
  static let vocabulary: Vocabulary = {
    var pairs: [(String, String)] = []
    for byte in ["a", " ", "\n", "0", "\u{4}"] {
      var run = byte
      while run.count < 64 {
        pairs.append((run, run))
        run += run
      }
    }
    for left in ["t", "h", "e", "s"] { for right in ["t", "h", "e", "s"] { pairs.append((left, right)) } }
    for left in ["th", "he", "es"] { for right in ["es", "th", "se"] { pairs.append((left, right)) } }
    return .merging(pairs)
  }()

  static func steps(_ text: [UInt8]) -> Int {
    let table = MergeTable(vocabulary: vocabulary)
    let encoder = PretokenEncoder(vocabulary: vocabulary, table: table)
    var ids: [TokenID] = []
    text.withUnsafeBufferPointer { encoder.encode($0, into: &ids) }
    let bytes = ids.reduce(0) { $0 + vocabulary.byteCount(of: $1) }
    #expect(bytes == text.count)
    return withExtendedLifetime(table) { encoder.mergeSteps }
  }

  static func text(_ kind: String, _ count: Int) -> [UInt8] {
    var random = SeededGenerator(seed: 31)
    switch kind {
    case "random": return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    case "letters": return (0..<count).map { _ in Array("thes".utf8).randomElement(using: &random)! }
    case "cjk": return Array(String(repeating: "文字列", count: count / 9 + 1).utf8.prefix(count))
    default: return Array(repeating: kind.utf8.first!, count: count)
    }
  }

  @Test(arguments: ["a", " ", "\n", "0", "random", "letters", "cjk"])
  func workIsLinear(kind: String) {
    // One pretoken of 1 MiB, whatever the pattern would do.
    let small = Self.steps(Self.text(kind, 1 << 15))
    let large = Self.steps(Self.text(kind, 1 << 20))
    #expect(large < small * 36, "\(kind): \(small) steps for 32 KiB, \(large) for 1 MiB")
    #expect(large < 200 << 20, "\(kind): \(large) steps for 1 MiB")
  }

  @Test func aSpanWithoutSharedTokensGrowsTheWindow() {
    // One token of 2,048 bytes: no window below that size can meet the one before it.
    var pairs: [(String, String)] = []
    var run = "a"
    while run.utf8.count < 2_048 {
      pairs.append((run, run))
      run += run
    }
    let vocabulary = Vocabulary.merging(pairs)
    let naive = { (count: Int) -> [Int] in
      var left = count
      var sizes: [Int] = []
      while left > 0 {
        var size = 2_048
        while size > left { size /= 2 }
        sizes.append(size)
        left -= size
      }
      return sizes
    }
    for count in [127, 129, 257, 513, 2_047, 2_048, 5_000, 20_000] {
      let ids = BPETokenizerTests.ids(BPETokenizer(vocabulary: vocabulary), Array(repeating: 0x61, count: count))
      #expect(ids.map { vocabulary.byteCount(of: $0) } == naive(count))
    }
  }

  @Test func stitchesOnlyWhereATokenIsAtTheSamePlace() {
    let table = MergeTable(vocabulary: .merging([("a", "a")]))
    let merger = PretokenMerger(pairs: table.pairs)
    let (a, aa): (UInt32, UInt32) = (0x61, 256)
    func stitch(_ window: [UInt32], to entries: [UInt32], from kept: Int, isWhole: Bool) -> [UInt32]? {
      var entries = entries
      let isStitched = window.withUnsafeBufferPointer {
        merger.stitch($0, to: &entries, from: kept, isWhole: isWhole)
      }
      return isStitched ? entries : nil
    }
    withExtendedLifetime(table) {
      // The same tokens, one byte apart.
      #expect(stitch([aa, aa, a], to: [a, aa, aa], from: 0, isWhole: false) == nil)
      #expect(stitch([aa, aa, a], to: [a, aa, aa], from: 0, isWhole: true) == [aa, aa, a])
      #expect(stitch([a, a, aa, aa], to: [aa, aa, aa], from: 1, isWhole: false) == [aa, aa, aa, aa])
      #expect(stitch([aa, aa, a], to: [a, aa, aa], from: 1, isWhole: false) == [a, aa, aa, a])
    }
  }

  @Test func longPretokensHaveTheirPiecesOnly() {
    let tokenizer = BPETokenizer(vocabulary: Self.vocabulary)
    let text = Self.text("letters", 5_000)
    let derivation = tokenizer.derivation(at: 100, of: text)
    #expect(derivation.steps.count == 1)
    #expect(derivation.steps[0].pieces == tokenizer.segmentation(of: text).tokens.map(\.range))
  }
}
