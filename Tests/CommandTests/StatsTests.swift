import TestSupport
import Testing

@Suite struct StatsTests {
  @Test func printsRecords() {
    let run = ProgramRun("stats", "--json", "-t", "bytes", "--text", "ab c")
    #expect(
      run.text
        == #"{"bytes":4,"bytes_by_kind":{"byte":4},"bytes_per_token":1.0,"characters":4,"characters_per_token":1.0,"#
        + #""coverage":{"byte":1.0},"documents":1,"entropy":2.0,"kept_whole":0.5,"renyi_efficiency":1.0,"renyi_entropy":2.0,"#
        + #""schema":"tokview/stats/1","#
        + #""token_bytes_histogram":[[1,4]],"token_types":4,"tokenizer":"bytes","tokens":4,"tokens_in_words":3,"tokens_once":4,"tokens_per_word":1.5,"#
        + #""tokens_per_word_histogram":[[1,1],[2,1]],"virtual_tokens":0,"words":2,"words_kept_whole":1}"# + "\n")
  }

  @Test func printsATable() {
    let run = ProgramRun("stats", "-t", "bytes", "--documents", "nul", input: Array("ab\0cd e".utf8))
    #expect(
      run.text == """
        tokenizer  documents  bytes  tokens  bytes/token  chars/token  words  tokens/word  kept whole  entropy  Rényi
        bytes              2      6       6        1.000        1.000      3        1.667      33.3 %    2.585  1.000

        """)
    let empty = ProgramRun("stats", "-t", "bytes", "--text", "")
    #expect(
      empty.lines.last
        == "bytes              1      0       0            -            -      0            -           -        -      -"
    )
  }

  /// Several documents count as one run over each of them, pieces of a long one as the whole.
  @Test func countsDocumentsApart() {
    let long = Array(repeatElement(Array("word another1 2.5 wörd\n".utf8), count: 90_000).joined())
    let run = ProgramRun("stats", "--json", "-t", "bytes", input: long)
    #expect(run.text.contains(#""documents":1,"#) && run.text.contains(#""words":360000,"#))
    #expect(run.text.contains(#""tokens":\#(long.count),"#))
  }

  /// With the counts of the tokens, which other runs can be added to; without --json they have no place.
  @Test func printsTokenCounts() {
    let run = ProgramRun("stats", "--json", "--tokens", "-t", "bytes", "--text", "abba b")
    #expect(run.text.contains(#""token_counts":[[32,1],[97,2],[98,3]],"#), "\(run.text)")
    #expect(run.text.contains(#""renyi_efficiency":0.8357"#), "\(run.text)")
    #expect(!ProgramRun("stats", "--json", "-t", "bytes", "--text", "ab").text.contains("token_counts"))
    #expect(ProgramRun("stats", "--tokens", "-t", "bytes", "--text", "ab").code == 64)
  }

  @Test func showsKinds() {
    let run = ProgramRun("stats", "--kinds", "-t", "bytes", "-t", "bpe", "--text", "word 12")
    #expect(run.lines[0].hasSuffix("entropy  Rényi     byte   merge  digits"), "\(run.text)")
    #expect(run.lines[1].hasSuffix("  100.0 %   0.0 %   0.0 %"))
    #expect(run.lines[2].hasSuffix("  57.1 %  28.6 %"))
  }

  @Test func addsTurkishShares() {
    let text = "Evlerimizdeki kitapları okuduk, zzzqx 12."
    let run = ProgramRun("stats", "--turkish", "-t", "bpe", "--text", text)
    #expect(run.code == 0 && run.lines[0].hasSuffix("  %TR   %Pure"), "\(run.text)")
    #expect(run.lines.last?.contains("not comparable with published figures") == true && run.lines.count == 3)
    let bytes = ProgramRun("stats", "--turkish", "--json", "-t", "bytes", "--text", "e e o 5 q Q")
    #expect(bytes.text.contains(#""unique_tokens":3"#), "\(bytes.text)")
    #expect(!ProgramRun("stats", "--json", "-t", "bytes", "--text", "a").text.contains("pure"))
  }

  @Test func scoresAGoldList() {
    let folder = TemporaryFolder()
    folder.write(Array("# category: x\na-b ab c'-d\n# category: y\nabc|a-b-c\n".utf8), "gold")
    let run = ProgramRun("stats", "--gold", folder["gold"], "-t", "bytes")
    #expect(run.code == 0 && run.errors == "", "\(run.errors)")
    #expect(
      run.lines == [
        "tokenizer  words         precision %              recall %                F1 %       words right %",
        "bytes          4  80.0 [25.0, 100.0]  100.0 [100.0, 100.0]  88.9 [40.0, 100.0]  75.0 [25.0, 100.0]",
      ], "\(run.text)")
    let json = ProgramRun("stats", "--gold", folder["gold"], "--json", "-t", "bytes", "-t", "bpe")
    #expect(
      json.lines.count == 2 && json.lines[0].hasPrefix(#"{"categories":[{"category":"x","f1":0.8,"#), "\(json.text)")
    #expect(json.lines[0].contains(#""half":null,"missed":0,"precision":0.8,"#))
    #expect(
      json.lines[0].contains(#""right":4,"schema":"tokview/gold/1","tokenizer":"bytes","words":4,"words_right":3,"#))
    #expect(json.output == ProgramRun("stats", "--gold", folder["gold"], "--json", "-t", "bytes", "-t", "bpe").output)
    let half = ProgramRun("stats", "--gold", folder["gold"], "--json", "--half", "test", "-t", "bytes")
    #expect(half.text.contains(#""half":"test""#) && half.text.contains(#""wrong":1}"#), "\(half.text)")
    #expect(!half.text.contains(#""category":"y""#))
    let piped = ProgramRun("stats", "--gold", "-", "-t", "bytes", input: folder.read("gold") ?? [])
    #expect(piped.output == run.output)
  }

  @Test func refusesABadGoldList() {
    let folder = TemporaryFolder()
    folder.write(Array("a\n".utf8), "one")
    folder.write(Array("a\nb--c\n".utf8), "bad")
    folder.write([0xFF], "binary")
    for (arguments, text) in [
      (["--gold", folder["one"], "--half", "test"], "has no words in this half"),
      (["--gold", folder["bad"]], "line 2: an empty morpheme in \"b--c\""),
      (["--gold", folder["binary"]], "line 1: not UTF-8"),
      (["--gold", folder["none"]], "no such file"),
    ] {
      let run = ProgramRun(["stats", "-t", "bytes"] + arguments)
      #expect(run.code == 1 && run.output.isEmpty && run.errors.contains(text), "\(run.errors)")
      #expect(run.errors.split(separator: "\n").count == 1)
    }
  }

  /// The list of the repository, as its README says: what cuts nothing right has no right words, and the lists differ by half.
  @Test func scoresTheListOfTheRepository() {
    let list = Repository.root + "/Sources/DeveloperTools/turkish/gold.txt"
    let run = ProgramRun("stats", "--gold", list, "--half", "dev", "--json", "-t", "bytes")
    #expect(run.text.contains(#""recall":1.0,"#) && run.text.contains(#""words":182,"words_right":0,"#), "\(run.text)")
  }
}
