/// A token's id and its number of bytes in one number, so that a cache of ids remembers both.
struct PackedToken {
  let rawValue: TokenID

  private static let idBits: TokenID = 21
  /// Ids are below this.
  static var idCount: Int { 1 << Int(idBits) }
  static let longestToken = 2047

  init(rawValue: TokenID) { self.rawValue = rawValue }
  init(_ id: TokenID, byteCount: Int) {
    rawValue = id | TokenID(truncatingIfNeeded: byteCount) << PackedToken.idBits
  }

  var id: TokenID { rawValue & (1 << PackedToken.idBits - 1) }
  var byteCount: Int { Int(rawValue >> PackedToken.idBits) }

  /// The tokens whose bytes follow each other from `start` on.
  static func tokens(_ packed: [TokenID], from start: Int, in vocabulary: Vocabulary) -> [Token] {
    var position = start
    return packed.map { value in
      let token = PackedToken(rawValue: value)
      let end = position + token.byteCount
      defer { position = end }
      return Token(id: token.id, start: position, end: end, kind: vocabulary.kind(of: token.id))
    }
  }
}
