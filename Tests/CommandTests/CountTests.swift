import TestSupport
import Testing

@Suite struct CountTests {
  @Test func countsFiles() {
    let folder = TemporaryFolder()
    folder.write(Array("ab c\n".utf8), "b")
    folder.write(Array("xyz".utf8), "a")
    let run = ProgramRun("count", "-t", "bytes", "-t", "r2l", "b", "a", folder: folder.path)
    #expect(
      run.text == """
        bytes  r2l  texts  bytes  name
            5    3      1      5  b
            3    2      1      3  a
            8    5      2      8  total

        """, "\(run.text)\(run.errors)")
    let one = ProgramRun("count", "-t", "bytes", "--text", "abc")
    #expect(one.lines == ["bytes  texts  bytes  name", "    3      1      3  text"], "\(one.text)")
    let total = ProgramRun("count", "-t", "bytes", "--by", "total", "a", "b", folder: folder.path)
    #expect(total.lines.last == "    8      2      8  total" && total.lines.count == 2, "\(total.text)")
  }

  /// As many as encode prints, markers without bytes included.
  @Test(arguments: ["bpe", "turkish", "scaffold"]) func countsTheIDsOfEncode(tokenizer: String) {
    let text = "Evlerimizdeki KİTAPLARI okuduk, the keyboards 1234567."
    let ids = ProgramRun("encode", "-t", tokenizer, "--text", text).text.split { $0 == " " || $0 == "\n" }.count
    let run = ProgramRun("count", "-t", tokenizer, "--by", "total", "--json", "--text", text)
    #expect(run.text.contains(#""counts":[{"tokenizer":"\#(tokenizer)","tokens":\#(ids)}]"#), "\(run.text)")
  }

  @Test func countsLines() {
    let run = ProgramRun("count", "-t", "bytes", "--by", "line", input: Array("abc\n\nd\r\nlast".utf8))
    #expect(
      run.text == """
          bytes    texts    bytes  name
              3        1        3  -:1
              0        1        0  -:2
              1        1        1  -:3
              4        1        4  -:4
              8        4        8  total

        """, "\(run.text)")
  }

  /// Lines longer than what is encoded at once are counted too, and long files as the whole.
  @Test func readsLongInput() {
    let folder = TemporaryFolder()
    let long = Array(String(repeating: "word 1234 ", count: 300_000).utf8)
    folder.write(long + [0x0D, 0x0A] + Array("b\n".utf8) + long, "long")
    let lines = ProgramRun("count", "-t", "bytes", "--by", "line", "--json", folder["long"])
    #expect(lines.lines.count == 4)
    for index in [0, 2] { #expect(lines.lines[index].hasPrefix(#"{"bytes":3000000,"#), "\(lines.lines[index])") }
    #expect(lines.lines[1].hasPrefix(#"{"bytes":1,"#))
    let whole = ProgramRun("count", "-t", "bpe", "--json", folder["long"])
    let stats = ProgramRun("stats", "-t", "bpe", "--json", folder["long"])
    let tokens = whole.text.firstMatch(of: /"tokens":(\d+)/)?.1
    #expect(tokens != nil && tokens == stats.text.firstMatch(of: /"tokens":(\d+)/)?.1)
  }

  private static let records = """
    {"text": "ab", "meta": {"title": "x\\u00e9", "n": 1}}

    {"other": [1, {"text": "no"}], "text": "cde", "meta": {"title": "y"}}

    """

  @Test func countsFields() {
    let folder = TemporaryFolder()
    folder.write(Array(Self.records.utf8), "a")
    let run = ProgramRun(
      "count", "-t", "bytes", "--field", "text", "--field", "meta.title", "a", folder: folder.path)
    #expect(
      run.text == """
        bytes  texts  bytes  name
            4      2      4  a meta.title
            5      2      5  a text
            9      4      9  total

        """, "\(run.text)\(run.errors)")
    #expect(run.code == 0 && run.errors == "")
    let lines = ProgramRun("count", "-t", "bytes", "--field", "text", "--by", "line", "a", folder: folder.path)
    #expect(lines.lines.map { $0.split(separator: " ").last } == ["name", "text", "text", "total"], "\(lines.text)")
    #expect(lines.lines[2].hasSuffix("  a:3 text"))
    let total = ProgramRun(
      "count", "-t", "bytes", "--field", "text", "--field", "meta.title", "--by", "total", "a", "a", folder: folder.path
    )
    #expect(
      total.lines[1].hasSuffix("  4      8  meta.title") && total.lines[3].hasSuffix("18  total"), "\(total.text)")
    let json = ProgramRun("count", "-t", "bytes", "--field", "text", "--json", "a", folder: folder.path)
    #expect(
      json.lines[0]
        == #"{"bytes":5,"counts":[{"tokenizer":"bytes","tokens":5}],"document":"a","field":"text","line":null,"#
        + #""schema":"tokview/count/1","texts":2,"total":false}"#, "\(json.text)")
  }

  /// Lines that are no objects, or lack the text, are told and left out.
  @Test func tellsLinesWithoutText() {
    let input = #"{"a":"x"}"# + "\n[1]\n{\"a\":1}\n{\"a\":\"\u{1B}\"}\n{\"b\":\"x\"\n" + #"{"a":"yz"}"#
    let run = ProgramRun("count", "-t", "bytes", "--field", "a", input: Array(input.utf8))
    #expect(run.code == 1 && run.lines.last == "    3      2      3  - a", "\(run.text)")
    let errors = run.errors.split(separator: "\n")
    #expect(errors.count == 5 && errors[0].hasPrefix("tokview: -: line 2: "), "\(run.errors)")
    #expect(errors[1] == "tokview: -: line 3: no text at a" && errors[2].contains("a control byte inside a string"))
    #expect(errors[4] == "tokview: left out what has no text: 4 times (the counts are of the rest)")
    let many = ProgramRun(
      "count", "-t", "bytes", "--field", "a", input: Array(repeating: Array("x\n".utf8), count: 50).flatMap { $0 })
    #expect(many.errors.split(separator: "\n").count == 11 && many.errors.contains("50 times"))
  }
}
