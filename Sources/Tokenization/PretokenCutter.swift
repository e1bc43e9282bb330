/// Cuts text into pretokens, so that each depends on its own bytes and few others.
protocol PretokenCutter: Sendable {
  /// Writes the ends of the pretokens from `start` on, which must be the start of one, until they are all there or `ends` is nearly
  /// full: at least one where any is left.
  ///
  /// - Returns: how many were written.
  func ends(
    in text: UnsafeBufferPointer<UInt8>, from start: Int, into ends: UnsafeMutableBufferPointer<Int>
  ) -> Int

  /// The start of a pretoken at or before `offset`, a byte of `text`.
  func start(before offset: Int, in text: UnsafeBufferPointer<UInt8>) -> Int
}

extension PretokenScanner: PretokenCutter {}

extension PretokenCutter {
  func start(before offset: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
    SafeBoundary.patterns.before(offset, in: text, limit: 1 << 16) ?? 0
  }

  /// The pretoken of `text` that holds byte `offset`, the last one for an offset past the end; nil in an empty text.
  func pretoken(at offset: Int, in text: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
    guard !text.isEmpty else { return nil }
    let offset = min(max(offset, 0), text.count - 1)
    var start = start(before: offset, in: text)
    while true {
      var end = start
      withUnsafeMutablePointer(to: &end) {
        _ = ends(in: text, from: start, into: UnsafeMutableBufferPointer(start: $0, count: 1))
      }
      if end > offset { return start..<end }
      start = end
    }
  }
}
