import Glibc
import Screen
import TerminalTestSupport
import TestSupport
import Testing
import UnicodeText

@testable import Terminal

extension InProcessTests {
  /// ncurses writing to a file: what arrives on the screen and how much is sent.
  @Suite struct DrawingTests {
    /// A terminal whose output is a temporary file, with the screen that reads it.
    private final class Recorder {
      let terminal: Terminal
      var screen: VirtualScreen
      private let file: Int32

      init(term: String = "xterm-256color", color: ColorChoice = .automatic, noColor: String? = nil) throws {
        let temporary = try #require(tmpfile())
        let descriptor = dup(fileno(temporary))
        fclose(temporary)
        file = descriptor
        terminal = try Terminal(input: descriptor, output: descriptor, term: term, color: color, noColor: noColor)
        screen = VirtualScreen(size: terminal.size)
      }

      deinit {
        terminal.close()
        close(file)
      }

      /// Draws and returns the bytes that were sent.
      @discardableResult
      func draw(_ frame: Frame) -> [UInt8] {
        terminal.draw(frame)
        return received()
      }

      func received() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = pread(file, &bytes, bytes.count, 0)
        let new = Array(bytes[..<max(0, count)])
        ftruncate(file, 0)
        lseek(file, 0, SEEK_SET)
        screen.feed(new)
        return new
      }

      /// Cells of the screen that differ from `frame`.
      func difference(from frame: Frame) -> [String] {
        var faults = screen.unknown
        for y in 0..<frame.size.height {
          for x in 0..<frame.size.width {
            let cell = frame[x, y]
            let expected = VisibleText(glyphs: [cell.glyph].compactMap { $0 }).string
            let found = screen[x, y]
            // The second cell of a wide glyph looks as the first.
            if cell.glyph == nil { continue }
            if found.text != expected || found.style != cell.style && !cell.style.looksBlank(found.style, found.text) {
              faults.append("\(x),\(y): \(found.text) \(found.style) instead of \(expected) \(cell.style)")
            }
          }
        }
        return faults
      }
    }

    private let size = Size(width: 80, height: 24)

    @Test func everyPairOfColorsArrives() throws {
      let recorder = try Recorder()
      #expect(recorder.terminal.size == size)
      #expect(recorder.terminal.depth == .palette)
      var frame = Frame(size: size)
      // 1,920 pairs: more than fit a byte.
      for index in 0..<size.width * size.height {
        let style = Style(foreground: Int16(index % 257) - 1, background: Int16(index / 8 % 257) - 1)
        frame.put("x", x: index % 80, y: index / 80, style: style)
      }
      recorder.draw(frame)
      #expect(recorder.difference(from: frame) == [])
    }

    @Test func attributesArrive() throws {
      let recorder = try Recorder()
      var frame = Frame(size: size)
      for value in 0..<32 {
        let style = Style(foreground: 231, background: 24, attributes: Style.Attributes(rawValue: UInt8(value)))
        frame.put("ab", x: value * 2, y: 3, style: style)
      }
      recorder.draw(frame)
      #expect(recorder.difference(from: frame) == [])
    }

    @Test func onlyWhatChangedIsSent() throws {
      let recorder = try Recorder()
      var frame = Frame(size: size)
      for y in 0..<24 { frame.put("the quick brown fox jumps over the lazy dog", x: 3, y: y, style: .plain) }
      let first = recorder.draw(frame)
      #expect(first.count > 1000)
      #expect(recorder.draw(frame).count == 0)
      frame.restyle(Rect(x: 7, y: 5, width: 5, height: 1)) { $0.adding(.reverse) }
      frame.put("cat", x: 43, y: 20, style: .plain)
      let second = recorder.draw(frame)
      #expect(second.count < 60)
      #expect(recorder.difference(from: frame) == [])
    }

    @Test func randomFramesArrive() throws {
      let recorder = try Recorder()
      let seed: UInt64 = 5
      var random = SeededGenerator(seed: seed)
      var frame = Frame(size: size)
      let texts: [VisibleText] = ["a", "token", "·The│", "şığ", "世界", "🎉", "e\u{301}", "─┴┘", " ", "👩‍👩‍👧", "नमस्ते", "  "]
      for round in 0..<60 {
        for _ in 0..<30 {
          let style = Style(
            foreground: Int16.random(in: -1...255, using: &random), background: Int16.random(in: -1...3, using: &random)
          )
          frame.put(
            texts.randomElement(using: &random)!, x: Int.random(in: -3...80, using: &random),
            y: Int.random(in: 0...23, using: &random), style: style)
        }
        // May fall on half of a wide glyph.
        frame.restyle(Rect(x: Int.random(in: 0...79, using: &random), y: round % 24, width: round % 5, height: 1)) {
          $0.adding(.bold)
        }
        recorder.draw(frame)
        let difference = recorder.difference(from: frame)
        #expect(difference == [], "seed \(seed) round \(round)")
        if !difference.isEmpty { return }
      }
    }

    @Test func halfAWideGlyphIsNeverSentAlone() throws {
      let recorder = try Recorder()
      var frame = Frame(size: size)
      for line in 0..<3 { frame.put("世界x", x: 10, y: line, style: .plain) }
      recorder.draw(frame)
      frame.restyle(Rect(x: 11, y: 0, width: 1, height: 1)) { $0.adding(.bold) }
      frame.restyle(Rect(x: 12, y: 1, width: 1, height: 1)) { $0.adding(.bold) }
      frame.put("a", x: 11, y: 2, style: .plain)
      recorder.draw(frame)
      #expect(recorder.difference(from: frame) == [])
      #expect(recorder.screen.lines[0] == "          世界x")
      #expect(recorder.screen.lines[1] == "          世界x")
      #expect(recorder.screen.lines[2] == "           a界x")
    }

