/// Causal attention weights of some layers and heads, as packed lower triangles.
///
/// Layers and heads are named by their numbers in the model, so that a trace may hold a part of them. The row of a query sums to 1; where
/// the model's weights are not finite it may hold NaN.
package struct AttentionMaps: Sendable, Hashable {
  /// Numbers of the layers that are kept, ascending.
  package let layers: [Int]
  /// Numbers of the heads that are kept, ascending, the same in all layers.
  package let heads: [Int]
  package let tokenCount: Int
  // [layer][head][query][key ≤ query]
  private let values: [Float]

  /// Keys of all queries before `query`: where its row begins in a triangle.
  package static func rowStart(_ query: Int) -> Int { query * (query + 1) / 2 }

  /// Maps from [layer][head][query][key ≤ query]; the count of values is checked.
  package init(layers: [Int], heads: [Int], tokenCount: Int, values: [Float]) throws(TraceError) {
    try TraceError.checkAscending(layers, "layers of the attention")
    try TraceError.checkAscending(heads, "heads of the attention")
    let expected = layers.count * heads.count * AttentionMaps.rowStart(tokenCount)
    try TraceError.checkCount(values.count, expected, "the attention")
    self.init(unchecked: values, layers: layers, heads: heads, tokenCount: tokenCount)
  }

  init(unchecked values: [Float], layers: [Int], heads: [Int], tokenCount: Int) {
    self.layers = layers
    self.heads = heads
    self.tokenCount = tokenCount
    self.values = values
  }

  package func contains(layer: Int, head: Int) -> Bool { layers.contains(layer) && heads.contains(head) }

  /// The weight that `query` gives to `key`; 0 for later keys. Traps on layers and heads that are not kept.
  package subscript(layer layer: Int, head head: Int, query query: Int, key key: Int) -> Float {
    key > query ? 0 : values[start(layer, head, query) + key]
  }

  /// The weights that `query` gives to the tokens 0 to `query`, indexed from the slice's own start.
  package func row(layer: Int, head: Int, query: Int) -> ArraySlice<Float> {
    let start = start(layer, head, query)
    return values[start...start + query]
  }

  /// Reads the row of `query` in place: `query` + 1 weights.
  package func withRow<Result>(
    layer: Int, head: Int, query: Int, _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    let start = start(layer, head, query)
    return try values.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[start...start + query])) }
  }

  /// Reads all weights of a head in place, [query][key ≤ query].
  package func withMap<Result>(
    layer: Int, head: Int, _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    let start = start(layer, head)
    let end = start + AttentionMaps.rowStart(tokenCount)
    return try values.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[start..<end])) }
  }

  private func start(_ layer: Int, _ head: Int, _ query: Int) -> Int {
    precondition(query >= 0 && query < tokenCount)
    return start(layer, head) + AttentionMaps.rowStart(query)
  }

  private func start(_ layer: Int, _ head: Int) -> Int {
    let map = AttentionMaps.place(of: layer, in: layers) * heads.count + AttentionMaps.place(of: head, in: heads)
    return map * AttentionMaps.rowStart(tokenCount)
  }

  /// Mostly all layers are kept, and then a number is its own place.
  private static func place(of number: Int, in numbers: [Int]) -> Int {
    if number < numbers.count, number >= 0, numbers[number] == number { return number }
    guard let place = numbers.firstIndex(of: number) else { preconditionFailure("\(number) is not in the trace") }
    return place
  }
}
