import Tokenization

/// Counts the pretokens of training text in bounded memory.
///
/// Text is taken in blocks that end at a `SafeBoundary`, so the chunks that a source happens to give have no influence. A block of
/// `blockSize` bytes without such a place is cut before its last pretoken.
package struct PretokenCounter {
  /// Most bytes that wait for a safe end.
  static let blockSize = 1 << 20

  package private(set) var table: PretokenTable
  /// Bytes counted, not weighted.
  package private(set) var byteCount = 0
  private let scanner: PretokenScanner
  private var pending: [UInt8] = []

  /// - Parameter memoryLimit: bytes that counting and training may take; what happens beyond, `PretokenTable` says.
  package init(pattern: PretokenPattern, memoryLimit: Int = 4 << 30) {
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
      let end = blockEnd()
      countBlock(end, weight: weight)
      pending.removeFirst(end)
    }
    pending += rest
  }

  /// The last safe place inside the pending block, or else the start of its last pretoken, or else its end.
  private func blockEnd() -> Int {
    pending.withUnsafeBufferPointer { text in
      if let end = SafeBoundary.patterns.before(text.count - 1, in: text, limit: text.count), end > 0 { return end }
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
      withUnsafeTemporaryAllocation(of: Int.self, capacity: 1_024) { ends in
        var start = 0
        while start < end {
          for next in ends[..<scanner.ends(in: text, from: start, into: ends)] {
            table.add(base + start, length: next - start, readable: block.count - start, weight: weight)
            start = next
          }
        }
      }
    }
    byteCount += end
  }
}
