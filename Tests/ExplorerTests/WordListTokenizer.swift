import Tokenization

/// A tokenizer of a test: the longest piece of a list from the left, else one byte; digits in groups.
struct WordListTokenizer {
  enum Digits {
    case threesFromLeft, threesFromRight, single
  }

  let pieces: [[UInt8]]
  let digits: Digits
  private let ids: [[UInt8]: TokenID]
  private let longest: Int

  init(_ pieces: String, digits: Digits = .threesFromLeft) {
    self.pieces = pieces.split(separator: "|").map { Array($0.utf8) }
    self.digits = digits
    var ids: [[UInt8]: TokenID] = [:]
    for (index, piece) in self.pieces.enumerated() { ids[piece] = TokenID(1256 + index) }
    self.ids = ids
    longest = self.pieces.map(\.count).max() ?? 1
  }

  func segmentation(of text: [UInt8]) -> Segmentation {
    var tokens: [Token] = []
    var position = 0
    func isDigit(_ index: Int) -> Bool { index < text.count && (0x30...0x39).contains(text[index]) }
    while position < text.count {
      var end = position
      while isDigit(end) { end += 1 }
      if end > position {
        let run = end - position
        var first =
          switch digits {
          case .threesFromLeft: 3
          case .threesFromRight: run % 3 == 0 ? 3 : run % 3
          case .single: 1
          }
        while position < end {
          let next = min(end, position + first)
          let value = text[position..<next].reduce(0) { $0 * 10 + TokenID($1 - 0x30) }
          tokens.append(Token(id: 256 + value, start: position, end: next, kind: .digits))
          position = next
          first = digits == .single ? 1 : 3
        }
        continue
      }
      var length = min(longest, text.count - position)
      while length > 1, ids[Array(text[position..<position + length])] == nil { length -= 1 }
      let piece = Array(text[position..<position + length])
      let id = ids[piece] ?? TokenID(piece[0])
      tokens.append(Token(id: id, start: position, end: position + length, kind: ids[piece] == nil ? .byte : .merge))
      position += length
    }
    do { return try Segmentation(tokens: tokens, byteCount: text.count) } catch { preconditionFailure("\(error)") }
  }

  /// One merge for every byte but the first of the token at `offset`, from the left.
  func derivation(at offset: Int, of text: [UInt8]) -> Derivation {
    let cut = segmentation(of: text)
    guard let index = cut.tokenIndex(at: offset) else { return Derivation(steps: []) }
    let range = cut.tokens[index].range
    var steps = [Derivation.Step(.pretoken(.tokview), range: range, pieces: range.map { $0..<$0 + 1 })]
    for end in range.dropFirst() {
      let pieces = [range.lowerBound..<end + 1] + (end + 1..<range.upperBound).map { $0..<$0 + 1 }
      steps.append(
        Derivation.Step(.merge(rank: 400 + end - range.lowerBound), range: range.lowerBound..<end + 1, pieces: pieces))
    }
    return Derivation(steps: steps)
  }
}
