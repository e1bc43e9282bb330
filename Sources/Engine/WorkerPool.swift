import Glibc
import Synchronization

/// Threads that take jobs in the order in which they were given. The threads start with the first jobs and live as long as the program.
final class WorkerPool: Sendable {
  private struct Queue {
    var jobs: [@Sendable () -> Void] = []
    var first = 0
    var threads = 0
    var idle = 0
  }

  /// Most threads.
  let limit: Int
  private let niceness: Int32
  private let queue = Mutex(Queue())
  private let changed = Signal()

  /// - Parameters:
  ///   - threads: most threads, at least 1.
  ///   - niceness: how far they give way to other threads.
  init(threads: Int, niceness: Int32 = 0) {
    limit = max(1, threads)
    self.niceness = niceness
  }

  /// Processors that this process may use.
  static var processors: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  func add(_ job: @escaping @Sendable () -> Void) {
    let needsThread = queue.withLock { queue in
      queue.jobs.append(job)
      let needsThread = queue.idle < queue.jobs.count - queue.first && queue.threads < limit
      if needsThread { queue.threads += 1 }
      return needsThread
    }
    if needsThread { SystemThread.start { self.work() } } else { changed.notify() }
  }

  private func work() {
    // On Linux the value belongs to the thread, not to the process.
    if niceness != 0 { _ = nice(niceness) }
    while true {
      next()()
    }
  }

  private func next() -> @Sendable () -> Void {
    while true {
      let job = queue.withLock { queue -> (@Sendable () -> Void)? in
        guard queue.first < queue.jobs.count else {
          queue.idle += 1
          return nil
        }
        let job = queue.jobs[queue.first]
        queue.first += 1
        if queue.first == queue.jobs.count {
          queue.jobs.removeAll(keepingCapacity: true)
          queue.first = 0
        }
        return job
      }
      if let job { return job }
      changed.wait { self.queue.withLock { $0.first < $0.jobs.count } }
      queue.withLock { $0.idle -= 1 }
    }
  }
}
