import Tokenization

/// Safe places inside a part of a text.
///
/// `SafeBoundary` takes the ends of its buffer for the ends of the text and looks at a few scalars on each side, so the bytes at either end of
/// a part that it may look at are left out.
enum Seam {
  private static let edge = SafeBoundary.reach

  /// The last safe place in `low...high` of `part`.
  static func last(in part: [UInt8], low: Int, high: Int, _ boundary: SafeBoundary = .patterns) -> Int? {
    let low = max(low, edge)
    let high = min(high, part.count - edge)
    guard low <= high else { return nil }
    return part.withUnsafeBufferPointer { boundary.before(high, in: $0, limit: high - low) }
  }

  /// The first safe place in `low...high` of `part`.
  static func first(in part: [UInt8], low: Int, high: Int, _ boundary: SafeBoundary = .patterns) -> Int? {
    let low = max(low, edge)
    let high = min(high, part.count - edge)
    guard low <= high else { return nil }
    return part.withUnsafeBufferPointer { boundary.after(low, in: $0, limit: high - low) }
  }
}
