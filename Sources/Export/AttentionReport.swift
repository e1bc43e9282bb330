import Analysis
import Formats

/// `tokview/attention/1`: the weights of one layer and head, or of the mean of a layer's heads.
package struct AttentionReport: HeatReport {
  private let subject: HeatSubject
  private let plane: AttentionPlane

  /// - Throws: `LensError` for a trace without attention.
  package init(_ subject: HeatSubject) throws(LensError) {
    self.subject = subject
    plane = try subject.requirePlane()
  }

  package var json: JSONValue {
    var object = subject.head
    object["schema"] = "tokview/attention/1"
    object["layer"] = .integer(plane.layer)
    object["head"] = plane.head.map { .integer($0) } ?? "mean"
    object["sink"] = .string(plane.treatment.rawValue)
    object["sinks"] = .array(plane.sinks.indices.filter { plane.sinks[$0] }.map { .integer($0) })
    object["weights"] = .array(
      (0..<plane.tokenCount).map { query in .array((0...query).map { number(plane[query: query, key: $0]) }) })
    return .object(object)
  }

  package var tsv: String {
    lines(
      ["query", "text"] + (0..<plane.tokenCount).map { "key \($0)" },
      (0..<plane.tokenCount).map { query in
        ["\(query)", subject.name(query)] + (0..<plane.tokenCount).map { cell(plane[query: query, key: $0]) }
      })
  }
}
