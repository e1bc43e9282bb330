import Glibc

/// Reads the lines of a part of a source one after the other, in bounded memory.
///
/// A line ends at `\n`, with a `\r` before it if there is one; what follows the last line end is a line if it has bytes.
package struct LineReader {
  package struct Line: Sendable {
    /// From 1.
    package let number: Int
    /// Where in the source it stands, without its end.
    package let range: Range<Int>
    /// Without its end; nil where it is longer than the reader keeps.
    package let bytes: [UInt8]?
  }

  private static let blockSize = 1 << 18

  private let source: ByteSource
  private let end: Int
  private let limit: Int
  private var block: [UInt8] = []
  private var blockStart: Int
  /// Next byte of `block`.
  private var cursor = 0
  private var number = 0

  /// - Parameter limit: bytes of the longest line that is kept.
  package init(_ source: ByteSource, range: Range<Int>, limit: Int) {
    self.source = source
    self.limit = limit
    end = range.upperBound
    blockStart = range.lowerBound
  }

  /// The next line, nil at the end.
  package mutating func next() throws(InputError) -> Line? {
    let start = blockStart + cursor
    guard start < end else { return nil }
    number += 1
    var kept: [UInt8]? = []
    var isEnded = false
    while !isEnded {
      if cursor == block.count {
        blockStart += block.count
        cursor = 0
        block = []
        guard blockStart < end else { break }
        block = try source.read(blockStart..<min(end, blockStart + LineReader.blockSize))
      }
      let place = newline()
      let part = block[cursor..<(place ?? block.count)]
      if let count = kept?.count, count + part.count <= limit { kept? += part } else { kept = nil }
      cursor = place.map { $0 + 1 } ?? block.count
      isEnded = place != nil
    }
    var last = blockStart + cursor - (isEnded ? 1 : 0)
    if isEnded, last > start {
      let ending = kept == nil ? try source.read(last - 1..<last) : kept
      if ending?.last == 0x0D {
        last -= 1
        kept?.removeLast()
      }
    }
    return Line(number: number, range: start..<last, bytes: kept)
  }

  /// The first line end of the block from the cursor on.
  private func newline() -> Int? {
    block.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, cursor < bytes.count else { return nil }
      return memchr(base + cursor, 0x0A, bytes.count - cursor).map { UnsafeRawPointer($0) - base }
    }
  }
}
