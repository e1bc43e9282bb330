import Engine
import Glibc

/// Standard output with a buffer, for bytes. `flush` at the end: what is left in the buffer is not written by itself.
struct StandardOutput: ~Copyable {
  private static let capacity = 1 << 16
  private var buffer: [UInt8] = []

  init() { buffer.reserveCapacity(StandardOutput.capacity * 2) }

  mutating func write(_ bytes: some Sequence<UInt8>) throws {
    buffer.append(contentsOf: bytes)
    try flushIfFull()
  }

  mutating func write(_ text: String) throws { try write(text.utf8) }

  /// Appends without looking whether the buffer is full.
  mutating func append(_ byte: UInt8) { buffer.append(byte) }

  /// Appends a number in decimal digits without looking whether the buffer is full.
  mutating func append(decimal number: UInt32) {
    var divisor: UInt32 = 1
    while number / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      buffer.append(UInt8(0x30 + number / divisor % 10))
      divisor /= 10
    }
  }

  mutating func flushIfFull() throws { if buffer.count >= StandardOutput.capacity { try flush() } }

  mutating func flush() throws {
    defer { buffer.removeAll(keepingCapacity: true) }
    var done = 0
    while done < buffer.count {
      let wrote = buffer.withUnsafeBytes {
        Glibc.write(STDOUT_FILENO, $0.baseAddress?.advanced(by: done), $0.count - done)
      }
      if wrote >= 0 {
        done += wrote
      } else if errno == EPIPE {
        // The reader has gone: end as any filter does, also when the signal was ignored by whoever started the program.
        signal(SIGPIPE, SIG_DFL)
        raise(SIGPIPE)
      } else if errno == EAGAIN {
        var request = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
        _ = poll(&request, 1, -1)
      } else if errno != EINTR {
        throw Failure(
          "cannot write standard output: \(SystemError.reason(errno)) (write to a file with -o, or make room)")
      }
    }
  }
}
