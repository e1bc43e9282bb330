import Tokenization

/// Safe places inside a part of a text.
///
/// `SafeBoundary` takes the ends of its buffer for the ends of the text and looks at one scalar on each side, so the four bytes at either
/// end of a part, where a scalar may be cut off, are left out.
enum Seam {
  private static let edge = 4

  /// The last safe place in `low...high` of `part`.
  static func last(in part: [UInt8], low: Int, high: Int) -> Int? {
    let low = max(low, edge)
    let high = min(high, part.count - edge)
    guard low <= high else { return nil }
    return part.withUnsafeBufferPointer { SafeBoundary.before(high, in: $0, limit: high - low) }
  }

  /// The first safe place in `low...high` of `part`.
  static func first(in part: [UInt8], low: Int, high: Int) -> Int? {
    let low = max(low, edge)
    let high = min(high, part.count - edge)
    guard low <= high else { return nil }
    return part.withUnsafeBufferPointer { SafeBoundary.after(low, in: $0, limit: high - low) }
  }
}
