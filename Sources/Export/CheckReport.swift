import Analysis
import Formats
import UnicodeText

/// `tokview/check/1`: whether the ids of a document are those expected, and where they first are others.
package struct CheckReport: Sendable {
  private let document: String
  private let tokenizer: String
  /// Tokens that are equal.
  private let count: Int
  private let difference: TokenCheck.Difference?

  package init(document: String, tokenizer: String, count: Int, _ difference: TokenCheck.Difference?) {
    self.document = document
    self.tokenizer = tokenizer
    self.count = count
    self.difference = difference
  }

  package var json: JSONValue {
    func pieces(_ pieces: [TokenCheck.Piece]) -> JSONValue {
      .array(
        pieces.map {
          [
            "id": .integer(Int($0.id)), "text": $0.bytes.map { .text($0) } ?? .null,
            "hex": $0.bytes.map { .hex($0) } ?? .null,
          ]
        })
    }
    var members: [String: JSONValue] = [
      "schema": "tokview/check/1", "document": .string(document), "tokenizer": .string(tokenizer),
      "equal": .bool(difference == nil), "equal_tokens": .integer(count),
    ]
    members["byte"] = difference.map { .integer($0.byte) } ?? .null
    members["line"] = difference.map { .integer($0.line) } ?? .null
    members["before"] = pieces(difference?.before ?? [])
    members["expected"] = pieces(difference?.expected ?? [])
    members["found"] = pieces(difference?.found ?? [])
    return .object(members)
  }

  /// Whether all ids are as expected.
  package var isEqual: Bool { difference == nil }

  /// Where the first token that is another begins; nil where none is.
  package var byte: Int? { difference?.byte }

  /// The difference in four lines; empty where there is none.
  package var text: String { lines.map { $0 + "\n" }.joined() }

  /// What there is to say in one line, as a message on the screen.
  package func line(_ list: String) -> String {
    let lines = lines
    guard lines.count == 4 else { return "\(document): \(tokenizer): all \(count) ids are those of \(list)" }
    return lines[0] + lines[2]
  }

  private var lines: [String] {
    guard let difference else { return [] }
    func pieces(_ pieces: [TokenCheck.Piece]) -> String {
      pieces.map { piece in
        guard let bytes = piece.bytes else { return "\(piece.id) (not in the vocabulary)" }
        return "\(piece.id) \"\(VisibleText(bytes: bytes[...]).string)\""
      }.joined(separator: "  ")
    }
    let before = difference.before.isEmpty ? "the start" : pieces(difference.before)
    let expected = difference.expected.isEmpty ? "the end" : pieces(difference.expected)
    let found = difference.found.isEmpty ? "the end" : pieces(difference.found)
    return [
      "\(document): \(tokenizer): token \(difference.index) is another one, at byte \(difference.byte), line \(difference.line)",
      "  before    \(before)", "  expected  \(expected)", "  found     \(found)",
    ]
  }
}
