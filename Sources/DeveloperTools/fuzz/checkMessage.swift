import UnicodeText

/// A message is one short line that shows as it is written: nothing in it could act on a terminal.
func checkMessage(_ message: some CustomStringConvertible) {
  let text = message.description
  precondition(!text.isEmpty && text.utf8.count < 2_000, "an empty or endless message")
  precondition(VisibleText(text).string.utf8.elementsEqual(text.utf8), "unsafe message")
}
