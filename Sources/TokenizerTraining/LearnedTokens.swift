import Tokenization

/// Tokens and merges in the order in which a trainer makes them.
///
/// The joined bytes of a pair are never a token already, and no pair comes twice: as long as no merge has crossed two places of a word,
/// what the merges did between them depends on the bytes between them alone, so equal bytes that stand as one token somewhere
/// cannot stand as two elsewhere. (Tests hold the trainers against one that looks for the bytes.)
struct LearnedTokens {
  private(set) var tokens: [[UInt8]] = (0..<256).map { [UInt8($0)] }
  private(set) var merges: [Merge] = []

  /// The new token of a pair's joined bytes.
  mutating func join(_ pair: UInt64) -> TokenID {
    let left = TokenID(pair >> 32)
    let right = TokenID(truncatingIfNeeded: pair)
    let result = TokenID(tokens.count)
    tokens.append(tokens[Int(left)] + tokens[Int(right)])
    merges.append(Merge(left: left, right: right, result: result))
    return result
  }
}
