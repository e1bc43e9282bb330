import Screen
import Tokenization
import UnicodeText

/// Everything that can change the state.
package enum Event: Sendable {
  case input(InputEvent)
  /// A document was opened; `window` is the part around `offset`.
  case opened(Document, window: TextWindow, offset: Int, generation: Int)
  /// Another part of the open document was read.
  case windowRead(TextWindow, generation: Int)
  /// A tokenizer cut the window of this generation.
  case segmented(tokenizer: String, Segmentation, generation: Int)
  /// Tokens counted so far in the whole document; `bytes` of it are done.
  case counted(tokenizer: String, tokens: Int, bytes: Int, generation: Int)
  /// An export was written to this path.
  case exported(path: VisibleText)
  /// Something could not be done: what, where, what next.
  case failed(VisibleText)
}

/// Work that `update` asks for; its answer comes back as an `Event` with the same generation.
package enum Effect: Hashable, Sendable {
  case openSample(Int, generation: Int)
  case readWindow(around: Int, generation: Int)
  case segment(tokenizers: [String], TextWindow, generation: Int)
  /// Count tokens in the whole document in the background.
  case count(tokenizers: [String], generation: Int)
  /// Write the screen as text.
  case exportText(name: String, text: String)
  case redraw
  case suspend
  case quit
}
