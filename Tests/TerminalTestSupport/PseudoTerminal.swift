import CTerm
import Glibc
import Screen

/// A program that runs in a terminal of its own, driven by a test.
///
/// Nothing sleeps: `wait` reads until a condition holds or the deadline of the whole run has passed.
package final class PseudoTerminal {
  package enum Exit: Hashable, Sendable {
    case code(Int32)
    case signal(Int32)
  }

  /// What the terminal shows.
  package private(set) var screen: VirtualScreen
  /// All that the program wrote.
  package private(set) var output: [UInt8] = []
  /// How the program ended.
  package private(set) var exit: Exit?
  package let process: Int32
  private var controller: Int32
  private var terminal: Int32
  private let before: termios
  private let deadline: Int
  private var unsent: [UInt8] = []

  /// Starts `arguments`, whose first is the program's path. The environment is only what is named here.
  package init?(
    _ arguments: [String], term: String? = "xterm-256color", environment: [String: String] = [:],
    size: Size = Size(width: 80, height: 24), secondsForAll: Int = 600
  ) {
    var name = [CChar](repeating: 0, count: 128)
    controller = cterm_open_pty(&name, name.count)
    // Kept open, so that what the program wrote last and the settings it left can be read after its end.
    terminal = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard controller >= 0, terminal >= 0 else { return nil }
    cterm_set_size(controller, Int32(size.width), Int32(size.height))
    _ = fcntl(controller, F_SETFL, O_NONBLOCK)
    var settings = termios()
    tcgetattr(terminal, &settings)
    before = settings

    var variables = ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"]
    variables["TERM"] = term
    variables.merge(environment) { $1 }
    let pointers = arguments.map { strdup($0) } + [nil]
    let settingsOfProgram = variables.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
    process = cterm_spawn(name, pointers, settingsOfProgram)
    for pointer in pointers + settingsOfProgram { free(pointer) }
    screen = VirtualScreen(size: size)
    deadline = Self.now() + secondsForAll * 1000
    if process < 0 { return nil }
  }

  deinit {
    if exit == nil {
      kill(-process, SIGKILL)
      var status: Int32 = 0
      waitpid(process, &status, 0)
    }
    if controller >= 0 { close(controller) }
    if terminal >= 0 { close(terminal) }
  }

  /// Types `text`.
  package func type(_ text: String) { send(Array(text.utf8)) }

  package func send(_ bytes: [UInt8]) {
    unsent += bytes
    exchange(milliseconds: 0)
  }

  package func resize(to size: Size) {
    exchange(milliseconds: 0)
    screen.resize(to: size)
    cterm_set_size(controller, Int32(size.width), Int32(size.height))
  }

  package func signal(_ number: Int32) { kill(process, number) }

  /// Reads until `condition` holds; false if the deadline passed or the program ended before.
  package func wait(until condition: (VirtualScreen) -> Bool) -> Bool {
    while true {
      if condition(screen) { return true }
      if exit != nil || Self.now() > deadline { return false }
      exchange(milliseconds: 20)
    }
  }

  /// Reads until the screen shows `text`.
  package func wait(for text: String) -> Bool { wait { $0.contains(text) } }

  /// Reads until the program ends; nil if it does not in time.
  package func waitForExit() -> Exit? {
    while exit == nil, Self.now() <= deadline { exchange(milliseconds: 20) }
    return exit
  }

  /// What the program writes within so long, if anything.
  package func output(within milliseconds: Int32) -> String {
    let count = output.count
    exchange(milliseconds: milliseconds)
    return String(decoding: output[count...], as: UTF8.self)
  }

  /// Takes the terminal away, as a closed window does.
  package func hangUp() {
    close(terminal)
    close(controller)
    terminal = -1
    controller = -1
  }

  /// What is not as it was before the program started; empty if all is.
  package var notRestored: [String] {
    var faults: [String] = []
    if screen.isAlternate { faults.append("alternate screen") }
    if !screen.isCursorVisible { faults.append("cursor hidden") }
    if screen.hasBracketedPaste { faults.append("bracketed paste") }
    if !screen.mouseModes.isEmpty { faults.append("mouse") }
    if screen.hasApplicationKeys { faults.append("application keys") }
    var now = termios()
    tcgetattr(terminal, &now)
    if now.c_iflag != before.c_iflag { faults.append("input modes") }
    if now.c_oflag != before.c_oflag { faults.append("output modes") }
    if now.c_cflag != before.c_cflag { faults.append("control modes") }
    if now.c_lflag != before.c_lflag { faults.append("local modes") }
    return faults
  }

  /// Processor time that the program used so far, in clock ticks of 10 ms.
  package var processorTicks: Int {
    guard let file = fopen("/proc/\(process)/stat", "r") else { return -1 }
    defer { fclose(file) }
    var buffer = [CChar](repeating: 0, count: 2048)
    guard fgets(&buffer, Int32(buffer.count), file) != nil else { return -1 }
    let text = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
    return fields.count > 12 ? (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0) : -1
  }

  /// Sends what waits, reads what came and looks whether the program ended.
  private func exchange(milliseconds: Int32) {
    var source = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
    if !unsent.isEmpty { source.events |= Int16(POLLOUT) }
    poll(&source, 1, milliseconds)
    if !unsent.isEmpty {
      let count = write(controller, unsent, unsent.count)
      if count > 0 { unsent.removeFirst(count) }
    }
    if exit == nil {
      var status: Int32 = 0
      if waitpid(process, &status, WNOHANG) == process {
        exit = status & 0x7F == 0 ? .code(status >> 8 & 0xFF) : .signal(status & 0x7F)
      }
    }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(controller, &bytes, bytes.count)
      if count <= 0 { return }
      output += bytes[..<count]
      screen.feed(bytes[..<count])
    }
  }

  private static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }
}
