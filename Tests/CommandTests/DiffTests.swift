import TestSupport
import Testing

@Suite struct DiffTests {
  @Test func showsThePlaces() {
    let run = ProgramRun("diff", "bpe", "r2l", "--text", "cost\n1234567, 42, 98765 x")
    #expect(
      run.text == """
        text:2: bytes 5..12
          bpe  ↵[123|456|7],
          r2l  ↵[1|234|567],
        text:2: bytes 18..23
          bpe   [987|65] x
          r2l   [98|765] x
        2 places differ, 12 of 25 bytes; cuts: 9 of both, 3 of bpe alone, 3 of r2l alone (agreement 0.6)

        """, "\(run.text)")
    #expect(run.code == 0)
    #expect(ProgramRun("diff", "bpe", "r2l", "--exit-code", "--text", "1234567").code == 1)
  }

  @Test func equalCutsHaveNoPlaces() {
    let run = ProgramRun("diff", "bpe", "r2l", "--exit-code", "--text", "no digits")
    #expect(run.code == 0 && run.lines.count == 1 && run.text.hasPrefix("0 places differ, 0 of 9 bytes"), "\(run.text)")
    let empty = ProgramRun("diff", "bpe", "r2l", "--text", "")
    #expect(empty.code == 0 && empty.text.hasSuffix("(agreement 1.0)\n"), "\(empty.text)")
  }

  @Test func limitsWhatIsShownAndCountsAll() {
    let text = "1234 and 1234567 and 99999"
    let all = ProgramRun("diff", "bpe", "r2l", "--text", text)
    let two = ProgramRun("diff", "bpe", "r2l", "--limit", "2", "--text", text)
    #expect(two.lines.count == 7 && all.lines.count == 10 && two.lines[..<6] == all.lines[..<6], "\(two.text)")
    #expect(two.text.contains("3 places differ, the first 2 shown, 16 of 26 bytes"))
    let none = ProgramRun("diff", "bpe", "r2l", "--limit", "0", "--text", text)
    #expect(none.lines.count == 1)
  }

  @Test func printsRecords() {
    let run = ProgramRun("diff", "bpe", "digits", "--json", "--text", "a\n12")
    #expect(run.lines.count == 2)
    #expect(run.lines[0].hasPrefix(#"{"document":"text","end":4,"line":2,"schema":"tokview/diff/1","start":2,"#))
    #expect(run.lines[0].contains(#"{"tokenizer":"digits","tokens":[{"end":3,"hex":"31","id":49,"#), "\(run.text)")
    #expect(
      run.lines[1]
        == #"{"agreement":0.666667,"bytes":4,"differing_bytes":2,"documents":1,"own_cuts":[0,1],"places":1,"#
        + #""schema":"tokview/diff-total/1","shared_cuts":2,"tokenizers":["bpe","digits"]}"#, "\(run.text)")
  }

  /// The places of a text that is read in pieces are those of the whole, by bytes and lines.
  @Test func longTextsHaveThePlacesOfTheWhole() {
    let folder = TemporaryFolder()
    let line = "word 1234567 wörd 42\nanother 99999\n"
    let count = 60_000
    folder.write(Array(String(repeating: line, count: count).utf8), "text")
    let run = ProgramRun("diff", "bpe", "r2l", folder["text"])
    let size = line.utf8.count
    #expect(run.lines.count == 6 * count + 1)
    for index in [0, 1, count / 2, count - 1] {
      #expect(run.lines[6 * index].hasSuffix("text:\(2 * index + 1): bytes \(index * size + 5)..\(index * size + 12)"))
      #expect(
        run.lines[6 * index + 3].hasSuffix("text:\(2 * index + 2): bytes \(index * size + 30)..\(index * size + 35)"))
    }
    let one = ProgramRun("diff", "bpe", "r2l", "--json", "--text", line).lines.last ?? ""
    let own = one.contains(#""own_cuts":[3,3]"#)
    #expect(own && run.text.contains("\(3 * count) of bpe alone, \(3 * count) of r2l alone"), "\(one)")
    #expect(run.text.contains("\(2 * count) places differ, \(12 * count) of \(size * count) bytes"))
  }

  @Test func showsNothingRaw() {
    let run = ProgramRun("diff", "bpe", "bytes", "--text", "\u{1B}[31m \u{202E}abc")
    #expect(!run.output.contains(0x1B) && !run.text.unicodeScalars.contains("\u{202E}") && run.code == 0)
  }
}
