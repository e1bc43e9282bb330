import Screen
import TestSupport
import Testing

@testable import Terminal

@Suite struct InputDecoderTests {
  private func events(_ text: String) -> [InputEvent] { events(Array(text.utf8)) }

  private func events(_ bytes: [UInt8]) -> [InputEvent] {
    var decoder = InputDecoder()
    return decoder.feed(bytes) + decoder.flush()
  }

  @Test(arguments: [
    ("\u{1B}[A", Key.up), ("\u{1B}OA", .up), ("\u{1B}[B", .down), ("\u{1B}OC", .right), ("\u{1B}[D", .left),
    ("\u{1B}[1;5C", .right), ("\u{1B}[H", .home), ("\u{1B}OF", .end), ("\u{1B}[1~", .home), ("\u{1B}[7~", .home),
    ("\u{1B}[4~", .end), ("\u{1B}[2~", .insert), ("\u{1B}[3~", .delete), ("\u{1B}[3;2~", .delete),
    ("\u{1B}[5~", .pageUp), ("\u{1B}[6~", .pageDown), ("\u{1B}[Z", .backTab), ("\u{1B}OP", .function(1)),
    ("\u{1B}[11~", .function(1)), ("\u{1B}[[A", .function(1)), ("\u{1B}[24~", .function(12)), ("\u{1B}OM", .enter),
    ("\r", .enter), ("\n", .enter), ("\t", .tab), ("\u{7F}", .backspace), ("\u{8}", .backspace), ("\u{1B}", .escape),
    ("\u{3}", .control("c")), ("\u{1A}", .control("z")), ("\0", .control("@")), ("\u{1F}", .control("_")),
    ("a", .character("a")), (" ", .character(" ")), ("ş", .character("ş")), ("世", .character("世")),
    ("👩", .character("👩")),
  ])
  func oneKey(_ text: String, _ key: Key) {
    #expect(events(text) == [.key(key)])
    // The same when every byte comes alone.
    var decoder = InputDecoder()
    var split: [InputEvent] = []
    for byte in text.utf8 { split += decoder.feed([byte]) }
    split += decoder.flush()
    #expect(split == [.key(key)])
  }

  @Test(arguments: [
    ("\u{1B}[<0;1;1M", Mouse(.press, x: 0, y: 0)), ("\u{1B}[<0;200;60m", Mouse(.release, x: 199, y: 59)),
    ("\u{1B}[<32;7;9M", Mouse(.drag, x: 6, y: 8)), ("\u{1B}[<64;3;4M", Mouse(.wheelUp, x: 2, y: 3)),
    ("\u{1B}[<65;3;4M", Mouse(.wheelDown, x: 2, y: 3)), ("\u{1B}[<16;2;2M", Mouse(.press, x: 1, y: 1)),
    ("\u{1B}[<9999;1;1Mx", nil), ("\u{1B}[<2;1;1Mx", nil), ("\u{1B}[<1;1;1Mx", nil), ("\u{1B}[<35;1;1Mx", nil),
    ("\u{1B}[<66;1;1Mx", nil), ("\u{1B}[<0;0;1Mx", nil), ("\u{1B}[<0;1;0Mx", nil), ("\u{1B}[<0;1Mx", nil),
    ("\u{1B}[<0;1;1;1Mx", nil), ("\u{1B}[<;;Mx", nil), ("\u{1B}[<Mx", nil), ("\u{1B}[<0;-1;1Mx", nil),
    ("\u{1B}[<0;99999;1Mx", nil), ("\u{1B}[<64;3;4mx", nil),
  ])
  func reportsOfTheMouse(_ text: String, _ mouse: Mouse?) {
    let expected = mouse.map { [InputEvent.mouse($0)] } ?? [.key(.character("x"))]
    #expect(events(text) == expected)
    var decoder = InputDecoder()
    var split: [InputEvent] = []
    for byte in text.utf8 { split += decoder.feed([byte]) }
    #expect(split == expected)
  }

  @Test func escapeBeforeAnotherKeyIsItself() {
    #expect(events("\u{1B}q") == [.key(.escape), .key(.character("q"))])
    #expect(events("\u{1B}\u{1B}[A") == [.key(.escape), .key(.up)])
    #expect(events("\u{1B}\u{1B}") == [.key(.escape), .key(.escape)])
  }

  @Test func delaysFollowWhatHasBegun() {
    var decoder = InputDecoder()
    #expect(decoder.delayMilliseconds == nil)
    #expect(decoder.feed([0x1B]) == [])
    #expect(decoder.delayMilliseconds == 25)
    #expect(decoder.feed(Array("[".utf8)) == [])
    #expect(decoder.delayMilliseconds == 250)
    #expect(decoder.feed(Array("A".utf8)) == [.key(.up)])
    #expect(decoder.delayMilliseconds == nil)
    #expect(decoder.feed([0xE4]) == [])
    #expect(decoder.delayMilliseconds == 250)
    #expect(decoder.flush() == [])
    #expect(decoder.delayMilliseconds == nil)
  }

