import Tokenization

/// Counts the pretokens of training text in bounded memory.
///
/// Text is taken in blocks that end where every pattern cuts, whatever follows, so the chunks that a source happens to give have no
/// influence: a visible ASCII character before a space or tab, or an ASCII letter or digit before a line end. No pretoken holds such
/// a pair of bytes, and no pattern looks back. A block of `blockSize` bytes without such a place is cut before its last pretoken.
package struct PretokenCounter {
  /// Most bytes that wait for a safe end.
  static let blockSize = 1 << 20

  package private(set) var table: PretokenTable
  /// Bytes counted, not weighted.
  package private(set) var byteCount = 0
  private let scanner: PretokenScanner
  private var pending: [UInt8] = []

  /// - Parameter memoryLimit: bytes that the table may take; what happens beyond, `PretokenTable` says.
  package init(pattern: PretokenPattern, memoryLimit: Int = 2 << 30) {
    scanner = PretokenScanner(pattern: pattern)
    table = PretokenTable(memoryLimit: memoryLimit)
  }

  /// Counts all of `input`.
  ///
  /// - Throws: `TrainingError.cancelled`, or what the source throws.
  package mutating func count(_ input: TrainingInput, progress: ProgressHandler = { _ in true }) throws {
    var source = input.source
    while let chunk = try source.nextChunk() {
      append(chunk[...], weight: input.weight)
      guard progress(.counting(bytes: byteCount, pretokens: table.count)) else { throw TrainingError.cancelled }
    }
    countBlock(pending.count, weight: input.weight)
    pending.removeAll(keepingCapacity: true)
  }

  private mutating func append(_ chunk: ArraySlice<UInt8>, weight: Int) {
    var rest = chunk
    while pending.count + rest.count >= Self.blockSize {
      let taken = Self.blockSize - pending.count
      pending += rest.prefix(taken)
      rest = rest.dropFirst(taken)
      let end = Self.safeEnd(of: pending) ?? forcedEnd()
      countBlock(end, weight: weight)
      pending.removeFirst(end)
    }
    pending += rest
  }

  /// The last place inside the block where every pattern cuts.
  static func safeEnd(of block: [UInt8]) -> Int? {
    var index = block.count - 1
    while index > 0 {
      let before = block[index - 1]
      switch block[index] {
      case 0x20, 0x09: if before > 0x20 && before < 0x7F { return index }
      case 0x0A, 0x0D:
        let isDigit = before >= 0x30 && before <= 0x39
        let isLetter = before | 0x20 >= 0x61 && before | 0x20 <= 0x7A
        if isDigit || isLetter { return index }
      default: break
      }
      index -= 1
    }
    return nil
  }

  /// The start of the block's last pretoken; the whole block when it is one pretoken.
  private func forcedEnd() -> Int {
    pending.withUnsafeBufferPointer { text in
      var start = 0
      while true {
        let end = scanner.nextEnd(in: text, from: start)
        if end >= text.count { return start == 0 ? text.count : start }
        start = end
      }
    }
  }

  private mutating func countBlock(_ end: Int, weight: Int) {
    let scanner = self.scanner
    pending.withUnsafeBufferPointer { block in
      guard let base = block.baseAddress, end > 0 else { return }
      let text = UnsafeBufferPointer(start: base, count: end)
      var start = 0
      while start < end {
        let next = scanner.nextEnd(in: text, from: start)
        table.add(base + start, length: next - start, readable: block.count - start, weight: weight)
        start = next
      }
    }
    byteCount += end
  }
}
