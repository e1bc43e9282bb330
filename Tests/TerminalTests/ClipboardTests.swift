import Glibc
import Screen
import TerminalTestSupport
import TestSupport
import Testing

@testable import Terminal

extension InProcessTests {
  /// What goes to the terminal for its clipboard, byte by byte.
  @Suite struct ClipboardTests {
    /// The bytes that `body` makes a terminal write.
    private func sent(tmux: String?, _ body: (Terminal) -> Void) throws -> [UInt8] {
      if let tmux { setenv("TMUX", tmux, 1) } else { unsetenv("TMUX") }
      defer { unsetenv("TMUX") }
      let temporary = try #require(tmpfile())
      let file = dup(fileno(temporary))
      fclose(temporary)
      defer { close(file) }
      let terminal = try Terminal(input: file, output: file, term: "xterm-256color", color: .automatic, noColor: nil)
      ftruncate(file, 0)
      lseek(file, 0, SEEK_SET)
      body(terminal)
      var bytes = [UInt8](repeating: 0, count: 1 << 17)
      let count = pread(file, &bytes, bytes.count, 0)
      terminal.close()
      return Array(bytes[..<max(0, count)])
    }

    @Test func plainSequence() throws {
      let bytes = try sent(tmux: nil) { $0.setClipboard(base64: Array("YWI=".utf8)) }
      #expect(bytes == Array("\u{1B}]52;c;YWI=\u{7}".utf8))
      #expect(try sent(tmux: "") { $0.setClipboard(base64: Array("YWI=".utf8)) } == bytes)
    }

    /// For tmux the sequence also goes wrapped, its escape doubled.
    @Test func sequenceForTmux() throws {
      let bytes = try sent(tmux: "/tmp/tmux-0/default,1,0") { $0.setClipboard(base64: Array("YWI=".utf8)) }
      #expect(
        bytes == Array("\u{1B}Ptmux;\u{1B}\u{1B}]52;c;YWI=\u{7}\u{1B}\\\u{1B}]52;c;YWI=\u{7}".utf8))
      var screen = VirtualScreen(size: Size(width: 10, height: 2))
      screen.feed(bytes)
      #expect(screen.clipboards == ["tmux YWI=", "YWI="] && screen.unknown == [] && screen.text == "\n")
    }

    /// The longest that is allowed goes out whole.
    @Test func longSequence() throws {
      let digits = [UInt8](repeating: UInt8(ascii: "A"), count: 74_992)
      let bytes = try sent(tmux: nil) { $0.setClipboard(base64: digits) }
      #expect(bytes.count == digits.count + 8 && bytes.dropFirst(7).dropLast() == digits[...])
    }

    /// Nothing but base64 can get into the sequence.
    @Test(arguments: ["YW\u{7}I=", "\u{1B}[2J", "YW I=", "YWI=\n"]) func nothingElseIsSent(_ text: String) throws {
      #expect(try sent(tmux: nil) { $0.setClipboard(base64: Array(text.utf8)) } == [])
    }
  }
}
