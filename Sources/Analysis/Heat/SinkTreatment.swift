/// What is done about tokens that nearly every query looks at because it has to look somewhere (attention sinks, arXiv 2309.17453).
package enum SinkTreatment: String, CaseIterable, Sendable, Hashable {
  /// Weights as they are.
  case raw
  /// Their columns are crossed out and the scale comes from the rest.
  case masked
  /// Their columns are crossed out and the rest of each row sums to 1.
  case renormalized

  /// Mean weight above which a column counts as a sink.
  package static let threshold = 0.3
  /// Queries that must see a column before it can count.
  package static let leastQueries = 4
}
