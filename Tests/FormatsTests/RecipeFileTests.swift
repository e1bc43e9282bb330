import Formats
import TestSupport
import Testing
import UnicodeText

@Suite struct RecipeFileTests {
  private func read(_ text: String) throws -> RecipeFile { try RecipeFile(Array(text.utf8)) }

  private func texts(_ text: String) throws -> [String] {
    try read(text).tokens.map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  @Test func optionsAndTokens() throws {
    let recipe = try read(
      """
      # A comment
      size = 4096
        pattern=gpt2
      normalizer = NFKC
      digits = no

      min-count = 3
      max-token-length = 4
      citation = F. Supp. 2d
      word = 10-K
      token = "],\\n\\t\\"\\\\"
      token = a = b
      """)
    #expect(recipe.size == 4_096 && recipe.pattern == .gpt2 && recipe.normalForm == .nfkc && recipe.digits == false)
    #expect(recipe.minimumCount == 3 && recipe.maximumTokenLength == 4)
    #expect(
      recipe.tokens.map { String(decoding: $0.bytes, as: UTF8.self) } == ["F. Supp. 2d", "10-K", "],\n\t\"\\", "a = b"])
    #expect(recipe.tokens.map(\.isSingleWord) == [true, true, false, false])
    let empty = try read("\u{FEFF}# nothing\r\n\r\n")
    #expect(empty.size == nil && empty.pattern == nil && empty.digits == nil && empty.tokens.isEmpty)
  }

  @Test func lists() throws {
    #expect(try texts("whitespace-runs = 2-4") == ["  ", "   ", "    "])
    #expect(try texts("years = 1998-2001\nnumbers = 9-11") == ["1998", "1999", "2000", "2001", "9", "10", "11"])
    #expect(try texts("roman-numerals = ii-v") == ["ii", "iii", "iv", "v"])
    #expect(try texts("roman-numerals = XXXIX-XLI") == ["XXXIX", "XL", "XLI"])
    #expect(try texts("roman-numerals = i-xcix").count == 99)
    #expect(
      try texts("enumerations = a-b Y-Z 9-10 iv-v") == [
        "(a)", " (a)", "(b)", " (b)", "(Y)", " (Y)", "(Z)", " (Z)", "(9)", " (9)", "(10)", " (10)", "(iv)", " (iv)",
        "(v)", " (v)",
      ])
    // The numerals i, v, x and l are letters already.
    #expect(try texts("enumerations = a-z i-xcix").count == 2 * (26 + 99 - 4))
  }

  /// Each fault is told with its line.
  @Test(arguments: [
    ("size = 4096\nsize", 2), ("colour = red", 1), ("size = ", 1), ("size = 255", 1), ("size = 4k", 1),
    ("size = -1", 1),
    ("size = 99999999999999999999", 1), ("\n\nsize = 300\nsize = 300", 4), ("pattern = gpt3", 1), ("digits = true", 1),
    ("normalizer = nfkd", 1),
    ("min-count = 0", 1), ("max-token-length = 1", 1), ("whitespace-runs = 1-8", 1), ("whitespace-runs = 8-2", 1),
    ("whitespace-runs = 2-99999999", 1), ("years = 1776", 1), ("years = 1776-2049-2050", 1), ("numbers = 0-100000", 1),
    ("enumerations = a-Z", 1), ("enumerations = z-a", 1), ("enumerations = aa-zz", 1), ("enumerations = 1-", 1),
    ("roman-numerals = x-ii", 1), ("roman-numerals = ii-XX", 1), ("roman-numerals = c-cc", 1), ("token = \"a", 1),
    ("token = \"a\" b", 1), ("token = \"\\x\"", 1), ("token = \"\"", 1), ("token = \"a\\", 1),
    ("token = a\u{1B}[2J", 1),
    ("token = a\u{7F}", 1), ("citation = U.S.\nword = U.S.", 2), ("numbers = 1-9\nyears = 9-10", 2), ("= 3", 1),
    ("size = 300\r\n\r\ntoken = " + String(repeating: "a", count: 257), 3),
  ])
  func faultsNameTheirLine(text: String, line: Int) throws {
    let error = #expect(throws: FormatError.self) { try read(text) }
    #expect(error?.place == .line(line), "\(text): \(error.map(String.init(describing:)) ?? "")")
    #expect(error?.description.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } == true)
  }

  @Test func limits() throws {
    #expect(throws: FormatError.self) { try RecipeFile([UInt8](repeating: 0x23, count: RecipeFile.byteLimit + 1)) }
    let error = #expect(throws: FormatError.self) { try RecipeFile(Array("size = 300\n#\ntoken = ".utf8) + [0xFF]) }
    #expect(error?.place == .line(3) && error?.kind == .encoding)
    #expect(throws: FormatError.self) { try read("numbers = 0-99999\nword = one more") }
    // A line of ranges that name the same items again and again takes no memory for each.
    let ranges = #expect(throws: FormatError.self) {
      try read("enumerations = " + String(repeating: "0-9999 ", count: 100_000))
    }
    #expect(ranges?.kind == .limit && ranges?.place == .line(1))
  }

  /// Whatever is done to a recipe, it is read or refused, never more.
  @Test func damagedRecipesNeverTrap() {
    let source = Array("size = 512\nenumerations = a-z 1-9 ii-xx\ntoken = \"\\n\\\"\"\ncitation = U.S.C.\n".utf8)
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<20_000 {
      var bytes = source
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: bytes.indices, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: place)
        default: bytes.insert(source.randomElement(using: &generator)!, at: place)
        }
      }
      _ = try? RecipeFile(bytes)
    }
  }

  /// The recipes of the bundled vocabularies can be read.
  @Test(arguments: [
    ("legal", 32_768, true), ("financial", 32_768, true), ("char-4k", 4_096, false), ("char-16k", 16_384, false),
  ])
  func bundledRecipes(name: String, size: Int, hasTokens: Bool) throws {
    let bytes = try #require(Repository.read("Sources/DeveloperTools/vocabularies/\(name).recipe"))
    let recipe = try RecipeFile(bytes)
    #expect(
      recipe.size == size && recipe.pattern == .gpt2 && recipe.normalForm == .nfkc && recipe.tokens.isEmpty != hasTokens
    )
  }
}
