import Glibc
import Screen
import TerminalTestSupport
import TestSupport
import Testing

/// The whole program in terminals that do what terminals should not.
@Suite(.serialized) struct HostileTerminalTests {
  private let folder = TemporaryFolder()

  private func start(
    _ line: String = "", term: String? = "xterm-256color", size: Size = Size(width: 100, height: 30),
    environment: [String: String] = [:]
  ) throws -> PseudoTerminal {
    let variables = environment.merging(["HOME": "/dev/null/home"]) { given, _ in given }
    let script = "cd '\(folder.path)' && exec '\(Products.path("tokview"))' \(line)"
    return try #require(
      PseudoTerminal(["/bin/sh", "-c", script], term: term, environment: variables, size: size))
  }

  private func isShown(_ screen: VirtualScreen) -> Bool {
    screen.isAlternate && screen.contains("[Compare]") && screen.contains("  bytes ")
  }

  /// Ends the program from wherever it is.
  private func quit(_ program: PseudoTerminal) {
    // The pause between them makes the first a key.
    program.type("\u{1B}")
    _ = program.output(within: 60)
    program.type("\u{1B}")
    _ = program.output(within: 60)
    program.type("Q")
    let exit = program.waitForExit()
    // What random keys have asked to be written may have failed meanwhile, and that is told.
    #expect(exit == .code(0) || exit == .code(1) && program.screen.contains("cannot "), "\(program.screen.text)")
    #expect(program.notRestored == [])
    #expect(program.screen.unknown == [])
  }

  /// Sizes change while keys come and files are written.
  @Test func survivesAStormOfSizes() throws {
    let program = try start("--sample 3")
    #expect(program.wait(until: isShown))
    var generator = SeededGenerator(seed: 5)
    for step in 0..<150 {
      program.resize(
        to: Size(width: .random(in: 1...500, using: &generator), height: .random(in: 1...200, using: &generator)))
      program.type(["x", "a", "c", "=", "l", "?", "q", "r", "w", "c"][step % 10])
    }
    for size in [Size(width: 500, height: 200), Size(width: 1, height: 1), Size(width: 100, height: 30)] {
      program.resize(to: size)
      program.type("x")
    }
    program.type("\u{1B}")
    _ = program.output(within: 60)
    program.type(":compare\r")
    #expect(program.wait(until: isShown), "\(program.screen.text)")
    quit(program)
    #expect(!folder.names.isEmpty)
  }

  /// Anything that a terminal may send, keys that leave aside: the program stays and takes a command after it.
  @Test(arguments: [UInt64(1), 2]) func survivesRandomBytes(seed: UInt64) throws {
    let program = try start("--sample \(seed)")
    #expect(program.wait(until: isShown))
    var generator = SeededGenerator(seed: seed)
    let leaving = Set("qQ\u{3}\u{1A}:".utf8)
    let reports = [
      "\u{1B}[<0;99999;99999M", "\u{1B}[<64;-1;0M", "\u{1B}[<0;;M", "\u{1B}[M\u{7F}\u{7F}\u{7F}", "\u{1B}[200~",
      "\u{1B}[201~",
      "\u{1B}[200~\u{1B}[31m\u{1B}[201~", "\u{1B}[99999999999999999999~", "\u{1B}[1;5A", "\u{1B}OP", "\u{1B}]0;t\u{7}",
      "\u{9B}A",
    ]
    for _ in 0..<40 {
      var bytes = (0..<250).map { _ in UInt8.random(in: 0...255, using: &generator) }.filter { !leaving.contains($0) }
      bytes += Array(reports.randomElement(using: &generator)!.utf8)
      program.send(bytes)
      _ = program.output(within: 1)
    }
    // Ends whatever was begun, a paste included.
    program.type("\u{1B}[201~\u{1B}[201~")
    _ = program.output(within: 300)
    program.type("\u{1B}")
    _ = program.output(within: 60)
    program.type(":compare\r")
    #expect(program.wait { $0.contains("[Compare]") }, "seed \(seed): \(program.screen.text)")
    quit(program)
  }

  @Test func takesALongPasteAsText() throws {
    let program = try start("--sample 1")
    #expect(program.wait(until: isShown))
    for line in ["", ":"] {
      program.type(line + "\u{1B}[200~" + String(repeating: "qQ\u{1B}[2J\u{3}:quit\r", count: 400_000) + "\u{1B}[201~")
      program.type("\u{1B}")
      _ = program.output(within: 60)
      program.type(":compare\r")
      #expect(program.wait(until: isShown), "\(program.screen.text)")
    }
    quit(program)
  }

  /// Terminals of few colours, and an environment that promises more than there is.
  @Test(
    arguments: [
      ("vt100", [:]), ("linux", [:]), ("xterm", ["COLORTERM": "truecolor"]), ("screen-256color", ["NO_COLOR": "1"]),
      ("tmux-256color", ["LC_ALL": "C"]), ("xterm-256color", ["LANG": "tr_TR.ISO-8859-9", "LC_ALL": ""]),
      ("xterm-256color", ["LANG": "", "COLORTERM": "\u{1B}[31m"]),
    ] as [(String, [String: String])])
  func drawsOnWhatThereIs(term: String, environment: [String: String]) throws {
    let program = try start("--sample 1", term: term, environment: environment)
    #expect(program.wait { $0.contains("COMPARE") && $0.contains("  bytes ") }, "\(term): \(program.screen.text)")
    program.type("}ia")
    #expect(program.wait { $0.contains("ATTN") }, "\(term): \(program.screen.text)")
    quit(program)
    #expect(!String(decoding: program.output, as: UTF8.self).contains("\u{FFFD}"))
  }

  /// Standard streams that are closed, and a terminal that goes away.
  @Test func needsTheTerminalAlone() throws {
    for line in ["--sample 1 <&-", "--sample 1 >&-", "--sample 1 <&- >&- 2>&-", "--sample 1 </dev/null >/dev/null"] {
      let program = try start(line)
      #expect(program.wait(until: isShown), "\(line): \(program.screen.text)")
      quit(program)
    }
    let program = try start("--sample 1")
    #expect(program.wait(until: isShown))
    program.hangUp()
    #expect(program.waitForExit() == .signal(SIGHUP))
  }

  /// Texts of odd shapes: the screen shows their start and their end.
  @Test func opensTextsOfOddShapes() throws {
    let mebibyte = 1 << 20
    let shapes: [(name: String, bytes: [UInt8])] = [
      ("empty", []), ("one", [0x61]), ("nul", [0]), ("spaces", [UInt8](repeating: 0x20, count: mebibyte)),
      ("carets", [UInt8](repeating: 0x5E, count: mebibyte)),
      ("quotes", Array(String(repeating: "'s", count: mebibyte / 2).utf8)),
      ("newlines", [UInt8](repeating: 0x0A, count: 1_000_000)),
      ("line", [UInt8](repeating: 0x61, count: 10 * mebibyte)),
      ("zeros", [UInt8](repeating: 0, count: mebibyte)), ("invalid", [UInt8](repeating: 0xFF, count: mebibyte)),
      ("marks", Array(("e" + String(repeating: "\u{301}", count: 200_000)).utf8)),
      ("number", [UInt8](repeating: 0x37, count: 10_000)),
      ("unfinished", Array("a\u{1B}]0;title".utf8)),
    ]
    for (name, bytes) in shapes { folder.write(bytes, name) }
    let program = try start(shapes.map(\.name).joined(separator: " "))
    for (place, shape) in shapes.enumerated() {
      #expect(
        program.wait { $0.contains(" \(shape.name)") && ($0.contains("  bytes ") || $0.contains("is empty")) },
        "\(shape.name): \(program.screen.text)")
      program.type("G}{gg B=====B")
      program.type("]")
      if place + 1 == shapes.count { #expect(program.wait(for: "00-start"), "\(program.screen.text)") }
    }
    quit(program)
  }

  /// Where the data, configuration and state folders are not what they should be.
  @Test func startsWithoutAHome() throws {
    folder.write([], "file")
    mkdir(folder["open"], 0o777)
    chmod(folder["open"], 0o777)
    for environment in [
      ["HOME": ""], ["HOME": "relative"], ["HOME": folder["file"]], ["HOME": folder["open"]], ["HOME": "/proc/1"],
      ["HOME": "/dev/null/home", "XDG_CONFIG_HOME": "relative", "XDG_STATE_HOME": "./x", "XDG_CACHE_HOME": ".."],
      ["XDG_CONFIG_HOME": folder["file"], "XDG_STATE_HOME": folder["file"], "XDG_CACHE_HOME": folder["file"]],
      ["XDG_CONFIG_HOME": "/dev/null", "XDG_STATE_HOME": "/dev/full", "XDG_CACHE_HOME": "/proc/self/fd"],
      ["TOKVIEW_DATA": folder["file"]], ["TOKVIEW_DATA": "/nonexistent/\u{1B}[31m"],
    ] {
      let program = try start("--sample 1", environment: environment)
      #expect(program.wait(until: isShown), "\(environment): \(program.screen.text)")
      program.type(":compare\r")
      quit(program)
    }
    #expect(folder.names == ["file", "open"])
  }
}
