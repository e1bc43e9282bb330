import ArgumentParser
import Glibc
import UnicodeText

/// Tells the user why a command ended.
enum Report {
  /// Prints help to standard output or the error to standard error, and returns the exit code.
  static func print(_ error: any Error) -> Int32 {
    let code = Tokview.exitCode(for: error).rawValue
    if let exit = error as? ExitCode { return exit.rawValue }
    if isUsage(error, code: code) {
      let text = Tokview.fullMessage(for: error)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let safe = lines.map { VisibleText(String($0)).string }.joined(separator: "\n") + "\n"
      write(safe, to: code == 0 ? STDOUT_FILENO : STDERR_FILENO)
      return code
    }
    line("\(error)")
    return 1
  }

  /// Prints one line to standard error.
  static func line(_ message: String) { write("tokview: " + VisibleText(message).string + "\n", to: STDERR_FILENO) }

  private static func isUsage(_ error: any Error, code: Int32) -> Bool {
    code == 0 || code == ExitCode.validationFailure.rawValue
  }

  static func write(_ text: String, to descriptor: Int32) {
    let bytes = Array(text.utf8)
    var done = 0
    while done < bytes.count {
      let wrote = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress?.advanced(by: done), $0.count - done) }
      if wrote < 0, errno != EINTR { return }
      if wrote > 0 { done += wrote }
    }
  }
}
