import TestSupport
import Testing

@Suite struct StatsTests {
  @Test func printsRecords() {
    let run = ProgramRun("stats", "--json", "-t", "bytes", "--text", "ab c")
    #expect(
      run.text == #"{"bytes":4,"bytes_per_token":1.0,"documents":1,"kept_whole":0.5,"schema":"tokview/stats/1","#
        + #""token_bytes_histogram":[[1,4]],"tokenizer":"bytes","tokens":4,"tokens_in_words":3,"tokens_per_word":1.5,"#
        + #""tokens_per_word_histogram":[[1,1],[2,1]],"virtual_tokens":0,"words":2,"words_kept_whole":1}"# + "\n")
  }

  @Test func printsATable() {
    let run = ProgramRun("stats", "-t", "bytes", "--documents", "nul", input: Array("ab\0cd e".utf8))
    #expect(
      run.text == """
        tokenizer  documents  bytes  tokens  bytes/token  words  tokens/word  kept whole
        bytes              2      6       6        1.000      3        1.667      33.3 %

        """)
    let empty = ProgramRun("stats", "-t", "bytes", "--text", "")
    #expect(empty.lines.last == "bytes              1      0       0            -      0            -           -")
  }

  /// Several documents count as one run over each of them, pieces of a long one as the whole.
  @Test func countsDocumentsApart() {
    let long = Array(repeatElement(Array("word another1 2.5 wörd\n".utf8), count: 90_000).joined())
    let run = ProgramRun("stats", "--json", "-t", "bytes", input: long)
    #expect(run.text.contains(#""documents":1,"#) && run.text.contains(#""words":360000,"#))
    #expect(run.text.contains(#""tokens":\#(long.count),"#))
  }
}
