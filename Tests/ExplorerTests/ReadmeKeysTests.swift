import Glibc
import TestSupport
import Testing

@testable import Explorer

/// The README's tables of keys come from the action table.
@Suite struct ReadmeKeysTests {
  private static let begin = "<!-- keys: from the table in Sources/Explorer/Action.swift; a test compares them -->\n"
  private static let end = "<!-- end of keys -->"

  private static var tables: String {
    let contexts: [ActionEntry.Context] = [
      .moving, .compare, .attention, .routing, .metrics, .terms, .damage, .vocabulary, .seam, .explain, .tour, .pane,
      .editor, .list, .prompt, .export, .everywhere,
    ]
    let keys = contexts.map { context in
      let rows = Action.table.filter { $0.context == context }.map {
        "| `\($0.keyLabel)` | \($0.help) | `\($0.name)` |\n"
      }
      return "\n| \(context.title) | | name |\n|---|---|---|\n" + rows.joined()
    }
    let commands = Command.own.map { command in
      let usage = command.name + (command.argument.isEmpty ? "" : " " + command.argument)
      return "| `\(usage.split(separator: "|").joined(separator: "\\|"))` | \(command.help) |\n"
    }
    return keys.joined() + "\n| After `:`, besides the names | |\n|---|---|\n" + commands.joined()
  }

  @Test func readmeHasTheKeysOfTheTable() throws {
    let readme = String(decoding: try #require(Repository.read("README.md")), as: UTF8.self)
    let start = try #require(readme.range(of: Self.begin)?.upperBound)
    let stop = try #require(readme.range(of: Self.end)?.lowerBound)
    if getenv("TOKVIEW_BLESS") != nil {
      let blessed = readme[..<start] + Self.tables + "\n" + readme[stop...]
      #expect(Repository.write(Array(blessed.utf8), to: "README.md"))
    } else {
      #expect(readme[start..<stop] == Self.tables + "\n", "run TOKVIEW_BLESS=1 swift test and look at the difference")
    }
  }
}

extension String {
  /// The first place of `part`; the standard library has no such search without Foundation.
  fileprivate func range(of part: String) -> Range<String.Index>? {
    indices.lazy.first { self[$0...].hasPrefix(part) }.map { $0..<index($0, offsetBy: part.count) }
  }
}
