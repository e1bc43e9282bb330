/// A message is one line without anything that could act on a terminal.
func checkMessage(_ error: FormatError) {
  precondition(!error.description.utf8.contains { $0 < 0x20 || $0 == 0x7F }, "unsafe message")
}
