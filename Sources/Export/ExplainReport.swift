import Explorer
import Formats
import Tokenization
import UnicodeText

/// `tokview/explain/1`: the steps by which tokenizers come to their tokens at a place, one object for each side.
struct ExplainReport: ViewReport {
  let sides: [StepSide]
  let document: String
  let window: TextWindow

  var objects: [JSONValue] {
    sides.map { side in
      [
        "schema": "tokview/explain/1", "tokenizer": .string(side.tokenizer), "document": .string(document),
        "steps": .array(
          side.explanation?.derivation.steps.map { step in
            [
              "operation": .string(step.operation.name), "value": step.operation.value.map { .integer($0) } ?? .null,
              "id": step.token.map { .integer(Int($0)) } ?? .null, "start": place(step.range.lowerBound),
              "end": place(step.range.upperBound), "ends": .array(step.pieces.map { place($0.upperBound) }),
            ]
          } ?? []),
      ]
    }
  }

  var tsv: String {
    var out = TabSeparated.line(["tokenizer", "step", "operation", "value", "id", "start", "end", "pieces"])
    for side in sides {
      for (number, step) in (side.explanation?.derivation.steps ?? []).enumerated() {
        let pieces = step.pieces.map { VisibleText(bytes: window.bytes[$0]).string }.joined(separator: "|")
        out += TabSeparated.line([
          side.tokenizer, "\(number)", step.operation.name, step.operation.value.map(String.init) ?? "",
          step.token.map { "\($0)" } ?? "", "\(window.start + step.range.lowerBound)",
          "\(window.start + step.range.upperBound)", pieces,
        ])
      }
    }
    return out
  }

  private func place(_ offset: Int) -> JSONValue { .integer(window.start + offset) }
}

extension Derivation.Step.Operation {
  /// What was done, as reports call it.
  fileprivate var name: String {
    switch self {
    case .pretoken: "pretoken"
    case .digitGroups: "digit groups"
    case .wholePretoken: "whole pretoken"
    case .merge: "merge"
    case .longestSpan: "longest span"
    case .longestPrefix: "longest prefix"
    case .longestSuffix: "longest suffix"
    case .shortestPath: "shortest path"
    case .demolish: "demolish"
    case .singleBytes: "single bytes"
    case .root: "root"
    case .suffix: "suffix"
    case .bestScore: "best score"
    case .marker: "marker"
    case .unknownSpan: "unknown span"
    case .addedToken: "added token"
    }
  }

  /// The rank of a merge, the bytes of a span, the tokens of a path, the internal id of a scaffold token, or the points of a score.
  fileprivate var value: Int? {
    switch self {
    case .merge(let rank): rank
    case .longestSpan(let length), .longestPrefix(let length), .longestSuffix(let length): length
    case .shortestPath(let total): total
    case .demolish(let id): Int(id)
    case .bestScore(let points): points
    case .pretoken, .digitGroups, .wholePretoken, .singleBytes, .root, .suffix, .marker, .unknownSpan, .addedToken: nil
    }
  }
}
