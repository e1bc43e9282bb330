import Glibc
import TestSupport
import Testing

@Suite struct UsageTests {
  @Test(arguments: [
    ["--bogus"], ["encode", "--bogus"], ["encode", "-t"], ["encode", "-t", "nope", "--text", "a"],
    ["encode", "-t", "bpe:nope", "--text", "a"],
    ["encode", "--text", "a", "file"], ["encode", "-", "-"], ["encode", "-t", "bytes", "-t", "bytes", "--text", "a"],
    ["encode", "--documents", "line", "--text", "a"], ["list"], ["list", "nothing"], ["vocab"],
    ["vocab", "bytes", "--format", "x"],
    ["train", "bpe", "-o", "/nonexistent/o"],
    ["train", "bpe", "--input", "/dev/null", "--size", "10", "-o", "/nonexistent/o"],
    ["train", "bpe", "--input", "/dev/null", "--max-token-length", "1", "-o", "/nonexistent/o"],
    ["train", "scaffold", "--input", "/dev/null", "--recipe", "/dev/null", "-o", "/nonexistent/o"],
    ["train", "bpe", "--input", "/dev/null", "--boundaries", "english", "-o", "/nonexistent/o"],
    ["train", "bpe", "--input", "/dev/null", "--lexicon", "/dev/null", "-o", "/nonexistent/o"],
    ["stats", "--half", "dev", "--text", "a"], ["stats", "--gold", "g", "--half", "all"],
    ["stats", "--gold", "g", "--text", "a"], ["stats", "--gold", "g", "file"], ["stats", "--gold", "g", "--turkish"],
    ["stats", "--gold", "g", "--kinds"], ["stats", "--gold", "g", "--model"], ["stats", "--gold"],
    ["check", "--text", "a"], ["check", "--expect", "-"], ["check", "--expect", "-", "-"], ["diff"], ["diff", "bpe"],
    ["diff", "bpe", "nope", "--text", "a"], ["diff", "bpe", "r2l", "--limit", "-1", "--text", "a"],
    ["encode", "--specials", "some", "--text", "a"], ["count", "--by", "word", "--text", "a"],
    ["stats", "--merge", "--text", "a"], ["stats", "--merge", "-t", "bpe", "a"],
    ["stats", "--merge", "--turkish", "a"],
    ["count", "--field", "a..b", "--text", "a"],
    ["export", "compare", "--size", "0x5"], ["export", "compare", "--size", "80"],
    ["export", "compare", "--sample", "nope"],
    ["--theme", "nope"], ["--layout", "nope"], ["--color", "nope"], ["--sample", "1", "file"],
  ])
  func wrongUsageEndsWith64(arguments: [String]) {
    let run = ProgramRun(raw: arguments.map { Array($0.utf8) })
    #expect(run.code == 64, "\(arguments): \(run.errors)")
    #expect(run.output.isEmpty)
    #expect(run.errors.hasPrefix("Error: "))
  }

  /// Hostile arguments are shown safely and do not crash.
  @Test func survivesOddArguments() {
    let odd: [[UInt8]] = [
      [], [0xFF, 0xFE], Array("\u{1B}]52;c;x\u{07}".utf8), Array("--\u{202E}".utf8),
      Array(repeating: 0x61, count: 100_000),
    ]
    for argument in odd {
      let run = ProgramRun(raw: [Array("encode".utf8), Array("-t".utf8), argument])
      #expect(run.code == 64 || run.code == 1)
      #expect(!run.errors.utf8.contains(0x1B) && !run.errors.unicodeScalars.contains("\u{202E}"))
      let list = ProgramRun(raw: [Array("list".utf8), argument])
      #expect(list.code == 64 && !list.errors.utf8.contains(0x1B))
    }
  }

  @Test func tellsItsVersionAndHelp() {
    let version = ProgramRun("--version")
    #expect(version.code == 0 && version.text.hasPrefix("tokview ") && version.lines.count == 1)
    for command in [["--help"], ["encode", "--help"], ["train", "bpe", "--help"], ["help", "stats"]] {
      let help = ProgramRun(raw: command.map { Array($0.utf8) })
      #expect(help.code == 0 && help.text.contains("USAGE: tokview") && help.errors == "")
    }
  }

  /// Whatever is not a regular file is refused at once with one line.
  @Test func refusesWhatIsNoFile() {
    let folder = TemporaryFolder()
    mkfifo(folder["fifo"], 0o600)
    symlink("loop", folder["loop"])
    for path in [folder.path, folder["fifo"], folder["loop"], folder["missing"], "/dev/zero", "/dev/tty"] {
      for arguments in [
        ["encode", "-t", "bytes", path], [path], ["export", "compare", path],
        ["encode", "--text", "a", "-t", "bpe:" + path],
      ] {
        let run = ProgramRun(raw: arguments.map { Array($0.utf8) }, environment: ["TERM=xterm"])
        #expect(run.code == 1, "\(arguments)")
        #expect(
          run.errors.hasPrefix("tokview: cannot read ") && run.errors.split(separator: "\n").count == 1, "\(run.errors)"
        )
      }
    }
  }

  @Test func refusesATerminalThatIsNotThere() {
    let run = ProgramRun("--sample", "1", environment: ["TERM=xterm"])
    #expect(run.code == 1 && run.errors.split(separator: "\n").count == 1, "\(run.errors)")
  }

  /// A reader that goes away ends the program by the signal, as any filter.
  @Test func endsWhenNobodyReads() {
    let folder = TemporaryFolder()
    folder.write([UInt8](repeating: 0x61, count: 4_000_000), "a")
    let run = ProgramRun.shell("$TOKVIEW encode -t bytes \(folder["a"]) | head -c 5 ; echo ${PIPESTATUS[0]}").text
    #expect(run == "97 97141\n")
    let ignored = ProgramRun.shell(
      "trap '' PIPE; $TOKVIEW encode -t bytes \(folder["a"]) | head -c 5 ; echo ${PIPESTATUS[0]}"
    ).text
    #expect(ignored == "97 97141\n")
  }

  @Test func tellsAClosedOutput() {
    let run = ProgramRun.shell("$TOKVIEW encode -t bytes --text a 2>&1 >&-; echo $?").text
    #expect(run.hasPrefix("tokview: cannot write standard output") && run.hasSuffix("\n1\n"), "\(run)")
    let full = ProgramRun.shell("$TOKVIEW encode -t bytes --text a 2>&1 >/dev/full; echo $?").text
    #expect(full.hasPrefix("tokview: cannot write standard output: no space") && full.hasSuffix("\n1\n"), "\(full)")
    let input = ProgramRun.shell("$TOKVIEW encode -t bytes 2>&1 <&-; echo $?").text
    #expect(input.hasPrefix("tokview: cannot read standard input") && input.hasSuffix("\n1\n"), "\(input)")
  }
}
