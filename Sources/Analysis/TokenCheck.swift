import Tokenization

/// Holds the ids of a text, which comes piece by piece, against those that are expected.
///
/// Linear in the text; only the piece with the first difference is segmented.
package struct TokenCheck: Sendable {
  /// A token as a report shows it.
  package struct Piece: Hashable, Sendable {
    package let id: TokenID
    /// Nil where the vocabulary has no such id.
    package let bytes: [UInt8]?
  }

  /// The first place where the ids are others.
  package struct Difference: Hashable, Sendable {
    /// Of the token, from 0.
    package let index: Int
    /// Where the found token begins; the end of the text where it has no more.
    package let byte: Int
    /// Of that byte, from 1.
    package let line: Int
    /// The last tokens that are equal.
    package let before: [Piece]
    /// Those that should follow; none where the list ends.
    package let expected: [Piece]
    /// Those that do; none where the text ends.
    package let found: [Piece]
  }

  /// Most tokens of each part of a difference.
  package static let context = 4

  private let tokenizer: any Tokenizer
  private let expected: [TokenID]
  /// Ids that were equal.
  package private(set) var count = 0
  private var bytes = 0
  private var line = 1

  package init(_ expected: [TokenID], by tokenizer: any Tokenizer) {
    self.expected = expected
    self.tokenizer = tokenizer
  }

  /// Compares the tokens of the next piece, which is cut apart from the others; nil: all as expected.
  package mutating func add(_ piece: [UInt8]) -> Difference? {
    var ids: [TokenID] = []
    piece.withUnsafeBufferPointer { tokenizer.encode($0, into: &ids) }
    let equal = zip(ids, expected[count...]).prefix { $0 == $1 }.count
    count += equal
    guard equal == ids.count else { return difference(in: piece, at: equal) }
    bytes += piece.count
    line += piece.count { $0 == 0x0A }
    return nil
  }

  /// What is missing at the end of the text; nil: nothing.
  package func end() -> Difference? { count < expected.count ? difference(found: [], byte: bytes, line: line) : nil }

  private func difference(in piece: [UInt8], at index: Int) -> Difference {
    let tokens = tokenizer.segmentation(of: piece).tokens[index...].prefix(TokenCheck.context)
    let start = tokens.first?.start ?? piece.count
    return difference(
      found: tokens.map { Piece(id: $0.id, bytes: $0.isVirtual ? name($0.id) : Array(piece[$0.range])) },
      byte: bytes + start, line: line + piece[..<start].count { $0 == 0x0A })
  }

  private func difference(found: [Piece], byte: Int, line: Int) -> Difference {
    func pieces(_ ids: ArraySlice<TokenID>) -> [Piece] { ids.map { Piece(id: $0, bytes: name($0)) } }
    return Difference(
      index: count, byte: byte, line: line, before: pieces(expected[..<count].suffix(TokenCheck.context)),
      expected: pieces(expected[count...].prefix(TokenCheck.context)), found: found)
  }

  private func name(_ id: TokenID) -> [UInt8]? {
    tokenizer.vocabulary.contains(id) ? Array(tokenizer.vocabulary.bytes(of: id)) : nil
  }
}
