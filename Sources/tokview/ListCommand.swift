import Analysis
import ArgumentParser
import Catalog
import Export
import Formats
import Screen

/// `tokview list`: what there is to choose from.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists tokenizers, samples, themes or lenses.",
    discussion: "With --json one object of schema tokview/list/1 a line.")

  enum Kind: String, ExpressibleByArgument, CaseIterable { case tokenizers, samples, themes, lenses }

  @Argument(help: "tokenizers, samples, themes or lenses.")
  var kind: Kind

  @Flag(help: "Print objects of schema tokview/list/1.")
  var json = false

  @OptionGroup var data: DataOptions

  func run() throws {
    let catalog = data.catalog()
    for warning in catalog.warnings { Report.line(warning) }
    let rows = rows(of: catalog)
    var output = StandardOutput()
    if json {
      for row in rows {
        var members: [String: JSONValue] = [
          "schema": "tokview/list/1", "kind": .string(kind == .lenses ? "lens" : String(kind.rawValue.dropLast())),
        ]
        for (key, value) in row { members[key] = value }
        try output.write(JSONWriter.bytes(of: .object(members)))
        try output.write("\n")
      }
    } else {
      let cells = rows.map { row in
        row.map { field in if case .string(let text) = field.value { text } else { "" } }
      }
      try output.write(TextTable(cells).text)
    }
    try output.flush()
  }

  private func rows(of catalog: Catalog) -> [KeyValuePairs<String, JSONValue>] {
    switch kind {
    case .tokenizers:
      catalog.tokenizers.map {
        [
          "id": .string($0.id), "title": .string($0.title), "vocabulary": .string($0.vocabulary),
          "summary": .string($0.summary), "default": .bool($0.isDefault),
        ]
      }
    case .samples:
      (catalog.samples + catalog.parallelSamples).map {
        [
          "id": .string($0.name), "language": .string($0.file.language), "domain": .string($0.file.domain),
          "title": .string($0.file.title), "note": .string($0.file.note), "bytes": .integer($0.file.body.count),
        ]
      }
    case .themes:
      catalog.themes.map {
        ["id": .string($0.name), "base": .string("\($0.base)"), "note": .string($0.note)]
      }
    case .lenses:
      Lenses.all.map {
        [
          "id": .string($0.name), "unit": .string($0.unit.kind.rawValue), "range": .string($0.unit.range),
          "formula": .string($0.formula), "source": .string($0.source),
        ]
      }
    }
  }
}
