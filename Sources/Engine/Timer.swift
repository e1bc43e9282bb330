import Synchronization

/// Calls back once after some time; what is started anew takes the place of what was waited for.
final class Timer: Sendable {
  private struct Job {
    var due = 0
    var body: (@Sendable () -> Void)?
    var hasThread = false
  }

  private let job = Mutex(Job())
  private let changed = Signal()

  /// Calls `body` on another thread after `milliseconds`, unless another is started before.
  func start(milliseconds: Int, _ body: @escaping @Sendable () -> Void) {
    let needsThread = job.withLock { job in
      job.due = Clock.milliseconds() + milliseconds
      job.body = body
      defer { job.hasThread = true }
      return !job.hasThread
    }
    if needsThread { SystemThread.start { self.work() } } else { changed.notify() }
  }

  private func work() {
    while true {
      changed.wait { self.job.withLock { $0.body != nil } }
      let due = job.withLock { $0.due }
      let left = due - Clock.milliseconds()
      if left > 0 {
        _ = changed.wait(milliseconds: left) { self.job.withLock { $0.due != due } }
        continue
      }
      let body = job.withLock { job in
        guard job.due == due else { return (@Sendable () -> Void)?.none }
        defer { job.body = nil }
        return job.body
      }
      body?()
    }
  }
}
