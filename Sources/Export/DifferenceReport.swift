import Analysis
import Formats
import Tokenization
import UnicodeText

/// `tokview/diff/1`: one place of a document that two tokenizers cut differently.
package struct DifferenceReport: Sendable {
  /// Most pieces of one tokenizer that the text form shows.
  private static let pieceLimit = 32

  private let document: String
  private let tokenizers: [String]
  private let range: Range<Int>
  private let base: Int
  private let line: Int
  private let text: [UInt8]
  /// The tokens of each tokenizer in the place.
  private let tokens: [ArraySlice<Token>]
  /// The token before and the one after, as ranges of `text`.
  private let before: [Range<Int>]
  private let after: [Range<Int>]

  /// - Parameters:
  ///   - range: one of `alignment.differences`.
  ///   - text: the piece that `alignment` is of.
  ///   - base: offset in the document of its first byte.
  ///   - line: of the first byte of `range`, from 1.
  package init(
    document: String, tokenizers: [String], _ range: Range<Int>, in alignment: Alignment, of text: [UInt8], base: Int,
    line: Int
  ) {
    self.document = document
    self.tokenizers = tokenizers
    self.range = range
    self.base = base
    self.line = line
    self.text = text
    let rows = alignment.segmentations
    tokens = rows.map { $0.tokens(overlapping: range) }
    before = rows.map { row in
      guard range.lowerBound > 0, let index = row.tokenIndex(at: range.lowerBound - 1) else { return 0..<0 }
      return row.tokens[index].range
    }
    after = rows.map { row in
      guard range.upperBound < text.count, let index = row.tokenIndex(at: range.upperBound) else {
        return text.count..<text.count
      }
      return row.tokens[index].range
    }
  }

  package var json: JSONValue {
    [
      "schema": "tokview/diff/1", "document": .string(document), "start": .integer(base + range.lowerBound),
      "end": .integer(base + range.upperBound), "line": .integer(line),
      "tokenizers": .array(
        tokenizers.indices.map { row in
          [
            "tokenizer": .string(tokenizers[row]),
            "tokens": .array(tokens[row].map { TokenRecord.json($0, of: text, base: base) }),
          ]
        }),
    ]
  }

  /// The place and a line for each tokenizer: its pieces in brackets, between the pieces around.
  package var lines: String {
    func shown(_ range: Range<Int>) -> String { VisibleText(bytes: text[range]).string }
    let names = tokenizers.map { VisibleText($0) }
    let width = names.map(\.width).max() ?? 0
    var out = "\(document):\(line): bytes \(base + range.lowerBound)..\(base + range.upperBound)\n"
    for row in tokenizers.indices {
      let pieces = tokens[row].filter { !$0.isVirtual }
      let most = DifferenceReport.pieceLimit
      let inside =
        pieces.prefix(most).map { shown($0.range) }.joined(separator: "|") + (pieces.count > most ? "|…" : "")
      let name = names[row].string + String(repeating: " ", count: width - names[row].width)
      out += "  \(name)  \(shown(before[row]))[\(inside)]\(shown(after[row]))\n"
    }
    return out
  }
}

/// `tokview/diff-total/1`: what `tokview diff` counted over all documents.
package enum DifferenceTotal {
  package static func json(_ tally: CutTally, tokenizers: [String]) -> JSONValue {
    [
      "schema": "tokview/diff-total/1", "tokenizers": .array(tokenizers.map { .string($0) }),
      "documents": .integer(tally.documents), "bytes": .integer(tally.bytes), "places": .integer(tally.places),
      "differing_bytes": .integer(tally.differingBytes), "shared_cuts": .integer(tally.shared),
      "own_cuts": [.integer(tally.onlyFirst), .integer(tally.onlySecond)], "agreement": .number(tally.agreement),
    ]
  }

  /// One line.
  ///
  /// - Parameter shown: how many of the places were printed.
  package static func line(_ tally: CutTally, tokenizers: [String], shown: Int) -> String {
    let places = tally.places == 1 ? "1 place differs" : "\(tally.places) places differ"
    let agreement = String(decoding: JSONWriter.bytes(of: .number(tally.agreement)), as: UTF8.self)
    let limited = shown < tally.places ? ", the first \(shown) shown" : ""
    return """
      \(places)\(limited), \(tally.differingBytes) of \(tally.bytes) bytes; cuts: \(tally.shared) of both, \
      \(tally.onlyFirst) of \(tokenizers[0]) alone, \(tally.onlySecond) of \(tokenizers[1]) alone (agreement \(agreement))

      """
  }
}
