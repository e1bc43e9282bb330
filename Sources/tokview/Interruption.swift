import Engine
import Glibc
import Synchronization

/// Turns the first Ctrl-C, hang-up or TERM into a flag, so that work can end cleanly; a second one ends the program at once.
final class Interruption: Sendable {
  private let received = Atomic<Int32>(0)

  init() {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&set, signal) }
    // Blocked in every thread that is started from here on; the waiting thread takes them.
    pthread_sigmask(SIG_BLOCK, &set, nil)
    let waiting = set
    SystemThread.start { [self] in
      var set = waiting
      var number: Int32 = 0
      while sigwait(&set, &number) == 0 {
        if received.compareExchange(expected: 0, desired: number, ordering: .relaxed).exchanged { continue }
        Interruption.die(of: number)
      }
    }
  }

  /// The signal that came, 0 for none.
  var signal: Int32 { received.load(ordering: .relaxed) }

  /// Ends the program as the signal would have.
  func finish() -> Never { Interruption.die(of: signal) }

  private static func die(of number: Int32) -> Never {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, number)
    Glibc.signal(number, SIG_DFL)
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
    raise(number)
    exit(128 + number)
  }
}
