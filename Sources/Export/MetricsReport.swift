import Analysis
import Formats
import Tokenization
import UnicodeText

/// `tokview/metrics/1`: what the metrics view shows of one text, as data.
package struct MetricsReport: ViewReport {
  /// One column.
  package struct Row: Sendable {
    let tokenizer: String
    let metrics: TextMetrics
    let distribution: TokenDistribution
    let vocabularyCount: Int?
    let bits: Bits?
    let parity: ParityCounts?

    package init(
      _ tokenizer: String, _ metrics: TextMetrics, _ distribution: TokenDistribution, vocabularyCount: Int?,
      bits: Bits?, parity: ParityCounts?
    ) {
      self.tokenizer = tokenizer
      self.metrics = metrics
      self.distribution = distribution
      self.vocabularyCount = vocabularyCount
      self.bits = bits
      self.parity = parity
    }
  }

  /// What the model needs for the bytes of a part of the text.
  package struct Bits: Sendable {
    let bytes: Range<Int>
    let perByte: Double?

    package init(bytes: Range<Int>, perByte: Double?) {
      self.bytes = bytes
      self.perByte = perByte
    }
  }

  /// One of several texts, with what each row's tokenizer makes of it; nil where it could not be read or cut.
  package struct Text: Sendable {
    let name: String
    let statistics: [SegmentationStatistics?]

    package init(name: String, statistics: [SegmentationStatistics?]) {
      self.name = name
      self.statistics = statistics
    }
  }

  private let document: String?
  private let digest: String?
  private let rows: [Row]
  private let base: Int
  private let alignment: Alignment?
  private let window: Range<Int>
  private let sets: [ParallelSet]
  private let texts: [Text]?

  /// - Parameters:
  ///   - document: nil for several texts, which `texts` has then.
  ///   - rows: one or more.
  ///   - base: index of the row that the others are held against.
  ///   - alignment: of the cuts of `window`, rows as in `rows`; nil where there are none.
  package init(
    document: String?, digest: String?, _ rows: [Row], base: Int, alignment: Alignment?, window: Range<Int>,
    sets: [ParallelSet], texts: [Text]? = nil
  ) {
    self.texts = texts
    self.document = document
    self.digest = digest
    self.rows = rows
    self.base = base
    self.alignment = alignment
    self.window = window
    self.sets = sets
  }

  private func ratio(_ row: Row) -> Double? {
    let tokens = rows[base].metrics.statistics.tokens
    return tokens == 0 ? nil : Double(row.metrics.statistics.tokens) / Double(tokens)
  }

  private func premiums(_ row: Row) -> [(language: String, premium: Double?)] {
    guard let counts = row.parity else { return [] }
    return ParallelSet.languages(of: sets).map { ($0, counts.premium(of: $0)) }
  }

  package var objects: [JSONValue] { [json] }

  private var json: JSONValue {
    [
      "schema": "tokview/metrics/1", "document": document.map { .string($0) } ?? .null,
      "sha256": digest.map { .string($0) } ?? .null,
      "base": .string(rows[base].tokenizer), "tokenizers": .array(rows.map(members)),
      "texts": texts.map { .array($0.map(members)) } ?? .null,
      "window": ["start": .integer(window.lowerBound), "end": .integer(window.upperBound)],
      "agreement": .array(
        alignment.map { alignment in
          rows.indices.map { a in .array(rows.indices.map { .number(alignment.agreement(a, $0)) }) }
        } ?? []),
    ]
  }

  private func members(_ text: Text) -> JSONValue {
    [
      "document": .string(text.name),
      "tokenizers": .array(
        zip(rows, text.statistics).map { row, statistics in
          [
            "tokenizer": .string(row.tokenizer), "bytes": statistics.map { .integer($0.bytes) } ?? .null,
            "tokens": statistics.map { .integer($0.tokens) } ?? .null,
          ]
        }),
    ]
  }

  private func members(_ row: Row) -> JSONValue {
    // The same names as in a report of statistics, so that scripts read both.
    guard
      case .object(var members) = StatisticsReport.json(
        tokenizer: row.tokenizer, row.metrics.statistics, row.metrics.frequencies)
    else { preconditionFailure("a report is an object") }
    members["schema"] = nil
    members["vocabulary"] = row.vocabularyCount.map { .integer($0) } ?? .null
    members["ratio"] = ratio(row).map { .number($0) } ?? .null
    members["bits_per_byte"] = row.bits?.perByte.map { .number($0) } ?? .null
    members["model_start"] = row.bits.map { .integer($0.bytes.lowerBound) } ?? .null
    members["model_end"] = row.bits.map { .integer($0.bytes.upperBound) } ?? .null
    members["ranked_counts"] = .array(row.distribution.ranked.map { .integer($0) })
    members["split_words"] = .array(
      row.metrics.splitWords.entries.map { entry in
        [
          "text": String(validating: entry.bytes, as: UTF8.self).map { .string($0) } ?? .null,
          "hex": .string(Hexadecimal.string(entry.bytes)), "tokens": .integer(entry.tokens),
          "count": .integer(entry.count), "ends": .array(entry.pieces.map { .integer($0.upperBound) }),
        ]
      })
    members["parity"] = .array(
      premiums(row).map { ["language": .string($0), "premium": $1.map { .number($0) } ?? .null] })
    return .object(members)
  }

  /// One line for each tokenizer under a line of names; languages with what they take beside English come last.
  package var tsv: String {
    let languages = ParallelSet.languages(of: sets)
    let head =
      [
        "tokenizer", "vocabulary", "bytes", "characters", "tokens", "bytes_per_token", "characters_per_token", "words",
        "tokens_per_word", "kept_whole", "token_types", "tokens_once", "entropy", "renyi_entropy", "renyi_efficiency",
        "bits_per_byte", "ratio",
      ] + languages.map { "parity_\($0)" }
    return TabSeparated.line(head)
      + rows.map { row in
        let s = row.metrics.statistics
        let d = row.distribution
        let shares = [s.tokensPerWord, s.keptWholeShare].map(text)
        let evenness = [d.entropy, d.renyiEntropy, d.renyiEfficiency, row.bits?.perByte, ratio(row)].map(text)
        let premiums = premiums(row)
        return TabSeparated.line(
          [
            row.tokenizer, row.vocabularyCount.map { "\($0)" } ?? "", "\(s.bytes)", "\(s.characters)", "\(s.tokens)",
            text(s.bytesPerToken), text(s.charactersPerToken), "\(s.words)",
          ] + shares + ["\(d.typeCount)", "\(d.onceCount)"] + evenness
            + languages.indices.map { $0 < premiums.count ? text(premiums[$0].premium) : "" })
      }.joined()
  }

  /// As in JSON; empty where there is no number.
  private func text(_ value: Double?) -> String {
    value.map { String(decoding: JSONWriter.bytes(of: .number($0)), as: UTF8.self) } ?? ""
  }
}
