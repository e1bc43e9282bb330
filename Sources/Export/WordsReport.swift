import Analysis
import Formats

/// `tokview/words/1`: what one token gives to each token before it and gets from each after it.
package struct WordsReport: HeatReport {
  private let subject: HeatSubject
  private let plane: AttentionPlane

  /// - Throws: `LensError` for a trace without attention.
  package init(_ subject: HeatSubject) throws(LensError) {
    self.subject = subject
    plane = try subject.requirePlane()
  }

  private var cursor: Int { subject.place.cursor }

  package var json: JSONValue {
    var object = subject.head
    object["schema"] = "tokview/words/1"
    object["layer"] = .integer(plane.layer)
    object["head"] = plane.head.map { .integer($0) } ?? "mean"
    object["sink"] = .string(plane.treatment.rawValue)
    object["token"] = .integer(cursor)
    object["from"] = .array((0..<plane.tokenCount).map { number(plane[query: cursor, key: $0]) })
    object["to"] = .array((0..<plane.tokenCount).map { number(plane[query: $0, key: cursor]) })
    return .object(object)
  }

  package var tsv: String {
    lines(
      ["token", "text", "from \(cursor)", "to \(cursor)"],
      (0..<plane.tokenCount).map {
        ["\($0)", subject.name($0), cell(plane[query: cursor, key: $0]), cell(plane[query: $0, key: cursor])]
      })
  }
}
