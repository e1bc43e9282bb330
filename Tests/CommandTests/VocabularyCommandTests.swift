import Formats
import Glibc
import TestSupport
import Testing

@Suite struct VocabularyCommandTests {
  private let folder = TemporaryFolder()
  private let text = "low low low lower lower newest newest newest newest widest widest 12 123\n"

  @Test func writesATableOfMorphemes() {
    let run = ProgramRun("vocab", "turkish", "--format", "tsv")
    #expect(run.code == 0 && run.lines.count == 1 + 32_880 + 63_344)
    #expect(run.lines[0] == "id\tkind\tform\thex\tgloss\tspellings")
    #expect(run.lines[66] == "65\tbyte\tA\t41\t\t")
    #expect(run.lines[32_788].hasPrefix("32787\tsuffix\tlAr\t\tplural\tlar ler"))
    #expect(run.lines.contains { $0.hasSuffix("\troot\tkitap\t\tnoun\tkitap kitab") })
    let json = ProgramRun("vocab", "turkish")
    #expect(json.code == 1 && json.errors.contains("--format tsv"))
  }

  @Test func listsWhatNoTextHasAndCompares() {
    let bytes = ProgramRun("vocab", "bytes", "--unreachable")
    #expect(bytes.code == 0 && bytes.lines == ["id\tkind\tform\thex\tgloss\tspellings"])
    let scaffold = ProgramRun("vocab", "scaffold", "--unreachable")
    let all = ProgramRun("vocab", "scaffold", "--format", "tsv")
    let hidden = all.lines.filter { $0.contains("\tscaffold\t") }
    #expect(scaffold.code == 0 && hidden.count > 100 && Set(scaffold.lines).isSuperset(of: hidden))

    let counts = ProgramRun("vocab", "bpe", "--compare", "bytes")
    #expect(counts.code == 0 && counts.text == "both\t256\nonly bpe\t32512\nonly bytes\t0\n")
    let table = ProgramRun("vocab", "bytes", "--compare", "bpe", "--format", "tsv")
    #expect(table.lines.count == 1 + 32_768 && table.lines[0] == "form\thex\tbytes\tbpe")
    #expect(table.lines[66] == "A\t41\t65\t65" && table.lines[300].split(separator: "\t").count == 3)
    #expect(ProgramRun("vocab", "bpe", "--compare", "bytes", "--unreachable").code == 64)
    #expect(ProgramRun("vocab", "bpe", "--unreachable", "--format", "tiktoken").code == 64)
  }

  /// What is trained can be used by path, written again and read by its ranks.
  @Test func trainsAVocabularyThatCommandsUse() throws {
    folder.write(Array(text.utf8), "text")
    let train = ProgramRun(
      "train", "bpe", "--input", folder["text"] + "=3", "--size", "262", "-o", folder["v.json"], "--json")
    #expect(train.code == 0 && train.errors == "", "\(train.errors)")
    #expect(
      train.text.hasPrefix(
        #"{"algorithm":"bpe","appended_tokens":0,"boundaries":null,"bytes":\#(text.utf8.count),"digits":false,"inputs":[{"path":"\#(folder["text"])","weight":3}],"#
          + #""max_token_length":null,"merges":6,"min_count":2,"normalizer":null,"output":"\#(folder["v.json"])","pattern":"tokview","pretokens":"#
      ))
    #expect(train.text.contains(#""scaffold_tokens":0,"schema":"tokview/train/1","sha256":""#))
    #expect(train.text.hasSuffix(#"","size":262,"tokens":262}"# + "\n"))

    let ids = ProgramRun("encode", "-t", folder["v.json"], "--text", "low newest")
    #expect(ids.code == 0)
    #expect(ProgramRun("decode", "-t", folder["v.json"], input: ids.output).text == "low newest")
    for algorithm in ["lbpe", "r2l", "greedy", "fewest"] {
      let run = ProgramRun("encode", "-t", "\(algorithm):\(folder["v.json"])", "--text", "low")
      #expect(run.code == 0, "\(run.errors)")
    }

