import Analysis
import Tokenization

/// Where the markers of one row stand: tokens without bytes that say how the next token is spelled.
struct MarkerTable: Sendable {
  /// True when the row has roots, suffixes or markers.
  let isMorphological: Bool
  /// Indices of markers among the row's tokens, ascending.
  let indices: [Int]

  init(_ segmentation: Segmentation) {
    var hasMorphemes = false
    var indices: [Int] = []
    for (index, token) in segmentation.tokens.enumerated() {
      switch token.kind {
      case .marker:
        if token.isVirtual { indices.append(index) }
        hasMorphemes = true
      case .root, .suffix: hasMorphemes = true
      default: break
      }
    }
    isMorphological = hasMorphemes
    self.indices = indices
  }

  /// How many markers stand before the token `index`.
  func count(before index: Int) -> Int {
    indices.partitionPoint { $0 >= index }
  }

  /// The markers that stand directly before the token `index`.
  func markers(before index: Int) -> Range<Int> {
    var first = count(before: index)
    var token = index
    while first > 0, indices[first - 1] == token - 1 {
      first -= 1
      token -= 1
    }
    return token..<index
  }
}
