import Explorer
import Tokenization
import UnicodeText

/// The cuts of the part of a document that is shown.
extension Engine {
  /// The tokens of a window as they are in the document.
  func segmentation(of window: TextWindow, by tokenizer: any Tokenizer) -> Segmentation {
    do throws(InputError) {
      guard let source = shared.withLock({ $0.source }) else { return tokenizer.segmentation(of: window.bytes) }
      return try windows.segmentation(of: window, in: source, by: tokenizer)
    } catch {
      // The text cannot be read any more; what is on the screen can.
      return tokenizer.segmentation(of: window.bytes)
    }
  }

  /// Tells the special tokens of a tokenizer's file, once.
  func tellSpecials(of tokenizer: any Tokenizer, _ id: String) {
    let added = tokenizer.vocabulary.addedTokens
    guard !added.isEmpty, shared.withLock({ $0.told.insert(id).inserted }) else { return }
    post(.specials(tokenizer: id, added.filter(\.special).map(\.content)))
  }
}
