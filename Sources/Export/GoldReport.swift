import Analysis
import Formats
import Tokenization

/// `tokview/gold/1`: how one tokenizer's cuts agree with a gold list.
package struct GoldReport: Sendable {
  private let tokenizer: String
  private let all: Figures
  /// Those that have words, in the order of the list.
  private let categories: [(name: String, figures: Figures)]

  private struct Figures: Sendable {
    let counts: BoundaryCounts
    let intervals: BootstrapIntervals

    init(_ words: [BoundaryCounts]) {
      counts = words.reduce(into: BoundaryCounts()) { $0 += $1 }
      intervals = BootstrapIntervals(words)
    }

    var members: [String: JSONValue] {
      func interval(_ range: ClosedRange<Double>) -> JSONValue {
        [.number(range.lowerBound), .number(range.upperBound)]
      }
      return [
        "words": .integer(counts.words),
        "right": .integer(counts.right),
        "wrong": .integer(counts.wrong),
        "missed": .integer(counts.missed),
        "words_right": .integer(counts.wholeWords),
        "precision": .number(counts.precision),
        "precision_interval": interval(intervals.precision),
        "recall": .number(counts.recall),
        "recall_interval": interval(intervals.recall),
        "f1": .number(counts.f1),
        "f1_interval": interval(intervals.f1),
        "words_right_share": .number(counts.wholeShare),
        "words_right_interval": interval(intervals.whole),
      ]
    }
  }

  /// - Parameters:
  ///   - id: as after `-t`.
  ///   - words: those of `file` that count, one or more.
  package init(_ id: String, _ tokenizer: any Tokenizer, _ words: [GoldFile.Word], of file: GoldFile) {
    self.tokenizer = id
    let counts = words.map { word in
      BoundaryCounts(
        cuts: WordCuts.of(word.text, by: tokenizer), readings: word.readings.map { WordCuts.joined($0, in: word.text) })
    }
    all = Figures(counts)
    categories = file.categories.enumerated().compactMap { index, name in
      let own = zip(words, counts).filter { $0.0.category == index }.map(\.1)
      return own.isEmpty ? nil : (name, Figures(own))
    }
  }

  /// - Parameters:
  ///   - document: the list's name.
  ///   - half: nil for all words.
  package func json(document: String, half: GoldFile.Half?) -> JSONValue {
    var members = all.members
    members["schema"] = "tokview/gold/1"
    members["tokenizer"] = .string(tokenizer)
    members["document"] = .string(document)
    members["half"] = half.map { .string($0.rawValue) } ?? .null
    members["categories"] = .array(
      categories.map { name, figures in
        .object(figures.members.merging(["category": .string(name)]) { own, _ in own })
      })
    return .object(members)
  }

  /// One line for each tokenizer under a line of headings: percentages with their intervals.
  package static func table(_ reports: [GoldReport]) -> String {
    func percent(_ value: Double) -> String { Decimals.text(value * 100, places: 1) }
    func cell(_ value: Double, _ range: ClosedRange<Double>) -> String {
      "\(percent(value)) [\(percent(range.lowerBound)), \(percent(range.upperBound))]"
    }
    let head = ["tokenizer", "words", "precision %", "recall %", "F1 %", "words right %"]
    let body = reports.map { report -> [String] in
      let (counts, intervals) = (report.all.counts, report.all.intervals)
      return [
        report.tokenizer, "\(counts.words)", cell(counts.precision, intervals.precision),
        cell(counts.recall, intervals.recall), cell(counts.f1, intervals.f1), cell(counts.wholeShare, intervals.whole),
      ]
    }
    return TextTable([head] + body, rightAligned: Set(1..<head.count)).text
  }
}
