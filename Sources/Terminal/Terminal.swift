import CNcurses
import CTerm
import Glibc
import Screen

/// The terminal that the program runs in: frames go out, keys come in, and every exit leaves it as it was.
///
/// One at a time, used from one thread. Bracketed paste is on while it is open.
package final class Terminal {
  /// What the terminal shows; a resize is told by an event.
  package internal(set) var size: Size
  package let depth: ColorDepth
  /// False where no UTF-8 locale exists: draw with `Theme.ascii`.
  package let isUnicode: Bool

  /// The size that the reader of events knows.
  var reportedSize = Size(width: 0, height: 0)
  var decoder = InputDecoder()
  /// When the last byte came, in milliseconds.
  var lastInput = 0
  /// What is on the screen; nil if that is unknown.
  var shown: Frame?
  /// The last frame that was to be shown.
  var wanted: Frame?
  var pairs: PairTable
  var lastStyle: (style: Style, attributes: attr_t, pair: Int32)?
  var cells: [cchar_t] = []
  let input: Int32
  let pipe: Int32
  private let output: Int32
  private let screen: OpaquePointer
  private let files: [UnsafeMutablePointer<FILE>]
  private var saved: termios
  private var isOpen = true
  private var hasMouse = false

  /// Opens the terminal of standard input and output, or the controlling one if they are redirected.
  package static func open(color: ColorChoice = .automatic) throws(TerminalError) -> Terminal {
    let term = getenv("TERM").map { String(cString: $0) } ?? ""
    if term.isEmpty { throw .termUnset }
    let noColor = getenv("NO_COLOR").map { String(cString: $0) }
    if isatty(0) == 1 && isatty(1) == 1 {
      return try Terminal(input: 0, output: 1, term: term, color: color, noColor: noColor)
    }
    let tty = Glibc.open("/dev/tty", O_RDWR | O_CLOEXEC)
    if tty < 0 { throw .noTerminal }
    defer { Glibc.close(tty) }
    return try Terminal(input: tty, output: tty, term: term, color: color, noColor: noColor)
  }

  /// Takes copies of the descriptors `input` and `output`, which may be files in tests.
  init(input: Int32, output: Int32, term: String, color: ColorChoice, noColor: String?) throws(TerminalError) {
    isUnicode = cterm_use_utf8()
    let copies = [fcntl(output, F_DUPFD_CLOEXEC, 0), fcntl(input, F_DUPFD_CLOEXEC, 0)]
    guard copies.allSatisfy({ $0 >= 0 }), let out = fdopen(copies[0], "w"), let into = fdopen(copies[1], "r") else {
      throw .system("dup", code: errno)
    }
    files = [out, into]
    self.input = copies[1]
    self.output = copies[0]
    saved = termios()
    tcgetattr(copies[0], &saved)

    // Before ncurses, which then leaves these signals alone.
    pipe = cterm_start()
    guard pipe >= 0 else {
      let code = errno
      for file in [out, into] { fclose(file) }
      throw .system("pipe", code: code)
    }
    func refuse(_ error: TerminalError) -> TerminalError {
      cterm_stop()
      for file in [out, into] { fclose(file) }
      return error
    }
    // The size comes from the terminal, not from variables that may be stale.
    unsetenv("LINES")
    unsetenv("COLUMNS")
    guard let screen = newterm(term, out, into) else { throw refuse(.termUnknown(term)) }
    guard cncurses_capability("cup") != nil else {
      endwin()
      delscreen(screen)
      throw refuse(.termTooSimple(term))
    }
    self.screen = screen

    raw()
    nonl()
    let window = cncurses_screen()
    keypad(window, true)
    idlok(window, false)
    idcok(window, false)
    curs_set(0)
    depth = color.depth(noColor: noColor, colors: Int(tigetnum("colors")))
    if depth > .mono {
      start_color()
      let hasDefaults = use_default_colors() == OK
      pairs = PairTable(
        limit: Int(cncurses_color_pairs()) - 1, colors: depth.colors, hasDefaults: hasDefaults,
        isDirect: tigetnum("colors") > 256)
    } else {
      pairs = PairTable(limit: 0, colors: 0, hasDefaults: true, isDirect: false)
    }
    size = Size(width: Int(cncurses_columns()), height: Int(cncurses_lines()))
    updateSize()
    reportedSize = size
    setBracketedPaste(true)
    arm()
  }

  deinit { close() }

  package var waker: Waker { Waker() }

  /// Gives the terminal back. Further calls do nothing.
  package func close() {
    guard isOpen else { return }
    isOpen = false
    leave()
    delscreen(screen)
    for file in files { fclose(file) }
    cterm_stop()
  }

  /// Stops the program as Ctrl-Z does and, when it continues, shows the last frame again.
  package func suspend() {
    guard isOpen else { return }
    leave()
    cterm_stop_group()
    enter()
  }

  /// Asks the terminal to report the mouse, or to stop; off at first.
  package func setMouse(_ on: Bool) {
    guard isOpen, on != hasMouse else { return }
    // A signal in between must not leave it on.
    if !on { sendMouse(false) }
    hasMouse = on
    arm()
    if on { sendMouse(true) }
  }

  /// Shows the last frame again without trusting what is on the screen.
  package func redraw() {
    shown = nil
    if let wanted { draw(wanted) }
  }

  private func leave() {
    setBracketedPaste(false)
    if hasMouse { sendMouse(false) }
    endwin()
    tcsetattr(output, TCSADRAIN, &saved)
    cterm_disarm()
  }

  /// Back to the screen after `leave()`; the first refresh sets the modes of ncurses again.
  func enter() {
    arm()
    updateSize()
    redraw()
    setBracketedPaste(true)
    if hasMouse { sendMouse(true) }
  }

  /// Another program may have changed the terminal while this one was stopped.
  func reenter() {
    endwin()
    enter()
  }

  /// Asks the terminal for its size; true if it changed.
  @discardableResult
  func updateSize() -> Bool {
    var columns: Int32 = 0
    var lines: Int32 = 0
    guard cterm_get_size(output, &columns, &lines) == 0 else { return false }
    let now = Size(width: Int(columns), height: Int(lines))
    if now == size { return false }
    size = now
    resizeterm(lines, columns)
    shown = nil
    if isOpen { arm() }
    return true
  }

  private func setBracketedPaste(_ on: Bool) {
    guard let move = cncurses_capability("cup"), String(cString: move).hasPrefix("\u{1B}[") else { return }
    send(on ? "\u{1B}[?2004h" : "\u{1B}[?2004l")
  }

  private static let mouseOff = "\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l"

  /// Buttons, motion with a button held down, and positions beyond column 223.
  private func sendMouse(_ on: Bool) {
    guard isOfANSI else { return }
    send(on ? "\u{1B}[?1000h\u{1B}[?1002h\u{1B}[?1006h" : Self.mouseOff)
  }

  /// Whether the terminal understands sequences that begin with escape and a bracket.
  private var isOfANSI: Bool {
    cncurses_capability("cup").map { String(cString: $0).hasPrefix("\u{1B}[") } ?? false
  }

  /// Writes a sequence at once; ncurses keeps nothing back after a refresh.
  func send(_ sequence: UnsafePointer<CChar>) { send(UnsafeRawBufferPointer(start: sequence, count: strlen(sequence))) }

  func send(_ bytes: [UInt8]) { bytes.withUnsafeBytes { send($0) } }

  private func send(_ bytes: UnsafeRawBufferPointer) {
    var sent = 0
    while sent < bytes.count {
      let written = write(output, bytes.baseAddress?.advanced(by: sent), bytes.count - sent)
      if written < 0 && errno == EINTR { continue }
      if written <= 0 { return }
      sent += written
    }
  }

  /// Prepares what a crash or a signal writes: the same as `leave()`.
  private func arm() {
    var bytes: [CChar] = []
    if let move = cncurses_capability("cup"), String(cString: move).hasPrefix("\u{1B}[") {
      bytes += Array("\u{1B}[?2004l".utf8CString.dropLast())
      if hasMouse { bytes += Array(Self.mouseOff.utf8CString.dropLast()) }
      let toLastLine = cncurses_move_sequence(move, Int32(size.height - 1), 0)
      if let toLastLine { bytes += Self.withoutPadding(toLastLine) }
    }
    for name in ["sgr0", "op", "rmkx", "rmcup", "cnorm"] {
      if let sequence = cncurses_capability(name) { bytes += Self.withoutPadding(sequence) }
    }
    cterm_arm(output, &saved, bytes, bytes.count)
  }

  /// A capability without its delays, `$<5>`, which only real terminals of old need.
  private static func withoutPadding(_ sequence: UnsafePointer<CChar>) -> [CChar] {
    var out: [CChar] = []
    var rest = String(cString: sequence).utf8CString.dropLast()[...]
    while let first = rest.first {
      if rest.starts(with: [0x24, 0x3C]), let end = rest.firstIndex(of: 0x3E) {
        rest = rest[(end + 1)...]
      } else {
        out.append(first)
        rest = rest.dropFirst()
      }
    }
    return out
  }
}
