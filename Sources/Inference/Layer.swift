/// The weights of one decoder layer.
struct Layer: Sendable {
  enum Feed: Sendable {
    case dense(FeedForward)
    /// A router and its experts; nil is a null expert, all of whose weights are zero.
    case sparse(router: PackedMatrix, experts: [FeedForward?])
  }

  let attentionNorm: Norm
  /// Queries of all heads, then keys, then values.
  let queryKeyValue: PackedMatrix
  let queryNorm: Norm?
  let keyNorm: Norm?
  let attentionOutput: PackedMatrix
  let feedNorm: Norm
  let feed: Feed

  /// Experts that are skipped, ascending.
  var nullExperts: [Int] {
    guard case .sparse(_, let experts) = feed else { return [] }
    return experts.indices.filter { experts[$0] == nil }
  }
}
