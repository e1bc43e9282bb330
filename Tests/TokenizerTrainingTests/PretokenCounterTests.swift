import TestSupport
import Testing
import Tokenization
import TokenizerTraining

@Suite struct PretokenCounterTests {
  /// The pretokens of the whole text at once, as the scanner cuts it.
  private func direct(_ bytes: [UInt8], _ pattern: PretokenPattern) -> [[UInt8]: Int] {
    let scanner = PretokenScanner(pattern: pattern)
    var out: [[UInt8]: Int] = [:]
    bytes.withUnsafeBufferPointer { text in
      var start = 0
      while start < text.count {
        let end = scanner.nextEnd(in: text, from: start)
        out[Array(text[start..<end]), default: 0] += 1
        start = end
      }
    }
    return out
  }

  private func counts(_ bytes: [UInt8], _ pattern: PretokenPattern, chunkSize: Int) throws -> [[UInt8]: Int] {
    var counter = PretokenCounter(pattern: pattern)
    try counter.count(TrainingInput(ByteArraySource(bytes, chunkSize: chunkSize)))
    #expect(counter.byteCount == bytes.count)
    return counter.table.contents
  }

  /// Text of several blocks with everything that patterns look ahead for.
  private func sample(bytes: Int, using generator: inout SeededGenerator) -> [UInt8] {
    let parts = [
      "don't", "Ankara'da", " çok", "  ", "\n\n", " \r\n", "...", "\n ", "123456", " 7", "\t\t", "日本語", "é\u{301}",
      "I'LL", "we're",
      "x/\n", "\u{200D}", "👩‍👧", " fooBarBaz", "\u{A0}", ";\n\n\n",
    ]
    var out: [UInt8] = []
    while out.count < bytes {
      out += Array(parts.randomElement(using: &generator)!.utf8)
      if UInt8.random(in: 0...20, using: &generator) == 0 {
        out.append(UInt8.random(in: 0x80...0xFF, using: &generator))
      }
    }
    return out
  }

  @Test(arguments: PretokenPattern.allCases.filter { $0 != .whole }) func chunksAndBlocksDoNotMatter(
    pattern: PretokenPattern
  ) throws {
    var generator = SeededGenerator(seed: 11)
    let text = sample(bytes: 2_300_000, using: &generator)
    let whole = direct(text, pattern)
    for chunkSize in [text.count, 65_537, 1 << 20, 999] {
      #expect(try counts(text, pattern, chunkSize: chunkSize) == whole)
    }
    #expect(
      try counts(Array(text.prefix(50_000)), pattern, chunkSize: 1) == direct(Array(text.prefix(50_000)), pattern))
  }

  @Test func textWithoutASafeEndIsCutTheSameForEveryChunking() throws {
    let text = [UInt8](repeating: 0x20, count: 2_500_000) + Array("日本".utf8)
    let whole = try counts(text, .tokview, chunkSize: text.count)
    #expect(try counts(text, .tokview, chunkSize: 70_001) == whole)
    #expect(whole.reduce(0) { $0 + $1.key.count * $1.value } == text.count)
  }

  @Test func pretokensDoNotReachIntoTheNextInput() throws {
    let counter = try counted(["ab", "cd"])
    #expect(counter.table.contents == [Array("ab".utf8): 1, Array("cd".utf8): 1])
    #expect(try counted(["", ""]).table.count == 0)
  }

  @Test func tableCountsShortAndLongStrings() {
    var generator = SeededGenerator(seed: 21)
    var table = PretokenTable()
    var oracle: [[UInt8]: Int] = [:]
    for _ in 0..<60_000 {
      let length = Int.random(in: 1...24, using: &generator)
      let word = (0..<length).map { _ in UInt8.random(in: 0...1, using: &generator) * 0xFF }
      let weight = Int.random(in: 1...3, using: &generator)
      table.add(word, weight: weight)
      oracle[word, default: 0] += weight
    }
    #expect(table.contents == oracle)
    #expect(table.count == oracle.count)
    #expect(table.byteCount == oracle.reduce(0) { $0 + $1.key.count })
    #expect(table.forgottenOccurrences == 0)
  }

  @Test func aFullTableForgetsTheRare() {
    var table = PretokenTable(memoryLimit: 256 << 10)
    for number in 0..<20_000 {
      table.add(Array("frequent\(number % 50)".utf8), weight: 1)
      table.add(Array("a much longer rare string \(number)".utf8), weight: 1)
    }
    let contents = table.contents
    #expect(contents.count < 5_000)
    #expect((0..<50).allSatisfy { contents[Array("frequent\($0)".utf8)] ?? 0 > 300 })
    #expect(table.forgottenOccurrences + contents.values.reduce(0, +) == 40_000)
  }

  @Test func progressAndCancel() throws {
    var counter = PretokenCounter(pattern: .tokview)
    var seen: [Int] = []
    let text = Array(repeatElement(Array("some words here ".utf8), count: 200_000).joined())
    #expect(throws: TrainingError.cancelled) {
      try counter.count(TrainingInput(ByteArraySource(text, chunkSize: 1 << 20))) { progress in
        if case .counting(let bytes, _) = progress { seen.append(bytes) }
        return seen.count < 3
      }
    }
    #expect(seen.count == 3 && seen == seen.sorted() && seen[2] < text.count)
  }
}
