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
      let text = CompletionScript.finished(Tokview.fullMessage(for: error))
      if code == 0 {
        // Help and scripts are the program's own; what a shell asks for may be names of files, which it wants as they are.
        write(RawArgument.bytes(of: text + "\n"), to: STDOUT_FILENO)
        return code
      }
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let safe = lines.map { clipped(VisibleText(String($0)).string) }.joined(separator: "\n") + "\n"
      write(Array(safe.utf8), to: STDERR_FILENO)
      return code
    }
    line("\(error)")
    return 1
  }

  /// Prints one line to standard error.
  static func line(_ message: String) {
    write(Array(("tokview: " + VisibleText(message).string + "\n").utf8), to: STDERR_FILENO)
  }

  /// A line without the middle of what is too long to be read.
  private static func clipped(_ line: String) -> String {
    line.count > 1_000 ? line.prefix(500) + " … " + line.suffix(400) : line
  }

  private static func isUsage(_ error: any Error, code: Int32) -> Bool {
    code == 0 || code == ExitCode.validationFailure.rawValue
  }

  static func write(_ bytes: [UInt8], to descriptor: Int32) {
    var done = 0
    while done < bytes.count {
      let wrote = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress?.advanced(by: done), $0.count - done) }
      if wrote < 0, errno != EINTR { return }
      if wrote > 0 { done += wrote }
    }
  }
}
