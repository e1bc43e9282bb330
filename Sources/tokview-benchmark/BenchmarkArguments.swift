import Formats
import Tokenization

/// The command line: a command, at most one file, and options with a value each, apart from `--json`.
struct BenchmarkArguments {
  let command: String
  let file: String?
  let json: Bool
  private var values: [String: String] = [:]

  init(_ words: [String]) throws {
    var rest = words[...]
    command = rest.popFirst() ?? ""
    var file: String?
    var json = false
    while let word = rest.popFirst() {
      if word == "--json" {
        json = true
      } else if word.hasPrefix("--") {
        guard let value = rest.popFirst() else { throw BenchmarkError("\(word) needs a value") }
        values[String(word.dropFirst(2))] = value
      } else if file == nil {
        file = word
      } else {
        throw BenchmarkError("one file at a time, \(word) is the second")
      }
    }
    self.file = file
    self.json = json
  }

  mutating func take(_ name: String) -> String? { values.removeValue(forKey: name) }

  mutating func number(_ name: String, else standard: Int) throws -> Int {
    guard let text = take(name) else { return standard }
    guard let number = Int(text), number > 0 else {
      throw BenchmarkError("--\(name) takes a positive number, not \(text)")
    }
    return number
  }

  mutating func pattern(else standard: PretokenPattern) throws -> PretokenPattern {
    guard let name = take("pattern") else { return standard }
    guard let pattern = PretokenPattern(rawValue: name) else {
      throw BenchmarkError("no pattern \(name): \(PretokenPattern.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return pattern
  }

  /// The vocabulary of `--ranks` with `--pattern`.
  mutating func vocabulary() throws -> Vocabulary {
    guard let path = take("ranks") else { throw BenchmarkError("--ranks RANKS.tiktoken is missing") }
    let file = try TokenizerFile(tiktoken: BenchmarkFile.read(path))
    return try Vocabulary(
      name: path, entries: file.pieces.ids.indices.map { (file.pieces.ids[$0], Array(file.pieces.bytes(at: $0))) },
      merges: [], ranking: .tokenID, pattern: try pattern(else: .cl100k))
  }

  func text() throws -> [UInt8] {
    guard let file else { throw BenchmarkError(usage) }
    return try BenchmarkFile.read(file)
  }

  /// Refuses what nobody asked for.
  func finish() throws {
    guard let unknown = values.keys.min() else { return }
    throw BenchmarkError("\(command) has no option --\(unknown)")
  }
}

/// A wrong command line.
struct BenchmarkError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
