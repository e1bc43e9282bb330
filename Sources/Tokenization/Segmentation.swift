/// How one tokenizer cuts one text: tokens in order that together cover every byte.
///
/// The ranges are ordered, disjoint, non-empty unless virtual, and cover `0..<byteCount`; the constructor enforces it and
/// nothing else can build a segmentation. Only a text of which a vocabulary knows nothing (`Alphabet`) has bytes and no tokens.
package struct Segmentation: Hashable, Sendable {
  package let tokens: [Token]
  /// Bytes of the segmented text.
  package let byteCount: Int
  /// The normalised text of the tokens that do not read as their bytes of the text do.
  package let normalized: NormalizedPieces

  /// Checks `tokens` against a text of `byteCount` bytes.
  package init(tokens: [Token], byteCount: Int, normalized: NormalizedPieces = NormalizedPieces())
    throws(SegmentationError)
  {
    var position = 0
    for (index, token) in tokens.enumerated() {
      guard token.start == position, token.end >= token.start else {
        throw SegmentationError(tokenIndex: index, expectedStart: position, start: token.start, end: token.end)
      }
      position = token.end
    }
    guard position == byteCount else {
      throw SegmentationError(tokenIndex: tokens.count, expectedStart: position, start: byteCount, end: byteCount)
    }
    self.tokens = tokens
    self.byteCount = byteCount
    self.normalized = normalized
  }

  /// For tokens that are known to cover the text; traps where they do not. None at all: the vocabulary knows nothing of the text.
  package init(proven tokens: [Token], byteCount: Int, normalized: NormalizedPieces = NormalizedPieces()) {
    if tokens.isEmpty {
      self.init(withoutTokens: byteCount)
      return
    }
    do { try self.init(tokens: tokens, byteCount: byteCount, normalized: normalized) } catch {
      preconditionFailure("\(error)")
    }
  }

  package static let empty = Segmentation(withoutTokens: 0)

  private init(withoutTokens byteCount: Int) {
    tokens = []
    self.byteCount = byteCount
    normalized = NormalizedPieces()
  }

  /// The tokens of a part of the text, cut off at its ends; of the virtual ones those inside and at its start.
  package func part(_ range: Range<Int>) -> Segmentation {
    var part: [Token] = []
    var pieces = NormalizedPieces()
    for (index, token) in tokens.enumerated() {
      let (start, end) = (max(token.start, range.lowerBound), min(token.end, range.upperBound))
      guard start < end || token.isVirtual && start == end && (end < range.upperBound || end == byteCount) else {
        continue
      }
      if let text = normalized[index] { pieces.append(text, index: part.count) }
      part.append(
        Token(
          id: token.id, start: start - range.lowerBound, end: end - range.lowerBound, kind: token.kind,
          internalID: token.internalID))
    }
    return Segmentation(proven: part, byteCount: range.count, normalized: pieces)
  }

  /// Tokens that have bytes; virtual ones are counted apart.
  package var tokenCount: Int { tokens.count { !$0.isVirtual } }

  /// Ends of tokens that lie inside the text, ascending, each once.
  package var cuts: [Int] {
    var out: [Int] = []
    out.reserveCapacity(tokens.count)
    for token in tokens where token.end < byteCount && token.end != (out.last ?? 0) { out.append(token.end) }
    return out
  }

  /// Index of the token that holds byte `offset`; the last token when `offset` is at or past the end; nil when there is none.
  package func tokenIndex(at offset: Int) -> Int? {
    guard !tokens.isEmpty else { return nil }
    var low = 0
    var high = tokens.count - 1
    while low < high {
      let middle = (low + high) / 2
      if tokens[middle].end > offset { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

/// Tokens that do not cover their text in order.
package struct SegmentationError: Error, Equatable, CustomStringConvertible {
  package let tokenIndex: Int
  package let expectedStart: Int
  package let start: Int
  package let end: Int

  package var description: String {
    "token \(tokenIndex) covers bytes \(start)..<\(end), expected a start of \(expectedStart)"
  }
}
