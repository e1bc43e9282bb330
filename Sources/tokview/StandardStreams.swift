import Glibc

/// The three descriptors that every program is born with.
enum StandardStreams {
  /// Holds the places of closed ones, so that no file opened later is taken for standard output; using a held one is an error.
  static func fillGaps() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      let opposite = descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY
      _ = open("/dev/null", opposite)
    }
  }
}
