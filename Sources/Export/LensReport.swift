import Analysis
import Formats
import UnicodeText

/// `tokview/lens/1`: all that one lens says of a text.
package struct LensReport: HeatReport {
  private let subject: HeatSubject
  private let lens: any Lens
  private let values: LensTable

  /// - Throws: `LensError` where the trace lacks what the lens reads.
  package init(_ subject: HeatSubject, _ lens: any Lens) throws(LensError) {
    self.subject = subject
    self.lens = lens
    values = try lens.table(subject.trace.trace, subject.place)
  }

  package var json: JSONValue {
    var object = subject.head
    object["schema"] = "tokview/lens/1"
    object["lens"] = .string(lens.name)
    object["formula"] = .string(lens.formula)
    object["source"] = .string(lens.source)
    object["unit"] = .string(lens.unit.kind.rawValue)
    object["range"] = .string(lens.unit.range)
    object["layer"] = .integer(subject.place.layer)
    object["head"] = subject.place.head.map { .integer($0) } ?? "mean"
    object["token"] = .integer(subject.place.cursor)
    object["columns"] = .array(values.columns.map { .string($0) })
    object["rows"] = .array(
      values.values.indices.map { row in
        var object = rowHead(row)
        object["values"] = .array(values.values[row].map(number))
        if let ids = values.tokenIDs {
          object["texts"] = .array(ids[row].map { $0.flatMap { subject.trace.names[$0] }.map { .text($0) } ?? .null })
        }
        return .object(object)
      })
    return .object(object)
  }

  package var tsv: String {
    let heading: [String]
    switch values.rows {
    case .tokens: heading = ["token", "text"]
    case .heads: heading = ["layer", "head"]
    case .experts: heading = ["layer", "expert"]
    }
    let columns = values.columns.flatMap { values.tokenIDs == nil ? [$0] : [$0, $0 + " text"] }
    return lines(
      heading + columns,
      values.values.indices.map { row in
        let first =
          switch values.rows {
          case .tokens: ["\(row)", subject.name(row)]
          case .heads(let heads): ["\(heads[row].layer)", "\(heads[row].head)"]
          case .experts(let experts): ["\(experts[row].layer)", "\(experts[row].expert)"]
          }
        return first
          + values.values[row].enumerated().flatMap { column, value in
            guard let ids = values.tokenIDs else { return [cell(value)] }
            return [
              cell(value),
              ids[row][column].flatMap { subject.trace.names[$0] }.map { VisibleText(bytes: $0[...]).string } ?? "",
            ]
          }
      })
  }

  private func rowHead(_ row: Int) -> [String: JSONValue] {
    switch values.rows {
    case .tokens: ["token": .integer(row)]
    case .heads(let heads): ["layer": .integer(heads[row].layer), "head": .integer(heads[row].head)]
    case .experts(let experts): ["layer": .integer(experts[row].layer), "expert": .integer(experts[row].expert)]
    }
  }
}
