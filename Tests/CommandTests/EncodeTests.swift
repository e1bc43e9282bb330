import TestSupport
import Testing

@Suite struct EncodeTests {
  @Test func printsIDs() {
    let run = ProgramRun("encode", "-t", "bytes", "--text", "aş")
    #expect(run.text == "97 197 159\n" && run.code == 0 && run.errors == "")
  }

  @Test func namesTheTokenizerWhenThereAreSeveral() {
    let run = ProgramRun("encode", "-t", "bpe", "-t", "bytes", "--text", "12")
    #expect(run.lines.map { $0.split(separator: "\t")[0] } == ["bpe", "bytes"])
    #expect(run.lines.last == "bytes\t49 50")
  }

  /// The record of the schema, letter by letter; `text` is null where the bytes are not UTF-8.
  @Test func printsRecords() {
    let run = ProgramRun(raw: [Array("encode".utf8), Array("-tbytes".utf8)])
    #expect(run.code == 64)
    let record = ProgramRun("encode", "--json", "-t", "bytes", input: [0x61, 0xFF])
    #expect(
      record.text == #"{"bytes":2,"document":"-","schema":"tokview/encode/1","tokenizer":"bytes","tokens":["#
        + #"{"end":1,"hex":"61","id":97,"kind":"byte","start":0,"text":"a"},"#
        + #"{"end":2,"hex":"ff","id":255,"kind":"byte","start":1,"text":null}]}"# + "\n")
  }

  /// Scaffold-BPE shows its first stage and internal ids.
  @Test func showsBothStages() {
    let run = ProgramRun("encode", "--json", "-t", "scaffold", "--text", "a")
    #expect(
      run.text == #"{"bytes":1,"document":"text","schema":"tokview/encode/1","stage1":["#
        + #"{"end":1,"hex":"61","id":97,"internal":97,"kind":"byte","start":0,"text":"a"}],"tokenizer":"scaffold","tokens":["#
        + #"{"end":1,"hex":"61","id":97,"internal":97,"kind":"byte","start":0,"text":"a"}]}"# + "\n")
  }

