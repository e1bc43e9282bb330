import Analysis
import Formats

/// The damage view: one object and one line for each tokenizer.
struct DamageView: ViewReport {
  let rows: [(tokenizer: String, cuts: DamagedCuts)]
  /// The correct text's name.
  let document: String
  let text: DamagedText
  let source: DamageReport.Source

  var objects: [JSONValue] {
    rows.map { DamageReport(tokenizer: $0.tokenizer, $0.cuts).json(document: document, text, source) }
  }

  var tsv: String {
    let heading = ["tokenizer", "cuts", "kept", "lost", "new", "kept_share", "jaccard", "tokens", "damaged_tokens"]
    return TabSeparated.line(heading)
      + rows.map { row in
        let stability = row.cuts.stability
        return TabSeparated.line([
          row.tokenizer, "\(row.cuts.correct.cuts.count)", "\(stability.kept.count)", "\(stability.lost.count)",
          "\(stability.new.count)", stability.keptShare.map { JSONWriter.text(of: $0) } ?? "",
          JSONWriter.text(of: stability.jaccard), "\(row.cuts.correct.tokenCount)", "\(row.cuts.damaged.tokenCount)",
        ])
      }.joined()
  }
}
