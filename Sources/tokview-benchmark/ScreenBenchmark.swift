import CTerm
import Glibc

/// Runs `tokview` in a pseudo-terminal and measures, in elapsed time, how soon it paints.
///
/// A paint is over at its last byte before the terminal is quiet for a while; what is measured is the time to that byte. The first frame is
/// there once the name of the view, which stands on its last line, has been written; what the model says follows and ends that paint.
struct ScreenBenchmark {
  /// Milliseconds without output that end a paint.
  private static let quiet: Int32 = 80
  /// Longest wait for a first byte.
  private static let patience: Int32 = 5000

  private let program: String
  private let file: String?
  private let columns: Int
  private let lines: Int
  private let repeats: Int
  private let asJSON: Bool

  init(_ arguments: inout BenchmarkArguments) throws {
    program = arguments.take("program") ?? ScreenBenchmark.sibling("tokview")
    columns = try arguments.number("columns", else: 200)
    lines = try arguments.number("lines", else: 60)
    repeats = try arguments.number("repeats", else: 10)
    asJSON = arguments.json
    file = arguments.file
    try arguments.finish()
  }

  func run() throws {
    var starts: [Double] = []
    var firstHeats: [Double] = []
    var moves: [Double] = []
    var differences: [Double] = []
    var redraws: [Double] = []
    var heats: [Double] = []
    var settings: [Double] = []
    var switches: [Double] = []
    for _ in 0..<repeats {
      let started = ScreenBenchmark.now()
      let (terminal, process) = try spawn()
      var shown = started
      firstHeats.append(try paint(terminal, since: started, showing: Array("COMPARE".utf8), shownAt: &shown))
      starts.append(shown - started)
      for (key, count) in [("l", 10), ("h", 10)] { moves += try (0..<count).map { _ in try press(key, terminal) } }
      for key in ["{", "}", "j", "k"] { differences.append(try press(key, terminal)) }
      // Every cell changes: the other layouts, and back.
      for key in ["=", "=", "="] { redraws.append(try press(key, terminal)) }
      // By now the model has read the columns: nothing of this runs it.
      for key in ["a", "z", "z", "w", "r"] { heats.append(try press(key, terminal)) }
      for key in ["a", ">", ".", "S", "s", "<", "_", "r", ">", "P"] { settings.append(try press(key, terminal)) }
      _ = try press("c", terminal)
      // The next text: its cuts, then what the model makes of them. The paint ends with the last of what the active column shows.
      switches.append(try press("]", terminal))
      _ = write(terminal, "Q", 1)
      var status: Int32 = 0
      waitpid(process, &status, 0)
      close(terminal)
    }
    report("start to full frame", starts)
    report("start to heat and bits", firstHeats)
    report("move", moves)
    report("difference, tokenizer", differences)
    report("layout", redraws)
    report("view of the model", heats)
    report("layer, head, scale", settings)
    report("next text with its heat and bits", switches)
  }

  private func report(_ name: String, _ seconds: [Double]) {
    let sorted = seconds.sorted()
    guard let least = sorted.first, let most = sorted.last else { return }
    let values = [("min_ms", least * 1000), ("median_ms", sorted[sorted.count / 2] * 1000), ("max_ms", most * 1000)]
    Measurement(name: "\(name) \(columns)x\(lines)", values: values).print(asJSON: asJSON)
  }

  private func spawn() throws -> (terminal: Int32, process: pid_t) {
    var name = [CChar](repeating: 0, count: 128)
    let terminal = cterm_open_pty(&name, name.count)
    guard terminal >= 0, cterm_set_size(terminal, Int32(columns), Int32(lines)) == 0 else {
      throw BenchmarkError("cannot open a pseudo-terminal")
    }
    let words = file.map { [program, $0] } ?? [program]
    let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    let variables = ["PATH=/usr/bin:/bin", "LANG=C.UTF-8", "TERM=xterm-256color"]
    let environment: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) } + [nil]
    let process = cterm_spawn(name, arguments, environment)
    for pointer in arguments + environment { free(pointer) }
    guard process > 0 else { throw BenchmarkError("cannot start \(program)") }
    return (terminal, process)
  }

  private func press(_ key: String, _ terminal: Int32) throws -> Double {
    let started = ScreenBenchmark.now()
    _ = write(terminal, key, 1)
    return try paint(terminal, since: started)
  }

  private func paint(_ terminal: Int32, since start: Double) throws -> Double {
    var shown = start
    return try paint(terminal, since: start, showing: [], shownAt: &shown)
  }

  /// Seconds from `start` to the last byte before the next quiet, once `words` have come, which sets `shown`.
  private func paint(_ terminal: Int32, since start: Double, showing words: [UInt8], shownAt shown: inout Double) throws
    -> Double
  {
    var last: Double?
    var seen: [UInt8] = []
    var isShown = words.isEmpty
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      var waiting = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
      let ready = poll(&waiting, 1, isShown && last != nil ? ScreenBenchmark.quiet : ScreenBenchmark.patience)
      if ready < 0 && errno == EINTR { continue }
      guard ready > 0 else {
        guard isShown, let last else {
          throw BenchmarkError("no answer from \(program) within \(ScreenBenchmark.patience) ms")
        }
        return last - start
      }
      let count = read(terminal, &buffer, buffer.count)
      guard count > 0 else { throw BenchmarkError("\(program) ended early") }
      last = ScreenBenchmark.now()
      if !isShown {
        seen += buffer[..<count]
        isShown = seen.indices.contains { seen[$0...].starts(with: words) }
        if isShown { shown = ScreenBenchmark.now() }
      }
    }
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// The executable `name` in this program's folder.
  private static func sibling(_ name: String) -> String {
    let own = CommandLine.arguments[0]
    guard let slash = own.lastIndex(of: "/") else { return name }
    return own[...slash] + name
  }
}
