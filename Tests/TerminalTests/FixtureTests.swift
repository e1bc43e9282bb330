import Glibc
import Screen
import TerminalTestSupport
import TestSupport
import Testing

/// The fixture program in a terminal of its own: input, resizing, and a terminal left as it was on every way out.
@Suite(.serialized) struct FixtureTests {
  private let fixture = Products.path("TerminalFixture")

  private func start(
    term: String? = "xterm-256color", environment: [String: String] = [:], size: Size = Size(width: 80, height: 24)
  ) throws -> PseudoTerminal {
    try #require(PseudoTerminal([fixture], term: term, environment: environment, size: size))
  }

  /// Every frame of the fixture has a sign in its last corner, and drawing ends with the cursor at home.
  private func isDrawn(_ screen: VirtualScreen) -> Bool {
    screen.isAlternate && screen[screen.size.width - 1, screen.size.height - 1].text == "+" && screen.cursor == (0, 0)
  }

  @Test(arguments: ["xterm-256color", "tmux-256color", "screen-256color", "xterm"])
  func drawsReadsKeysAndQuits(_ term: String) throws {
    let program = try start(term: term)
    #expect(program.wait(until: isDrawn))
    let screen = program.screen
    #expect([screen.isAlternate, screen.isCursorVisible, screen.hasBracketedPaste] == [true, false, true])
    for (keys, name) in [
      ("\u{1B}[A", "key up #1"), ("\u{1B}OB", "key down #2"), ("ş", "char ş #3"), ("\u{1B}", "key escape #4"),
      ("\u{3}", "control c #5"), ("\u{1B}[200~x\u{1B}[A\n\u{1B}[201~", "paste 5 bytes #6"),
    ] {
      program.type(keys)
      #expect(program.wait(for: name), "\(name): \(program.screen.text)")
    }
    program.type("q")
    #expect(program.waitForExit() == .code(0))
    #expect(program.notRestored == [])
    #expect(program.screen.unknown == [])
    #expect(program.screen.contains("bye"))
  }

  @Test func colorsFollowTheEnvironment() throws {
    let colored = try start()
    #expect(colored.wait(until: isDrawn))
    #expect(colored.screen[0, 2].style == Style(foreground: 231, background: 24))
    let plain = try start(environment: ["NO_COLOR": "1"])
    #expect(plain.wait(until: isDrawn))
    #expect(plain.screen[0, 2].style == .plain)
    let empty = try start(environment: ["NO_COLOR": ""])
    #expect(empty.wait(until: isDrawn))
    #expect(empty.screen[0, 2].style == Style(foreground: 231, background: 24))
  }

  @Test(arguments: ["C", "POSIX", "no_SUCH.UTF-8", ""]) func lettersSurviveAnyLocale(_ locale: String) throws {
    let program = try start(environment: ["LANG": locale, "LC_ALL": locale])
    #expect(program.wait(until: isDrawn))
    program.type("ş")
    #expect(program.wait(for: "char ş #1"), "\(program.screen.text)")
  }

  @Test func resizesAreTold() throws {
    let program = try start()
    #expect(program.wait(for: "fixture 80x24"))
    for size in [Size(width: 120, height: 40), Size(width: 20, height: 5), Size(width: 200, height: 60)] {
      program.resize(to: size)
      #expect(program.wait(for: "fixture \(size.width)x\(size.height)"))
      #expect(program.wait(until: isDrawn))
    }
    program.resize(to: Size(width: 1, height: 1))
    #expect(program.wait { $0.text == "+" })
    for step in 0..<200 { program.resize(to: Size(width: 30 + step, height: 10 + step % 30)) }
    program.resize(to: Size(width: 90, height: 30))
    #expect(program.wait(for: "fixture 90x30"))
    program.type("q")
    #expect(program.waitForExit() == .code(0))
    #expect(program.notRestored == [])
  }

  @Test(arguments: [SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSEGV])
  func signalsRestoreTheTerminal(_ number: Int32) throws {
    let program = try start()
    #expect(program.wait(until: isDrawn))
    program.signal(number)
    #expect(program.waitForExit() == .signal(number))
    #expect(program.notRestored == [])
    #expect(program.screen.unknown == [])
    #expect(program.screen.contains("crashed") == [SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSEGV].contains(number))
  }

  @Test func crashesRestoreTheTerminal() throws {
    let segment = try start()
    #expect(segment.wait(until: isDrawn))
    segment.type("s")
    #expect(segment.waitForExit() == .signal(SIGSEGV))
    #expect(segment.notRestored == [])
    let trap = try start()
    #expect(trap.wait(until: isDrawn))
    trap.type("t")
    let exit = try #require(trap.waitForExit())
    #expect([.signal(SIGILL), .signal(SIGTRAP)].contains(exit))
    #expect(trap.notRestored == [])
  }

  /// `q` quits, `e` exits without closing, `s` and `t` crash, `n` switches the mouse off.
  @Test(arguments: ["q", "e", "s", "t", "n"]) func mouseIsReportedUntilTheEnd(_ end: String) throws {
    let program = try start()
    #expect(program.wait(until: isDrawn))
    #expect(program.screen.mouseModes == [])
    program.type("m")
    #expect(program.wait { $0.mouseModes == ["1000", "1002", "1006"] })
    program.type("\u{1B}[<0;5;3M")
    #expect(program.wait(for: "mouse press 4,2 #2"), "\(program.screen.text)")
    program.type(end)
    if end == "n" {
      #expect(program.wait { $0.mouseModes == [] })
      return
    }
    #expect(program.waitForExit() != nil)
    #expect(program.notRestored == [])
  }

