import Analysis
import Explorer
import Tokenization

/// Looks through a whole document for what is searched for, part by part, in either direction.
///
/// Text is read in chunks that overlap by the length of what is looked for; tokens and differences are those of windows that the tokenizers
/// cut as they cut the whole. Memory is that of a chunk, whatever the document.
struct TextSearch {
  /// Most places that are kept.
  static let placeLimit = 1_000_000
  private static let chunk = 1 << 20

  let query: SearchQuery
  /// All of it is there: no read waits.
  let source: ByteSource
  /// Cuts a window as the document is cut; nil where a tokenizer cannot.
  let cut: (TextWindow, String) throws(InputError) -> Segmentation?
  /// Asked between two parts, with the bytes that were looked at so far; false ends the work.
  let goesOn: (Int) -> Bool
  private let windows = WindowReader(size: 256 << 10)

  init(
    _ query: SearchQuery, in source: ByteSource,
    cut: @escaping (TextWindow, String) throws(InputError) -> Segmentation?, goesOn: @escaping (Int) -> Bool
  ) {
    self.query = query
    self.source = source
    self.cut = cut
    self.goesOn = goesOn
  }

  /// What a search ended with.
  enum Outcome: Equatable {
    case found(Int)
    case nothing
    case stopped
  }

  /// The nearest match that begins after byte `from`, or before it, and round the end to `from` itself.
  func nearest(from: Int, backward: Bool) throws(InputError) -> Outcome {
    let count = source.byteCount
    var searched = 0
    let after = max(0, min(from + 1, count))
    let before = max(0, min(from, count))
    let parts = backward ? [0..<before, before..<count] : [after..<count, 0..<after]
    for part in parts {
      var found: Int?
      let isDone = try forEachPart(of: part, backward: backward) { starts, range in
        searched += range.count
        found = backward ? starts.last : starts.first
        return found == nil && goesOn(searched)
      }
      if let found { return .found(found) }
      if !isDone { return .stopped }
    }
    return .nothing
  }

  /// All matches: where they begin, or only their number where they are too many; nil when it was stopped.
  ///
  /// - Parameter report: called after each part with the number so far.
  func all(_ report: (Int) -> Void) throws(InputError) -> (count: Int, starts: [Int]?)? {
    var count = 0
    var starts: [Int]? = []
    var searched = 0
    let isDone = try forEachPart(of: 0..<source.byteCount, backward: false) { found, range in
      count += found.count
      if let kept = starts?.count, kept + found.count > TextSearch.placeLimit { starts = nil }
      starts?.append(contentsOf: found)
      searched += range.count
      report(count)
      return goesOn(searched)
    }
    return isDone ? (count, starts) : nil
  }

  /// Calls `body` for each part of `range` with the matches that begin in it, ascending; false when it ended the work.
  private func forEachPart(
    of range: Range<Int>, backward: Bool, _ body: ([Int], Range<Int>) -> Bool
  ) throws(InputError) -> Bool {
    var rest = range
    while !rest.isEmpty {
      let (starts, part) = try self.part(of: rest, backward: backward)
      if !body(starts, part) { return false }
      rest = backward ? rest.lowerBound..<part.lowerBound : part.upperBound..<rest.upperBound
    }
    return true
  }

  /// The first part of `range`, or the last, with its matches.
  private func part(of range: Range<Int>, backward: Bool) throws(InputError) -> ([Int], Range<Int>) {
    if case .bytes(let bytes) = query {
      let size = min(TextSearch.chunk, range.count)
      let part = backward ? range.upperBound - size..<range.upperBound : range.lowerBound..<range.lowerBound + size
      let end = min(source.byteCount, part.upperBound + bytes.count - 1)
      let starts = ByteMatcher(bytes).starts(in: try source.read(part.lowerBound..<end))
      return (starts.map { $0 + part.lowerBound }, part)
    }
    let half = windows.size / 2
    let window = try windows.window(of: source, around: backward ? range.upperBound - half : range.lowerBound + half)
    let part = (window.start..<window.end).clamped(to: range)
    // Whatever a window begins with, the work gets on.
    guard !part.isEmpty else {
      return ([], backward ? range.upperBound - 1..<range.upperBound : range.lowerBound..<range.lowerBound + 1)
    }
    var cuts: [Segmentation] = []
    for id in query.tokenizers {
      guard let segmentation = try cut(window, id) else { return ([], part) }
      cuts.append(segmentation)
    }
    var starts: [Int] = []
    for match in query.matches(in: window.bytes, cuts) {
      let start = match.lowerBound + window.start
      if part.contains(start), start != starts.last { starts.append(start) }
    }
    return (starts, part)
  }
}
