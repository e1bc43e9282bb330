import TestSupport
import Testing

@Suite struct TermsTests {
  @Test func printsTheTermsOfThePaper() {
    let run = ProgramRun("terms", "-t", "bytes", "-t", "bpe")
    #expect(run.code == 0 && run.errors == "", "\(run.errors)")
    #expect(run.lines[0] == "term                      bytes     bpe", "\(run.text)")
    #expect(run.lines[1] == "[legal]" && run.lines[12] == "[financial]")
    #expect(run.lines[2].hasPrefix("11 U.S.C. § 362(a)           19 "))
    // 10 terms each, 153 and 145 bytes together.
    #expect(run.lines[23].hasPrefix("mean legal                15.30 "), "\(run.lines[23])")
    #expect(run.lines[24].hasPrefix("mean financial            14.50 "), "\(run.lines[24])")
    #expect(run.lines[25].hasPrefix("mean of all               14.90 "), "\(run.lines[25])")
    #expect(run.lines[26].hasPrefix("saved beside bytes         base "))
    #expect(run.lines[27].hasSuffix(" %"))
    #expect(run.lines.count == 28)
  }

  @Test func countsTheUsersTerms() {
    let folder = TemporaryFolder()
    folder.write(Array("# a comment\nab\n\n# group: two\ncd e\n".utf8), "list")
    let run = ProgramRun("terms", folder["list"], "-t", "bytes", "--json")
    let record =
      #"{"base":"bytes","document":"list","groups":[{"group":"","saved":0,"saved_share":0.0,"term_count":1,"#
      + #""tokens":2,"tokens_per_term":2.0},{"group":"two","saved":0,"saved_share":0.0,"term_count":1,"tokens":4,"tokens_per_term":4.0}],"#
      + #""saved":0,"saved_share":0.0,"schema":"tokview/terms/1","term_count":2,"#
      + #""terms":[{"ends":[1,2],"term":"ab","tokens":2},{"ends":[1,2,3,4],"term":"cd e","tokens":4}],"#
      + #""tokenizer":"bytes","tokens":6,"tokens_per_term":3.0}"# + "\n"
    #expect(run.text == record.replacing(#""list""#, with: "\"\(folder["list"])\""), "\(run.text)\(run.errors)")
    let piped = ProgramRun("terms", "-", "-t", "bytes", "--json", input: folder.read("list") ?? [])
    #expect(piped.text == record.replacing(#""list""#, with: #""-""#))
  }

  @Test func isHeldAgainstTheBase() {
    let run = ProgramRun("terms", "-", "-t", "bytes", "-t", "bpe", "--base", "2", input: Array("1234".utf8))
    #expect(
      run.lines.suffix(3) == [
        "mean of all           4.00  2.00", "saved beside bpe        -2  base", "saved, share      -100.0 %  base",
      ], "\(run.text)")
    #expect(ProgramRun("terms", "-t", "bytes", "--base", "2").code == 64)
    #expect(ProgramRun("terms", "-t", "bytes", "--base", "0").code == 64)
  }

  @Test func refusesWhatIsNoList() {
    let folder = TemporaryFolder()
    folder.write([0x61, 0x0A, 0xFF], "binary")
    folder.write(Array(String(repeating: "t\n", count: 1_000_000).utf8), "many")
    #expect(ProgramRun.shell("mkfifo '\(folder["pipe"])'").code == 0)
    for (name, reason) in [
      ("binary", "line 2: not UTF-8"), ("many", "line 10001: more than 10000 terms"), ("pipe", "it is a pipe"),
      ("", "it is a directory"), ("gone", "no such file"),
    ] {
      let run = ProgramRun("terms", folder[name], "-t", "bytes")
      #expect(run.code == 1 && run.text == "" && run.errors.contains(reason), "\(name): \(run.errors)")
      #expect(run.errors.utf8.count { $0 == 0x0A } == 1)
    }
  }
}
