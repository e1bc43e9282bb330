/// Numbers of the tables that people read.
enum Decimals {
  /// `value` with `places` decimals, 1 or more, rounded half away from zero; no sign before what is 0 then.
  static func text(_ value: Double, places: Int) -> String {
    let power = (0..<places).reduce(1) { power, _ in power * 10 }
    let scaled = Int((value.magnitude * Double(power)).rounded())
    let fraction = String(scaled % power + power).dropFirst()
    return (value < 0 && scaled > 0 ? "-" : "") + "\(scaled / power).\(fraction)"
  }
}
