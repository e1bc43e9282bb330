import Tokenization

/// A window of the text with the segmentations that have arrived for it.
package struct Page: Sendable {
  package let window: TextWindow
  package let generation: Int
  /// By tokenizer id; offsets count from the start of the window.
  package var segmentations: [String: Segmentation] = [:]

  package init(window: TextWindow, generation: Int) {
    self.window = window
    self.generation = generation
  }
}
