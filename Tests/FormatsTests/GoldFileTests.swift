import Formats
import TestSupport
import Testing

@Suite struct GoldFileTests {
  private func read(_ text: String) throws -> GoldFile { try GoldFile(Array(text.utf8)) }

  @Test func readsCategoriesHalvesAndReadings() throws {
    let file = try read(
      "\u{FEFF}# category:  one a \r\n# a remark\r\nev-ler kitab-ı|kitabı\tek\r\n\r\n#category: two\nAnkara'-da")
    #expect(file.categories == ["one a", "two"])
    #expect(file.words.map { String(decoding: $0.text, as: UTF8.self) } == ["evler", "kitabı", "ek", "Ankara'da"])
    #expect(file.words.map(\.category) == [0, 0, 0, 1])
    #expect(file.words.map(\.half) == [.dev, .test, .dev, .dev])
    #expect(file.words.map(\.readings) == [[[2]], [[5], []], [[]], [[7]]])
  }

  @Test func wordsBeforeACategoryHaveOneWithoutAName() throws {
    let file = try read("a-b\n# category: c\nd")
    #expect(file.categories == ["", "c"] && file.words.map(\.category) == [0, 1])
    #expect(try read("a-b|a-b").words[0].readings == [[1]])
  }

  @Test(arguments: [
    ("a\nev--ler", FormatError.Kind.syntax, 2), ("-ev", .syntax, 1), ("ev-", .syntax, 1), ("-", .syntax, 1),
    ("ev-ler|", .syntax, 1), ("|", .syntax, 1), ("ev-ler|ev-lar", .inconsistent, 1), ("a\n\nab|a", .inconsistent, 3),
    ("# category: a\nb\n# category: a", .duplicate, 3), ("a\u{0}b", .syntax, 1), ("a\rb", .syntax, 1),
    ("a\u{1B}[0m", .syntax, 1),
  ])
  func refusesWithALine(text: String, kind: FormatError.Kind, line: Int) {
    let error = #expect(throws: FormatError.self) { try read(text) }
    #expect(error?.kind == kind && error?.place == .line(line), "\(String(describing: error))")
  }

  @Test func refusesNothingBinaryAndHuge() {
    func kind(_ bytes: [UInt8]) -> FormatError.Kind? { #expect(throws: FormatError.self) { try GoldFile(bytes) }?.kind }
    #expect(kind([]) == .missing)
    #expect(kind(Array("# category: a\n".utf8)) == .missing)
    #expect(kind([0x61, 0xFF]) == .encoding)
    #expect(kind([0x61, 0x0A, 0xC3]) == .encoding)
    #expect(kind([UInt8](repeating: 0x61, count: GoldFile.byteLimit + 1)) == .limit)
    #expect(kind([UInt8](repeating: 0x61, count: GoldFile.wordByteLimit + 1)) == .limit)
    #expect(kind(Array(repeatElement([0x61, 0x20], count: GoldFile.wordLimit + 1).joined())) == .limit)
    #expect(kind(Array(repeatElement([0x61], count: GoldFile.readingLimit + 1).joined(separator: [0x7C]))) == .limit)
    let categories = (0...GoldFile.categoryLimit).map { "# category: \($0)\n" }.joined()
    #expect(kind(Array(categories.utf8)) == .limit)
  }

  @Test(arguments: [5, 6] as [UInt64]) func survivesDamage(seed: UInt64) throws {
    let whole = try #require(Repository.read("Sources/DeveloperTools/turkish/gold.txt"))
    var generator = SeededGenerator(seed: seed)
    var refused = 0
    for _ in 0..<300 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        bytes[place] = [0x2D, 0x7C, 0x0A, 0x0D, 0x20, 0x23, 0x00, 0xFF].randomElement(using: &generator)!
      }
      do {
        for word in try GoldFile(bytes).words {
          #expect(!word.text.isEmpty && !word.readings.isEmpty, "seed \(seed)")
          for cuts in word.readings {
            #expect(cuts.allSatisfy { $0 > 0 && $0 < word.text.count } && cuts == Set(cuts).sorted(), "seed \(seed)")
          }
        }
      } catch { refused += 1 }
    }
    #expect(refused > 100 && refused < 300)
  }

  @Test func readsTheListOfTheRepository() throws {
    let file = try GoldFile(try #require(Repository.read("Sources/DeveloperTools/turkish/gold.txt")))
    #expect(file.categories.count == 10)
    #expect(file.words.count { $0.half == .dev } == 182 && file.words.count { $0.half == .test } == 178)
  }
}
