import Tokenization

/// How one tokenizer cuts a text and what became of it.
package struct DamagedCuts: Sendable {
  package let correct: Segmentation
  package let damaged: Segmentation
  package let stability: BoundaryStability

  package init(_ text: DamagedText, by tokenizer: any Tokenizer) {
    self.init(text) { tokenizer.segmentation(of: $0) }
  }

  /// - Parameter segmentation: cuts one text.
  package init(_ text: DamagedText, segmentation: ([UInt8]) -> Segmentation) {
    correct = segmentation(text.correct)
    damaged = segmentation(text.damaged)
    stability = BoundaryStability(correct: correct.cuts, damaged: damaged.cuts, map: text.map)
  }
}
