/// Why a lens has nothing to say of a trace.
package enum LensError: Error, Hashable, CustomStringConvertible {
  /// The trace has nothing of the sort.
  case missing(part: String)
  /// The trace has the part, but not of this layer, head or depth; `present` are the numbers that it has.
  case absent(part: String, of: String, number: Int, present: [Int])
  /// No token has this index.
  case token(Int, count: Int)
  /// A capacity factor that is no positive number.
  case factor(Double)
  /// Experts that cannot be cut into so many equal groups with equally many chosen in each.
  case groups(Int, experts: Int, chosen: Int)

  package var description: String {
    switch self {
    case .missing(let part): "this trace has no \(part)"
    case .absent(let part, let kind, let number, let present):
      "this trace has no \(part) of \(kind) \(number), only of \(LensError.list(present))"
    case .token(let index, let count): "there is no token \(index), this trace has \(count)"
    case .factor(let factor): "a capacity factor is a positive number, not \(factor)"
    case .groups(let groups, let experts, let chosen):
      "\(experts) experts with \(chosen) chosen cannot be cut into \(groups) equal groups"
    }
  }

  /// `0 to 31` or `0 2 5`.
  private static func list(_ numbers: [Int]) -> String {
    guard let first = numbers.first, let last = numbers.last else { return "none" }
    if numbers.count > 2, last - first == numbers.count - 1 { return "\(first) to \(last)" }
    return numbers.prefix(12).map(String.init).joined(separator: " ") + (numbers.count > 12 ? " …" : "")
  }
}
