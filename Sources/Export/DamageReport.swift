import Analysis
import Formats
import UnicodeText

/// `tokview/damage/1`: which cuts of one tokenizer stay in place when a text is damaged.
package struct DamageReport: Sendable {
  /// Where the damage comes from.
  package enum Source: Sendable, Hashable {
    case noise(Noise)
    /// The name of the damaged text.
    case pair(String)
  }

  private let tokenizer: String
  private let cuts: DamagedCuts

  /// - Parameter tokenizer: as after `-t`.
  package init(tokenizer: String, _ cuts: DamagedCuts) {
    self.tokenizer = tokenizer
    self.cuts = cuts
  }

  /// - Parameter document: the correct text's name.
  package func json(document: String, _ text: DamagedText, _ source: Source) -> JSONValue {
    let stability = cuts.stability
    var members: [String: JSONValue] = [
      "schema": "tokview/damage/1",
      "tokenizer": .string(tokenizer),
      "document": .string(document),
      "bytes": .integer(text.correct.count),
      "damaged_bytes": .integer(text.damaged.count),
      "damaged_text": String(validating: text.damaged, as: UTF8.self).map { .string($0) } ?? .null,
      "changes": .integer(text.changes),
      "changeable": text.places.map { .integer($0) } ?? .null,
      "tokens": .integer(cuts.correct.tokenCount),
      "damaged_tokens": .integer(cuts.damaged.tokenCount),
      "kept": .integer(stability.kept.count),
      "lost": .integer(stability.lost.count),
      "new": .integer(stability.new.count),
      "kept_share": stability.keptShare.map { .number($0) } ?? .null,
      "jaccard": .number(stability.jaccard),
    ]
    switch source {
    case .noise(let noise):
      members["pair"] = .null
      members["noise"] = .string(noise.kind.rawValue)
      members["rate"] = .number(noise.rate)
      members["seed"] = .integer(Int(noise.seed))
    case .pair(let name):
      members["pair"] = .string(name)
      for key in ["noise", "rate", "seed"] { members[key] = .null }
    }
    return .object(members)
  }

  /// What was done, then one line for each tokenizer under a line of headings.
  package static func table(_ reports: [DamageReport], _ text: DamagedText, _ source: Source) -> String {
    let done =
      switch source {
      case .noise(let noise):
        "\(noise.kind.rawValue) at \(Decimals.text(noise.rate, places: 1)) %: \(text.changes) of \(text.places ?? 0) characters that it can change, seed \(noise.seed)\n"
      case .pair(let name):
        "\(VisibleText(name).string): \(text.changes) characters replaced, dropped or inserted\n"
      }
    let head = ["tokenizer", "tokens", "damaged", "cuts", "stayed", "lost", "new", "kept %", "Jaccard"]
    let body = reports.map { report -> [String] in
      let (cuts, stability) = (report.cuts, report.cuts.stability)
      return [
        report.tokenizer, "\(cuts.correct.tokenCount)", "\(cuts.damaged.tokenCount)",
        "\(stability.kept.count + stability.lost.count)", "\(stability.kept.count)", "\(stability.lost.count)",
        "\(stability.new.count)", stability.keptShare.map { Decimals.text($0 * 100, places: 1) } ?? "-",
        Decimals.text(stability.jaccard, places: 3),
      ]
    }
    return done + TextTable([head] + body, rightAligned: Set(1..<head.count)).text
  }
}
