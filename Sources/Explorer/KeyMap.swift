import Screen

/// The keys that hold at one time, looked up by sequence.
package struct KeyMap: Sendable {
  package let contexts: [ActionEntry.Context]
  private let actions: [[Key]: Action]
  private let prefixes: Set<[Key]>

  package init(_ contexts: [ActionEntry.Context]) {
    self.contexts = contexts
    var actions: [[Key]: Action] = [:]
    var prefixes: Set<[Key]> = []
    // A view's own keys come after those that hold in several.
    for entry in contexts.flatMap({ context in Action.table.filter { $0.context == context } }) {
      for keys in entry.keys {
        actions[keys] = entry.action
        for length in 1..<max(1, keys.count) { prefixes.insert(Array(keys.prefix(length))) }
      }
    }
    self.actions = actions
    self.prefixes = prefixes
  }

  /// Keys of the compare view.
  package static let compare = KeyMap([.everywhere, .moving, .compare])
  /// Keys of the attention views.
  package static let attention = KeyMap([.everywhere, .moving, .attention])
  /// Keys of the routing view.
  package static let routing = KeyMap([.everywhere, .moving, .routing])
  /// Keys of the metrics.
  package static let metrics = KeyMap([.everywhere, .metrics])
  /// Keys of the list of terms.
  package static let terms = KeyMap([.everywhere, .terms])
  /// Keys of the damaged text.
  package static let damage = KeyMap([.everywhere, .moving, .damage])
  /// Keys of the seam.
  package static let seam = KeyMap([.everywhere, .moving, .seam])
  /// Keys of the steps of a token.
  package static let explain = KeyMap([.everywhere, .explain])
  /// Keys of the list of entries of a vocabulary.
  package static let vocabulary = KeyMap([.everywhere, .vocabulary])
  /// Keys of the prompt; what else is printable is typed.
  package static let prompt = KeyMap([.prompt])
  /// Keys of the export menu.
  package static let export = KeyMap([.export])
  /// Keys of the editor; what else is printable is typed.
  package static let editor = KeyMap([.editor])
  /// Keys of the picker, the browser and the help.
  package static let list = KeyMap([.everywhere, .list])

  /// The same keys and those of the tour.
  var onTour: KeyMap { KeyMap.tours[contexts] ?? self }
  /// The same keys and those of a pane beside the text.
  var inPane: KeyMap { KeyMap.panes[contexts] ?? self }

  private static let tours: [[ActionEntry.Context]: KeyMap] = {
    let maps: [KeyMap] = [
      .compare, .attention, .routing, .metrics, .terms, .damage, .seam, .explain, .vocabulary,
    ]
    let all = maps + Array(panes.values)
    return Dictionary(uniqueKeysWithValues: all.map { ($0.contexts, KeyMap([.tour] + $0.contexts)) })
  }()

  private static let panes = Dictionary(
    uniqueKeysWithValues: [KeyMap.compare, .vocabulary].map { ($0.contexts, KeyMap($0.contexts + [.pane])) })

  package func action(for keys: [Key]) -> Action? { actions[keys] }
  /// True when more keys may complete the sequence.
  package func isPrefix(_ keys: [Key]) -> Bool { prefixes.contains(keys) }
}