  @Test func printsTables() {
    let run = ProgramRun("encode", "-t", "turkish", "--format", "tsv", "--text", "Evler\t=1")
    #expect(
      run.lines == [
        "id\tstart\tend\tkind\ttext\tform\tgloss", "32768\t0\t0\tmarker\t\t⟨glue⟩\tno space before the root",
        "32769\t0\t0\tmarker\t\t⟨Title⟩\tfirst letter is a capital", run.lines[3],
        "32787\t2\t5\tsuffix\tler\tlAr\tplural", "9\t5\t6\tbyte\t→\t\t", "61\t6\t7\tbyte\t'=\t\t",
        "49\t7\t8\tbyte\t1\t\t",
      ])
    #expect(run.lines[3].hasSuffix("\t0\t2\troot\tEv\tev\tnoun"))
    let several = ProgramRun("encode", "-t", "bytes", "-t", "bpe", "--format", "tsv", "--text", "a")
    #expect(several.lines[1] == "bytes\t97\t0\t1\tbyte\ta\t\t")
    #expect(ProgramRun("encode", "--json", "--format", "tsv", "--text", "a").code == 64)
  }

  /// The user's own words get ids after the bundled roots, and a list that cannot be read says where.
  @Test func aLexiconAddsWords() throws {
    let folder = TemporaryFolder()
    folder.write(Array("tokview\tN\nzıpkınsal\n".utf8), "words")
    let run = ProgramRun("encode", "-t", "turkish", "--lexicon", folder["words"], "--text", " zıpkınsallar Tokview'dan")
    let ids = run.text.split(whereSeparator: { " \n".contains($0) })
    #expect(ids.prefix(2) == ["96225", "32787"] && ids.contains("96224"), "\(run.text)")
    #expect(
      ProgramRun("decode", "-t", "turkish", "--lexicon", folder["words"], input: run.output).text
        == " zıpkınsallar Tokview'dan")
    folder.write(Array("ev\nEV\n".utf8), "words")
    let broken = ProgramRun("encode", "-t", "turkish", "--lexicon", folder["words"], "--text", "a")
    #expect(broken.code == 1 && broken.errors.contains("line 2 (byte 3)"), "\(broken.errors)")
    let missing = ProgramRun("encode", "-t", "turkish", "--lexicon", folder["none"], "--text", "a")
    #expect(missing.code == 1 && missing.errors.contains("none"))
  }

  /// Ids that hear each other are decoded together, however they arrive.
  @Test func turkishTextSurvivesBlocks() {
    let text = String(repeating: "Düşün!\nAnkara'da 2024'te kitabı okudu; TBMM'nin\n", count: 3000)
    let ids = ProgramRun("encode", "-t", "turkish", input: Array(text.utf8))
    #expect(ids.output.count > 1 << 18)
    #expect(ProgramRun("decode", "-t", "turkish", input: ids.output).text == text)
  }

  @Test func splitsAtNULs() {
    let run = ProgramRun("encode", "-t", "bytes", "--documents", "nul", input: [0x61, 0, 0, 0x62, 0])
    #expect(run.text == "97\n\n98\n")
    let whole = ProgramRun("encode", "-t", "bytes", input: [0x61, 0])
    #expect(whole.text == "97 0\n")
    let names = ProgramRun("encode", "--json", "-t", "bytes", "--documents", "nul", input: [0x61, 0, 0x62])
    #expect(names.lines.map { $0.contains("\"document\":\"-#1\"") } == [true, false])
    #expect(names.lines.last?.contains("\"document\":\"-#2\"") == true)
  }

  @Test func takesAnEmptyText() {
    #expect(ProgramRun("encode", "-t", "bytes", input: []).text == "\n")
    #expect(ProgramRun("encode", "-t", "bpe", "--text", "").text == "\n")
  }

  /// Files come in the order given, `-` among them.
  @Test func readsFilesAndStandardInput() {
    let folder = TemporaryFolder()
    folder.write([0x31], "one")
    folder.write([0x32], "two")
    let run = ProgramRun("encode", "-t", "bytes", folder["one"], "-", folder["two"], input: [0x33])
    #expect(run.text == "49\n51\n50\n")
  }

  /// A path may hold any bytes, and messages show them safely.
  @Test func takesAnyBytesAsAPath() {
    let folder = TemporaryFolder()
    let odd: [UInt8] = [0xFF, 0x1B, 0x5B, 0x32, 0x4A, 0xC3]
    let path = Array(folder.path.utf8) + [0x2F] + odd
    folder.write([0x37], bytes: odd)
    #expect(ProgramRun(raw: [Array("encode".utf8), Array("-t".utf8), Array("bytes".utf8), path]).text == "55\n")
    let missing = ProgramRun(raw: [Array("encode".utf8), path + [0x21]])
    #expect(missing.code == 1 && missing.errors.hasSuffix("no such file\n"))
    #expect(!missing.errors.utf8.contains(0x1B) && missing.errors.split(separator: "\n").count == 1)
  }

  /// Far more than one piece: the ids are those of the parts.
  @Test func streamsLongTexts() {
    let line = Array("The quick brown fox, 1234567 times; şöyle böyle.\n".utf8)
    let one = ProgramRun("encode", "-t", "bpe", input: line).text.dropLast()
    let count = 60_000
    let many = ProgramRun("encode", "-t", "bpe", input: Array(repeatElement(line, count: count).joined()))
    #expect(many.text.utf8.count == (one.utf8.count + 1) * count)
    #expect(many.text.hasPrefix("\(one) \(one) "))
  }

  @Test func decodesWhatItEncoded() {
    let text = Array("Ankara'da 1.234.567,89 ₺\u{0}\u{FFFF} 👩‍👩‍👧\r\n".utf8) + [0xFF, 0xE2, 0x82]
    for tokenizer in ["bpe", "lbpe", "scaffold", "r2l", "l2r", "digits", "greedy", "greedy-r2l", "fewest", "bytes"] {
      let ids = ProgramRun("encode", "-t", tokenizer, input: text)
      #expect(ids.code == 0, "\(tokenizer): \(ids.errors)")
      #expect(ProgramRun("decode", "-t", tokenizer, input: ids.output).output == text, "\(tokenizer)")
    }
  }

  @Test func decodesJSONArrays() {
    #expect(ProgramRun("decode", "-t", "bytes", input: Array("[104, 105,\n33]".utf8)).text == "hi!")
    #expect(ProgramRun("decode", "-t", "bytes", "--text", "104 105").text == "hi")
  }

  @Test(arguments: [
    ("256", "id 256, number 1 in the input"), ("97 x", "at byte 3"), ("99999999999", "larger than any id"),
  ])
  func refusesWhatIsNoID(input: String, reason: String) {
    let run = ProgramRun("decode", "-t", "bytes", "--text", input)
    #expect(run.code == 1 && run.errors.contains(reason))
    #expect(run.errors.split(separator: "\n").count == 1)
  }
}
