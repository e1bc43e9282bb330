import Analysis
import Formats
import Tokenization
import UnicodeText

/// `tokview/seam/1`: what one tokenizer makes of two parts of a text apart and together.
package struct SeamReport: Sendable {
  private let tokenizer: String
  private let check: SeamCheck

  /// - Parameter tokenizer: as after `-t`.
  package init(tokenizer: String, _ check: SeamCheck) {
    self.tokenizer = tokenizer
    self.check = check
  }

  /// - Parameters:
  ///   - text: what was encoded, a part of a text that begins at `start` and has `byteCount` bytes; nil for all of it.
  package func json(document: String, _ text: [UInt8], start: Int = 0, byteCount: Int? = nil) -> JSONValue {
    let counts = check.counts
    func place(_ offset: Int) -> JSONValue { .integer(start + offset) }
    func tokens(_ tokens: ArraySlice<Token>) -> JSONValue {
      .array(
        tokens.map { token in
          let bytes = text[token.range]
          return .object([
            "id": .integer(Int(token.id)), "start": place(token.start), "end": place(token.end),
            "text": String(validating: bytes, as: UTF8.self).map { .string($0) } ?? .null,
            "hex": .string(Hexadecimal.string(bytes)),
          ])
        })
    }
    return .object([
      "schema": "tokview/seam/1",
      "tokenizer": .string(tokenizer),
      "document": .string(document),
      "bytes": .integer(byteCount ?? text.count),
      "at": place(check.offset),
      "apart": .integer(counts.apart),
      "together": .integer(counts.together),
      "lost": .array(check.lost.map(place)),
      "gained": .array(check.gained.map(place)),
      "reach": .array([place(check.reach.lowerBound), place(check.reach.upperBound)]),
      "apart_tokens": tokens(check.apart[check.changedApart]),
      "together_tokens": tokens(check.together[check.changedTogether]),
    ])
  }

  /// Tokens and cuts that change, as numbers; `headings` name them.
  var cells: [String] {
    [tokenizer, "\(check.counts.apart)", "\(check.counts.together)", "\(check.lost.count)", "\(check.gained.count)"]
  }

  static let headings = ["tokenizer", "apart", "together", "lost", "gained"]

  /// One line for each tokenizer under a line of headings: counts, cuts, and the tokens that change.
  package static func table(_ reports: [SeamReport], _ text: [UInt8]) -> String {
    let head = headings + ["bytes", "tokens apart", "together"]
    let body = reports.map { report -> [String] in
      let check = report.check
      func tokens(_ tokens: ArraySlice<Token>) -> String {
        tokens.filter { !$0.isVirtual }.map { token in
          (token.start == check.offset ? "|" : "") + "[" + VisibleText(bytes: text[token.range].prefix(64)).string + "]"
        }.joined()
      }
      let reach = check.isSame ? "-" : "\(check.reach.lowerBound)..\(check.reach.upperBound)"
      return report.cells + [
        reach, tokens(check.apart[check.shownApart]),
        check.isSame ? "the same" : tokens(check.together[check.shownTogether]),
      ]
    }
    return TextTable([head] + body, rightAligned: Set(1..<6)).text
  }
}
