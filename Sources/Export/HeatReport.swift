import Analysis
import Formats
import Inference
import UnicodeText

/// What a model made of a text, with the place that a view looks at.
package struct HeatSubject: Sendable {
  package let document: String
  package let tokenizer: String
  /// What the byte ranges of the trace count from.
  package let text: [UInt8]
  package let trace: PieceTrace
  package let place: LensPlace
  /// Nil where the trace has no attention.
  package let plane: AttentionPlane?

  package init(
    document: String, tokenizer: String, text: [UInt8], trace: PieceTrace, place: LensPlace, plane: AttentionPlane?
  ) {
    self.document = document
    self.tokenizer = tokenizer
    self.text = text
    self.trace = trace
    self.place = place
    self.plane = plane
  }

  func requirePlane() throws(LensError) -> AttentionPlane {
    guard let plane else { throw .missing(part: "attention") }
    return plane
  }

  /// The parts that all reports of a model begin with.
  var head: [String: JSONValue] {
    [
      "document": .string(document), "tokenizer": .string(tokenizer), "model": .string(trace.model),
      "cuts": .string(trace.summary),
      "window": [
        "start": .integer(trace.window.lowerBound), "end": .integer(trace.window.upperBound),
        "of": .integer(trace.idCount),
      ],
      "tokens": .array(
        trace.trace.tokens.indices.map { index in
          let bytes = trace.trace.tokens[index].bytes
          return [
            "index": .integer(index), "start": bytes.map { .integer($0.lowerBound) } ?? .null,
            "end": bytes.map { .integer($0.upperBound) } ?? .null,
            "text": bytes.map { .text(Array(text[$0])) } ?? .null,
          ]
        }),
    ]
  }

  /// A token as a cell of a table.
  func name(_ index: Int) -> String {
    trace.trace.tokens[index].bytes.map { VisibleText(bytes: text[$0]).string } ?? "<s>"
  }
}

/// What a view of the model says.
package protocol HeatReport: ViewReport {
  var json: JSONValue { get }
}

extension HeatReport {
  package var objects: [JSONValue] { [json] }

  /// Lines of cells; numbers have six decimals, what is unknown is empty.
  func lines(_ heading: [String], _ rows: [[String]]) -> String {
    ([heading] + rows).map(TabSeparated.line).joined()
  }

  func cell(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "" }
    return JSONWriter.text(of: value)
  }

  func number(_ value: Double?) -> JSONValue {
    guard let value, value.isFinite else { return .null }
    return .number(value)
  }
}
