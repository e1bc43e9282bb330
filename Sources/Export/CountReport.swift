import Formats
import UnicodeText

/// `tokview/count/1`: how many tokens some tokenizers make of some texts.
package struct CountReport: Sendable {
  /// Cells of a number in lines that are written before the largest is known.
  private static let streamedWidth = 7

  /// The document; nil where it is all of them.
  private let document: String?
  /// From 1; nil where it is all of them.
  private let line: Int?
  /// Where the texts stand in JSON objects; nil where they are no part of one.
  private let field: FieldPath?
  private let isTotal: Bool
  package private(set) var texts = 0
  private var bytes = 0
  /// By tokenizer.
  private var tokens: [Int]

  /// - Parameters:
  ///   - tokenizers: how many.
  ///   - isTotal: the sum of all other reports.
  package init(
    tokenizers: Int, document: String? = nil, line: Int? = nil, field: FieldPath? = nil, isTotal: Bool = false
  ) {
    tokens = [Int](repeating: 0, count: tokenizers)
    self.document = document
    self.line = line
    self.field = field
    self.isTotal = isTotal
  }

  /// Counts one text.
  package mutating func add(tokens counts: [Int], bytes count: Int) {
    texts += 1
    bytes += count
    for index in tokens.indices { tokens[index] += counts[index] }
  }

  package mutating func merge(_ other: CountReport) {
    texts += other.texts
    bytes += other.bytes
    for index in tokens.indices { tokens[index] += other.tokens[index] }
  }

  package func json(tokenizers: [String]) -> JSONValue {
    [
      "schema": "tokview/count/1", "document": document.map { .string($0) } ?? .null,
      "line": line.map { .integer($0) } ?? .null, "field": field.map { .text($0.bytes) } ?? .null,
      "total": .bool(isTotal), "texts": .integer(texts), "bytes": .integer(bytes),
      "counts": .array(zip(tokenizers, tokens).map { ["tokenizer": .string($0), "tokens": .integer($1)] }),
    ]
  }

  /// Under headings, the name last, as `wc` does.
  package static func table(_ reports: [CountReport], tokenizers: [String]) -> String {
    let head = tokenizers + ["texts", "bytes", "name"]
    return TextTable([head] + reports.map(\.cells), rightAligned: Set(0..<head.count - 1)).text
  }

  /// The line of headings over `streamedLine`s.
  package static func streamedHeading(tokenizers: [String]) -> String {
    streamed(tokenizers + ["texts", "bytes", "name"], widths(tokenizers))
  }

  /// A line that does not wait for the others.
  package func streamedLine(tokenizers: [String]) -> String {
    CountReport.streamed(cells, CountReport.widths(tokenizers))
  }

  private static func widths(_ tokenizers: [String]) -> [Int] {
    (tokenizers + ["texts", "bytes"]).map { max(streamedWidth, VisibleText($0).width) }
  }

  private static func streamed(_ cells: [String], _ widths: [Int]) -> String {
    zip(cells, widths + [0]).map { cell, width in
      let text = VisibleText(cell)
      return String(repeating: " ", count: max(0, width - text.width)) + text.string
    }.joined(separator: "  ") + "\n"
  }

  private var cells: [String] { tokens.map { "\($0)" } + ["\(texts)", "\(bytes)", name] }

  private var name: String {
    if isTotal { return "total" }
    let field = field.map { VisibleText(bytes: $0.bytes[...]).string }
    guard let document else { return field ?? "" }
    return document + (line.map { ":\($0)" } ?? "") + (field.map { " " + $0 } ?? "")
  }
}
