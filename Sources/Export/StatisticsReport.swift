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
