import Testing

@testable import Formats

@Suite struct ThemeFileTests {
  @Test func valuesAreNamedBySection() throws {
    let theme = try ThemeFile(
      Array("[token]\na = 24\nminority = \"bold underline\"\n[heat]\nmap = [1, 2]\n[x]\non = true\n".utf8))
    #expect(
      theme.values == [
        "token.a": .integer(24), "token.minority": .text("bold underline"),
        "heat.map": .list([.integer(1), .integer(2)]), "x.on": .bool(true),
      ])
    #expect(theme.warnings.isEmpty)
  }

  @Test func whatIsNotFlatIsLeftOutWithAWarning() throws {
    let theme = try ThemeFile(Array("a = 1\nb = 1.5\nc = 1979-05-27\n[d.e]\nf = 1\n[g]\nh = [[1]]\n\"\" = 2\n".utf8))
    #expect(theme.values == ["a": .integer(1), "g.": .integer(2)])
    #expect(theme.warnings.count == 4)
  }

  /// The library asserts on the first three.
  @Test(arguments: [
    "[, 3]", "a = [\"x\",}]", "[t]\nna[t]]", "a.", "a..b = 1", "[[t]]", "a = {b = 1}", "a = \"\"\"x\ny\"\"\"",
    "a = 1 b = 2", "= 1", "a = [1 2]",
  ])
  func refusesOtherShapes(_ text: String) {
    do throws(FormatError) {
      _ = try ThemeFile(Array(text.utf8))
      Issue.record("accepted")
    } catch { #expect(error.place == .line(text.hasPrefix("[t]") ? 2 : 1)) }
  }

  @Test func takesTheShapesThatThemesUse() throws {
    let text = "# c\r\n a . b = [ 1, # x\n 'y\"', [\"]\"], ]\n\"k\" = \"q\\\"#\" # d\n"
    let theme = try ThemeFile(Array(text.utf8))
    #expect(theme.values["k"] == .text("q\"#"))
  }

  @Test(arguments: [
    "a = ", "a = 1\na = 2", "[a", "a = \"\u{1}\"", "include = \"x", "a = 99999999999999999999", "\u{0}",
  ])
  func refuses(_ text: String) { #expect(throws: FormatError.self) { try ThemeFile(Array(text.utf8)) } }

  @Test func depthAndSizeAreCapped() {
    let deep = "a = " + String(repeating: "[", count: 30_000)
    #expect(throws: FormatError.self) { try ThemeFile(Array(deep.utf8)) }
    #expect(throws: FormatError.self) { try ThemeFile(Array(String(repeating: "\n", count: 1_000_000).utf8)) }
    #expect(throws: FormatError.self) { try ThemeFile((0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 167) }) }
  }

  @Test func messagesAreSafeToShow() {
    do throws(FormatError) {
      _ = try ThemeFile(Array("\"\u{9B}31m\u{202E}\" = 1\n\"\u{9B}31m\u{202E}\" = 2".utf8))
      Issue.record("accepted")
    } catch { #expect(!error.description.unicodeScalars.contains { $0.value == 0x9B || $0.value == 0x202E }) }
  }
}
