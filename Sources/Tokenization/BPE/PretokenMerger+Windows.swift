/// Merging of long pretokens, in time proportional to their length.
///
/// Windows of the pretoken are merged apart and stitched. It is exact for every list of merges: a sequence of tokens is
/// the encoding of its bytes if and only if each two neighbours are the encoding of theirs. (Merges strictly inside a span
/// happen in the same order with and without the rest of the text, as long as no merge crosses the span's ends; so the
/// first merge that crossed a boundary in the text would also cross it in the two neighbours alone.) If the encoding of
/// the text so far and that of an overlapping window share a token at the same place, then the first up to that token,
/// followed by the second after it, has only such neighbours.
///
/// A window that shares no token is tried again at twice the size, at last from the start of the pretoken: n log n at
/// worst. See van Antwerpen & Neubeck, "So many tokens, so little time" (2024), for the property.
///
/// Example: merge `aa`, text so far `a|aa|aa`, window from byte 1 on `aa|aa|a`: both have `aa` at byte 1, so together they
/// are `a|aa|aa|a`. Against a window from byte 0, `aa|aa|a`, no token is at the same place.
extension PretokenMerger {
  /// Bytes of the first window.
  private static var firstWindow: Int { 128 }

  /// Appends the entries of the encoding of `bytes`, which may be of any length, to `entries`.
  func append(_ bytes: UnsafeBufferPointer<UInt8>, to entries: inout [UInt32]) {
    let base = entries.count
    var size = PretokenMerger.firstWindow
    if bytes.count <= 2 * size { size = bytes.count }
    var end = min(size, bytes.count)
    mergeWindow(UnsafeBufferPointer(rebasing: bytes[..<end])) { entries += $0 }
    while end < bytes.count {
      var kept = entries.count
      var start = end
      while kept > base, end - start < size / 8 {
        kept -= 1
        start -= pairs.byteCount(of: entries[kept])
      }
      let stop = min(start + size, bytes.count)
      var isStitched = false
      if stop > end {
        mergeWindow(UnsafeBufferPointer(rebasing: bytes[start..<stop])) { window in
          isStitched = stitch(window, to: &entries, from: kept, isWhole: kept == base)
        }
      }
      if isStitched { end = stop } else { size *= 2 }
    }
  }

  /// Replaces the end of `entries` by the end of `window`, behind the first token that they share; both begin at the same
  /// byte, `entries` with the token number `kept`. A window from the start of the pretoken replaces everything.
  func stitch(
    _ window: UnsafeBufferPointer<UInt32>, to entries: inout [UInt32], from kept: Int, isWhole: Bool
  ) -> Bool {
    var old = kept
    var new = 0
    var lead = 0  // bytes by which `old` is ahead of `new`
    while old < entries.count, new < window.count {
      if lead == 0, entries[old] == window[new] {
        entries.removeLast(entries.count - old)
        entries += window[new...]
        return true
      }
      if lead <= 0 {
        lead += pairs.byteCount(of: entries[old])
        old += 1
      } else {
        lead -= pairs.byteCount(of: window[new])
        new += 1
      }
      steps += 1
    }
    guard isWhole else { return false }
    entries.removeLast(entries.count - kept)
    entries += window
    return true
  }

  private func mergeWindow(_ bytes: UnsafeBufferPointer<UInt8>, _ use: (UnsafeBufferPointer<UInt32>) -> Void) {
    if bytes.count <= PretokenMerger.arrayLimit {
      use(UnsafeBufferPointer(start: tokens, count: merge(bytes)))
      return
    }
    heap.merge(bytes, by: pairs).withUnsafeBufferPointer(use)
    steps += heap.steps
  }
}
