/// Byte-pair encoding over a vocabulary that lacks bytes, or characters if it is read by those.
///
/// Of each pretoken only what is in the alphabet is merged, so that neighbours of what is left out may join. In the
/// segmentation the bytes left out belong to the token after them in the text, those at the end to the last one, and each
/// such token says how it reads. A text of nothing else has no tokens. Time: that of byte-pair encoding.
///
/// Example: with the characters `a`, `b` and the merge `ab`, `a☃b☃` is one token `ab` with the bytes 0..<8.
package struct DroppingTokenizer: Tokenizer {
  private let base: BPETokenizer
  private let alphabet: Alphabet
  private static let batch = 256

  package var vocabulary: Vocabulary { base.vocabulary }

  /// - Parameter alphabet: that of the vocabulary of `base`.
  package init(base: BPETokenizer, alphabet: Alphabet) {
    self.base = base
    self.alphabet = alphabet
  }

  package func encode(_ text: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID]) {
    guard var run = alphabet.dropped(in: text, from: 0) else { return base.encode(text, into: &ids) }
    if vocabulary.pattern == .whole {
      var kept: [UInt8] = []
      kept.reserveCapacity(text.count)
      append(text, 0..<text.count, without: &run, to: &kept)
      return kept.withUnsafeBufferPointer { base.encode($0, into: &ids) }
    }
    base.withEncoder(for: text.count) { encoder in
      var kept: [UInt8] = []
      withUnsafeTemporaryAllocation(of: Int.self, capacity: DroppingTokenizer.batch) { ends in
        var start = 0
        while start < text.count {
          let count = base.scanner.ends(in: text, from: start, into: ends)
          var clean = 0
          for index in 0..<count where run.lowerBound < ends[index] {
            if index > clean {
              encoder.encode(text, from: start, ends: UnsafeBufferPointer(rebasing: ends[clean..<index]), into: &ids)
              start = ends[index - 1]
            }
            kept.removeAll(keepingCapacity: true)
            append(text, start..<ends[index], without: &run, to: &kept)
            kept.withUnsafeBufferPointer { encoder.encode($0, into: &ids) }
            start = ends[index]
            clean = index + 1
          }
          if clean < count {
            encoder.encode(text, from: start, ends: UnsafeBufferPointer(rebasing: ends[clean..<count]), into: &ids)
            start = ends[count - 1]
          }
        }
      }
    }
  }

  /// Appends what of the pretoken `range` is in the alphabet; `run`, the first bytes that are not, moves on behind it.
  private func append(
    _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, without run: inout Range<Int>, to kept: inout [UInt8]
  ) {
    var position = range.lowerBound
    while run.lowerBound < range.upperBound {
      if position < run.lowerBound { kept += text[position..<run.lowerBound] }
      position = min(run.upperBound, range.upperBound)
      if run.upperBound > range.upperBound {
        run = range.upperBound..<run.upperBound
      } else {
        run = alphabet.dropped(in: text, from: run.upperBound) ?? text.count..<text.count
      }
    }
    kept += text[position..<range.upperBound]
  }

  package func segmentation(of text: [UInt8]) -> Segmentation {
    let vocabulary = vocabulary
    return text.withUnsafeBufferPointer { text in
      var ids: [TokenID] = []
      encode(text, into: &ids)
      var tokens: [Token] = []
      tokens.reserveCapacity(ids.count)
      var pieces = NormalizedPieces()
      var run = alphabet.dropped(in: text, from: 0)
      var position = 0
      for id in ids {
        let start = position
        var left = vocabulary.byteCount(of: id)
        while let dropped = run, dropped.lowerBound < position + left {
          left -= dropped.lowerBound - position
          position = dropped.upperBound
          run = alphabet.dropped(in: text, from: position)
        }
        position += left
        if tokens.count + 1 == ids.count { position = text.count }
        let bytes = vocabulary.bytes(of: id)
        if position - start != bytes.count { pieces.append(bytes, index: tokens.count) }
        tokens.append(Token(id: id, start: start, end: position, kind: vocabulary.kind(of: id)))
      }
      return Segmentation(proven: tokens, byteCount: text.count, normalized: pieces)
    }
  }

  /// The merges of what is left of the pretoken, in ranges of the text; no step where nothing is left.
  package func derivation(at offset: Int, of text: [UInt8]) -> Derivation {
    text.withUnsafeBufferPointer { buffer in
      let isWhole = vocabulary.pattern == .whole
      guard let range = isWhole ? 0..<text.count : base.scanner.pretoken(at: offset, in: buffer) else {
        return Derivation(steps: [])
      }
      let pretoken = UnsafeBufferPointer(rebasing: buffer[range])
      guard var run = alphabet.dropped(in: pretoken, from: 0) else { return base.derivation(at: offset, of: text) }
      var places: [Int] = []
      var position = 0
      while position < pretoken.count {
        places += position..<run.lowerBound
        position = run.upperBound
        run = alphabet.dropped(in: pretoken, from: position) ?? pretoken.count..<pretoken.count
      }
      guard !places.isEmpty else { return Derivation(steps: []) }
      let kept = places.map { pretoken[$0] }
      // What was left out belongs to what comes after it, at the end of the text to what comes before.
      let last = range.upperBound == text.count ? pretoken.count : places[places.count - 1] + 1
      func inText(_ part: Range<Int>) -> Range<Int> {
        func end(_ offset: Int) -> Int {
          offset == 0 ? 0 : offset == places.count ? last : places[offset - 1] + 1
        }
        return range.lowerBound + end(part.lowerBound)..<range.lowerBound + end(part.upperBound)
      }
      let steps =
        isWhole
        ? base.derivation(at: places.firstIndex { $0 >= offset } ?? kept.count, of: kept)
        : base.derivation(ofPretoken: 0..<kept.count, in: kept)
      return Derivation(
        steps: steps.steps.map { step in
          .init(step.operation, range: inText(step.range), token: step.token, pieces: step.pieces.map(inText))
        })
    }
  }
}
