/// One rule of byte-pair encoding; its rank is its place in the list.
package struct Merge: Hashable, Sendable {
  package let left: TokenID
  package let right: TokenID
  /// The token of the joined bytes.
  package let result: TokenID

  package init(left: TokenID, right: TokenID, result: TokenID) {
    self.left = left
    self.right = right
    self.result = result
  }
}
