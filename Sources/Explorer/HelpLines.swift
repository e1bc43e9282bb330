import UnicodeText

extension State {
  /// The lines of the help: page 0 lists the keys, page 1 explains the marks.
  func helpLines(page: Int, look: Look) -> [VisibleText] { [] }
}
