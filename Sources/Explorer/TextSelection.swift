import Tokenization

/// Tokens marked with the mouse: from the one at the press to the one it was dragged to.
package struct TextSelection: Hashable, Sendable {
  /// Byte of the document under the press.
  let anchor: Int
  /// Byte of the document under the last drag; nil while there was none: a press alone marks nothing.
  var head: Int?
}

extension State {
  /// Indices of the marked tokens of the active column, and their bytes in the window; nil where nothing is marked.
  package var selectedTokens: (indices: Range<Int>, bytes: Range<Int>)? {
    guard view == .compare, editor == nil, let selection, let head = selection.head, let window = page?.window,
      let cut = segmentation(active)
    else { return nil }
    let ends = min(selection.anchor, head) - window.start...max(selection.anchor, head) - window.start
    guard window.bytes.indices.contains(ends.lowerBound), window.bytes.indices.contains(ends.upperBound),
      var first = cut.tokenIndex(at: ends.lowerBound), var last = cut.tokenIndex(at: ends.upperBound), first <= last
    else { return nil }
    let bytes = cut.tokens[first].start..<cut.tokens[last].end
    // Markers belong to the token after them, what else has no bytes to the one before.
    while first > 0, cut.tokens[first - 1].kind == .marker { first -= 1 }
    while last + 1 < cut.tokens.count, cut.tokens[last + 1].isVirtual, cut.tokens[last + 1].kind != .marker {
      last += 1
    }
    return (first..<last + 1, bytes)
  }

  /// Bytes of the window that are drawn as the cursor: what is marked, else the token at the cursor.
  var markedRange: Range<Int>? { selectedTokens?.bytes ?? cursorToken?.token.range }
}
