/// Why the screen cannot be shown; the message says what to do.
package enum TerminalError: Error, Hashable, Sendable {
  case noTerminal
  case termUnset
  case termUnknown(String)
  /// The terminal cannot move its cursor.
  case termTooSimple(String)
  case system(String, code: Int32)

  package var message: String {
    switch self {
    case .noTerminal: "no terminal to draw on (for scripts use `tokview encode`, `stats` or `export`)"
    case .termUnset: "TERM is not set (try TERM=xterm-256color)"
    case .termUnknown(let name): "TERM=\(name) is not in the terminal database (try TERM=xterm-256color)"
    case .termTooSimple(let name):
      "TERM=\(name) cannot place text on the screen (try TERM=xterm-256color, or `tokview export`)"
    case .system(let call, let code): "cannot use the terminal: \(call) failed with error \(code)"
    }
  }
}
