import TestSupport
import Testing

@testable import UnicodeText

@Suite struct NormalizedTextTests {
  private static func normalize(_ text: String, _ form: NormalForm = .nfkc) -> String {
    String(decoding: NormalizedText.bytes(of: Array(text.utf8), form: form), as: UTF8.self)
  }

  private static func utf8(_ value: UInt32) -> [UInt8] {
    Unicode.Scalar(value).map { Array(String(Character($0)).utf8) } ?? []
  }

  private static func fnv(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
  }

  /// `normalization_golden.py` asked the package for every code point and for random sequences.
  @Test func equalsTheGoldenResultsOfTokenizers() throws {
    let golden = try #require(Repository.read("Tests/Golden/normalization.txt"))
    let lines = String(decoding: golden, as: UTF8.self).split(separator: "\n").map { $0.split(separator: " ") }
    #expect(lines.count > 272 + 300)
    for (index, line) in lines.prefix(272).enumerated() {
      let block = UInt32(index) * 4096..<UInt32(index + 1) * 4096
      for (form, hash) in zip(NormalForm.allCases, line) {
        var all: [UInt8] = []
        for value in block where !(0xD800..<0xE000).contains(value) {
          all += NormalizedText.bytes(of: Self.utf8(value), form: form) + [0]
        }
        #expect(Self.fnv(all) == UInt64(hash, radix: 16), "\(form) of the code points from \(block.lowerBound)")
      }
    }
    for line in lines.dropFirst(272) {
      let parts = line.map { hex in
        stride(from: 0, to: hex.utf8.count, by: 2).map { UInt8(hex.dropFirst($0).prefix(2), radix: 16) ?? 0 }
      }
      for (form, expected) in zip(NormalForm.allCases, parts.dropFirst()) {
        #expect(NormalizedText.bytes(of: parts[0], form: form) == expected, "\(form) of \(line[0])")
      }
    }
  }

  @Test func theExampleOfTheDocumentation() throws {
    let source = Array("\u{FB01} e\u{301}".utf8)
    let text = try #require(source.withUnsafeBufferPointer { NormalizedText($0, form: .nfkc) })
    #expect(text.bytes == Array("fi \u{E9}".utf8))
    #expect((0...5).map(text.sourceEnd) == [0, 3, 3, 4, 7, 7])
    #expect((0...7).map(text.offset) == [0, 0, 0, 2, 3, 3, 3, 5])
  }

