import Analysis
import Formats
import Tokenization
import UnicodeText

/// Objects of `tokview/stats/1`, read back to be added up.
///
/// All counts and histograms are sums over documents, so the sum of reports over different documents is the report of one run over all
/// of them. Entropies need `token_counts` in every report; shares of different tokens cannot be added, as two texts share tokens.
package struct StatisticsFile: Sendable {
  package static let byteLimit = 1 << 28
  /// Most reports that are added, so that no sum of counts overflows.
  package static let reportLimit = 1 << 14
  private static let countLimit = 1 << 48

  /// What one tokenizer made of some documents.
  package struct Report: Sendable {
    package let tokenizer: String
    package private(set) var statistics: SegmentationStatistics
    /// Nil without `token_counts`.
    package private(set) var frequencies: TokenFrequencies?
    /// Nil without a model, or with another one in each report.
    package private(set) var bits: BitsPerByte?
    package private(set) var model: String?
    /// Whether shares were left out, which cannot be added.
    package private(set) var hadShares: Bool

    package mutating func merge(_ other: Report) {
      statistics.merge(other.statistics)
      if let counts = other.frequencies { frequencies?.merge(counts) } else { frequencies = nil }
      if let otherBits = other.bits, other.model == model { bits?.merge(otherBits) } else { bits = nil }
      if bits == nil { model = nil }
      hadShares = hadShares || other.hadShares
    }
  }

  package let reports: [Report]

  /// Reads objects one after another.
  ///
  /// - Throws: where something is no such object, or its numbers do not belong together.
  package init(_ bytes: [UInt8]) throws(FormatError) {
    var reader = JSONReader(bytes)
    var reports: [Report] = []
    while !reader.isAtEnd() {
      guard reports.count < StatisticsFile.reportLimit else {
        throw FormatError(.limit, at: .byte(reader.position), "more than \(StatisticsFile.reportLimit) reports")
      }
      reports.append(try StatisticsFile.report(&reader))
    }
    self.reports = reports
  }

  /// The reports of each tokenizer added up, in the order in which the tokenizers first come.
  package static func sums(of files: [StatisticsFile]) -> [Report] {
    var sums: [Report] = []
    var places: [String: Int] = [:]
    for report in files.flatMap(\.reports) {
      if let place = places[report.tokenizer] {
        sums[place].merge(report)
      } else {
        places[report.tokenizer] = sums.count
        sums.append(report)
      }
    }
    return sums
  }

  private static func report(_ reader: inout JSONReader) throws(FormatError) -> Report {
    let start = reader.position
    var texts: [String: String] = [:]
    var counts: [String: Int] = [:]
    var pairs: [String: [(Int, Int)]] = [:]
    var kinds: [TokenKind: Int] = [:]
    var bits: Double?
    var hadShares = false
    try reader.readObject { (reader, key) throws(FormatError) in
      let name = String(decoding: key, as: UTF8.self)
      switch name {
      case "schema", "tokenizer": texts[name] = String(decoding: try reader.readString(), as: UTF8.self)
      case "model":
        if try !reader.readNull() { texts[name] = String(decoding: try reader.readString(), as: UTF8.self) }
      case "model_bits": bits = try reader.readNumber().value
      case "documents", "bytes", "characters", "tokens", "virtual_tokens", "words", "tokens_in_words",
        "words_kept_whole",
        "model_bytes":
        counts[name] = try reader.readInteger(in: 0...countLimit)
      case "tokens_per_word_histogram", "token_bytes_histogram", "token_counts": pairs[name] = try readPairs(&reader)
      case "bytes_by_kind":
        try reader.readObject { (reader, key) throws(FormatError) in
          guard let kind = TokenKind(rawValue: String(decoding: key, as: UTF8.self)) else {
            throw reader.fail("an unknown kind of token")
          }
          kinds[kind] = try reader.readInteger(in: 0...countLimit)
        }
      default:
        if name == "unique_tokens" { hadShares = true }
        try reader.skipValue()
      }
    }
    guard texts["schema"] == "tokview/stats/1" else {
      throw FormatError(
        .value, at: .byte(start), "no object of schema tokview/stats/1", advice: "give what stats --json prints")
    }
    func fault(_ what: String) -> FormatError { FormatError(.inconsistent, at: .byte(start), what) }
    func count(_ name: String) throws(FormatError) -> Int {
      guard let value = counts[name] else { throw FormatError(.missing, at: .byte(start), "no \(name)") }
      return value
    }
    func histogram(_ name: String) throws(FormatError) -> [Int: Int] {
      guard let list = pairs[name] else { throw FormatError(.missing, at: .byte(start), "no \(name)") }
      var out: [Int: Int] = [:]
      for (value, count) in list where out.updateValue(count, forKey: value) != nil {
        throw fault("\(name) has \(value) twice")
      }
      return out
    }
    guard let tokenizer = texts["tokenizer"] else { throw FormatError(.missing, at: .byte(start), "no tokenizer") }
    let statistics = SegmentationStatistics(
      documents: try count("documents"), bytes: try count("bytes"), characters: try count("characters"),
      virtualTokens: try count("virtual_tokens"), tokensInWords: try count("tokens_in_words"),
      wordsKeptWhole: try count("words_kept_whole"), tokensPerWord: try histogram("tokens_per_word_histogram"),
      tokenLengths: try histogram("token_bytes_histogram"), bytesByKind: kinds)
    guard let statistics, statistics.tokens == (try count("tokens")), statistics.words == (try count("words")) else {
      throw fault("the histograms of \(VisibleText(tokenizer).string) do not add up to its counts")
    }
    var frequencies: TokenFrequencies?
    if let list = pairs["token_counts"] {
      var counts = TokenFrequencies()
      for (id, count) in list {
        guard let id = TokenID(exactly: id) else { throw fault("token_counts has an id that is none") }
        counts.add(id, count: count)
      }
      guard counts.total == statistics.tokens else {
        throw fault("the token_counts of \(VisibleText(tokenizer).string) do not add up to its tokens")
      }
      frequencies = counts
    }
    var sum: BitsPerByte?
    if let bits, let bytes = counts["model_bytes"] { sum = BitsPerByte(bits: bits, bytes: bytes) }
    return Report(
      tokenizer: tokenizer, statistics: statistics, frequencies: frequencies, bits: sum,
      model: sum == nil ? nil : texts["model"], hadShares: hadShares)
  }

  /// `[value, count]` pairs.
  private static func readPairs(_ reader: inout JSONReader) throws(FormatError) -> [(Int, Int)] {
    var pairs: [(Int, Int)] = []
    var sum = 0
    try reader.readArray { (reader, _) throws(FormatError) in
      var pair: [Int] = []
      try reader.readArray { (reader, index) throws(FormatError) in
        guard index < 2 else { throw reader.fail("a pair of more than two numbers") }
        pair.append(try reader.readInteger(in: 0...countLimit))
      }
      guard pair.count == 2 else { throw reader.fail("a pair of fewer than two numbers") }
      sum += pair[1]
      guard sum <= countLimit else { throw reader.fail("counts that are too large") }
      pairs.append((pair[0], pair[1]))
    }
    return pairs
  }
}
