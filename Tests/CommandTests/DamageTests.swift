import TestSupport
import Testing

@Suite struct DamageTests {
  private let printed = "The United States Senate is responsible for the"
  private let scanned = "Thc Vnited S tates 5enate is nesp0nslbe for the"

  @Test func comparesAPair() {
    let folder = TemporaryFolder()
    folder.write(Array(printed.utf8), "printed")
    folder.write(Array(scanned.utf8), "scanned")
    let run = ProgramRun("damage", folder["printed"], "--pair", folder["scanned"], "-t", "bytes", "-t", "bpe")
    #expect(run.code == 0 && run.errors == "", "\(run.errors)")
    #expect(run.lines[0].hasSuffix("scanned: 8 characters replaced, dropped or inserted"))
    #expect(run.lines[1] == "tokenizer  tokens  damaged  cuts  stayed  lost  new  kept %  Jaccard", "\(run.text)")
    // Every place between bytes is a cut; one is new, after the blank, and one letter has gone.
    #expect(run.lines[2] == "bytes          47       47    46      45     1    1    97.8    0.957", "\(run.text)")
    #expect(run.lines[3].hasPrefix("bpe ") && run.lines.count == 4)
    let piped = ProgramRun("damage", "--pair", folder["scanned"], "-t", "bytes", "--json", input: Array(printed.utf8))
    #expect(
      piped.text.hasPrefix(
        #"{"bytes":47,"changeable":null,"changes":8,"damaged_bytes":47,"damaged_text":"\#(scanned)","damaged_tokens":47,"#
          + #""document":"-","jaccard":0.957447,"kept":45,"kept_share":0.978261,"lost":1,"new":1,"noise":null,"pair":"#),
      "\(piped.text)\(piped.errors)")
  }

  @Test func damagesAText() {
    let none = ProgramRun("damage", "--text", printed, "--rate", "0", "-t", "bytes", "--json")
    #expect(
      none.text.contains(#""changes":0,"#) && none.text.contains(#""kept_share":1.0"#), "\(none.text)\(none.errors)")
    let first = ProgramRun(
      "damage", "--text", printed, "--kind", "typo", "--rate", "30", "--seed", "4", "-t", "bytes", "--json")
    #expect(
      first.text.contains(#""noise":"typo","pair":null,"rate":30.0,"schema":"tokview/damage/1","seed":4,"#),
      "\(first.text)")
    let again = ProgramRun(
      "damage", "--text", printed, "--kind", "typo", "--rate", "30", "--seed", "4", "-t", "bytes", "--json")
    #expect(first.output == again.output)
    let other = ProgramRun(
      "damage", "--text", printed, "--kind", "typo", "--rate", "30", "--seed", "5", "-t", "bytes", "--json")
    #expect(first.output != other.output)
    let all = ProgramRun("damage", "--text", "aopc", "--kind", "look-alike", "--rate", "100", "-t", "bytes")
    #expect(all.lines[0] == "look-alike at 100.0 %: 4 of 4 characters that it can change, seed 1", "\(all.text)")
    // Bytes that are not UTF-8 are no error, and not text.
    let binary = ProgramRun("damage", "-t", "bytes", "--json", input: [0xFF, 0x61, 0xFE])
    #expect(binary.code == 0 && binary.text.contains(#""damaged_text":null"#))
    #expect(ProgramRun("damage", "-t", "bytes", input: []).lines.last?.hasSuffix("-    1.000") == true)
  }

  @Test func refusesWhatItCannotCompare() {
    let folder = TemporaryFolder()
    folder.write([UInt8](repeating: 0x61, count: 20_000), "a")
    folder.write([UInt8](repeating: 0x62, count: 20_000), "b")
    let long = ProgramRun("damage", folder["a"], "--pair", folder["b"], "-t", "bytes")
    #expect(long.code == 1 && long.errors.contains("pairs of characters"), "\(long.errors)")
    #expect(ProgramRun("damage", folder["a"], "--pair", folder["gone"], "-t", "bytes").code == 1)
    #expect(ProgramRun("damage", folder[""], "-t", "bytes").errors.contains("it is a directory"))
    for wrong in [
      ["--rate", "101"], ["--rate", "-1"], ["--rate", "nan"], ["--seed", "-1"], ["--kind", "rain"], ["--pair", "-"],
    ] {
      #expect(ProgramRun(["damage", "-t", "bytes"] + wrong).code == 64, "\(wrong)")
    }
  }

  @Test func exportsItsView() {
    let pair = ProgramRun("export", "damage", "--sample", "34", "-t", "bpe", "-t", "bytes")
    #expect(
      pair.code == 0 && pair.text.contains("view damage, 80x24, pair 35-ocr-damaged, tokenizer bpe"), "\(pair.errors)")
    #expect(pair.text.contains("Thc·Vnited·S·tates") && pair.text.contains("2 Bytes"))
    let noise = ProgramRun(
      "export", "damage", "--text", printed, "--kind", "typo", "--rate", "7", "--seed", "3", "-t", "bytes")
    #expect(noise.text.contains("kind typo, rate 7 %, seed 3, tokenizer bytes"), "\(noise.text)\(noise.errors)")
    let terms = ProgramRun("export", "terms", "-t", "bytes")
    #expect(terms.text.contains("11 U.S.C. § 362(a)") && terms.text.contains("mean of all"), "\(terms.errors)")
    #expect(ProgramRun("export", "damage", "--rate", "101").code == 64)
  }
}
