import Analysis
import Formats

/// `tokview/stats/1`: what one tokenizer makes of a set of documents.
///
/// Reports of two sets of documents can be added: every count and histogram is a sum, every ratio follows from them.
package enum StatisticsReport {
  package static func json(tokenizer: String, _ statistics: SegmentationStatistics) -> JSONValue {
    func ratio(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    func histogram(_ counts: [Int: Int]) -> JSONValue {
      .array(counts.sorted { $0.key < $1.key }.map { [.integer($0.key), .integer($0.value)] })
    }
    return [
      "schema": "tokview/stats/1",
      "tokenizer": .string(tokenizer),
      "documents": .integer(statistics.documents),
      "bytes": .integer(statistics.bytes),
      "tokens": .integer(statistics.tokens),
      "virtual_tokens": .integer(statistics.virtualTokens),
      "words": .integer(statistics.words),
      "tokens_in_words": .integer(statistics.tokensInWords),
      "words_kept_whole": .integer(statistics.wordsKeptWhole),
      "bytes_per_token": ratio(statistics.bytesPerToken),
      "tokens_per_word": ratio(statistics.tokensPerWord),
      "kept_whole": ratio(statistics.keptWholeShare),
      "tokens_per_word_histogram": histogram(statistics.tokensPerWordHistogram),
      "token_bytes_histogram": histogram(statistics.tokenLengthHistogram),
    ]
  }
}

extension StatisticsReport {
  /// One line for each tokenizer under a line of headings.
  package static func table(_ rows: [(tokenizer: String, statistics: SegmentationStatistics)]) -> String {
    func ratio(_ value: Double?, decimals: Int) -> String {
      guard let value else { return "-" }
      let scale = decimals == 1 ? 10 : 1_000
      let scaled = Int((value * Double(scale)).rounded())
      let fraction = String(scaled % scale + scale).dropFirst()
      return "\(scaled / scale).\(fraction)"
    }
    let head = ["tokenizer", "documents", "bytes", "tokens", "bytes/token", "words", "tokens/word", "kept whole"]
    let body = rows.map { row -> [String] in
      let s = row.statistics
      return [
        row.tokenizer, "\(s.documents)", "\(s.bytes)", "\(s.tokens)", ratio(s.bytesPerToken, decimals: 3), "\(s.words)",
        ratio(s.tokensPerWord, decimals: 3), s.keptWholeShare.map { ratio($0 * 100, decimals: 1) + " %" } ?? "-",
      ]
    }
    return TextTable([head] + body, rightAligned: Set(1..<head.count)).text
  }
}
