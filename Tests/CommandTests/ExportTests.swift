import TestSupport
import Testing

@Suite struct ExportTests {
  @Test func writesTheScreen() {
    let run = ProgramRun("export", "compare", "-t", "bytes", "--text", "héllo\u{1B}[2J", "--size", "60x18")
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.lines.first == Substring(ProgramRun("--version").lines[0]))
    #expect(run.lines[1].hasPrefix("text text, 10 bytes sha256 "))
    #expect(run.lines.allSatisfy { !$0.hasSuffix(" ") && !$0.utf8.contains(0x1B) })
    let again = ProgramRun("export", "compare", "-t", "bytes", "--text", "héllo\u{1B}[2J", "--size", "60x18")
    #expect(again.output == run.output)
  }

  @Test func drawsWithASCII() {
    let run = ProgramRun("export", "compare", "-t", "bytes", "--text", "abc def", "--ascii")
    #expect(run.output.allSatisfy { $0 < 0x80 })
  }

  @Test func writesData() {
    let run = ProgramRun("export", "compare", "-t", "bytes", "-t", "fewest:bytes", "--format", "json", "--text", "a")
    #expect(run.code == 64)
    let record = ProgramRun("export", "compare", "-t", "bytes", "--format", "json", "--text", "ab")
    #expect(
      record.text == #"{"agreement":[[1.0]],"bytes":2,"cuts":[{"offset":1,"tokenizers":["bytes"]}],"differences":[],"#
        + #""document":"text","hex":"6162","schema":"tokview/compare/1","#
        + #""sha256":"fb8e20fc2e4c3f248c60c39bd652f3c1347298bb977b8b4d5903b85055620603","text":"ab","#
        + #""tokenizers":[{"bytes_per_token":1.0,"count":2,"tokenizer":"bytes","tokens":["#
        + #"{"end":1,"hex":"61","id":97,"kind":"byte","start":0,"text":"a"},"#
        + #"{"end":2,"hex":"62","id":98,"kind":"byte","start":1,"text":"b"}]}]}"# + "\n")
  }

  @Test func writesFilesOnce() {
    let folder = TemporaryFolder()
    let arguments = ["export", "compare", "-t", "bytes", "--text", "a", "-o", folder["e.txt"]].map { Array($0.utf8) }
    #expect(ProgramRun(raw: arguments).code == 0)
    let first = folder.read("e.txt")
    #expect(first?.isEmpty == false)
    let second = ProgramRun(raw: arguments)
    #expect(second.code == 1 && second.errors.contains("it exists"))
    #expect(ProgramRun(raw: arguments + [Array("--force".utf8)]).code == 0)
    #expect(folder.read("e.txt") == first)
  }

  @Test func showsFilesAndStandardInput() {
    let folder = TemporaryFolder()
    folder.write(Array("file text".utf8), "f")
    #expect(ProgramRun("export", "compare", "-t", "bytes", folder["f"]).text.contains("f│i│l│e│·│t│e│x│t"))
    #expect(ProgramRun("export", "compare", "-t", "bytes", "-", input: Array("piped".utf8)).text.contains("p│i│p│e│d"))
  }

  /// Every view in every format, of bytes that mean something to some reader of each.
  @Test(arguments: ["compare", "attn", "words", "routing", "terms", "damage", "vocabulary"])
  func hostileTextHarmsNoFormat(view: String) {
    let folder = TemporaryFolder()
    folder.write(
      Array("=cmd() <script>\"'&]]>\t\u{0}\u{1B}[2J\u{202E}\n-1 @a +b \u{1F469}\u{200D}\u{1F469}\n".utf8) + [
        0xFF, 0xC0, 0x0A,
      ], "f")
    let base = ["export", view, "-t", "bytes", "-t", "bpe", folder["f"], "--format"]
    folder.write(Array("=1+1\n<b>\n".utf8), "terms")
    let list = view == "terms" ? ["--terms", folder["terms"]] : []
    func run(_ format: String) -> ProgramRun {
      let run = ProgramRun(base + [format] + list)
      #expect(run.code == 0, "\(format): \(run.errors)")
      return run
    }
    for format in ["txt", "html", "svg", "tsv", "json"] {
      let run = run(format)
      #expect(
        run.output.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x0A || $0 == 0x09 && format == "tsv" }, "\(format)")
      #expect(!run.text.unicodeScalars.contains { $0.value == 0x202E || $0.value == 0x200D })
      #expect(format == "txt" || format == "tsv" || format == "json" || !run.text.contains("<script"))
    }
    let rows = run("tsv").lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    #expect(rows.count > 1 && rows.allSatisfy { $0.count == rows[0].count })
    for cell in rows.joined() where Double(cell) == nil {
      #expect(cell.first.map { !"=+-@".contains($0) } ?? true, "\(cell)")
    }
    let coloured = run("ans").text.replacing(/\u{1B}\[[0-9;]*m/, with: "")
    #expect(!coloured.utf8.contains(0x1B))
  }

  /// All of a text is its lines from the first to the last.
  @Test func writesAllOfTheText() {
    let folder = TemporaryFolder()
    folder.write(Array((1...5_000).map { "line \($0)\n" }.joined().utf8), "f")
    let all = ProgramRun("export", "compare", "-t", "bpe", "--no-panel", "--full", "--cursor", "30000", folder["f"])
    #expect(all.code == 0, "\(all.errors)")
    let joined = all.text.filter { $0 != "│" }
    for number in [1, 2_500, 5_000] { #expect(joined.contains("line·\(number)↵"), "\(number)") }
    #expect(all.lines.count > 5_000)
    folder.write([UInt8](repeating: 0x61, count: 300_000), "long")
    let long = ProgramRun("export", "compare", "-t", "bytes", "--no-panel", "--full", folder["long"])
    #expect(long.code == 1 && long.errors.contains("more than 262144 bytes"), "\(long.errors)")
    #expect(ProgramRun("export", "compare", "-t", "bytes", "--no-panel", folder["long"]).code == 0)
  }

  /// Data of a vocabulary: what the file of `tokview vocab` has, with uses and reach.
  @Test func writesAVocabulary() throws {
    func rows(_ words: String...) -> [[Substring]] {
      let run = ProgramRun(["export", "vocabulary", "--format", "tsv", "--text", "aab the"] + words)
      #expect(run.code == 0, "\(run.errors)")
      return run.lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    }
    let bytes = rows("-t", "bytes")
    #expect(bytes[0] == ["id", "internal", "entry", "hex", "bytes", "kind", "rank", "joins", "uses", "reach"])
    #expect(bytes.count == 257 && bytes.allSatisfy { $0.count == 10 })
    #expect(bytes[1 + 0x61] == ["97", "97", "a", "61", "1", "byte", "", "", "2", "whole"])
    let file = ProgramRun("vocab", "bpe", "--format", "tsv").lines.dropFirst().map { $0.split(separator: "\t")[0] }
    #expect(rows("-t", "bpe").dropFirst().map { $0[1] } == file)
    #expect(rows("-t", "bpe", "--show", "used").dropFirst().compactMap { Int($0[8]) }.reduce(0, +) == 3)
    let scaffold = rows("-t", "scaffold", "--show", "unreachable", "--kind", "scaffold")
    #expect(scaffold.count > 100 && scaffold.dropFirst().allSatisfy { $0[0] == "" && $0[9] == "scaffold" })
    let unreachable = ProgramRun("vocab", "scaffold", "--unreachable").lines.count
    #expect(rows("-t", "scaffold", "--show", "unreachable").count == unreachable)
    let lengths = rows("-t", "bpe", "--order", "length", "--find", "the").dropFirst().compactMap { Int($0[4]) }
    #expect(lengths.count > 10 && lengths == lengths.sorted(by: >))
    let only = rows("-t", "bytes", "-t", "bpe", "--active", "2", "--base", "1", "--show", "only")
    #expect(only.count == 1 + 32_768 - 256)
    let alone = ProgramRun("export", "vocabulary", "-t", "bpe", "--show", "shared")
    #expect(alone.code == 1 && alone.errors.contains("nothing is compared"))
    for words in [["--entry", "97"], ["--entry", "4294967295"]] {
      let run = ProgramRun(["export", "vocabulary", "-t", "bytes", "--find", "b", "--text", ""] + words)
      #expect(run.code == 1 && run.errors.contains("it is not listed"), "\(run.errors)")
    }
    for find in ["\\=7", "\\x 6", "\\differs", ""] {
      #expect(ProgramRun("export", "vocabulary", "-t", "bytes", "--find", find).code == 64, "\(find)")
    }
    let morphemes = ProgramRun(
      "export", "vocabulary", "-t", "turkish", "--kind", "suffix", "--format", "json", "--text", "evler")
    #expect(morphemes.text.contains(#""form":"lAr""#) && morphemes.text.contains(#""schema":"tokview/vocabulary/1""#))
  }

  /// Edits, parts and searches that cannot be are told.
  @Test func wrongTextsAreTold() {
    let folder = TemporaryFolder()
    folder.write(Array("a\u{0}b".utf8), "f")
    func run(_ words: String...) -> ProgramRun { ProgramRun(["export", "compare", "-t", "bytes"] + words) }
    #expect(run("--part", "2", folder["f"]).text.contains("#2, 1 bytes"))
    let third = run("--part", "3", folder["f"])
    #expect(third.code == 1 && third.errors.contains("it has 2"), "\(third.errors)")
    #expect(run("--part", "0", folder["f"]).code == 64 && run("--part", "1").code == 64)
    #expect(run("--part", "1", "--sample", "0").code == 64)
    let edited = run("--edited", "-xyz", folder["f"])
    #expect(edited.text.contains("f, edited, 4 bytes") && edited.text.contains("f*"), "\(edited.errors)")
    #expect(run("--edited", "", "--sample", "0").text.contains("00-start, edited, 0 bytes"))
    // What is replaced is not read.
    #expect(run("--edited", "a", folder["none"]).code == 0)
    for pattern in ["", "\\x", "\\=", "\\y"] {
      #expect(run("--text", "a", "--search", pattern).code == 64, "\(pattern)")
    }
    #expect(run("--text", "abab", "--search", "b").text.contains("/b 2"))
    #expect(ProgramRun("export", "metrics", folder["f"], folder["f"]).code == 64)
    #expect(ProgramRun("export", "metrics", "--all", "--open", "3", folder["f"], folder["f"]).code == 64)
    #expect(ProgramRun("export", "metrics", "--all", "--open", "0", folder["f"]).code == 64)
  }

  @Test func themesAndColours() {
    func ans(_ words: String...) -> ProgramRun {
      ProgramRun(["export", "compare", "-t", "bytes", "--text", "a b", "--format", "ans"] + words)
    }
    let magma = ans()
    #expect(ans("--theme", "paper").output != magma.output)
    #expect(!ans("--color", "never").text.contains("38;5"))
    #expect(ans("--color", "8").text.matches(of: /[34]8;5;([0-9]+)/).allSatisfy { Int($0.1)! < 8 })
    #expect(ans("--theme", "no such").code == 64)
    let page = ProgramRun("export", "compare", "-t", "bytes", "--text", "a b", "--format", "html", "--theme", "paper")
    #expect(page.text.hasPrefix("<!DOCTYPE html>"))
  }

  @Test func wrongPlacesAreTold() {
    for words in [
      ["--hide", "3"], ["--active", "0"], ["--base", "9"], ["--window", "-1"], ["--top", "-1"],
      ["--first-column", "0"],
      ["--format", "png"], ["--color", "7"],
    ] {
      let run = ProgramRun(["export", "compare", "-t", "bytes", "-t", "bpe", "--text", "a"] + words)
      #expect(run.code == 64, "\(words)")
    }
  }
}
