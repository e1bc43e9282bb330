import Screen
import TestSupport

/// The bundled themes, read by a reader that knows just what they use: sections, whole numbers, texts, lists of numbers.
enum ThemeFile {
  static let names = Repository.names(in: "Themes").filter { $0.hasSuffix(".toml") }

  static func values(_ name: String) -> [String: ThemeValue] {
    var values: [String: ThemeValue] = [:]
    var section = ""
    for line in String(decoding: Repository.read("Themes/" + name) ?? [], as: UTF8.self).split(separator: "\n") {
      if line.hasPrefix("[") {
        section = String(line.dropFirst().dropLast())
        continue
      }
      let parts = line.split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let key = section + "." + parts[0].split(separator: " ")[0]
      let value = parts[1].drop { $0 == " " }
      if value.hasPrefix("\"") {
        values[key] = .text(String(value.dropFirst().dropLast()))
      } else if value.hasPrefix("[") {
        let numbers = value.dropFirst().dropLast().split(whereSeparator: { $0 == "," || $0 == " " })
        values[key] = .list(numbers.compactMap { Int($0) }.map { .integer($0) })
      } else {
        values[key] = Int(value).map { .integer($0) }
      }
    }
    return values
  }

  static func theme(_ name: String) -> Theme { Theme.parse(values(name)).theme }
}
