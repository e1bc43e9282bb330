import Catalog
import Formats
import Tokenization

/// The command line: a command, at most one file, and options with a value each, apart from `--json`; `-t` may be repeated.
struct BenchmarkArguments {
  let command: String
  let file: String?
  let json: Bool
  private var values: [String: String] = [:]
  private var tokenizerIDs: [String] = []

  init(_ words: [String]) throws {
    var rest = words[...]
    command = rest.popFirst() ?? ""
    var file: String?
    var json = false
    while let word = rest.popFirst() {
      if word == "--json" {
        json = true
      } else if word == "-t" {
        guard let id = rest.popFirst() else { throw BenchmarkError("-t needs a tokenizer") }
        tokenizerIDs.append(id)
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

  /// Byte-pair encoding by `--ranks` and `--pattern`, or else the tokenizers of `-t`, or else all of the catalog.
  mutating func tokenizers() throws -> [BenchmarkTokenizer] {
    let chosen = tokenizerIDs
    tokenizerIDs = []
    if let path = take("ranks") {
      guard chosen.isEmpty else { throw BenchmarkError("--ranks and -t exclude each other") }
      let vocabulary = try Vocabulary(
        name: path, TokenizerFile(tiktoken: BenchmarkFile.read(path)), pattern: pattern(else: .cl100k))
      return [BenchmarkTokenizer(name: "ranks") { BPETokenizer(vocabulary: vocabulary) }]
    }
    let catalog = Catalog()
    let ids = chosen.isEmpty ? catalog.tokenizers.map(\.id) : chosen
    return try ids.map { id in
      _ = try catalog.entry(for: Array(id.utf8))
      return BenchmarkTokenizer(name: id) { try Catalog().tokenizer(Array(id.utf8)) }
    }
  }

  func text() throws -> [UInt8] {
    guard let file else { throw BenchmarkError(usage) }
    return try BenchmarkFile.read(file)
  }

  /// Refuses what nobody asked for.
  func finish() throws {
    guard tokenizerIDs.isEmpty else { throw BenchmarkError("\(command) has no option -t") }
    guard let unknown = values.keys.min() else { return }
    throw BenchmarkError("\(command) has no option --\(unknown)")
  }
}

/// A wrong command line.
struct BenchmarkError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// A tokenizer to measure.
struct BenchmarkTokenizer {
  let name: String
  /// Makes one whose caches are empty.
  let make: () throws -> any Tokenizer
}
