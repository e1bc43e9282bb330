import Screen
import TerminalTestSupport
import TestSupport
import Testing
import UnicodeText

@Suite struct FrameTests {
  private let wide: VisibleText = "世"

  @Test func textTrimsTrailingBlanks() {
    var frame = Frame(size: Size(width: 10, height: 3))
    frame.put("ab  c", x: 1, y: 0, style: .plain)
    frame.put("x", x: 9, y: 2, style: .plain)
    #expect(frame.lines == [" ab  c", "", "         x"])
    #expect(frame.text == " ab  c\n\n         x\n")
  }

  @Test func putClipsAtEveryEdge() {
    var frame = Frame(size: Size(width: 4, height: 2))
    frame.put("abcdef", x: -2, y: 0, style: .plain)
    frame.put("no", x: 0, y: -1, style: .plain)
    frame.put("no", x: 0, y: 2, style: .plain)
    #expect(frame.put("xyz", x: 1, y: 1, style: .plain, limit: 2) == 3)
    #expect(frame.lines == ["cdef", " xy"])
  }

  @Test func wideGlyphsAreNeverHalved() {
    #expect(wide.width == 2)
    var frame = Frame(size: Size(width: 5, height: 1))
    frame.put(wide, x: 4, y: 0, style: .plain)
    #expect(frame.lines == [""])
    frame.put(wide, x: 1, y: 0, style: .plain)
    #expect(frame[2, 0].glyph == nil)
    frame.put("x", x: 2, y: 0, style: .plain)
    #expect(frame.lines == ["  x"])
    frame.put(wide, x: 1, y: 0, style: .plain)
    frame.put("x", x: 1, y: 0, style: .plain)
    #expect(frame.lines == [" x"])
    frame.put(wide, x: 1, y: 0, style: .plain)
    frame.put(wide, x: 2, y: 0, style: .plain)
    #expect(frame.lines == ["  世"])
  }

  @Test func halvesStayWholeUnderRandomWrites() {
    let seed: UInt64 = 7
    var random = SeededGenerator(seed: seed)
    for round in 0..<2000 {
      var frame = Frame(size: Size(width: Int.random(in: 1...6, using: &random), height: 2))
      for _ in 0..<12 {
        let text = Bool.random(using: &random) ? wide : "x"
        frame.put(
          text, x: Int.random(in: -2...7, using: &random), y: Int.random(in: -1...2, using: &random), style: .plain)
      }
      for y in 0..<2 {
        var x = 0
        while x < frame.size.width {
          let width = frame[x, y].glyph?.width
          #expect(width != nil, "seed \(seed) round \(round)")
          if width == 2 { #expect(x + 1 < frame.size.width && frame[x + 1, y].glyph == nil, "round \(round)") }
          x += Int(width ?? 1)
        }
      }
    }
  }

  @Test func fillAndRestyleClip() {
    var frame = Frame(size: Size(width: 3, height: 3))
    let lit = Style(foreground: 1)
    frame.fill(Rect(x: -1, y: 1, width: 3, height: 9), glyph: VisibleText("#").glyphs[0], style: lit)
    #expect(frame.lines == ["", "##", "##"])
    frame.restyle(Rect(x: 1, y: 0, width: 100, height: 2)) { $0.adding(.bold) }
    #expect(frame[1, 1].style == Style(foreground: 1, attributes: .bold))
    #expect(frame[0, 1].style == lit)
    frame.fill(Rect(x: 5, y: 5, width: 2, height: 2), style: lit)
    frame.fill(Rect(x: 0, y: 0, width: -4, height: 2), style: lit)
    #expect(frame.lines == ["", "##", "##"])
  }

  @Test func emptyFramesDrawNothing() {
    var frame = Frame(size: Size(width: 0, height: 0))
    frame.put("x", x: 0, y: 0, style: .plain)
    frame.fill(Rect(x: 0, y: 0, width: 5, height: 5), style: .plain)
    #expect(frame.text == "")
  }

  @Test func styledTextNamesEveryStyle() {
    var frame = Frame(size: Size(width: 6, height: 2))
    frame.put("ab", x: 1, y: 0, style: Style(foreground: 231, background: 24, attributes: [.bold]))
    #expect(
      frame.styledText == """
         ab

        == styles
        .aa

        == legend
        . default on default
        a 231 on 24 bold

        """)
  }
}