  @Test func unknownSequencesVanishWhole() {
    #expect(events("\u{1B}[<0;999999;12Mx") == [.key(.character("x"))])
    #expect(events("\u{1B}[M\u{1}\u{FF}x".unicodeScalars.map { UInt8($0.value) }) == [])
    #expect(events("\u{1B}[I\u{1B}[?1;2cx") == [.key(.character("x"))])
    #expect(events("\u{1B}[99999999999999999999~x") == [.key(.character("x"))])
    #expect(events("\u{1B}O\u{7}") == [.key(.control("g"))])
    #expect(events("\u{1B}[" + String(repeating: "1;", count: 5000) + "xy").last == .key(.character("y")))
  }

  @Test(
    arguments: [
      [0xFF], [0xFE], [0x80], [0xC0, 0xAF], [0xC1], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5], [0xE2, 0x82],
      [0xC2, 0x85], [0xE0, 0x80, 0x80],
    ] as [[UInt8]])
  func invalidBytesAreDropped(_ bytes: [UInt8]) {
    #expect(events(bytes) == [])
    #expect(events(bytes + [0x71]) == [.key(.character("q"))])
  }

  /// A sequence that is too long to mean anything is dropped to its last byte, however its bytes come.
  @Test(arguments: [("1;", "M"), ("9", "~"), ("<0;1;1", "m"), ("?", "\u{1B}"), ("1", "")])
  func longSequencesVanishWhole(_ parameter: String, _ final: String) {
    let bytes = Array(("q\u{1B}[" + String(repeating: parameter, count: 200) + final + "[Aé").utf8)
    let whole = events(bytes)
    #expect(whole.first == .key(.character("q")) && whole.last == .key(.character("é")) && whole.count <= 4)
    for size in [1, 2, 3, 65, 66, 67, 68, 69, 130] {
      var decoder = InputDecoder()
      var parts: [InputEvent] = []
      for start in stride(from: 0, to: bytes.count, by: size) {
        parts += decoder.feed(bytes[start..<min(start + size, bytes.count)])
      }
      #expect(parts + decoder.flush() == whole, "\(size)")
    }
    var decoder = InputDecoder()
    #expect(decoder.feed(bytes.prefix(150)) == [.key(.character("q"))] && decoder.delayMilliseconds == 250)
    #expect(decoder.flush().isEmpty && decoder.delayMilliseconds == nil)
  }

  @Test func pasteIsOneEvent() {
    #expect(
      events("\u{1B}[200~a\u{1B}[A\r\0ş\u{1B}[201~q") == [
        .paste(Array("a\u{1B}[A\r\0ş".utf8)), .key(.character("q")),
      ])
    #expect(events("\u{1B}[200~\u{1B}[201~") == [.paste([])])
    // An end marker inside the text ends the paste: the rest comes as keys.
    #expect(events("\u{1B}[200~a\u{1B}[201~b\u{1B}[201~") == [.paste([0x61]), .key(.character("b"))])
  }

  @Test func pasteInPieces() {
    let text = Array("\u{1B}[200~one\u{1B}[20two\u{1B}\u{1B}[201~".utf8)
    for cut in 0...text.count {
      var decoder = InputDecoder()
      let found = decoder.feed(text[..<cut]) + decoder.feed(text[cut...])
      #expect(found == [.paste(Array("one\u{1B}[20two\u{1B}".utf8))], "cut \(cut)")
      #expect(decoder.delayMilliseconds == nil)
    }
  }

  @Test func pasteWithoutEndIsDeliveredAfterAPause() {
    var decoder = InputDecoder()
    #expect(decoder.feed(Array("\u{1B}[200~abc\u{1B}[2".utf8)) == [])
    #expect(decoder.delayMilliseconds == 2000)
    #expect(decoder.flush() == [.paste(Array("abc\u{1B}[2".utf8))])
    #expect(decoder.feed([0x71]) == [.key(.character("q"))])
  }

  @Test func longPastesAreCapped() {
    var decoder = InputDecoder(pasteLimit: 1000)
    #expect(decoder.feed(Array("\u{1B}[200~".utf8)) == [])
    for _ in 0..<100 { #expect(decoder.feed([UInt8](repeating: 0x61, count: 4096)) == []) }
    #expect(
      decoder.feed(Array("\u{1B}[201~q".utf8)) == [
        .paste([UInt8](repeating: 0x61, count: 1000)), .key(.character("q")),
      ])
  }

  /// 300,000 random bytes, most of them near those that begin something: nothing traps, however they are cut.
  @Test func randomBytesCutAnywhereGiveTheSameEvents() {
    let seed: UInt64 = 20
    var random = SeededGenerator(seed: seed)
    let likely: [UInt8] = Array("\u{1B}[O~;0123M<AZ".utf8) + [0xC3, 0xE2, 0xF0, 0x80, 0xFF, 0x1B, 0x1B]
    for round in 0..<1500 {
      let bytes = (0..<200).map { _ in
        Bool.random(using: &random) ? likely.randomElement(using: &random)! : UInt8.random(in: 0...255, using: &random)
      }
      var whole = InputDecoder()
      let expected = whole.feed(bytes) + whole.flush()
      var pieces = InputDecoder()
      var found: [InputEvent] = []
      var index = 0
      while index < bytes.count {
        let end = min(bytes.count, index + Int.random(in: 1...9, using: &random))
        found += pieces.feed(bytes[index..<end])
        index = end
      }
      found += pieces.flush()
      #expect(found == expected, "seed \(seed) round \(round)")
    }
  }
}
