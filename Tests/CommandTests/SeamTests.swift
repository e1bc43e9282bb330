import TestSupport
import Testing

@Suite struct SeamTests {
  @Test func saysWhatChanges() {
    let run = ProgramRun("seam", "--at", "4", "--text", "the dog", "-t", "bytes", "-t", "bpe")
    #expect(run.code == 0 && run.errors == "", "\(run.errors)")
    #expect(run.lines[0].hasPrefix("tokenizer  apart  together  lost  gained  bytes  tokens apart"), "\(run.text)")
    #expect(run.lines[1].hasPrefix("bytes          7         7     0       0      -  [ ]|[d]"), "\(run.text)")
    // The space belongs to the word after it.
    #expect(run.lines[2].hasPrefix("bpe            4         2     2       0   3..7  [ ]|[d][og]"), "\(run.text)")
    #expect(run.lines[2].hasSuffix("[ dog]"), "\(run.text)")
  }

  @Test func givesObjects() {
    let run = ProgramRun("seam", "--at", "4", "--json", "-t", "bpe", input: Array("the dog".utf8))
    #expect(
      run.text.hasPrefix(#"{"apart":4,"apart_tokens":[{"end":4,"hex":"20","id":32,"start":3,"text":" "},{"end":5,"#),
      "\(run.text)")
    #expect(
      run.text.contains(
        #""at":4,"bytes":7,"document":"-","gained":[],"lost":[4,5],"reach":[3,7],"schema":"tokview/seam/1","together":2,"#
      ),
      "\(run.text)")
    let binary = ProgramRun("seam", "--at", "1", "--json", "-t", "bpe", input: [0xE2, 0x82, 0xAC])
    #expect(binary.code == 0, "\(binary.errors)")
  }

  @Test func refusesPlacesThatAreNotThere() {
    let run = ProgramRun("seam", "--at", "8", "--text", "the dog", "-t", "bpe")
    #expect(run.code == 1 && run.errors.contains("cannot look at byte 8 of text: it has 7"), "\(run.errors)")
    #expect(ProgramRun("seam", "--at", "-1", "--text", "a").code == 64)
    #expect(ProgramRun("seam", "--text", "a").code == 64)
    #expect(ProgramRun("seam", "--at", "0", "--text", "", "-t", "bpe").code == 0)
    #expect(ProgramRun("seam", "--at", "7", "--text", "the dog", "-t", "bpe").text.contains("the same"))
  }
}
