/// Cuts the runs of digits out of the pretokens of one text, from its start to its end.
///
/// A run is a maximal sequence of digits of the text, however many pretokens the pattern makes of it. Nothing is parsed
/// as a number: runs of any length and leading zeros are kept. What a pretoken has beside digits stays one piece.
struct DigitCutter {
  /// A run of digits and the way it is cut.
  struct Run {
    let range: Range<Int>
    /// Number of digits.
    let count: Int
    let grouping: DigitGrouping
  }

  private let text: UnsafeBufferPointer<UInt8>
  private let grouping: DigitGrouping
  private let digits: DigitSet
  /// The end of what was given out.
  private var done = 0
  /// The run before.
  private var last = 0..<0

  init(text: UnsafeBufferPointer<UInt8>, grouping: DigitGrouping, digits: DigitSet) {
    self.text = text
    self.grouping = grouping
    self.digits = digits
  }

  /// Cuts what is left of the pretoken `start..<end`: `piece` gets the ends of all pieces in order, groups included, and
  /// `run` every run before its groups. The last run may end behind the pretoken.
  @inline(__always)
  mutating func cut(from start: Int, to end: Int, run: (Run) -> Void, piece: (Int) -> Void) {
    var position = max(start, done)
    var pieceStart = position
    while position < end {
      if digits.length(at: position, in: text) == 0 {
        position += 1
        continue
      }
      if pieceStart < position { piece(position) }
      let found = self.run(from: position)
      run(found)
      forEachGroup(of: found) { piece($1) }
      last = found.range
      position = found.range.upperBound
      pieceStart = position
    }
    if pieceStart < end { piece(end) }
    done = max(position, done)
  }

  /// The groups of a run, from the left.
  @inline(__always)
  func forEachGroup(of run: Run, _ body: (Int, Int) -> Void) {
    let size = run.grouping == .single ? 1 : 3
    var left = run.grouping == .rightToLeft && run.count % 3 != 0 ? run.count % 3 : size
    var start = run.range.lowerBound
    var position = start
    while position < run.range.upperBound {
      position += digits.length(at: position, in: text)
      left -= 1
      if left == 0 || position == run.range.upperBound {
        body(start, position)
        start = position
        left = size
      }
    }
  }

  private func run(from start: Int) -> Run {
    var end = start
    var count = 0
    while end < text.count {
      let length = digits.length(at: end, in: text)
      if length == 0 { break }
      end += length
      count += 1
    }
    let isFraction = grouping == .rightToLeft && isFraction(start..<end)
    return Run(range: start..<end, count: count, grouping: isFraction ? .leftToRight : grouping)
  }

  /// Whether `range` is the right side of `digits.digits` and no further `.digit` touches either side, as in dates,
  /// versions and `1.234.567`.
  private func isFraction(_ range: Range<Int>) -> Bool {
    let point = UInt8(ascii: ".")
    let start = range.lowerBound
    let end = range.upperBound
    guard !last.isEmpty, start == last.upperBound + 1, text[start - 1] == point else { return false }
    if last.lowerBound > 0, text[last.lowerBound - 1] == point { return false }
    return !(end + 1 < text.count && text[end] == point && digits.length(at: end + 1, in: text) > 0)
  }
}