  @Test func knowsTheRules() {
    #expect(Self.normalize("\u{1100}\u{1161}\u{11A8}\u{AC00}\u{11A8}\u{11A8}") == "\u{AC01}\u{AC01}\u{11A8}")
    #expect(
      Self.normalize("\u{958}\u{2ADC}\u{FB1D}").utf8.elementsEqual("\u{915}\u{93C}\u{2ADD}\u{338}\u{5D9}\u{5B4}".utf8))
    #expect(Self.normalize("\u{1E9B}\u{323}").utf8.elementsEqual("\u{1E69}".utf8))
    #expect(Self.normalize("\u{1E9B}\u{323}", .nfc).utf8.elementsEqual("\u{1E9B}\u{323}".utf8))
    #expect(Self.normalize("\u{FF21}\u{A0}\u{2460}\u{33C2}") == "A 1a.m.")
    #expect(Self.normalize("\u{FF21}\u{A0}", .nfc).utf8.elementsEqual("\u{FF21}\u{A0}".utf8))
    #expect(Self.normalize("\u{FDFA}").unicodeScalars.count == 18)
    // Unicode 12.1 and 14 gave these their decompositions; the peer has them not.
    #expect(Self.normalize("\u{32FF}\u{10781}").unicodeScalars.map(\.value) == [0x32FF, 0x10781])
    #expect(NormalForm.unicodeVersion == "9.0.0")
  }

  @Test func invalidBytesStayAndJoinNothing() throws {
    // The mark after 0xFF begins anew, so e does not take it.
    let source: [UInt8] = [0x65, 0xFF, 0xCC, 0x81, 0xCC, 0xA3, 0xE2, 0x82]
    let text = try #require(source.withUnsafeBufferPointer { NormalizedText($0, form: .nfc) })
    #expect(text.bytes == [0x65, 0xFF, 0xCC, 0xA3, 0xCC, 0x81, 0xE2, 0x82])
    #expect((0...8).map(text.sourceEnd) == [0, 1, 2, 6, 6, 6, 6, 7, 8])
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func equalsTheTwin(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let marks: [UInt32] = [0x300, 0x301, 0x308, 0x31B, 0x323, 0x327, 0x334, 0x345, 0x3099, 0x93C, 0x5B4, 0x64B]
    let others: [UInt32] = [
      0x61, 0x65, 0x3C, 0x20, 0xE9, 0x1EA5, 0x1100, 0x1161, 0x11A8, 0xAC00, 0xFDFA, 0xFB01, 0xA8, 0x344, 0x2126, 0xFF76,
      0xFF9E, 0xB47, 0xB3E, 0x4E00, 0x1D15E, 0x110000,
    ]
    for round in 0..<3000 {
      var source: [UInt8] = []
      if round % 4 == 0 {
        source = RandomScalars.bytes(upTo: 12, using: &random)
      } else {
        for _ in 0..<Int.random(in: 0...14, using: &random) {
          let pool = Bool.random(using: &random) ? marks : others
          let value = pool[Int.random(in: 0..<pool.count, using: &random)]
          source += value == 0x110000 ? [UInt8.random(in: 0x80...0xFF, using: &random)] : Self.utf8(value)
        }
      }
      for form in NormalForm.allCases {
        let expected = NormalizationTwin(source, form).result(of: source)
        #expect(NormalizedText.bytes(of: source, form: form) == expected.bytes, "seed \(seed), \(form) of \(source)")
        guard let text = source.withUnsafeBufferPointer({ NormalizedText($0, form: form) }) else {
          #expect(expected.bytes == source, "seed \(seed), \(form) of \(source)")
          continue
        }
        #expect(text.bytes == expected.bytes, "seed \(seed), \(form) of \(source)")
        #expect(NormalizedText.bytes(of: text.bytes, form: form) == text.bytes, "again, seed \(seed), \(source)")
        let ends = (0...text.bytes.count).map(text.sourceEnd)
        #expect(ends == [0] + expected.ends, "seed \(seed), \(form) of \(source)")
        #expect(ends.last == source.count)
        var cursor = NormalizedText.Cursor(text)
        #expect(ends.indices.map { cursor.sourceEnd($0) } == ends)
        for offset in source.indices {
          let first = ends.firstIndex { $0 > offset } ?? 0
          #expect(text.offset(ofSource: offset) == first - 1, "seed \(seed), \(form) of \(source) at \(offset)")
        }
      }
    }
  }

  @Test func textCanBeCutBeforeStableScalars() {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<2000 {
      let left = RandomScalars.bytes(upTo: 8, using: &random)
      let right = RandomScalars.bytes(upTo: 8, using: &random)
      guard let first = right.first, left.last.map({ $0 < 0x80 }) ?? true else { continue }
      let step = right.withUnsafeBufferPointer { UTF8Scanner.decode(at: 0, in: $0) }
      for form in NormalForm.allCases where form.isStable(step.value) {
        let parts = NormalizedText.bytes(of: left, form: form) + NormalizedText.bytes(of: right, form: form)
        #expect(NormalizedText.bytes(of: left + right, form: form) == parts, "\(left) \(right) \(first)")
      }
    }
  }

  /// What safe boundaries build on: white space and `/` do not come out of anything else at an edge where they would
  /// matter.
  @Test func edgesOfDecompositionsStayWhatTheyAre() {
    for value in UInt32(0x80)..<0x11_0000 where !(0xD800..<0xE000).contains(value) {
      guard !ScalarClass.of(value).contains(.whiteSpace) else { continue }
      let result = NormalizedText.bytes(of: Self.utf8(value), form: .nfkc)
      let scalars = String(decoding: result, as: UTF8.self).unicodeScalars
      let last = scalars.last.map { ScalarClass.of($0.value) } ?? []
      #expect(!last.contains(.whiteSpace), "\(value)")
    }
  }

  @Test func longSequencesTakeLinearTime() throws {
    let bomb = [[UInt8]](repeating: Self.utf8(0xFDFA), count: 1_000_000).flatMap { $0 }
    let text = try #require(bomb.withUnsafeBufferPointer { NormalizedText($0, form: .nfkc) })
    #expect(text.bytes.count == 33_000_000)
    #expect(text.runs.count == 1_000_000)
    #expect(text.sourceEnd(33) == 3 && text.sourceEnd(34) == 6)
    let marks: [UInt32] = [0x345, 0x301, 0x323, 0x334, 0x3099]
    var tower = Self.utf8(0x61)
    for index in 0..<100_000 { tower += Self.utf8(marks[index % 5]) }
    let sorted = try #require(tower.withUnsafeBufferPointer { NormalizedText($0, form: .nfkc) })
    #expect(sorted.bytes.starts(with: Self.utf8(0x1EA1) + Self.utf8(0x334)))
    #expect(sorted.sourceEnd(3) == 7)
    let vowels = [[UInt8]](repeating: Self.utf8(0x1161), count: 100_000).flatMap { $0 }
    #expect(NormalizedText.bytes(of: vowels, form: .nfc) == vowels)
  }
}
