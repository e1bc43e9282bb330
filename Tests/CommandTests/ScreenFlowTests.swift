import Glibc
import Screen
import TerminalTestSupport
import TestSupport
import Testing

/// The whole program in a terminal of its own.
@Suite(.serialized) struct ScreenFlowTests {
  private let folder = TemporaryFolder()

  /// Starts the program in the temporary folder; `line` is what a shell would be given after its name.
  private func start(
    _ line: String = "", size: Size = Size(width: 100, height: 30), environment: [String: String] = [:]
  ) throws -> PseudoTerminal {
    let variables = environment.merging(["HOME": "/dev/null/home"]) { given, _ in given }
    let script = "cd '\(folder.path)' && exec '\(Products.path("tokview"))' \(line)"
    return try #require(
      PseudoTerminal(["/bin/sh", "-c", script], environment: variables, size: size))
  }

  /// The frame with the first segmentations is there.
  private func isShown(_ screen: VirtualScreen) -> Bool {
    screen.isAlternate && screen.contains("[Compare]") && screen.contains("  bytes ")
  }

  /// Quits with `q` and looks whether the terminal is as it was.
  private func quit(_ program: PseudoTerminal) {
    program.type("q")
    #expect(program.waitForExit() == .code(0))
    #expect(program.notRestored == [])
  }

  /// Typing, a paste with escapes, undo, leaving, and a sample that the next start lists.
  @Test func editsAndSaves() throws {
    let program = try start("--sample 1 --data-dir data")
    #expect(program.wait(until: isShown), "\(program.screen.text)")
    program.type("e")
    #expect(program.wait(for: "ln 1 col 1"), "\(program.screen.text)")
    program.type("Zebra ")
    #expect(program.wait(for: "last "), "\(program.screen.text)")
    program.type("\u{1B}[200~pa\u{1B}[2Jsted\u{1B}[201~")
    #expect(program.wait(for: "pa␛[2Jsted"), "\(program.screen.text)")
    program.type("\u{1F}")
    #expect(program.wait(for: "undone: paste of 10 bytes"), "\(program.screen.text)")
    program.type("\u{13}my zebra\r")
    #expect(program.wait(for: "saved as data/samples/"), "\(program.screen.text)")
    program.type("\u{1B}")
    #expect(program.wait(for: "COMPARE"))
    quit(program)
    #expect(ProgramRun("list", "samples", "--data-dir", folder["data"]).text.contains("my-zebra"))
  }

  @Test func startsMovesTogglesAndQuits() throws {
    let program = try start("--sample 1")
    #expect(program.wait(until: isShown), "\(program.screen.text)")
    #expect(program.screen.contains("01-en-plain") && program.screen.contains("token 1/"))
    program.type("ll")
    #expect(program.wait(for: "token 3/"))
    program.type("0")
    #expect(program.wait(for: "token 1/"))
    #expect(program.screen.contains("2 LBPE"))
    program.type("2")
    #expect(program.wait { !$0.contains("2 LBPE") && $0.contains("3 Scaffold") })
    program.type("2")
    #expect(program.wait(for: "2 LBPE"))
    program.type("]")
    #expect(program.wait(for: "02-tr-plain"))
    program.type("?")
    #expect(program.wait(for: "previous token"))
    program.type("q")
    #expect(program.wait(until: isShown))
    quit(program)
  }

  /// The model reads the active column, and its views come and go.
  @Test func showsWhatTheModelDoes() throws {
    let program = try start("--sample 21 --view compare")
    #expect(program.wait(for: "a byte)"), "\(program.screen.text)")
    #expect(program.screen.contains("model on 1 BPE (own cuts)"))
    program.type("j")
    #expect(program.wait(for: "model on 2 LBPE (own cuts)"))
    program.type("a")
    #expect(program.wait(for: "ATTN labelled"))
    program.type(">>>.")
    #expect(program.wait(for: "layer ◂3▸ of 4"))
    program.type("zz")
    #expect(program.wait(for: "L3H3"))
    program.type("wK")
    #expect(program.wait(for: "KV budget 8 by importance"))
    program.type("rP")
    #expect(program.wait(for: "what-if"))
    program.type("c")
    #expect(program.wait(until: isShown))
    quit(program)
  }

  /// The prompt reaches views that no key has, and reads a file of terms.
  @Test func runsCommandsByTheirNames() throws {
    folder.write(Array("kitap\nkitaplar\n".utf8), "mine.txt")
    folder.write([0x61, 0x0A, 0xFF], "binary")
    let program = try start("--sample 34")
    #expect(program.wait(until: isShown))
    program.type(":term\ts\t\r")
    #expect(program.wait(for: "mean financial"), "\(program.screen.text)")
    program.type(":terms \(folder["mine.txt"])\r")
    #expect(program.wait(for: "mine.txt, 2 terms"), "\(program.screen.text)")
    for (name, reason) in [("binary", "line 2: not UTF-8"), ("gone", "no such file"), ("", "it is a directory")] {
      program.type(":terms \(folder[name])\r")
      #expect(program.wait(for: reason), "\(program.screen.text)")
    }
    program.type(":damage\r")
    #expect(program.wait(for: "damaged text: 35-ocr-damaged, 8 characters"), "\(program.screen.text)")
    #expect(program.wait(for: "Thc·Vnited") && program.wait(for: "kept %"), "\(program.screen.text)")
    program.type("[")
    #expect(program.wait(for: "characters that ocr can change"))
    program.type(":nonsense\r")
    #expect(program.wait(for: "no command \"nonsense\""))
    program.type(":q\r")
    #expect(program.waitForExit() == .code(0))
    #expect(program.notRestored == [])
  }

  @Test func followsTheSizeOfTheTerminal() throws {
    let program = try start()
    #expect(program.wait(until: isShown))
    for size in [Size(width: 60, height: 16), Size(width: 200, height: 60), Size(width: 80, height: 24)] {
      program.resize(to: size)
      #expect(program.wait { isShown($0) && $0.lines.last?.contains("COMPARE") == true }, "\(size)")
    }
    program.resize(to: Size(width: 20, height: 5))
    #expect(program.wait(for: "60x16"))
    program.resize(to: Size(width: 1, height: 1))
    program.resize(to: Size(width: 100, height: 30))
    #expect(program.wait(until: isShown))
    quit(program)
  }

  @Test func writesTheScreenToAFile() throws {
    let program = try start("--sample 0", size: Size(width: 80, height: 24))
    // With what the model says of the first column.
    #expect(program.wait(for: "a byte)"))
    program.type("xt")
    #expect(program.wait(for: "wrote tokview-shots/00-start-compare-80x24.txt"), "\(program.screen.text)")
    program.type("xt")
    #expect(program.wait(for: "wrote tokview-shots/00-start-compare-80x24-2.txt"))
    quit(program)
    let first = try #require(folder.read("tokview-shots/00-start-compare-80x24.txt"))
    #expect(first == folder.read("tokview-shots/00-start-compare-80x24-2.txt"))
    // The same as without a terminal.
    let headless = ProgramRun("export", "compare", "--sample", "0", "--size", "80x24")
    #expect(String(decoding: first, as: UTF8.self) == headless.text)
  }

  /// Who quits at once does not lose the file, or is told why there is none.
  @Test func writesTheScreenBeforeItQuits() throws {
    let program = try start("--sample 0", size: Size(width: 80, height: 24))
    #expect(program.wait(until: isShown))
    program.type("xtq")
    #expect(program.waitForExit() == .code(0))
    #expect(folder.read("tokview-shots/00-start-compare-80x24.txt")?.isEmpty == false)
  }

  @Test func tellsThatAnExportFailedAfterQuitting() throws {
    folder.write([], "tokview-shots")
    let program = try start("--sample 0", size: Size(width: 80, height: 24))
    #expect(program.wait(until: isShown))
    program.type("xtq")
    #expect(program.waitForExit() == .code(1))
    #expect(String(decoding: program.output, as: UTF8.self).contains("tokview: cannot write"))
  }

  /// Text from a pipe, keys from the terminal.
  @Test func showsAPipe() throws {
    let text = String(repeating: "some words and 1234567 numbers\n", count: 20_000)
    folder.write(Array(text.utf8), "long")
    let script = "cd '\(folder.path)' && cat long | '\(Products.path("tokview"))' -; echo after $?"
    let program = try #require(
      PseudoTerminal(["/bin/sh", "-c", script], size: Size(width: 100, height: 30)))
    #expect(program.wait(until: isShown), "\(program.screen.text)")
    #expect(program.screen.contains("standard input"))
    program.type("G")
    #expect(program.wait(for: "of 620,000") || program.screen.contains("620000"), "\(program.screen.text)")
    program.type("q")
    #expect(program.wait(for: "after 0"))
    #expect(program.notRestored == [])
  }

  /// Text that tries to drive the terminal is only shown.
  @Test func showsHostileText() throws {
    folder.write(
      Array("\u{1B}[2J\u{1B}]0;title\u{07}\u{9B}31m\u{202E}x\r\u{08}\u{7F}".utf8) + [0xFF, 0xC0, 0xAF], "hostile")
    let program = try start("hostile")
    #expect(program.wait(until: isShown))
    #expect(program.screen.contains("␛"))
    program.type("lllliB")
    #expect(program.wait(for: "inspector"))
    quit(program)
    #expect(program.screen.unknown == [])
    let output = String(decoding: program.output, as: UTF8.self)
    #expect(!output.contains("\u{1B}]0;") && !output.unicodeScalars.contains("\u{202E}"))
  }

  @Test(arguments: [true, false])
  func stopsAndContinues(byKey: Bool) throws {
    let script = """
      set -m
      cd '\(folder.path)'
      '\(Products.path("tokview"))' --sample 1
      echo stopped
      read answer
      fg
      echo ended $?
      """
    let shell = try #require(
      PseudoTerminal(["/bin/sh", "-c", script], size: Size(width: 100, height: 30)))
    #expect(shell.wait(until: isShown))
    if byKey {
      shell.type("\u{1A}")
    } else {
      #expect(ProgramRun.shell("pkill -TSTP -P \(shell.process)").code == 0)
    }
    #expect(shell.wait { !$0.isAlternate && $0.contains("stopped") }, "\(shell.screen.text)")
    #expect(shell.notRestored == [])
    shell.type("\n")
    #expect(shell.wait(until: isShown))
    shell.type("ll")
    #expect(shell.wait(for: "token 3/"))
    shell.type("q")
    #expect(shell.wait(for: "ended 0"))
    #expect(shell.notRestored == [])
  }

  /// Whatever ends the program, the terminal is as it was, and the end is the signal's.
  @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGSEGV, SIGABRT, SIGBUS])
  func restoresTheTerminal(number: Int32) throws {
    let program = try start("--sample 1")
    #expect(program.wait(until: isShown))
    program.signal(number)
    #expect(program.waitForExit() == .signal(number))
    #expect(program.notRestored == [])
  }

  @Test func tellsTerminalsThatAreTooSimple() throws {
    for term in ["dumb", "no-such-terminal", ""] {
      let program = try start("--sample 1", environment: ["TERM": term])
      #expect(program.waitForExit() == .code(1), "\(term)")
      #expect(program.screen.contains("tokview: TERM"), "\(program.screen.text)")
      #expect(program.notRestored == [])
    }
  }

  /// No colours where they are not wanted; ASCII where it is asked for.
  @Test func drawsPlainly() throws {
    let program = try start("--ascii --sample 1", environment: ["NO_COLOR": "1"])
    #expect(program.wait(until: isShown))
    quit(program)
    #expect(program.output.allSatisfy { $0 < 0x80 })
    #expect(!String(decoding: program.output, as: UTF8.self).contains("\u{1B}[38;5"))
  }

}
