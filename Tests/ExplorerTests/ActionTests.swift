import Screen
import Testing

@testable import Explorer

@Suite struct ActionTests {
  @Test(
    arguments: [
      KeyMap.compare, .vocabulary, KeyMap([.everywhere, .pane]), .metrics, .terms, .damage, .seam, .explain, .editor,
      .list, .prompt, .export,
    ].map(
      \.contexts))
  func noKeyIsBoundTwiceAtOneTime(contexts: [ActionEntry.Context]) {
    var seen: [[Key]: Action] = [:]
    for entry in Action.table where contexts.contains(entry.context) {
      for keys in entry.keys {
        #expect(seen[keys] == nil, "\(keys) means \(entry.action) and \(seen[keys]!)")
        seen[keys] = entry.action
      }
    }
    for keys in seen.keys {
      for length in 1..<keys.count where keys.count > 1 {
        #expect(seen[Array(keys.prefix(length))] == nil, "the start of \(keys) is bound itself")
      }
    }
  }

  @Test func everyActionIsInTheTableWithKeysAndHelp() {
    #expect(Set(Action.table.map(\.action)) == Set(Action.allCases))
    // In several contexts an action keeps its name, and a name means one action.
    #expect(Set(Action.table.map(\.name)).count == Action.allCases.count)
    for (_, entries) in Dictionary(grouping: Action.table, by: \.action) {
      #expect(Set(entries.map(\.name)).count == 1)
      #expect(Set(entries.map(\.context)).count == entries.count)
    }
    for entry in Action.table {
      #expect(!entry.keyLabel.isEmpty && !entry.name.isEmpty)
      // What no key means is typed after the key of the prompt.
      #expect(entry.keys.isEmpty == (entry.keyLabel == ":" + entry.name))
      #expect(!entry.help.isEmpty, "\(entry.action) has no help line")
      #expect(entry.help.utf8.count <= 48, "the help line of \(entry.action) is too long for half a screen")
      #expect(entry.name.utf8.allSatisfy { $0 == 0x2D || (0x61...0x7A).contains($0) })
    }
  }

  @Test func labelsNameTheKeys() {
    let names: [String: Key] = [
      "←": .left, "→": .right, "↑": .up, "↓": .down, "Home": .home, "End": .end, "Space": " ", "PgDn": .pageDown,
      "PgUp": .pageUp,
      "F1": .function(1), "F2": .function(2), "Esc": .escape, "Enter": .enter,
      "Tab": .tab, "S-Tab": .backTab, "Backspace": .backspace, "Delete": .delete,
    ]
    for entry in Action.table where entry.action != .toggle && !entry.keys.isEmpty {
      let keys = entry.keyLabel.split(separator: " ").map { label -> [Key] in
        if let key = names[String(label)] { return [key] }
        let scalars = Array(label.unicodeScalars)
        if scalars.count == 2, scalars[0] == "^" {
          return [.control(Unicode.Scalar(UInt8(scalars[1].value) | (scalars[1].properties.isAlphabetic ? 0x20 : 0)))]
        }
        return scalars.map { .character($0) }
      }
      #expect(Set(keys) == Set(entry.keys), "label of \(entry.action)")
    }
  }

  @Test func helpListsEveryAction() {
    for width in [80, 120] {
      let engine = TestEngine(size: Size(width: width, height: 24))
      let help = engine.state.helpLines(page: 0, look: engine.state.look).map(\.string).joined(separator: "\n")
      for entry in Action.table { #expect(help.contains(entry.help)) }
    }
  }
}
