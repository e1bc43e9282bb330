import TestSupport
import Testing

@Suite struct MetricsCommandTests {
  private let folder = TemporaryFolder()

  /// Same text, same bytes; every section can stand at the top.
  @Test func exportsScreens() {
    let screen = ProgramRun("export", "metrics", "--sample", "2", "--section", "parity")
    #expect(screen.code == 0, "\(screen.errors)")
    #expect(screen.text.contains("view metrics, 80x24, this text, base bpe, tokenizer bpe,"))
    #expect(screen.text.contains("tokens beside English, mean over 11 parallel sets"))
    #expect(ProgramRun("export", "metrics", "--sample", "2", "--section", "parity").text == screen.text)
    let all = ProgramRun("export", "metrics", "--all", "--size", "120x40", "--section", "words")
    #expect(all.code == 0 && all.text.contains("METRICS ") && all.text.contains(" texts  base 1 BPE"), "\(all.errors)")
    #expect(ProgramRun("export", "metrics", "--section", "texts").code == 64)
    #expect(ProgramRun("export", "metrics", "--all", "--section", "along").code == 64)
  }

  @Test func exportsTables() throws {
    folder.write(Array("abba b".utf8), "text")
    let run = ProgramRun("export", "metrics", "-t", "bytes", "-t", "bpe", folder["text"], "--format", "tsv")
    #expect(run.code == 0 && run.lines.count == 3, "\(run.errors)")
    let names = run.lines[0].split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    let cells = run.lines[1].split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    let values = Dictionary(uniqueKeysWithValues: zip(names, cells))
    #expect(names.count == cells.count && values["tokenizer"] == "bytes" && values["vocabulary"] == "256")
    #expect(values["tokens"] == "6" && values["token_types"] == "3" && values["tokens_once"] == "1")
    #expect(values["ratio"] == "1.0" && values["renyi_efficiency"]?.hasPrefix("0.8357") == true)
    #expect(values["bits_per_byte"]?.isEmpty == false && values["parity_tr"]?.hasPrefix("1.") == true)
  }

  @Test func exportsData() {
    folder.write(Array("abba b".utf8), "text")
    let run = ProgramRun("export", "metrics", "-t", "bytes", "-t", "bpe", folder["text"], "--format", "json")
    #expect(run.code == 0, "\(run.errors)")
    for part in [
      #""schema":"tokview/metrics/1""#, #""ranked_counts":[3,2,1]"#, #""window":{"end":6,"start":0}"#,
      #""split_words":[{"count":1,"ends":[1,2,3,4],"hex":"61626261","text":"abba","tokens":4}]"#,
      #""model_start":0,"#, #"{"language":"zh","premium":"#,
    ] {
      #expect(run.text.contains(part), "\(part)")
    }
  }

  /// All files together count as one report of statistics over them does, and each as alone.
  @Test func countsAllFiles() throws {
    let texts = ["abba b", "", "abc abc\n", "é"]
    for (index, text) in texts.enumerated() { folder.write(Array(text.utf8), "f\(index)") }
    let paths = texts.indices.map { folder["f\($0)"] }
    let options = ["-t", "bytes", "-t", "bpe"]
    let all = ProgramRun(["export", "metrics", "--all", "--format", "json"] + options + paths)
    #expect(all.code == 0, "\(all.errors)")
    for line in ProgramRun(["stats", "--json"] + options + paths).lines {
      // Without its last fields, which are others.
      let fields = line.matches(of: /"(tokens|bytes|documents|words|token_types|entropy)":[0-9.]+/).map { $0.0 }
      #expect(fields.count == 6 && fields.allSatisfy { all.text.contains($0) }, "\(fields)")
    }
    #expect(all.text.contains(#""document":null,"#) && all.text.contains(#""agreement":[]"#))
    for (index, path) in paths.enumerated() {
      let bytes = texts[index].utf8.count
      #expect(
        all.text.contains(
          #"{"document":"\#(path)","tokenizers":[{"bytes":\#(bytes),"tokenizer":"bytes","tokens":\#(bytes)},"#))
    }
    let table = ProgramRun(["export", "metrics", "--all", "--format", "tsv"] + options + paths)
    #expect(table.lines.count == 3 && table.lines[1].hasPrefix("bytes\t256\t16\t"), "\(table.text)")
    let samples = ProgramRun("export", "metrics", "--all", "--format", "json", "-t", "bytes")
    #expect(samples.text.contains(#""document":"00-start","#) && samples.text.contains(#""document":"38-"#))
  }

  @Test func listsParallelSamples() {
    let lines = ProgramRun("list", "samples").lines
    #expect(lines.first?.hasPrefix("00-start") == true && lines.last?.hasPrefix("10-letter.zh") == true)
    #expect(ProgramRun("export", "compare", "--sample", "10-letter.zh").text.contains("10-letter.zh"))
  }
}
