import Screen
import TerminalTestSupport
import TestSupport
import Testing

@Suite struct CheckTests {
  private func check(_ ids: String, _ arguments: String...) -> ProgramRun {
    let folder = TemporaryFolder()
    folder.write(Array(ids.utf8), "ids")
    return ProgramRun(["check", "--expect", folder["ids"], "-t", "bytes"] + arguments)
  }

  /// All forms of a list, of one text.
  @Test(arguments: [
    "97 98 10 99", "97\n98\n10\n99\n", " 97, 98,10,99", "[97,98,10,99]", "[[97, 98, 10, 99]]",
    #"{"ids": [97,98,10,99]}"#,
    #"{"tokens":["a","b","?","c"],"input_ids":[97,98,10,99]}"#,
    #"{"x":[{}],"tokens":[{"id":97},{"id":98},10,{"id":99,"text":"c"}]}"#,
  ])
  func equalIDsEndWith0(ids: String) {
    let run = check(ids, "--text", "ab\nc")
    #expect(run.code == 0 && run.output.isEmpty && run.errors == "", "\(run.text)\(run.errors)")
    let other = check(ids, "--text", "ab\nd")
    #expect(other.code == 1 && other.lines.count == 4, "\(other.text)")
  }

  @Test func showsTheFirstDifference() {
    #expect(
      check("97 98 10 999 1 2 3 4", "--text", "ab\ncdefg").text == """
        text: bytes: token 3 is another one, at byte 3, line 2
          before    97 "a"  98 "b"  10 "↵"
          expected  999 (not in the vocabulary)  1 "\u{2401}"  2 "\u{2402}"  3 "\u{2403}"
          found     99 "c"  100 "d"  101 "e"  102 "f"

        """)
    let longer = check("97 98 99", "--text", "ab")
    #expect(longer.code == 1 && longer.lines.last == "  found     the end", "\(longer.text)")
    #expect(longer.lines[0] == "text: bytes: token 2 is another one, at byte 2, line 1")
    let shorter = check("", "--text", "a")
    #expect(shorter.code == 1 && shorter.lines[1...2] == ["  before    the start", "  expected  the end"])
    let json = check("97 99", "--json", "--text", "ab")
    #expect(
      json.text
        == #"{"before":[{"hex":"61","id":97,"text":"a"}],"byte":1,"document":"text","equal":false,"equal_tokens":1,"#
        + #""expected":[{"hex":"63","id":99,"text":"c"}],"found":[{"hex":"62","id":98,"text":"b"}],"line":1,"#
        + #""schema":"tokview/check/1","tokenizer":"bytes"}"# + "\n")
    #expect(json.code == 1)
  }

  /// What encode prints is what check takes, for several texts and in every format.
  @Test func takesWhatEncodePrints() {
    let folder = TemporaryFolder()
    let text = Array("The keyboards: 1,234\nwörd\0\0pencereden".utf8)
    folder.write(text, "text")
    for tokenizer in ["bpe", "scaffold", "turkish", "legal"] {
      for format in ["ids", "json"] {
        let encoded = ProgramRun(
          "encode", "-t", tokenizer, "--format", format, "--documents", "nul", folder["text"])
        #expect(encoded.lines.count == 3)
        let run = ProgramRun(
          "check", "-t", tokenizer, "--expect", "-", "--documents", "nul", folder["text"], input: encoded.output)
        #expect(run.code == 0 && run.output.isEmpty, "\(run.text)\(run.errors)")
        let fewer = ProgramRun(
          "check", "-t", tokenizer, "--expect", "-", "--documents", "nul", folder["text"],
          input: Array((encoded.lines[..<2].joined(separator: "\n") + "\n").utf8))
        #expect(fewer.code == 1 && fewer.errors.contains("has 2 lists of ids and this is text 3"), "\(fewer.errors)")
      }
    }
  }

  /// The screen says what the command prints, and has the cursor there.
  @Test func theScreenSaysTheSame() throws {
    let folder = TemporaryFolder()
    folder.write(Array("ab\ncdefg".utf8), "text")
    folder.write(Array("97 98 10 120 1".utf8), "ids")
    let printed = ProgramRun("check", "--expect", "ids", "-t", "bytes", "text", folder: folder.path).lines
    let script = "cd '\(folder.path)' && exec '\(Products.path("tokview"))' -t bytes text"
    let program = try #require(
      PseudoTerminal(
        ["/bin/sh", "-c", script], environment: ["HOME": "/nonexistent"], size: Size(width: 160, height: 30),
        secondsForAll: 60))
    #expect(program.wait { $0.contains("COMPARE") && $0.contains("token 1/8") }, "\(program.screen.text)")
    program.type(":expect ids\r")
    #expect(program.wait(for: "! " + printed[0] + printed[2]), "\(program.screen.text)")
    #expect(program.screen.contains("token 4/8") && program.screen.contains("bytes 3..4"), "\(program.screen.text)")
    folder.write(Array("97 98 10 99 100 101 102 103".utf8), "ids")
    program.type(":expect ids\r")
    #expect(program.wait(for: "text: bytes: all 8 ids are those of ids"), "\(program.screen.text)")
    program.type("q")
    #expect(program.waitForExit() == .code(0))
  }

  /// A difference deep in a long text is found where it is.
  @Test func readsLongTexts() {
    let folder = TemporaryFolder()
    let text = Array(repeatElement(Array("word another1 2.5 wörd\n".utf8), count: 90_000).joined())
    folder.write(text, "text")
    var ids = text.map { "\($0)" }
    let same = ProgramRun(
      "check", "-t", "bytes", "--expect", "-", folder["text"], input: Array(ids.joined(separator: " ").utf8))
    #expect(same.code == 0, "\(same.text)")
    ids[2_000_000] = "7"
    let other = ProgramRun(
      "check", "-t", "bytes", "--expect", "-", folder["text"], input: Array(ids.joined(separator: " ").utf8))
    let line = text[..<2_000_000].count { $0 == 0x0A } + 1
    #expect(other.lines.first?.hasSuffix("token 2000000 is another one, at byte 2000000, line \(line)") == true)
  }

  @Test(arguments: [
    ("97 x", "a byte that belongs to no id"), ("99999999999", "a number larger than any id"), ("[1,", "the text ends"),
    ("[1,[2]]", "a list among ids"), ("[[1],2]", "an id among lists"), ("{}", "an object without ids"),
    (#"{"tokens":[{"text":"a"}]}"#, "a token without id"), ("[-1]", "expected a whole number"), ("[1] x", "expected"),
    ("[1][2]", "has 2 lists of ids for 1 texts"),
  ])
  func tellsWhatIsWrongWithTheList(ids: String, message: String) {
    let run = check(ids, "--text", "\u{1}")
    #expect(run.code == 1 && run.output.isEmpty && run.errors.contains(message), "\(run.errors)")
    #expect(run.errors.hasPrefix("tokview: cannot ") && run.errors.split(separator: "\n").count == 1, "\(run.errors)")
  }

  /// Special tokens are text, or match, for every command alike.
  @Test func parsesSpecialTokens() {
    let path = Repository.root + "/Tests/Golden/added/pattern.json"
    let text = "a<|end|>b"
    let plain = ProgramRun("encode", "-t", path, "--text", text)
    let parsed = ProgramRun("encode", "-t", path, "--specials", "parse", "--text", text)
    #expect(parsed.text.split(separator: " ").count == 3 && plain.text.split(separator: " ").count > 3)
    #expect(ProgramRun("encode", "-t", path, "--specials", "text", "--text", text).output == plain.output)
    for (specials, ids) in [("text", plain), ("parse", parsed)] {
      let run = ProgramRun(
        "check", "-t", path, "--specials", specials, "--expect", "-", "--text", text, input: ids.output)
      #expect(run.code == 0, "\(run.text)")
    }
    let stats = ProgramRun("stats", "--json", "-t", path, "--specials", "parse", "--text", text)
    #expect(stats.text.contains(#""tokens":3,"#) && stats.text.contains(#""special":7"#), "\(stats.text)")
    let decoded = ProgramRun("decode", "-t", path, input: parsed.output)
    #expect(decoded.text == text)
    let diff = ProgramRun("diff", path, "bytes", "--specials", "parse", "--json", "--text", text)
    #expect(diff.text.contains(#""start":1,"#) && diff.text.contains(#""end":8,"#), "\(diff.text)")
  }
}
