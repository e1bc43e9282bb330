import CTerm
import Glibc
import Screen
import Testing

@testable import Terminal

extension InProcessTests {
  /// Waiting for input, in this process, on a pseudo-terminal that the test types into.
  @Suite struct WaitingTests {
    private final class Line {
      let terminal: Terminal
      let controller: Int32
      private let other: Int32

      init() throws {
        var name = [CChar](repeating: 0, count: 128)
        controller = cterm_open_pty(&name, name.count)
        other = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC)
        try #require(controller >= 0 && other >= 0)
        cterm_set_size(controller, 80, 24)
        terminal = try Terminal(input: other, output: other, term: "xterm-256color", color: .automatic, noColor: nil)
      }

      deinit {
        terminal.close()
        close(other)
        close(controller)
      }

      func type(_ text: String) { write(controller, text, text.utf8.count) }
    }

    @Test func timeoutsAndWakesReturnNothing() throws {
      let line = try Line()
      #expect(line.terminal.nextEvents(timeoutMilliseconds: 0) == [])
      #expect(line.terminal.nextEvents(timeoutMilliseconds: 3) == [])
      line.terminal.waker.wake()
      line.terminal.waker.wake()
      #expect(line.terminal.nextEvents() == [])
      // Both wakes were one.
      line.type("x")
      #expect(line.terminal.nextEvents() == [.key(.character("x"))])
    }

    @Test func keysTypedAtOnceComeTogether() throws {
      let line = try Line()
      line.type("jj\u{1B}[Bk")
      #expect(
        line.terminal.nextEvents() == "jj".unicodeScalars.map { .key(.character($0)) } + [
          .key(.down), .key(.character("k")),
        ])
    }

    @Test func aLoneEscapeComesThoughTheWaitsAreShorter() throws {
      let line = try Line()
      line.type("\u{1B}")
      var events: [InputEvent] = []
      for _ in 0..<1000 where events.isEmpty { events = line.terminal.nextEvents(timeoutMilliseconds: 1) }
      #expect(events == [.key(.escape)])
    }

    @Test func aLoneEscapeComesThoughOthersWakeAllTheTime() throws {
      let line = try Line()
      line.type("\u{1B}")
      var events: [InputEvent] = []
      for _ in 0..<10_000_000 where events.isEmpty {
        line.terminal.waker.wake()
        events = line.terminal.nextEvents()
      }
      #expect(events == [.key(.escape)])
    }

    @Test func manyResizesAreOneEvent() throws {
      let line = try Line()
      for columns in 40..<60 {
        cterm_set_size(line.controller, Int32(columns), 20)
        kill(getpid(), SIGWINCH)
      }
      line.type("x")
      var events: [InputEvent] = []
      for _ in 0..<100 where events.count < 2 { events += line.terminal.nextEvents(timeoutMilliseconds: 20) }
      #expect(events.filter { $0 == .key(.character("x")) }.count == 1)
      #expect(events.filter { $0 == .resize(Size(width: 59, height: 20)) }.count == 1)
      #expect(events.count == 2)
      #expect(line.terminal.size == Size(width: 59, height: 20))
    }

    @Test func aVanishedTerminalIsTold() throws {
      let line = try Line()
      var ends: [Int32] = [0, 0]
      // The other end hangs up; only a reader without a controlling terminal lives to see it.
      try #require(pipe(&ends) == 0)
      dup2(ends[0], line.terminal.input)
      close(ends[0])
      close(ends[1])
      #expect(line.terminal.nextEvents() == [.closed])
    }

    @Test func onlyOneTerminalIsOpen() throws {
      let line = try Line()
      #expect(throws: TerminalError.system("pipe", code: EBUSY)) {
        try Terminal(input: line.controller, output: line.controller, term: "xterm", color: .never, noColor: nil)
      }
      line.type("x")
      #expect(line.terminal.nextEvents() == [.key(.character("x"))])
    }
  }
}
