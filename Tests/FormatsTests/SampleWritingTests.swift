import TestSupport
import Testing

@testable import Formats

@Suite struct SampleWritingTests {
  private func written(_ body: [UInt8], title: String = "T", note: String = "n") throws -> (SampleFile, String) {
    let bytes = SampleFile.bytes(title: title, language: "en", domain: "general", note: note, body: body)
    let file = try SampleFile(bytes)
    #expect(file.warnings == [] && file.title == title && file.note == note && file.language == "en")
    return (file, String(decoding: bytes, as: UTF8.self))
  }

  @Test func plainTextIsWrittenAsItIs() throws {
    for text in ["", "one", "one\n", "\n\n", "+++\n", "C:\\new \\u{41}\n\ttab", "中文 é 😀\n+++"] {
      let (file, written) = try written(Array(text.utf8))
      #expect(file.body == Array(text.utf8) && written.hasSuffix("+++\n" + text + "\n"), "\(text)")
      #expect(!written.contains("escapes"))
    }
  }

  @Test func whatEditorsHideIsEscaped() throws {
    for (text, shown) in [
      ("a \nb", "a\\u{20}\nb"), ("a\t", "a\\u{9}"), ("a\r\n", "a\\r\n"), ("\u{202E}\\", "\\u{202e}\\\\"),
      ("\0", "\\u{0}"),
      ("a\u{200B}b", "a\\u{200b}b"), ("\u{10FFFF}\u{E0041}", "\u{10FFFF}\\u{e0041}"), ("\u{85}", "\\u{85}"),
    ] {
      let (file, written) = try written(Array(text.utf8))
      #expect(file.body == Array(text.utf8) && written.hasSuffix("escapes = true\n+++\n" + shown + "\n"), "\(written)")
    }
    let (file, text) = try written([0x41, 0xFF, 0xC3, 0x0A])
    #expect(file.body == [0x41, 0xFF, 0xC3, 0x0A] && text.hasSuffix("A\\xff\\xc3\n\n"))
  }

  @Test func anyTitleComesBack() throws {
    for title in ["\"quoted\" \\ back", "tab\there", "line\nend", "\u{7F}\u{1}", "emoji 😀 ş", "+++"] {
      _ = try written([0x61], title: title, note: title + title)
    }
  }

  /// Whatever the bytes, they come back.
  @Test(arguments: [UInt64(1), 2, 3, 4]) func bodiesComeBack(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let parts =
      [
        "+++\n", "+++", "\\", "\\n", "\\u{41}", "\\x41", "\\xff", "\n", "\r\n", "\r", " ", "  \n", "\t", "\u{200D}",
        "\u{202E}", "a",
        "é", "😀", "\0", "\u{FEFF}", "\"\"\"",
      ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xE2, 0x82], [0x80]]
    for _ in 0..<500 {
      var body: [UInt8] = []
      for _ in 0..<Int.random(in: 0...12, using: &generator) {
        body +=
          Bool.random(using: &generator)
          ? parts.randomElement(using: &generator)! : [.random(in: 0...255, using: &generator)]
      }
      let file = try SampleFile(SampleFile.bytes(title: "t", language: "en", domain: "d", note: "n", body: body))
      #expect(file.body == body && file.warnings == [], "\(body)")
    }
  }
}