  @Test(arguments: [SIGTERM, SIGINT, SIGHUP]) func signalsStopTheReportsOfTheMouse(_ number: Int32) throws {
    let program = try start()
    #expect(program.wait(until: isDrawn))
    program.type("m")
    #expect(program.wait { $0.mouseModes.count == 3 })
    program.signal(number)
    #expect(program.waitForExit() == .signal(number))
    #expect(program.notRestored == [])
  }

  @Test func plainExitRestoresTheTerminal() throws {
    let program = try start()
    #expect(program.wait(until: isDrawn))
    program.type("e")
    #expect(program.waitForExit() == .code(3))
    #expect(program.notRestored == [])
  }

  /// Under a shell with job control, as a user has it: the key, and the signal from outside.
  @Test(arguments: [true, false]) func suspendsAndContinues(_ byKey: Bool) throws {
    let script = """
      set -m
      round=0
      "$0"
      while [ $? -gt 128 ]; do
        round=$((round + 1))
        echo stopped $round
        read line
        fg >/dev/null
      done
      """
    let shell = try #require(PseudoTerminal(["/bin/sh", "-c", script, fixture]))
    #expect(shell.wait(until: isDrawn))
    let line = try #require(shell.screen.lines.first { $0.hasPrefix("pid ") })
    let process = try #require(Int32(line.dropFirst(4)))
    for round in 1...2 {
      if byKey { shell.type("\u{1A}") } else { kill(process, SIGTSTP) }
      #expect(shell.wait { !$0.isAlternate && $0.contains("stopped \(round)") }, "\(shell.screen.text)")
      #expect(shell.notRestored == [])
      shell.type("\n")
      #expect(shell.wait { isDrawn($0) && $0.hasBracketedPaste }, "\(shell.screen.text)")
      shell.type("x")
      #expect(shell.wait(for: "char x"))
    }
    shell.type("q")
    #expect(shell.waitForExit() == .code(0))
    #expect(shell.notRestored == [])
  }

  @Test func otherThreadsEndTheWait() throws {
    let program = try start()
    #expect(program.wait(until: isDrawn))
    program.type("w")
    #expect(program.wait(for: "woken #1"))
  }

  @Test func changesAreSmallAndIdleIsSilent() throws {
    let program = try start(size: Size(width: 200, height: 60))
    #expect(program.wait(until: isDrawn))
    let before = program.output.count
    program.type("x")
    #expect(program.wait { isDrawn($0) && $0.contains("char x #1") })
    #expect(program.output.count - before < 100)
    // The last bytes of the frame may come after the rest.
    for _ in 0..<50 where program.output(within: 30).isEmpty { break }
    let ticks = program.processorTicks
    #expect(program.output(within: 300) == "")
    #expect(program.processorTicks - ticks <= 1)
  }

  @Test func hostileInputIsHarmless() throws {
    let program = try start()
    #expect(program.wait(until: isDrawn))
    let seed: UInt64 = 11
    var random = SeededGenerator(seed: seed)
    // No key that ends, crashes or stops the fixture.
    let forbidden = Set("qestwz\u{1A}".utf8)
    let bytes = (0..<100_000).map { _ in UInt8.random(in: 0...255, using: &random) }.filter { !forbidden.contains($0) }
    program.send(bytes)
    // Ends whatever sequence the random bytes began, a paste included.
    program.type("\u{1B}[201~\u{1B}[201~")
    program.type("ü")
    #expect(program.wait(for: "char ü"), "seed \(seed): \(program.screen.text)")
    #expect(program.screen.unknown == [])
    program.type("\u{1B}[200~" + String(repeating: "0123456789abcdef", count: 1 << 16) + "\u{1B}[201~")
    #expect(program.wait(for: "paste 1048576 bytes"))
    program.type("q")
    #expect(program.waitForExit() == .code(0))
    #expect(program.notRestored == [])
  }

  @Test(
    arguments: [
      (nil, "fixture: TERM is not set (try TERM=xterm-256color)"),
      ("", "fixture: TERM is not set (try TERM=xterm-256color)"),
      ("nonsense", "fixture: TERM=nonsense is not in the terminal database (try TERM=xterm-256color)"),
      ("dumb", "fixture: TERM=dumb cannot place text on the screen"),
    ] as [(String?, String)])
  func unusableTerminalsGetAdvice(_ term: String?, _ message: String) throws {
    let program = try start(term: term, size: Size(width: 120, height: 10))
    #expect(program.waitForExit() == .code(1))
    #expect(program.screen.contains(message), "\(program.screen.text)")
    #expect(program.notRestored == [])
    #expect(program.screen.unknown == [])
  }

  @Test func aHangUpEndsTheProgram() throws {
    let program = try start()
    #expect(program.wait(until: isDrawn))
    program.hangUp()
    #expect(program.waitForExit() == .signal(SIGHUP))
  }

  @Test func redirectedStandardStreamsDoNotMatter() throws {
    let script = "echo text | \"$0\" | { read word; echo piped $word; }"
    let shell = try #require(PseudoTerminal(["/bin/sh", "-c", script, fixture]))
    #expect(shell.wait(until: isDrawn))
    shell.type("x")
    #expect(shell.wait(for: "char x #1"))
    shell.type("q")
    #expect(shell.waitForExit() == .code(0))
    #expect(shell.screen.contains("piped bye"))
    #expect(shell.notRestored == [])
  }
}
