/// What a tokenizer without merges does with one pretoken.
///
/// A value with its own scratch memory; it gives the same ids for the same bytes whatever it encoded before.
protocol PretokenModel: Sendable {
  /// Appends the ids of `pretoken`, which is not empty.
  mutating func encode(_ pretoken: UnsafeBufferPointer<UInt8>, into ids: inout [TokenID])
}
