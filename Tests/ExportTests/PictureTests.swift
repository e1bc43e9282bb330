import Export
import Screen
import TerminalTestSupport
import TestSupport
import Testing
import UnicodeText

/// Frames as files: what is read back is what was drawn.
@Suite struct PictureTests {
  /// What every format must write without meaning anything by it.
  static let hostile: [[UInt8]] = [
    Array(
      "<script>alert('1')</script> \"quoted\" & a]]>b <!-- --> =cmd()|'/C' &amp; \u{0}\u{1B}[31m\r\n\t\u{202E}x".utf8),
    [0xFF, 0xFE, 0xC0, 0xAF], Array("中文 e\u{301} 👩‍👩‍👧 \u{FFFE}\u{FFFF} ▀▄█▁▇ │".utf8),
  ]

  static func random(_ seed: UInt64, size: Size = Size(width: 31, height: 9)) -> Frame {
    var generator = SeededGenerator(seed: seed)
    let texts = hostile.map { VisibleText(bytes: $0[...]) } + ["plain", "   ", "世界", "a\u{301}\u{302}b"]
    var frame = Frame(size: size, style: seed % 2 == 0 ? .plain : Style(foreground: 252, background: 233))
    for _ in 0..<60 {
      var style = Style(
        attributes: Style.Attributes(rawValue: UInt8.random(in: 0..<32, using: &generator)))
      if Bool.random(using: &generator) { style.foreground = .random(in: -1..<256, using: &generator) }
      if Bool.random(using: &generator) { style.background = .random(in: -1..<256, using: &generator) }
      let text = texts.randomElement(using: &generator) ?? ""
      frame.put(
        text, x: .random(in: 0..<size.width, using: &generator), y: .random(in: 0..<size.height, using: &generator),
        style: style)
    }
    return frame
  }

  static func picture(_ frame: Frame, isLight: Bool = false) -> Picture {
    Picture(
      header: ["tokview 0", VisibleText(bytes: hostile[0][...]), "view test"], frame: frame,
      ground: frame[0, 0].style == frame[1, 0].style ? .plain : Style(foreground: 252, background: 233),
      isLight: isLight)
  }

  @Test(arguments: UInt64(0)..<24) func runsHoldEveryCell(seed: UInt64) {
    let frame = Self.random(seed)
    for y in 0..<frame.size.height {
      var x = 0
      for run in frame.runs(y) {
        #expect(run.x == x && run.width == run.glyphs.reduce(0) { $0 + Int($1.width) })
        for glyph in run.glyphs {
          #expect(frame[x, y] == Cell(glyph: glyph, style: run.style))
          x += Int(glyph.width)
        }
      }
      #expect(x == frame.size.width)
    }
  }

  /// Shown with `cat`, the text has the cells of the frame; nothing but SGR is in it, and each line ends without attributes.
  @Test(arguments: UInt64(0)..<24) func colouredTextShowsTheFrame(seed: UInt64) {
    let frame = Self.random(seed)
    let text = ANSIText.text(frame)
    var screen = VirtualScreen(size: Size(width: frame.size.width + 1, height: frame.size.height + 1))
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      let last = line.matches(of: /\u{1B}\[([0-9;]*)m/).last
      #expect(last.map { $0.1.isEmpty } ?? true)
      screen.feed(Array(line.utf8) + [0x0D, 0x0A])
    }
    #expect(screen.unknown == [])
    for y in 0..<frame.size.height {
      for x in 0..<frame.size.width {
        guard let glyph = frame[x, y].glyph else { continue }
        let (cell, style) = (screen[x, y], frame[x, y].style)
        #expect(cell.text == VisibleText(glyphs: [glyph]).string, "seed \(seed), \(x) \(y)")
        // Blanks at the end of a line that look like nothing are left out.
        let isBlank =
          glyph == .space && style.background < 0 && style.attributes.isDisjoint(with: [.reverse, .underline])
        #expect(cell.style == style || isBlank, "seed \(seed), \(x) \(y)")
      }
    }
    let plain = text.replacing(/\u{1B}\[[0-9;]*m/, with: "")
    #expect(!plain.utf8.contains(0x1B))
    #expect(
      plain.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { trimmed($0) } == frame.lines)
  }

