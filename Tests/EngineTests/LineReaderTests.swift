import Engine
import TestSupport
import Testing

@Suite struct LineReaderTests {
  private func lines(_ bytes: [UInt8], range: Range<Int>? = nil, limit: Int = .max) throws -> [LineReader.Line] {
    var reader = LineReader(ByteSource(name: "test", bytes: bytes), range: range ?? 0..<bytes.count, limit: limit)
    var lines: [LineReader.Line] = []
    while let line = try reader.next() { lines.append(line) }
    #expect(try reader.next() == nil)
    return lines
  }

  private func texts(_ text: String) throws -> [String] {
    try lines(Array(text.utf8)).map { String(decoding: $0.bytes ?? [], as: UTF8.self) }
  }

  @Test(
    arguments: [
      ("", []), ("a", ["a"]), ("a\n", ["a"]), ("a\nb", ["a", "b"]), ("\n", [""]), ("\n\n", ["", ""]),
      ("\na", ["", "a"]),
      ("a\r\nb\r\n", ["a", "b"]), ("\r\n", [""]), ("\r", ["\r"]), ("a\r", ["a\r"]), ("a\rb\n", ["a\rb"]),
      ("\r\r\n", ["\r"]),
      ("\u{0}\n\u{0}", ["\u{0}", "\u{0}"]), ("a\u{2028}b\u{85}c\n", ["a\u{2028}b\u{85}c"]),
    ] as [(String, [String])])
  func linesEndAtLineFeeds(text: String, expected: [String]) throws { #expect(try texts(text) == expected) }

  /// Bytes that are not UTF-8 come as they are, with where they stand.
  @Test func bytesStayAsTheyAre() throws {
    let bytes: [UInt8] = [0xFF, 0x0A, 0xC3, 0x0D, 0x0A, 0x80]
    let found = try lines(bytes)
    #expect(found.map(\.bytes) == [[0xFF], [0xC3], [0x80]])
    #expect(found.map(\.range) == [0..<1, 2..<3, 5..<6] && found.map(\.number) == [1, 2, 3])
  }

  @Test func readsItsPartOnly() throws {
    let bytes = Array("ab\ncd\r\nef\n".utf8)
    let found = try lines(bytes, range: 1..<6)
    #expect(found.map(\.range) == [1..<2, 3..<6] && found.map(\.bytes) == [[0x62], Array("cd\r".utf8)])
    #expect(try lines(bytes, range: 4..<4).isEmpty)
  }

  /// A line that is longer than the reader keeps is passed over with its place; its end does not count.
  @Test func longLinesAreNotKept() throws {
    let found = try lines(Array("abcd\nabcde\r\nabcd\r\n".utf8), limit: 4)
    #expect(found.map(\.range) == [0..<4, 5..<10, 12..<16])
    // With its carriage return the last one has five bytes while it is read.
    #expect(found.map { $0.bytes != nil } == [true, false, false])
    #expect(try lines(Array("abc\r\n".utf8), limit: 4).map(\.bytes) == [Array("abc".utf8)])
  }

  /// Lines over the ends of the blocks that are read, of a megabyte, with a carriage return as the last byte of a block.
  @Test(arguments: [(1 << 18) - 1, 1 << 18, (1 << 18) + 1, 1 << 20]) func linesGoOverBlocks(count: Int) throws {
    for ending in ["\n", "\r\n", ""] {
      let long = [UInt8](repeating: 0x61, count: count)
      let bytes = long + Array(ending.utf8) + Array("b\r\n".utf8)
      let found = try lines(bytes)
      let first = ending.isEmpty ? count + 1 : count
      #expect(
        found.first?.range == 0..<first && found.first?.bytes?.count == first, "\(count) \(ending.debugDescription)")
      #expect(found.last?.bytes == (ending.isEmpty ? long + [0x62] : [0x62]))
      let unkept = try lines(bytes, limit: 1 << 10)
      #expect(unkept.map(\.range) == found.map(\.range) && unkept.first?.bytes == nil)
    }
  }

  /// What splitting the text at once gives, in random texts of few letters.
  @Test(arguments: 0..<200 as Range<UInt64>) func twinSplitsAtOnce(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
      ([0x0A, 0x0D, 0x61, 0x00, 0xFF] as [UInt8]).randomElement(using: &random) ?? 0
    }
    var parts = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    let tail = parts.removeLast()
    var expected = parts.map { $0.last == 0x0D ? $0.dropLast() : $0 }
    if !tail.isEmpty { expected.append(tail) }
    let found = try lines(bytes)
    #expect(found.map { $0.bytes ?? [] } == expected.map(Array.init), "seed \(seed)")
    #expect(found.map(\.range) == expected.map { $0.startIndex..<$0.endIndex }, "seed \(seed)")
    #expect(found.map(\.number) == Array(1..<expected.count + 1), "seed \(seed)")
  }
}
