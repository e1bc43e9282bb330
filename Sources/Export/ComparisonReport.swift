import Analysis
import Formats
import Tokenization
import UnicodeText

/// `tokview/compare/1`: one text cut by several tokenizers, where they cut, and where they differ.
package struct ComparisonReport: ViewReport {
  package struct Row: Sendable {
    package let id: String
    package let segmentation: Segmentation

    package init(id: String, segmentation: Segmentation) {
      self.id = id
      self.segmentation = segmentation
    }
  }

  package let document: String
  package let digest: String
  package let text: [UInt8]
  package let rows: [Row]

  package init(document: String, digest: String, text: [UInt8], rows: [Row]) {
    self.document = document
    self.digest = digest
    self.text = text
    self.rows = rows
  }

  package var json: JSONValue {
    let alignment = Alignment(rows.map(\.segmentation))
    let tokenizers: [JSONValue] = rows.map { row in
      let statistics = SegmentationStatistics(row.segmentation, of: text)
      return [
        "tokenizer": .string(row.id),
        "count": .integer(row.segmentation.tokens.count),
        "bytes_per_token": statistics.bytesPerToken.map { .number($0) } ?? .null,
        "tokens": .array(
          row.segmentation.tokens.enumerated().map { index, token in
            TokenRecord.json(token, of: text, base: 0, normalized: row.segmentation.normalized[index])
          }),
      ]
    }
    let cuts: [JSONValue] = zip(alignment.cuts, alignment.cutRows).map { offset, cutRows in
      let ids: [JSONValue] = rows.indices.filter { cutRows >> UInt64($0) & 1 == 1 }.map { .string(rows[$0].id) }
      return ["offset": .integer(offset), "tokenizers": .array(ids)]
    }
    let differences: [JSONValue] = alignment.differences.map {
      ["start": .integer($0.lowerBound), "end": .integer($0.upperBound)]
    }
    let agreement: [JSONValue] = rows.indices.map { a in
      .array(rows.indices.map { .number(alignment.agreement(a, $0)) })
    }
    return [
      "schema": "tokview/compare/1",
      "document": .string(document),
      "bytes": .integer(text.count),
      "sha256": .string(digest),
      "text": .text(text),
      "hex": .hex(text),
      "tokenizers": .array(tokenizers),
      "cuts": .array(cuts),
      "differences": .array(differences),
      "agreement": .array(agreement),
    ]
  }

  package var objects: [JSONValue] { [json] }

  /// One line for each token of each tokenizer, with its bytes in hexadecimal.
  package var tsv: String {
    var out = TabSeparated.line(["tokenizer", "token", "id", "start", "end", "kind", "text", "hex"])
    for row in rows {
      for (index, token) in row.segmentation.tokens.enumerated() {
        let bytes = text[token.range]
        out += TabSeparated.line([
          row.id, "\(index)", "\(token.id)", "\(token.start)", "\(token.end)", token.kind.rawValue,
          VisibleText(bytes: bytes).string, Hexadecimal.string(bytes),
        ])
      }
    }
    return out
  }
}
