import Glibc

/// Processor time of this process, all threads together, in seconds.
enum Stopwatch {
  static func seconds(_ work: () throws -> Void) rethrows -> Double {
    let start = now()
    try work()
    return now() - start
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

/// One measured line, for people or as JSON.
struct Measurement {
  let name: String
  /// Names with their values, in the order of printing.
  let values: [(String, Double)]

  func print(asJSON json: Bool) {
    if json {
      let fields = values.map { "\"\($0.0)\":\(Measurement.text($0.1, digits: 6))" }
      Swift.print("{\"name\":\"\(name)\",\(fields.joined(separator: ","))}")
    } else {
      Swift.print(name + values.map { "  \($0.0) \(Measurement.text($0.1, digits: 2))" }.joined())
    }
    fflush(nil)
  }

  /// A decimal number without Foundation.
  private static func text(_ value: Double, digits: Int) -> String {
    let scale = (0..<digits).reduce(1.0) { power, _ in power * 10 }
    let scaled = Int((value * scale).rounded())
    let fraction = String(abs(scaled) % Int(scale))
    return
      "\(value < 0 ? "-" : "")\(abs(scaled) / Int(scale)).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
  }
}
