import Tokenization

/// Cuts counted pretokens where the best reading of their Turkish word has a cut, so that no merge is ever learned across one.
///
/// Example: of ` evlerde` ×3 the trainers see ` ev` ×3, `ler` ×3 and `de` ×3. Each different pretoken is read once.
package struct MorphemeBoundaries: Sendable {
  private let analyzer: MorphologicalAnalyzer

  package init(_ analyzer: MorphologicalAnalyzer) { self.analyzer = analyzer }

  /// - Parameter progress: called after every 4,096 pretokens with `bytes`, which were read before.
  /// - Throws: `TrainingError.cancelled`.
  package func divide(
    _ table: PretokenTable, bytes: Int, progress: ProgressHandler = { _ in true }
  ) throws(TrainingError) -> PretokenTable {
    var parts = table.emptied
    var scratch = MorphologicalAnalyzer.Scratch()
    var number = 0
    var goesOn = true
    table.visitAll { pretoken, count in
      guard goesOn, let base = pretoken.baseAddress else { return }
      number += 1
      if number % 4_096 == 0 { goesOn = progress(.counting(bytes: bytes, pretokens: parts.count)) }
      var start = 0
      for end in analyzer.cuts(inPretoken: pretoken, &scratch) + [pretoken.count] {
        parts.add(base + start, length: end - start, readable: pretoken.count - start, weight: count)
        start = end
      }
    }
    guard goesOn else { throw .cancelled }
    return parts
  }
}
