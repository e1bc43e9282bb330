/// Why the parts of a trace do not fit together.
package enum TraceError: Error, Hashable, CustomStringConvertible {
  /// A part has the wrong count of values.
  case count(part: String, found: Int, expected: Int)
  /// Numbers of layers or heads that are negative, repeated or out of order.
  case numbering(part: String)
  /// An expert or a byte range that does not exist.
  case outOfRange(part: String, found: Int, limit: Int)

  package var description: String {
    switch self {
    case .count(let part, let found, let expected): "the trace has \(found) values in \(part), expected \(expected)"
    case .numbering(let part): "the numbers of the \(part) in the trace do not ascend"
    case .outOfRange(let part, let found, let limit): "the trace says \(found) in \(part), the limit is \(limit)"
    }
  }

  /// Refuses numbers that do not ascend from 0 or more.
  static func checkAscending(_ numbers: [Int], _ part: String) throws(TraceError) {
    guard numbers.first ?? 0 >= 0, zip(numbers, numbers.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw .numbering(part: part)
    }
  }

  static func checkCount(_ found: Int, _ expected: Int, _ part: String) throws(TraceError) {
    guard found == expected else { throw .count(part: part, found: found, expected: expected) }
  }
}
