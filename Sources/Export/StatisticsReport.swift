import Analysis
import Formats
import Tokenization

/// `tokview/stats/1`: what one tokenizer makes of a set of documents.
///
/// Reports of two sets of documents can be added: every count and histogram is a sum, every ratio follows from them. What follows from
/// how often each token occurs needs `token_counts`, which are written when asked for. Shares of different tokens cannot be added: what
/// two sets share is not told.
package enum StatisticsReport {
  /// - Parameters:
  ///   - frequencies: of the same documents; nil where they are not known.
  ///   - hasTokenCounts: also how often each token occurs, without which entropies cannot be merged.
  ///   - bits: what a model needs; nil when none was asked.
  ///   - model: its name.
  ///   - turkish: nil when it was not asked.
  package static func json(
    tokenizer: String, _ statistics: SegmentationStatistics, _ frequencies: TokenFrequencies?,
    hasTokenCounts: Bool = false, _ bits: BitsPerByte? = nil, model: String? = nil, turkish: TurkishShares? = nil
  ) -> JSONValue {
    let distribution = frequencies?.distribution
    func ratio(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
    func histogram(_ counts: [Int: Int]) -> JSONValue {
      .array(counts.sorted { $0.key < $1.key }.map { [.integer($0.key), .integer($0.value)] })
    }
    func byKind(_ value: (TokenKind) -> JSONValue) -> JSONValue {
      .object(Dictionary(uniqueKeysWithValues: statistics.bytesByKind.keys.map { ($0.rawValue, value($0)) }))
    }
    var members: [String: JSONValue] = [
      "schema": "tokview/stats/1",
      "tokenizer": .string(tokenizer),
      "documents": .integer(statistics.documents),
      "bytes": .integer(statistics.bytes),
      "characters": .integer(statistics.characters),
      "tokens": .integer(statistics.tokens),
      "virtual_tokens": .integer(statistics.virtualTokens),
      "words": .integer(statistics.words),
      "tokens_in_words": .integer(statistics.tokensInWords),
      "words_kept_whole": .integer(statistics.wordsKeptWhole),
      "token_types": distribution.map { .integer($0.typeCount) } ?? .null,
      "tokens_once": distribution.map { .integer($0.onceCount) } ?? .null,
      "entropy": ratio(distribution?.entropy),
      "renyi_entropy": ratio(distribution?.renyiEntropy),
      "renyi_efficiency": ratio(distribution?.renyiEfficiency),
      "bytes_per_token": ratio(statistics.bytesPerToken),
      "characters_per_token": ratio(statistics.charactersPerToken),
      "tokens_per_word": ratio(statistics.tokensPerWord),
      "kept_whole": ratio(statistics.keptWholeShare),
      "tokens_per_word_histogram": histogram(statistics.tokensPerWordHistogram),
      "token_bytes_histogram": histogram(statistics.tokenLengthHistogram),
      "bytes_by_kind": byKind { statistics.bytesByKind[$0].map { .integer($0) } ?? .null },
      "coverage": byKind { ratio(statistics.coverage(of: $0)) },
    ]
    if hasTokenCounts, let frequencies {
      members["token_counts"] = .array(
        frequencies.counts.map { [.integer(Int($0.id)), .integer($0.count)] })
    }
    if let bits {
      members["model"] = model.map { .string($0) } ?? .null
      members["model_bits"] = .number(bits.bits)
      members["model_bytes"] = .integer(bits.bytes)
      members["bits_per_byte"] = ratio(bits.value)
    }
    if let turkish {
      members["unique_tokens"] = .integer(turkish.unique)
      members["turkish_tokens"] = .integer(turkish.turkish)
      members["pure_tokens"] = .integer(turkish.pure)
      members["turkish_share"] = ratio(turkish.turkishShare)
      members["pure_share"] = ratio(turkish.pureShare)
    }
    return .object(members)
  }
}

extension StatisticsReport {
  /// What is known of one tokenizer.
  package struct Row {
    let tokenizer: String
    let statistics: SegmentationStatistics
    let distribution: TokenDistribution?
    let bits: BitsPerByte?
    let turkish: TurkishShares?

    package init(
      _ tokenizer: String, _ statistics: SegmentationStatistics, _ distribution: TokenDistribution?,
      _ bits: BitsPerByte? = nil, turkish: TurkishShares? = nil
    ) {
      self.tokenizer = tokenizer
      self.statistics = statistics
      self.distribution = distribution
      self.bits = bits
      self.turkish = turkish
    }
  }

  /// One line for each tokenizer under a line of headings; bits per byte and Turkish shares only where they were asked.
  ///
  /// - Parameter showsKinds: also the share of bytes in tokens of each kind that occurs.
  package static func table(_ rows: [Row], showsKinds: Bool = false) -> String {
    func ratio(_ value: Double?, decimals: Int) -> String {
      value.map { Decimals.text($0, places: decimals) } ?? "-"
    }
    func percent(_ value: Double?) -> String { value.map { ratio($0 * 100, decimals: 1) + " %" } ?? "-" }
    let withBits = rows.contains { $0.bits != nil }
    let withTurkish = rows.contains { $0.turkish != nil }
    let kinds =
      showsKinds ? TokenKind.allCases.filter { kind in rows.contains { $0.statistics.bytesByKind[kind] != nil } } : []
    let head =
      [
        "tokenizer", "documents", "bytes", "tokens", "bytes/token", "chars/token", "words", "tokens/word", "kept whole",
        "entropy", "Rényi",
      ]
      + (withBits ? ["bits/byte"] : []) + kinds.map(\.rawValue) + (withTurkish ? ["%TR", "%Pure"] : [])
    let body = rows.map { row -> [String] in
      let s = row.statistics
      return [
        row.tokenizer, "\(s.documents)", "\(s.bytes)", "\(s.tokens)", ratio(s.bytesPerToken, decimals: 3),
        ratio(s.charactersPerToken, decimals: 3), "\(s.words)", ratio(s.tokensPerWord, decimals: 3),
        percent(s.keptWholeShare), ratio(row.distribution?.entropy, decimals: 3),
        ratio(row.distribution?.renyiEfficiency, decimals: 3),
      ] + (withBits ? [ratio(row.bits?.value, decimals: 3)] : []) + kinds.map { percent(s.coverage(of: $0)) }
        + (withTurkish ? [percent(row.turkish?.turkishShare), percent(row.turkish?.pureShare)] : [])
    }
    return TextTable([head] + body, rightAligned: Set(1..<head.count)).text
  }
}