    /// A terminal that draws an emoji one cell narrower must not shift what follows.
    @Test func unsureWidthsAreFollowedByACursorMove() throws {
      let recorder = try Recorder()
      var frame = Frame(size: size)
      frame.put("🎉after", x: 0, y: 0, style: .plain)
      frame.put("x🎉next", x: 4, y: 3, style: .plain)
      let bytes = recorder.draw(frame)
      #expect(recorder.difference(from: frame) == [])
      let text = String(decoding: bytes, as: UTF8.self)
      for part in text.split(separator: "🎉").dropFirst() {
        let home = part.firstRange(of: "\u{1B}[1;1H")
        let letters = part.firstRange(of: part.contains("after") ? "after" : "next")
        #expect(home != nil && letters != nil && home!.lowerBound < letters!.lowerBound)
      }
    }

    @Test func framesOfAnotherSizeAreClipped() throws {
      let recorder = try Recorder()
      for other in [Size(width: 0, height: 0), Size(width: 1, height: 1), Size(width: 200, height: 60)] {
        var frame = Frame(size: other)
        frame.fill(Rect(x: 0, y: 0, width: 500, height: 500), glyph: VisibleText("#").glyphs[0], style: .plain)
        recorder.draw(frame)
        for y in 0..<24 {
          let count = y < other.height ? min(80, other.width) : 0
          #expect(recorder.screen.lines[y] == String(repeating: "#", count: count))
        }
      }
      var frame = Frame(size: Size(width: 81, height: 1))
      frame.put("世", x: 79, y: 0, style: .plain)
      recorder.draw(frame)
      #expect(recorder.screen.lines[0] == "")
    }

    @Test func eightColorsHaveRoomForEveryTheme() throws {
      let recorder = try Recorder(term: "linux")
      #expect(recorder.terminal.depth == .eight)
      // All 80 combinations of two rounds do not fit 63 pairs: the second frame starts over.
      for round in 0..<3 {
        var frame = Frame(size: size)
        for index in 0..<50 {
          let number = round * 25 + index
          let style = Style(foreground: Int16(number % 8), background: Int16(number / 8 % 8))
          frame.put("x", x: index, y: 0, style: style)
        }
        recorder.draw(frame)
        #expect(
          recorder.screen.unknown.filter {
            !$0.hasPrefix("ESC") && !$0.hasPrefix("CSI ?1c") && !$0.hasPrefix("CSI ?0c")
          }
            == [])
        for index in 0..<50 {
          #expect(recorder.screen[index, 0].style == frame[index, 0].style, "round \(round) \(index)")
        }
      }
    }

    @Test(
      arguments: [
        ("xterm-256color", ColorChoice.never, nil), ("xterm-256color", .automatic, "1"), ("vt100", .always, nil),
      ]
        as [(String, ColorChoice, String?)])
    func noColorsWhenNotWanted(_ term: String, _ choice: ColorChoice, _ noColor: String?) throws {
      let recorder = try Recorder(term: term, color: choice, noColor: noColor)
      #expect(recorder.terminal.depth == .mono)
      var frame = Frame(size: size)
      frame.put("plain", x: 0, y: 0, style: Style(foreground: 196, background: 24))
      frame.put("lit", x: 0, y: 1, style: Style(foreground: 196, background: 24, attributes: [.bold, .reverse]))
      recorder.draw(frame)
      #expect(recorder.screen[0, 0].style == .plain)
      #expect(recorder.screen[0, 1].style == Style(attributes: [.bold, .reverse]))
    }

    @Test func directColorTerminalsGetRedGreenAndBlue() {
      let direct = PairTable(limit: 100, colors: 256, hasDefaults: true, isDirect: true)
      #expect(direct.value(24, instead: 7) == 0x005F87)
      #expect(direct.value(-1, instead: 7) == -1)
      let indexed = PairTable(limit: 100, colors: 8, hasDefaults: false, isDirect: false)
      #expect(indexed.value(3, instead: 7) == 3)
      #expect(indexed.value(-1, instead: 7) == 7)
    }

    @Test func redrawSendsEverythingAgain() throws {
      let recorder = try Recorder()
      var frame = Frame(size: size)
      frame.put("hello", x: 0, y: 0, style: .plain)
      recorder.draw(frame)
      recorder.terminal.redraw()
      #expect(String(decoding: recorder.received(), as: UTF8.self).contains("hello"))
    }

    @Test func closingTwiceIsHarmless() throws {
      let recorder = try Recorder()
      recorder.draw(Frame(size: size))
      recorder.terminal.close()
      recorder.terminal.close()
      _ = recorder.received()
      #expect(!recorder.screen.isAlternate)
      #expect(recorder.screen.isCursorVisible)
      #expect(!recorder.screen.hasBracketedPaste)
    }

    @Test(arguments: [
      ("dumb", TerminalError.termTooSimple("dumb")), ("no-such-terminal", .termUnknown("no-such-terminal")),
      ("../../etc/passwd", .termUnknown("../../etc/passwd")),
    ])
    func unusableTerminalsAreRefused(_ term: String, _ error: TerminalError) throws {
      let caught = #expect(throws: TerminalError.self) { try Recorder(term: term) }
      #expect(caught == error)
      #expect(caught?.message.contains("try TERM=xterm-256color") == true)
    }
  }
}

extension Style {
  /// Whether the difference to `other` cannot be seen on a cell that shows `text`.
  fileprivate func looksBlank(_ other: Style, _ text: String) -> Bool {
    text == " " && background == other.background && attributes.isDisjoint(with: [.reverse, .underline])
      && other.attributes.isDisjoint(with: [.reverse, .underline])
  }
}
