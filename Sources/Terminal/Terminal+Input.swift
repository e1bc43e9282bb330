import CTerm
import Glibc
import Screen

extension Terminal {
  /// Waits for input and returns what came, in order; a resize stands last and once.
  ///
  /// Empty after `timeoutMilliseconds` (nil waits for ever) or after `wake()`. Waiting costs nothing.
  package func nextEvents(timeoutMilliseconds: Int? = nil) -> [InputEvent] {
    let deadline = timeoutMilliseconds.map { Self.now() + max(0, $0) }
    while true {
      let left = deadline.map { max(0, $0 - Self.now()) }
      let fragment = decoder.delayMilliseconds.map { max(0, lastInput + $0 - Self.now()) }
      let wait = [left, fragment].compactMap { $0 }.min()
      var sources = [
        pollfd(fd: input, events: Int16(POLLIN), revents: 0), pollfd(fd: pipe, events: Int16(POLLIN), revents: 0),
      ]
      let ready = poll(&sources, 2, Int32(clamping: wait ?? -1))
      if ready < 0 { continue }  // a signal; what it means stands in the pipe

      var events: [InputEvent] = []
      var isWoken = false
      if sources[0].revents != 0 {
        lastInput = Self.now()
        events += readInput()
      } else if let delay = decoder.delayMilliseconds, Self.now() >= lastInput + delay {
        events += decoder.flush()
      }
      if sources[1].revents != 0 { isWoken = readPipe(&events) }
      if !events.isEmpty || isWoken { return events }
      if let deadline, Self.now() >= deadline { return [] }
    }
  }

  private func readInput() -> [InputEvent] {
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(input, &bytes, bytes.count)
    if count > 0 { return decoder.feed(bytes[..<count]) }
    return count < 0 && (errno == EINTR || errno == EAGAIN) ? [] : [.closed]
  }

  /// Handles what signals and other threads left; true if someone called `wake()`.
  private func readPipe(_ events: inout [InputEvent]) -> Bool {
    var isWoken = false
    var mayHaveNewSize = false
    var bytes = [UInt8](repeating: 0, count: 256)
    while true {
      let count = read(pipe, &bytes, bytes.count)
      if count <= 0 { break }
      for byte in bytes[..<count] {
        switch Int(byte) {
        case CTERM_WAKE: isWoken = true
        case CTERM_SUSPEND: suspend()
        case CTERM_CONTINUE: reenter()
        default: break
        }
        mayHaveNewSize = mayHaveNewSize || Int(byte) != CTERM_WAKE
      }
    }
    if mayHaveNewSize, size != reportedSize || updateSize() {
      reportedSize = size
      events.append(.resize(size))
    }
    return isWoken
  }

  /// Milliseconds of a clock that nobody sets.
  private static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }
}
