import Tokenization

/// How one tokenizer cuts each term of a list: the bare term, as a text of its own, without a space before it.
///
/// Tokens without bytes are not counted. Kept flat, as a list may have thousands of terms.
package struct TermCuts: Hashable, Sendable {
  /// Ends of the tokens inside their term, term after term.
  private var ends: [UInt16] = []
  /// Where the ends of each term begin in `ends`, and where the last ones stop.
  private var starts: [Int] = [0]

  /// - Parameter terms: of at most 65,535 bytes each.
  package init(_ terms: [[UInt8]], by tokenizer: any Tokenizer) {
    self.init(terms) { tokenizer.segmentation(of: $0) }
  }

  /// - Parameter segmentation: cuts one term.
  package init(_ terms: [[UInt8]], segmentation: ([UInt8]) -> Segmentation) {
    starts.reserveCapacity(terms.count + 1)
    for term in terms {
      for token in segmentation(term).tokens where !token.isVirtual { ends.append(UInt16(token.end)) }
      starts.append(ends.count)
    }
  }

  /// Number of terms.
  package var termCount: Int { starts.count - 1 }

  /// Tokens of a term.
  package func count(_ term: Int) -> Int { starts[term + 1] - starts[term] }

  /// Tokens of several terms together.
  package func count(of terms: Range<Int>) -> Int { starts[terms.upperBound] - starts[terms.lowerBound] }

  /// Byte ranges of the tokens of a term.
  package func ranges(_ term: Int) -> [Range<Int>] {
    var start = 0
    return ends[starts[term]..<starts[term + 1]].map { end in
      defer { start = Int(end) }
      return start..<Int(end)
    }
  }
}

/// Tokens of some terms beside those of a base.
package struct TermFigures: Hashable, Sendable {
  package let terms: Int
  package let tokens: Int
  /// Tokens fewer than the base has; negative where there are more.
  package let saved: Int
  private let baseTokens: Int

  package init(_ cuts: TermCuts, base: TermCuts, of terms: Range<Int>) {
    self.terms = terms.count
    tokens = cuts.count(of: terms)
    baseTokens = base.count(of: terms)
    saved = baseTokens - tokens
  }

  /// Tokens of a term, in the mean; 0 without terms.
  package var average: Double { terms == 0 ? 0 : Double(tokens) / Double(terms) }

  /// Tokens saved by those of the base; 0 where the base has none.
  package var savedShare: Double { baseTokens == 0 ? 0 : Double(saved) / Double(baseTokens) }
}
