import Tokenization

/// Tokens and merges in the order in which a trainer makes them.
struct LearnedTokens {
  private(set) var tokens: [[UInt8]]
  private(set) var merges: [Merge] = []
  private var ids: [[UInt8]: TokenID]
  private var merged: Set<UInt64> = []

  /// The 256 bytes.
  init() {
    tokens = (0..<256).map { [UInt8($0)] }
    ids = Dictionary(uniqueKeysWithValues: tokens.enumerated().map { ($0.element, TokenID($0.offset)) })
  }

  /// The token of the pair's joined bytes, a new one unless they are a token already; a pair that comes again gets no second merge.
  mutating func join(_ pair: UInt64) -> TokenID {
    let left = TokenID(pair >> 32)
    let right = TokenID(truncatingIfNeeded: pair)
    let bytes = tokens[Int(left)] + tokens[Int(right)]
    let result: TokenID
    if let known = ids[bytes] {
      result = known
    } else {
      result = TokenID(tokens.count)
      ids[bytes] = result
      tokens.append(bytes)
    }
    if merged.insert(pair).inserted { merges.append(Merge(left: left, right: right, result: result)) }
    return result
  }
}
