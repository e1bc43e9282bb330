import Analysis
import Explorer
import Inference
import Synchronization
import Tokenization

/// Lets a model read columns on a thread of its own; a newer request ends the work for older ones.
final class ModelReader: Sendable {
  /// Why there is no trace, in one line.
  struct Failure: Error { let text: String }

  private let load: @Sendable () throws -> LanguageModel
  private let newest = Mutex(0)
  private let pool = WorkerPool(threads: 1)

  /// - Parameter load: called for each request, so it should keep what it made.
  init(_ load: @escaping @Sendable () throws -> LanguageModel) { self.load = load }

  /// Reads the part of `window` around a byte; `answer` is called on another thread, twice or with one failure, unless a newer request came.
  func read(
    _ segmentation: Segmentation, _ window: TextWindow, around offset: Int, recording: Engine.Recording?,
    wantsDepths: Bool, answer: @escaping @Sendable (Result<PieceTrace, Failure>) -> Void
  ) {
    let number = newest.withLock { newest in
      newest += 1
      return newest
    }
    let isStale: @Sendable () -> Bool = { self.newest.withLock { $0 != number } }
    pool.add {
      if isStale() { return }
      if let recording {
        let isWhole = window.start == 0 && window.bytes.count == recording.text.count
        answer(
          isWhole ? .success(recording.trace) : .failure(Failure(text: "the trace is of a text longer than one window"))
        )
        return
      }
      do {
        try self.load().read(
          segmentation, of: window.bytes, around: offset, wantsDepths: wantsDepths, isCancelled: isStale
        ) { answer(.success($0)) }
      } catch RunError.cancelled {
        return
      } catch let error as RunError {
        answer(.failure(Failure(text: "the model cannot read this column: \(error)")))
      } catch {
        answer(.failure(Failure(text: "\(error)")))
      }
    }
  }
}
