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
}
