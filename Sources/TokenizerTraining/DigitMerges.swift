import Tokenization

/// The merges that build every number of two and three ASCII digits, to be placed before the learned ones.
///
/// Ids: two-digit strings `ab` get 256 + ab (256–355), three-digit strings `abc` get 356 + abc (356–1355).
/// An encoder takes the merge of lowest rank, leftmost on ties, so `abc` is reached through `ab` when ab ≤ bc as numbers and through
/// `bc` otherwise; each string has exactly that one derivation. Example: `190` has 19 ≤ 90, so (19, 0); `901` has 90 > 01, so (9, 01).
package enum DigitMerges {
  /// Tokens that the merges add.
  package static let count = 1_100

  /// The merges in rank order, over byte tokens whose id is their value.
  package static let all: [Merge] = {
    func digit(_ value: Int) -> TokenID { TokenID(0x30 + value) }
    func pair(_ value: Int) -> TokenID { TokenID(256 + value) }
    var merges: [Merge] = []
    merges.reserveCapacity(count)
    for value in 0..<100 {
      merges.append(Merge(left: digit(value / 10), right: digit(value % 10), result: pair(value)))
    }
    for value in 0..<1_000 {
      let head = value / 10
      let tail = value % 100
      let result = TokenID(356 + value)
      merges.append(
        head <= tail
          ? Merge(left: pair(head), right: digit(value % 10), result: result)
          : Merge(left: digit(value / 100), right: pair(tail), result: result))
    }
    return merges
  }()
}
