/// A key as the user pressed it, after decoding.
package enum Key: Hashable, Sendable {
  case character(Unicode.Scalar)
  /// Control and a letter, `control("c")`.
  case control(Unicode.Scalar)
  case escape, enter, tab, backTab, backspace, delete, insert
  case up, down, left, right, home, end, pageUp, pageDown
  case function(Int)
}

/// What a terminal sends.
package enum InputEvent: Hashable, Sendable {
  case key(Key)
  /// Bracketed paste, verbatim.
  case paste([UInt8])
  case mouse(Mouse)
  case resize(Size)
  /// The terminal hung up or the input ended.
  case closed
}
