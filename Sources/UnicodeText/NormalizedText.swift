/// A text in a normal form, with the bytes of the source that each part of it comes from.
///
/// Offsets are exact by this rule: a scalar that reads as its source does has its source's bytes, one for one. Of what
/// comes from one source character, or from several that were joined or put into another order, the first scalar has all
/// the bytes and the further ones have none: the source ranges of consecutive parts are consecutive, always.
/// Bytes that are not UTF-8 stay as they are and join nothing: marks after them are sorted among themselves.
///
/// Method: UAX #15, quick check for whatever is already normal, then decomposition, a stable sort by combining class and
/// composition for each starter with what follows it. Linear in the text and the result, whatever the marks.
///
/// Example: NFKC of `ﬁ é` (`ﬁ` 3 bytes, `e` and U+0301 3 bytes) is `fi é`: `f` has bytes 0..<3, `i` 3..<3, the space
/// 3..<4, `é` 4..<7.
package struct NormalizedText: Sendable, Hashable {
  /// The normalised bytes.
  package let bytes: [UInt8]
  /// Bytes of the source.
  package let sourceCount: Int
  /// Ascending; together they cover the result and the source.
  let runs: [Run]

  /// A part of the result and the part of the source that it comes from, both after those of the run before.
  struct Run: Hashable, Sendable {
    var end: Int
    var sourceEnd: Int
    /// Byte for byte; otherwise the first byte of the run has all of the source.
    var isIdentity: Bool
  }

  /// Normalises `text`; nil when it is normal already.
  package init?(_ text: UnsafeBufferPointer<UInt8>, form: NormalForm) {
    guard let place = Normalizer.firstUnstable(in: text, from: 0, form: form) else { return nil }
    var normalizer = Normalizer(text: text, form: form, tracksSource: true)
    normalizer.run(unstableAt: place)
    bytes = normalizer.out
    runs = normalizer.runs
    sourceCount = text.count
    if runs.count == 1, runs[0].isIdentity { return nil }
  }

  /// `text` in a normal form.
  package static func bytes(of text: [UInt8], form: NormalForm) -> [UInt8] {
    text.withUnsafeBufferPointer { bytes(of: $0, form: form) } ?? text
  }

  /// `text` in a normal form; nil where a quick check finds it normal already.
  package static func bytes(of text: UnsafeBufferPointer<UInt8>, form: NormalForm) -> [UInt8]? {
    guard let place = Normalizer.firstUnstable(in: text, from: 0, form: form) else { return nil }
    var normalizer = Normalizer(text: text, form: form, tracksSource: false)
    normalizer.run(unstableAt: place)
    return normalizer.out
  }

  /// Where in the source the first `offset` bytes of the result end: parts of the result from `a` to `b` come from the
  /// source from `sourceEnd(a)` to `sourceEnd(b)`.
  package func sourceEnd(_ offset: Int) -> Int {
    precondition(offset >= 0 && offset <= bytes.count)
    guard offset > 0 else { return 0 }
    return sourceEnd(offset, run: firstRun { $0.end >= offset })
  }

  /// The first byte of the result that comes from byte `offset` of the source or from what was joined with it; the end for
  /// an offset past the end.
  package func offset(ofSource offset: Int) -> Int {
    guard offset < sourceCount else { return bytes.count }
    let index = firstRun { $0.sourceEnd > offset }
    let run = runs[index]
    let start = index == 0 ? 0 : runs[index - 1].end
    return run.isIdentity ? run.end - (run.sourceEnd - max(offset, 0)) : start
  }

  /// Reads source ends of ascending offsets, in all in linear time.
  package struct Cursor {
    private let text: NormalizedText
    private var index = 0

    package init(_ text: NormalizedText) { self.text = text }

    /// `sourceEnd(offset)`; no less than the offset before.
    package mutating func sourceEnd(_ offset: Int) -> Int {
      guard offset > 0 else { return 0 }
      while text.runs[index].end < offset { index += 1 }
      return text.sourceEnd(offset, run: index)
    }
  }

  private func sourceEnd(_ offset: Int, run index: Int) -> Int {
    let run = runs[index]
    return run.isIdentity ? run.sourceEnd - (run.end - offset) : run.sourceEnd
  }

  private func firstRun(_ test: (Run) -> Bool) -> Int {
    var low = 0
    var high = runs.count
    while low < high {
      let middle = (low + high) / 2
      if test(runs[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
