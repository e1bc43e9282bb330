/// The normalised text of those tokens of a segmentation that do not read as their source does.
///
/// Of `ﬁ` cut into `f|i` by a vocabulary with NFKC both tokens are here: the first has the three bytes of the source, the second, virtual
/// one has none.
package struct NormalizedPieces: Hashable, Sendable {
  /// Ascending.
  private var indices: [Int] = []
  private var ends: [Int] = []
  private var bytes: [UInt8] = []

  package init() {}

  package var isEmpty: Bool { indices.isEmpty }

  /// The text of token number `index`; nil where it is that of the source.
  package subscript(index: Int) -> ArraySlice<UInt8>? {
    var low = 0
    var high = indices.count
    while low < high {
      let middle = (low + high) / 2
      if indices[middle] < index { low = middle + 1 } else { high = middle }
    }
    guard low < indices.count, indices[low] == index else { return nil }
    return bytes[(low == 0 ? 0 : ends[low - 1])..<ends[low]]
  }

  /// Adds the text of a token after those that are there.
  mutating func append(_ text: some Collection<UInt8>, index: Int) {
    indices.append(index)
    bytes += text
    ends.append(bytes.count)
  }
}
