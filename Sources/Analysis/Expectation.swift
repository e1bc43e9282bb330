import Tokenization

/// One line of a sample's `expect` list: a claim about how tokenizers cut the sample, checked by the tests.
///
/// Three forms exist, all with ids as after `-t`:
/// - `A OP B` with `<`, `<=`, `=`, `>=`, `>` compares numbers of tokens; `A == B` and `A != B` compare the cuts.
/// - `A cuts x|y|z`: where `xyz` first stands in the text, `A` cuts inside it at the bars and nowhere else.
/// - `A shares x|y`: where `x` and `y` first stand in the text, `A` has tokens with the same id at their starts.
package enum Expectation: Hashable, Sendable {
  package enum Relation: String, CaseIterable, Sendable {
    case less = "<"
    case lessOrEqual = "<="
    case equal = "="
    case greaterOrEqual = ">="
    case greater = ">"
    case sameCuts = "=="
    case otherCuts = "!="
  }

  case compares(String, Relation, String)
  case cuts(String, pieces: [[UInt8]])
  case shares(String, [UInt8], [UInt8])

  /// Reads one line; nil when it has neither form.
  package init?(_ line: String) {
    let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, !parts[0].isEmpty, !parts[2].isEmpty else { return nil }
    let pieces = parts[2].utf8.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false).map { Array($0) }
    if parts[1] == "cuts" {
      guard pieces.allSatisfy({ !$0.isEmpty }) else { return nil }
      self = .cuts(parts[0], pieces: pieces)
    } else if parts[1] == "shares" {
      guard pieces.count == 2, pieces.allSatisfy({ !$0.isEmpty }) else { return nil }
      self = .shares(parts[0], pieces[0], pieces[1])
    } else if let relation = Relation(rawValue: parts[1]), !parts[2].contains(" ") {
      self = .compares(parts[0], relation, parts[2])
    } else {
      return nil
    }
  }

  /// Ids of the tokenizers that the line names.
  package var tokenizers: [String] {
    switch self {
    case .compares(let a, _, let b): [a, b]
    case .cuts(let a, _), .shares(let a, _, _): [a]
    }
  }

  /// Whether the claim is true of `text`.
  ///
  /// - Parameter segmentation: how the tokenizer with this id cuts `text`.
  package func holds(for text: [UInt8], segmentation: (String) throws -> Segmentation) rethrows -> Bool {
    switch self {
    case .compares(let first, let relation, let second):
      let a = try segmentation(first)
      let b = try segmentation(second)
      return switch relation {
      case .less: a.tokenCount < b.tokenCount
      case .lessOrEqual: a.tokenCount <= b.tokenCount
      case .equal: a.tokenCount == b.tokenCount
      case .greaterOrEqual: a.tokenCount >= b.tokenCount
      case .greater: a.tokenCount > b.tokenCount
      case .sameCuts: a.cuts == b.cuts
      case .otherCuts: a.cuts != b.cuts
      }
    case .cuts(let id, let pieces):
      let whole = pieces.flatMap(\.self)
      guard let start = Expectation.range(of: whole, in: text)?.lowerBound else { return false }
      var expected: [Int] = []
      var position = start
      for piece in pieces.dropLast() {
        position += piece.count
        expected.append(position)
      }
      let inside = try segmentation(id).cuts.filter { $0 > start && $0 < start + whole.count }
      return inside == expected
    case .shares(let id, let first, let second):
      guard let a = Expectation.range(of: first, in: text), let b = Expectation.range(of: second, in: text) else {
        return false
      }
      let cut = try segmentation(id)
      let ids = [a, b].map { range in cut.tokenIndex(at: range.lowerBound).map { cut.tokens[$0].id } }
      return ids[0] != nil && ids[0] == ids[1]
    }
  }

  /// Where `wanted` first stands in `text`.
  static func range(of wanted: [UInt8], in text: [UInt8]) -> Range<Int>? {
    guard !wanted.isEmpty, wanted.count <= text.count else { return nil }
    let last = text.count - wanted.count
    guard let start = (0...last).first(where: { text[$0..<$0 + wanted.count].elementsEqual(wanted) }) else {
      return nil
    }
    return start..<start + wanted.count
  }
}
