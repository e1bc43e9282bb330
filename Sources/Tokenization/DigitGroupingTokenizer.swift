/// Byte-pair encoding with the digits of numbers grouped beforehand (arXiv 2402.14903).
///
/// Pretokens are those of the vocabulary's pattern; where a run of digits lies in them it is cut anew: threes from the
/// left, threes from the right, or single digits. Each group is then encoded by its own merges, and so is what a pretoken
/// has beside digits; everything else is encoded as plain byte-pair encoding does. From the right, the fraction of a
/// decimal number is grouped from the point outward. Runs are found by their length, not by a regular expression, so that
/// `10000km`, `12345abc` and `12345_6` are grouped like any other number. Time: that of byte-pair encoding.
///
/// Example: from the right `1234567.14159` is `1|234|567|.|141|59`.
package struct DigitGroupingTokenizer: Tokenizer {
  package let vocabulary: Vocabulary
  package let grouping: DigitGrouping
  package let digits: DigitSet
  private let base: BPETokenizer
  private var scanner: PretokenScanner { base.scanner }
  /// Pieces that are cut before they are encoded.
  private static let batch = 256

  /// - Parameter base: gives vocabulary, pattern and merges; text that looks like an added token is ordinary text here.
  package init(base: BPETokenizer, grouping: DigitGrouping, digits: DigitSet = .ascii) {
    vocabulary = base.vocabulary
    self.base = base
    self.grouping = grouping
    self.digits = digits
  }

  package func encode(_ text: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {
    guard grouping != .pattern else { return base.encode(text, into: &ids) }
    base.withEncoder(for: text.count) { encoder in encode(text, with: encoder, into: &ids) }
  }

  private func encode(_ text: UnsafeBufferPointer<UInt8>, with encoder: PretokenEncoder, into ids: inout [TokenID]) {
    let batch = DigitGroupingTokenizer.batch
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 2 * batch) {
      (memory: UnsafeMutableBufferPointer<Int>) -> Void in
      let pretokens = UnsafeMutableBufferPointer(rebasing: memory[..<batch])
      let pieces = UnsafeMutableBufferPointer(rebasing: memory[batch...])
      var cutter = DigitCutter(text: text, grouping: grouping, digits: digits)
      var start = 0
      var encoded = 0
      var count = 0
      while start < text.count {
        let pretokenCount = scanner.ends(in: text, from: start, into: pretokens)
        for end in pretokens[..<pretokenCount] {
          cutter.cut(
            from: start, to: end,
            run: { _ in },
            piece: { piece in
              pieces[count] = piece
              count += 1
              if count == batch || piece == text.count {
                encoder.encode(text, from: encoded, ends: UnsafeBufferPointer(rebasing: pieces[..<count]), into: &ids)
                encoded = piece
                count = 0
              }
            })
          start = end
        }
      }
    }
  }

  /// For a digit: how its run is cut, then the steps of its group. Otherwise the steps of the piece.
  package func derivation(at offset: Int, of text: [UInt8]) -> Derivation {
    guard grouping != .pattern, !text.isEmpty else { return base.derivation(at: offset, of: text) }
    let offset = min(max(offset, 0), text.count - 1)
    let (piece, run) = text.withUnsafeBufferPointer { self.piece(at: offset, in: $0) }
    var steps: [Derivation.Step] = []
    if let run {
      steps.append(Derivation.Step(.digitGroups(run.grouping), range: run.range, pieces: run.groups))
    }
    steps += base.derivation(ofPretoken: piece, in: text).steps
    return Derivation(steps: steps)
  }

  /// The piece that holds byte `offset` and, where that is a group, its run with all groups.
  private func piece(
    at offset: Int, in text: UnsafeBufferPointer<UInt8>
  ) -> (Range<Int>, (range: Range<Int>, grouping: DigitGrouping, groups: [Range<Int>])?) {
    var cutter = DigitCutter(text: text, grouping: grouping, digits: digits)
    var start = scanner.start(before: offset, in: text)
    var pieceStart = start
    var found = pieceStart..<pieceStart
    var run: DigitCutter.Run?
    while found.upperBound <= offset {
      let end = scanner.nextEnd(in: text, from: start)
      cutter.cut(
        from: start, to: end,
        run: { if found.upperBound <= offset { run = $0 } },
        piece: { pieceEnd in
          if found.upperBound <= offset { found = pieceStart..<pieceEnd }
          pieceStart = pieceEnd
        })
      start = end
    }
    guard let run, run.range.contains(offset) else { return (found, nil) }
    var groups: [Range<Int>] = []
    cutter.forEachGroup(of: run) { groups.append($0..<$1) }
    return (found, (run.range, run.grouping, groups))
  }
}
