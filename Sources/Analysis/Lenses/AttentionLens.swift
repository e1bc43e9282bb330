import Inference

/// Where the cursor's token looks, and who looks at it: A[l,h,c,·] and A[l,h,·,c] for the cursor c, each 0…1.
///
/// Source: Vaswani et al., Attention Is All You Need, arXiv 1706.03762. A row sums to 1; nothing looks at later tokens, so that the strip
/// is nil after the cursor (from) or before it (to). Reads layer, head and cursor.
///
/// Example: rows [1], [.4 .6], [.2 .3 .5], cursor 1: from .4 .6 nil, to nil .6 .3.
package struct AttentionLens: HeadLens {
  package enum Direction: Hashable, Sendable {
    case from
    case to
  }

  package let direction: Direction
  package var name: String { direction == .from ? "attention-from" : "attention-to" }
  package var title: String { direction == .from ? "from" : "to" }
  package var formula: String { direction == .from ? "A[l,h,cursor,j]" : "A[l,h,i,cursor]" }
  package let source = "Vaswani et al. 2017, arXiv 1706.03762"
  package let unit = LensUnit.share
  var readsCursor: Bool { true }

  func values(_ map: UnsafeBufferPointer<Float>, tokenCount: Int, cursor: Int) -> [Double?] {
    let row = AttentionMaps.rowStart(cursor)
    return (0..<tokenCount).map { token in
      switch direction {
      case .from: token > cursor ? nil : known(map[row + token])
      case .to: token < cursor ? nil : known(map[AttentionMaps.rowStart(token) + cursor])
      }
    }
  }
}
