import Inference
import Tokenization

/// A line of a sample's `expect` list that claims something of the model's reading: `ID MEASURE OP NUMBER`, checked by the tests on the
/// bundled model.
///
/// Measures: `bits` are bits per byte; `head:TAG` is the greatest score that any head has for a tag of `HeadTags`; `expert:CLASS` is the
/// greatest share of the tokens of a `TokenClass` that one real expert takes in some layer. Example: `bpe head:induction >= 0.5`.
package struct ModelExpectation: Hashable, Sendable {
  package enum Measure: Hashable, Sendable {
    case bits
    case head(HeadTags.Tag)
    case expert(TokenClass)
  }

  package enum Relation: String, CaseIterable, Sendable {
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
  }

  /// As after `-t`.
  package let tokenizer: String
  package let measure: Measure
  package let relation: Relation
  package let bound: Double

  /// Reads one line; nil when it has another form.
  package init?(_ line: String) {
    let parts = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 4, !parts[0].isEmpty, let measure = ModelExpectation.measure(parts[1]),
      let relation = Relation(rawValue: parts[2]), let bound = Double(parts[3]), bound.isFinite
    else { return nil }
    tokenizer = parts[0]
    self.measure = measure
    self.relation = relation
    self.bound = bound
  }

  private static func measure(_ name: String) -> Measure? {
    let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    switch parts[0] {
    case "bits" where parts.count == 1: return .bits
    case "head" where parts.count == 2: return HeadTags.Tag(rawValue: parts[1]).map { .head($0) }
    case "expert" where parts.count == 2:
      return TokenClass.allCases.first { $0.rawValue.split(separator: " ").joined(separator: "-") == parts[1] }.map {
        .expert($0)
      }
    default: return nil
    }
  }

  /// What the trace of `text` comes to; nil where it has nothing of the sort.
  package func value(of trace: PieceTrace, text: [UInt8]) throws(LensError) -> Double? {
    switch measure {
    case .bits: return trace.bitsPerByte
    case .head(let tag):
      let tags = try HeadTags(trace.trace)
      return tags.layers.flatMap { layer in tags.heads.compactMap { tags.scores(layer: layer, head: $0)[tag] } }.max()
    case .expert(let tokenClass):
      guard let routing = trace.trace.routing else { throw .missing(part: "routing") }
      let classes = TokenClass.classes(of: trace.trace, text: text)
      var best: Double?
      for (place, layer) in routing.layers.enumerated() {
        let rows = try ExpertsByClass(routing, layer: layer, classes: classes).rows
        guard let shares = rows.first(where: { $0.tokenClass == tokenClass })?.shares else { continue }
        // Shares are of all choices; a token makes one choice of an expert at most.
        for (expert, share) in shares.enumerated() where !routing.nullExperts[place].contains(expert) {
          best = max(best ?? 0, share * Double(routing.chosenCount))
        }
      }
      return best
    }
  }

  /// Whether a value keeps the bound.
  package func holds(for value: Double) -> Bool { relation == .lessOrEqual ? value <= bound : value >= bound }
}
