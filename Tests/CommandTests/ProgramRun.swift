import Glibc
import Synchronization
import TestSupport

/// One run of the built program with its input, output and end.
struct ProgramRun {
  /// Exit code, or 128 + n when signal n ended it.
  let code: Int32
  let output: [UInt8]
  let errors: String

  var text: String { String(decoding: output, as: UTF8.self) }
  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() }

  init(_ arguments: String..., input: [UInt8] = [], environment: [String] = [], folder: String? = nil) {
    self.init(raw: arguments.map { Array($0.utf8) }, input: input, environment: environment, folder: folder)
  }

  init(_ arguments: [String]) { self.init(raw: arguments.map { Array($0.utf8) }) }

  /// Runs the program and waits for its end; at most ten minutes.
  init(raw arguments: [[UInt8]], input: [UInt8] = [], environment: [String] = [], folder: String? = nil) {
    var command = [Array(Products.path("tokview").utf8)] + arguments
    if let folder {
      let script = #"cd "$1" && shift && exec "$@""#
      command = ["/bin/sh", "-c", script, "sh", folder].map { Array($0.utf8) } + command
    }
    self.init(command: command, input: input, environment: environment)
  }

  /// Runs a line of bash; `$TOKVIEW` is the program.
  static func shell(_ line: String) -> ProgramRun {
    ProgramRun(
      command: ["/bin/bash", "-c", line].map { Array($0.utf8) }, input: [],
      environment: ["PATH=/usr/bin:/bin", "TOKVIEW=" + Products.path("tokview")])
  }

  /// One start at a time: a pipe is never left to the program of another run.
  private static let starting = Mutex(())

  private init(command: [[UInt8]], input: [UInt8], environment: [String]) {
    var ends: [[Int32]] = []
    let process = ProgramRun.starting.withLock { _ in
      for _ in 0..<3 {
        var pair: [Int32] = [0, 0]
        pipe(&pair)
        for end in pair { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        ends.append(pair)
      }
      return ProgramRun.start(command, environment, input: ends[0][0], output: ends[1][1], errors: ends[2][1])
    }
    for end in [ends[0][0], ends[1][1], ends[2][1]] { close(end) }

    // A write to a program that has ended must not end the tests.
    signal(SIGPIPE, SIG_IGN)
    for end in [ends[0][1], ends[1][0], ends[2][0]] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    var unsent = input[...]
    var collected: [[UInt8]] = [[], []]
    var open: Set<Int> = [0, 1, 2]
    func shut(_ index: Int) {
      close(index == 0 ? ends[0][1] : ends[index][0])
      open.remove(index)
    }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while !open.isEmpty {
      if unsent.isEmpty, open.contains(0) { shut(0) }
      let indices = open.sorted()
      var polled = indices.map {
        $0 == 0
          ? pollfd(fd: ends[0][1], events: Int16(POLLOUT), revents: 0)
          : pollfd(fd: ends[$0][0], events: Int16(POLLIN), revents: 0)
      }
      if poll(&polled, nfds_t(polled.count), 600_000) <= 0 { break }
      for (index, item) in zip(indices, polled) where item.revents != 0 {
        if index == 0 {
          let wrote = unsent.withUnsafeBytes { write(ends[0][1], $0.baseAddress, $0.count) }
          if wrote > 0 { unsent = unsent.dropFirst(wrote) } else if errno != EAGAIN { shut(0) }
        } else {
          let got = read(ends[index][0], &buffer, buffer.count)
          if got > 0 { collected[index - 1] += buffer[..<got] } else if got == 0 || errno != EAGAIN { shut(index) }
        }
      }
    }
    for index in open.sorted() { shut(index) }
    var status: Int32 = 0
    waitpid(process, &status, 0)
    code = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    output = collected[0]
    errors = String(decoding: collected[1], as: UTF8.self)
  }

  private static func start(
    _ command: [[UInt8]], _ environment: [String], input: Int32, output: Int32, errors: Int32
  ) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (place, end) in [input, output, errors].enumerated() {
      posix_spawn_file_actions_adddup2(&actions, end, Int32(place))
    }
    let words = command.map { strdup($0.map { CChar(bitPattern: $0) } + [0]) }
    let variables = (["HOME=/dev/null/home", "SWIFT_BACKTRACE=enable=no"] + environment).map { strdup($0) }
    defer { for pointer in words + variables { free(pointer) } }
    var process = pid_t()
    let code = words[0].map { posix_spawn(&process, $0, &actions, nil, words + [nil], variables + [nil]) } ?? ENOMEM
    guard code == 0 else { preconditionFailure("cannot start \(command): error \(code)") }
    return process
  }
}
