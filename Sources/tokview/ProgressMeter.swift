import Engine
import Glibc
import TokenizerTraining

/// Shows on standard error how far a training run is: one line that is rewritten on a terminal, nothing elsewhere.
final class ProgressMeter {
  private let interruption: Interruption
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let started = Clock.milliseconds()
  private var shown = 0
  /// Cells of the line that is on the screen.
  private var width = 0

  init(_ interruption: Interruption) { self.interruption = interruption }

  /// A progress handler: false once the user asked for the end.
  func report(_ progress: TrainingProgress) -> Bool {
    let now = Clock.milliseconds()
    if isTerminal, now - shown >= 200 {
      shown = now
      let seconds = (now - started) / 1_000
      switch progress {
      case .counting(let bytes, let pretokens):
        show("reading: \(bytes / 1_000_000) MB, \(pretokens) different pretokens, \(seconds) s")
      case .merging(let tokens, let size): show("learning: \(tokens) of \(size) tokens, \(seconds) s")
      }
    }
    return interruption.signal == 0
  }

  /// Removes the line.
  func end() { show("") }

  private func show(_ text: String) {
    guard isTerminal else { return }
    let blanks = String(repeating: " ", count: max(0, width - text.count))
    width = text.count
    Report.write(Array(("\r" + text + blanks + (text.isEmpty ? "\r" : "")).utf8), to: STDERR_FILENO)
  }
}