  @Test(arguments: UInt64(0)..<24) func pagesHoldTheText(seed: UInt64) throws {
    let frame = Self.random(seed)
    let page = HTMLPage.text(Self.picture(frame, isLight: seed % 3 == 0))
    let read = try MarkupReader(page, empty: ["meta"])
    let names = Set(read.elements.map(\.name))
    #expect(names == ["html", "head", "meta", "title", "body", "pre", "span"])
    #expect(read.all("pre").count == 1)
    // The text of the page is that of the title, then of the frame.
    let lines = read.text.split(separator: "\n", omittingEmptySubsequences: false).map { trimmed($0) }
    let start = try #require(lines.firstIndex(of: frame.lines[0]))
    #expect(Array(lines[start..<start + frame.size.height]) == frame.lines)
    for span in read.all("span") {
      #expect(Set(span.attributes.keys) == ["style"])
      #expect(span.attributes["style"]?.utf8.allSatisfy { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "<") } == true)
    }
    #expect(read.all("title")[0].text == VisibleText(bytes: Self.hostile[0][...]).string)
  }

  /// Each text stands where its cells are, as wide as they are.
  @Test(arguments: UInt64(0)..<24) func drawingsHoldTheText(seed: UInt64) throws {
    let frame = Self.random(seed)
    let read = try MarkupReader(SVGDrawing.text(Self.picture(frame, isLight: seed % 3 == 0)))
    #expect(Set(read.elements.map(\.name)) == ["svg", "title", "desc", "rect", "text"])
    var drawn = Frame(size: frame.size)
    for text in read.all("text") {
      let x = try #require(text.attributes["x"].flatMap { Int($0) })
      let y = try #require(text.attributes["y"].flatMap { Int($0) })
      let width = try #require(text.attributes["textLength"].flatMap { Int($0) })
      let glyphs = VisibleText(text.text)
      #expect((x - 8) % 9 == 0 && (y - 22) % 18 == 0)
      #expect(glyphs.width * 9 == width && glyphs.string == text.text)
      drawn.put(glyphs, x: (x - 8) / 9, y: (y - 22) / 18, style: .plain)
    }
    // What is drawn as rectangles is no text.
    for y in 0..<frame.size.height {
      for x in 0..<frame.size.width {
        let glyph = frame[x, y].glyph
        let isBlock = glyph.map { (0x2580...0x2588).contains($0.base) } ?? false
        #expect(drawn[x, y].glyph == (isBlock ? .space : glyph), "seed \(seed), \(x) \(y)")
      }
    }
    #expect(read.all("svg")[0].attributes["aria-labelledby"]?.hasPrefix("t") == true)
  }

  /// Ids come from the content: the same picture has the same, another has others.
  @Test func idsComeFromTheContent() throws {
    func id(_ seed: UInt64) throws -> String? {
      try MarkupReader(SVGDrawing.text(Self.picture(Self.random(seed)))).all("title")[0].attributes["id"]
    }
    #expect(try id(1) == id(1) && id(1) != id(2))
  }

  @Test(arguments: ["ans", "html", "svg"]) func looksAsItDid(_ format: String) {
    var frame = Frame(size: Size(width: 12, height: 3), style: Style(foreground: 253, background: 233))
    frame.put(
      "a<b>&\"c\" 世", x: 0, y: 0, style: Style(foreground: 231, background: 24, attributes: [.bold, .underline]))
    frame.put("▀▄█ ", x: 1, y: 1, style: Style(foreground: 198, background: 54, attributes: [.italic, .dim]))
    frame.put("e\u{301}x", x: 2, y: 2, style: Style(attributes: .reverse))
    let picture = Picture(
      header: ["tokview 0", "text t", "view v"], frame: frame, ground: Style(foreground: 253, background: 233))
    let text =
      switch format {
      case "ans": ANSIText.text(frame)
      case "html": HTMLPage.text(picture)
      default: SVGDrawing.text(picture)
      }
    #expect(Golden.mismatch("export/picture.\(format)", text) == nil)
  }

  private func trimmed(_ line: Substring) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return String(line)
  }
}