    // The same file again, and the same ids through its ranks.
    let written = ProgramRun("vocab", folder["v.json"])
    #expect(written.output == folder.read("v.json"))
    let ranks = ProgramRun("vocab", folder["v.json"], "--format", "tiktoken", "-o", folder["v.tiktoken"])
    #expect(ranks.code == 0, "\(ranks.errors)")
    let byRank = ProgramRun("encode", "-t", folder["v.tiktoken"] + "@tokview", "--text", "low newest")
    #expect(byRank.output == ids.output, "\(byRank.errors)")
    let unknown = ProgramRun("encode", "-t", folder["v.tiktoken"], "--text", "low")
    #expect(unknown.code == 1 && unknown.errors.contains("@PATTERN"))
  }

  /// A recipe sets options, which the command line overrides, and asks for tokens.
  @Test func trainsByARecipe() throws {
    folder.write(Array(text.utf8), "text")
    folder.write(
      Array("size = 268\npattern = gpt2\nmax-token-length = 2\nenumerations = a-b\nword = low\n".utf8), "recipe")
    func train(_ more: String...) -> ProgramRun {
      let arguments = [
        "train", "bpe", "--input", folder["text"], "--recipe", folder["recipe"], "-o", folder["v.json"], "--force",
        "--json",
      ]
      return ProgramRun(raw: (arguments + more).map { Array($0.utf8) })
    }
    let short = train()
    #expect(short.code == 0 && short.errors == "", "\(short.errors)")
    #expect(short.text.contains(#""appended_tokens":5,"#) && short.text.contains(#""max_token_length":2,"#))
    #expect(short.text.contains(#""pattern":"gpt2","#) && short.text.contains(#""tokens":268}"#))
    let file = try TokenizerFile(json: try #require(folder.read("v.json")))
    #expect(
      file.addedTokens.map { String(decoding: $0.content, as: UTF8.self) } == ["(a)", " (a)", "(b)", " (b)", "low"])
    #expect(file.addedTokens.map(\.id) == [263, 264, 265, 266, 267])
    #expect(file.addedTokens.map(\.singleWord) == [false, false, false, false, true])
    // With longer tokens ` low` is learned, which makes `low` superfluous.
    let long = train("--max-token-length", "4", "--size", "272")
    #expect(long.text.contains(#""appended_tokens":4,"#) && long.text.contains(#""tokens":272}"#), "\(long.text)")
    folder.write(Array("size = 270\nwhat is this\n".utf8), "recipe")
    let bad = train()
    #expect(bad.code == 1 && bad.errors.contains("line 2") && bad.errors.split(separator: "\n").count == 1)
  }

  @Test func trainsScaffolds() {
    folder.write(Array(text.utf8), "text")
    let train = ProgramRun("train", "scaffold", "--input", folder["text"], "--size", "262", "-o", folder["s.json"])
    #expect(train.code == 0)
    #expect(
      String(decoding: folder.read("s.json") ?? [], as: UTF8.self).contains("\"tokview_scaffold\":{\"scaffold\":["))
    let run = ProgramRun("encode", "-t", folder["s.json"], "--json", "--text", "newest")
    #expect(run.text.contains("\"stage1\":["))
    let plain = ProgramRun("vocab", folder["s.json"], "--format", "tiktoken")
    #expect(plain.code == 1 && plain.errors.contains("scaffold tokens"))
  }

  /// No token reaches across a morpheme of the text; the file is an ordinary one.
  @Test(arguments: ["bpe", "scaffold"]) func trainsWithinMorphemes(algorithm: String) {
    folder.write(Array("evlerde evlerde evlerde evlerden kitaplarda\n".utf8), "text")
    func train(_ more: [String]) -> ProgramRun {
      ProgramRun(
        ["train", algorithm, "--input", folder["text"], "--size", "300", "-o", folder["v.json"], "--force", "--json"]
          + more)
    }
    func ids(_ word: String) -> Int {
      ProgramRun("encode", "-t", folder["v.json"], "--text", word).text.split(separator: " ").count
    }
    #expect(train([]).code == 0)
    #expect(ids(" evlerde") == 1)
    let run = train(["--boundaries", "turkish"])
    #expect(run.code == 0 && run.text.contains(#""boundaries":"turkish","#), "\(run.errors)")
    #expect(ids(" evlerde") == 3 && ids(" ev") == 1 && ids("ler") == 1 && ids("de") == 1)
    // A word of the user's is one root.
    folder.write(Array("evlerde\n".utf8), "words")
    #expect(train(["--boundaries", "turkish", "--lexicon", folder["words"]]).code == 0)
    #expect(ids(" evlerde") == 1)
    #expect(train(["--boundaries", "turkish", "--lexicon", folder["none"]]).code == 1)
  }

  @Test func keepsExistingFiles() {
    folder.write(Array(text.utf8), "text")
    folder.write([1], "v.json")
    let arguments = ["train", "bpe", "--input", folder["text"], "--size", "258", "-o", folder["v.json"]].map {
      Array($0.utf8)
    }
    let refused = ProgramRun(raw: arguments)
    #expect(refused.code == 1 && refused.errors.contains("it exists") && folder.read("v.json") == [1])
    #expect(ProgramRun(raw: arguments + [Array("--force".utf8)]).code == 0)
    #expect(folder.read("v.json") != [1])
    #expect(folder.names == ["text", "v.json"])
  }

  /// Ctrl-C ends training by the signal and leaves nothing behind.
  @Test func canBeInterrupted() {
    let out = folder["v.json"]
    let run = ProgramRun.shell(
      "yes some words to read | (timeout -s INT 1 $TOKVIEW train bpe --input - -o \(out); echo $?)"
    ).text
    #expect(run == "124\n" || run == "130\n")
    #expect(folder.names == [])
  }

  @Test func refusesBrokenVocabularies() {
    folder.write(Array("{\"model\":".utf8), "v.json")
    let run = ProgramRun("encode", "-t", folder["v.json"], "--text", "a")
    #expect(
      run.code == 1 && run.errors.split(separator: "\n").count == 1 && run.errors.contains("byte"), "\(run.errors)")
  }

  @Test func listsWhatThereIs() {
    let tokenizers = ProgramRun("list", "tokenizers")
    #expect(tokenizers.lines.map { $0.prefix { $0 != " " } }.contains("bytes"))
    let samples = ProgramRun("list", "samples", "--json")
    #expect(samples.lines.first?.hasPrefix(#"{"bytes":"#) == true)
    #expect(samples.lines.allSatisfy { $0.contains(#""kind":"sample""#) && $0.contains(#""schema":"tokview/list/1""#) })
    let themes = ProgramRun("list", "themes")
    #expect(
      themes.lines.map { $0.prefix { $0 != " " } } == ["magma", "cividis", "contrast", "mono", "paper", "viridis"])
  }

  /// A data folder adds samples and themes; what is broken is told and left out.
  @Test func readsADataFolder() {
    for name in ["samples", "themes", "vocabularies"] { mkdir(folder[name], 0o700) }
    folder.write(
      Array("+++\ntitle = \"Mine\"\nlang = \"en\"\ndomain = \"x\"\nnote = \"n\"\n+++\nabc\n".utf8),
      "samples/90-mine.txt")
    folder.write([0xFF], "samples/91-broken.txt")
    folder.write(Array("[meta]\nname = \"other\"\nbase = \"dark\"\n".utf8), "themes/mine.toml")
    let samples = ProgramRun("list", "samples", "--data-dir", folder.path)
    #expect(samples.lines.contains { $0.hasPrefix("90-mine ") })
    #expect(samples.errors.contains("91-broken") && samples.code == 0)
    let themes = ProgramRun("list", "themes", environment: ["TOKVIEW_DATA=\(folder.path)"])
    #expect(themes.lines.last?.hasPrefix("mine ") == true)
    let shown = ProgramRun(
      "export", "compare", "-t", "bytes", "--sample", "mine", "--format", "json", "--data-dir", folder.path)
    #expect(shown.text.contains(#""text":"abc""#), "\(shown.errors)")
    // A relative configuration folder is ignored.
    let relative = ProgramRun("list", "samples", environment: ["XDG_CONFIG_HOME=."], folder: folder.path)
    #expect(!relative.text.contains("90-mine"))
  }
}
