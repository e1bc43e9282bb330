/// The words of a text as byte ranges: maximal runs of scalars that are not White_Space.
///
/// White_Space sequences are matched on bytes: none of their lead bytes can be a continuation byte, so the match is exact in invalid UTF-8
/// too, whose bytes belong to words.
///
/// Example: `a b\u{a0}c` has words 0..<1, 2..<3 and 5..<6.
package struct WordRanges: Sequence, IteratorProtocol {
  private let bytes: [UInt8]
  private var position = 0

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package mutating func next() -> Range<Int>? {
    while position < bytes.count {
      let width = WordRanges.whitespaceLength(in: bytes, at: position)
      if width == 0 { break }
      position += width
    }
    let start = position
    while position < bytes.count, WordRanges.whitespaceLength(in: bytes, at: position) == 0 { position += 1 }
    return start < position ? start..<position : nil
  }

  /// Bytes of the White_Space scalar at `index`; 0 when there is none.
  package static func whitespaceLength(in bytes: [UInt8], at index: Int) -> Int {
    let first = bytes[index]
    switch first {
    case 0x09...0x0D, 0x20: return 1
    case 0xC2:
      guard index + 1 < bytes.count else { return 0 }
      return bytes[index + 1] == 0x85 || bytes[index + 1] == 0xA0 ? 2 : 0
    case 0xE1, 0xE2, 0xE3:
      guard index + 2 < bytes.count else { return 0 }
      switch (first, bytes[index + 1], bytes[index + 2]) {
      case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8), (0xE2, 0x80, 0xA9), (0xE2, 0x80, 0xAF),
        (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80):
        return 3
      default: return 0
      }
    default: return 0
    }
  }

  /// True when a word begins at `index`.
  package static func isWordStart(_ index: Int, in bytes: [UInt8]) -> Bool {
    guard whitespaceLength(in: bytes, at: index) == 0 else { return false }
    return index == 0 || (1...3).contains { $0 <= index && whitespaceLength(in: bytes, at: index - $0) == $0 }
  }
}
