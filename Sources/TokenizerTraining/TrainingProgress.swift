/// How far a training run has come.
package enum TrainingProgress: Hashable, Sendable {
  /// Bytes read over all inputs, and different pretokens seen.
  case counting(bytes: Int, pretokens: Int)
  /// Tokens that count towards the vocabulary's size, and the size asked for.
  case merging(tokens: Int, size: Int)
}

/// Called now and then during a run; false ends the run with `TrainingError.cancelled`.
package typealias ProgressHandler = (TrainingProgress) -> Bool

/// Why a training run gave no vocabulary.
package enum TrainingError: Error, Equatable, CustomStringConvertible {
  case cancelled
  case sizeTooSmall(size: Int, smallest: Int)

  package var description: String {
    switch self {
    case .cancelled: "training was cancelled"
    case .sizeTooSmall(let size, let smallest):
      "a vocabulary of \(size) tokens was asked for, but those that are given without learning make \(smallest); ask for more"
    }
  }
}
