import Testing

@testable import Formats

@Suite struct SampleFileTests {
  private static let head = "+++\ntitle = \"T\"\nlang = \"en\"\ndomain = \"code\"\nnote = \"N\"\n"

  private func sample(_ text: String) throws(FormatError) -> SampleFile { try SampleFile(Array(text.utf8)) }

  private func fault(_ bytes: [UInt8]) -> FormatError? {
    do throws(FormatError) {
      _ = try SampleFile(bytes)
      return nil
    } catch { return error }
  }

  @Test func readsFrontMatterAndBody() throws {
    let sample = try sample(
      Self.head + "expect = [\"a\", \"b\"]\ntags = \"x\"\npair = \"02-p\"\n+++\nline\n\n+++\nend\n")
    #expect(sample.title == "T" && sample.language == "en" && sample.domain == "code" && sample.note == "N")
    #expect(sample.expectations == ["a", "b"] && sample.tags == ["x"] && sample.pair == "02-p")
    #expect(sample.body == Array("line\n\n+++\nend".utf8))
    #expect(sample.warnings.isEmpty)
  }

  @Test func questionAndAnswerBelongTogether() throws {
    let asked = try sample(Self.head + "question = \"Why?\"\nanswer = \"{tokens:bpe}\"\n+++\nx\n")
    #expect(asked.question == "Why?" && asked.answer == "{tokens:bpe}" && asked.warnings.isEmpty)
    #expect(try sample(Self.head + "question = \"Why?\"\n+++\nx\n").warnings.count == 1)
    #expect(try sample(Self.head + "answer = 3\n+++\nx\n").warnings == ["answer: wrong type (ignored)"])
  }

  @Test func expectMayBeOneText() throws {
    #expect(try sample(Self.head + "expect = \"a\"\n+++\n").expectations == ["a"])
  }

  @Test func bodyKeepsItsBytes() throws {
    #expect(try SampleFile(Array((Self.head + "+++\n").utf8) + [0xFF, 0x0D, 0x0A, 0x0A]).body == [0xFF, 0x0D, 0x0A])
    #expect(try sample(Self.head + "+++").body.isEmpty)
    #expect(try sample(Self.head + "+++\nno newline").body == Array("no newline".utf8))
    #expect(try sample(Self.head + "+++\n\\n").body == Array("\\n".utf8))
  }

  @Test func escapesAreReplaced() throws {
    let sample = try sample(
      Self.head + "escapes = true\n+++\na\\u{1F469}\\xfF\\n\\t\\r\\\\n\\q\\u{110000}\\u{}\\x1\\\n")
    #expect(sample.body == Array("a👩".utf8) + [0xFF] + Array("\n\t\r\\n\\q\\u{110000}\\u{}\\x1\\".utf8))
    #expect(sample.warnings == ["5 unknown escapes, the first at byte 23 of the body (kept)"])
    #expect(
      try self.sample(Self.head + "escapes = true\n+++\n\\q").warnings == [
        "an unknown escape at byte 0 of the body (kept)"
      ])
    let many = try SampleFile(
      Array((Self.head + "escapes = true\n+++\n").utf8) + [UInt8](repeating: 0x5C, count: 1 << 20) + [0x71])
    #expect(many.warnings.isEmpty && many.body.count == 1 << 19 + 1)
  }

  @Test func faultsOfSingleKeysAreWarnings() throws {
    let sample = try sample("+++\ntitle = 3\nnoise = 1\nexpect = [1]\n+++\nx\n")
    #expect(sample.body == [0x78])
    #expect(sample.warnings.count == 6)
  }

  @Test(arguments: [
    "", "text", " +++\n+++\n", "+++\ntitle = \"a\"\n", "+++\ntitle = \n+++\n", "+++\na = \"\\u0000\"\n+++\n",
  ])
  func refuses(_ text: String) { #expect(fault(Array(text.utf8)) != nil) }

  @Test func faultsHaveTheLineOfTheFile() {
    #expect(fault(Array("+++\ntitle = \"a\"\nlang = ?\n+++\n".utf8))?.place == .line(3))
  }

  @Test func refusesBinaryAndHuge() {
    #expect(fault(Array("+++\n".utf8) + [0xFF, 0xFE] + Array("\n+++\n".utf8))?.kind == .encoding)
    #expect(
      fault(Array("+++\n".utf8) + [UInt8](repeating: 0x0A, count: 1_000_000) + Array("+++\n".utf8))?.kind == .limit)
  }
}
