/// Something that the prompt runs by its name.
package struct Command: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// What a key does too.
    case action(Action)
    case layer, head, expert
    case toggle
    case terms
    case export(replaces: Bool)
    case exportCommand
    case theme, sample, goto, view, search
    case find, expect, add
  }

  package let name: String
  /// What follows the name, in brackets where it may be left out; empty where nothing does.
  package let argument: String
  package let help: String
  package let kind: Kind

  /// Those that take something after their name, or that no key has by this name.
  package static let own: [Command] = [
    Command(name: "layer", argument: "N", help: "the model's layer N, from 0", kind: .layer),
    Command(
      name: "head", argument: "N|mean", help: "head N of the layer, from 0, or the mean of its heads", kind: .head),
    Command(name: "expert", argument: "N|none", help: "follow expert N, from 0, or none", kind: .expert),
    Command(
      name: "add", argument: "ID", help: "a column of any tokenizer, named as after -t: lbpe:NAME, FILE@PATTERN",
      kind: .add),
    Command(name: "toggle", argument: "N", help: "show or hide tokenizer N, from 1", kind: .toggle),
    Command(
      name: "terms", argument: "[FILE]", help: "the terms of the list that is open, or those of FILE, one a line",
      kind: .terms),
    Command(
      name: "export", argument: "[PATH]",
      help: "write the view; the ending says the format: .txt .ans .html .svg .tsv .json",
      kind: .export(replaces: false)),
    Command(
      name: "export!", argument: "PATH", help: "the same, also over a file that exists", kind: .export(replaces: true)),
    Command(name: "command", argument: "", help: "the command line that writes this view", kind: .exportCommand),
    Command(name: "theme", argument: "NAME", help: "the theme of this name", kind: .theme),
    Command(name: "sample", argument: "NAME|N", help: "the sample of this name or number", kind: .sample),
    Command(name: "view", argument: "NAME", help: "the view of this name", kind: .view),
    Command(
      name: "expect", argument: "FILE",
      help: "whether the active tokenizer gives the ids in FILE, as tokview check; goes to the first that differs",
      kind: .expect),
    Command(name: "goto", argument: "BYTE", help: "byte BYTE of the text, from 0", kind: .goto),
    Command(name: "search", argument: "[PATTERN]", help: "as / does, or asks for the pattern", kind: .search),
    Command(
      name: "find", argument: "[TEXT]",
      help: "vocabulary: entries that contain TEXT, or the bytes of \\x HEX; \\=ID goes to an id; nothing shows all",
      kind: .find),
    Command(name: "q", argument: "", help: "quit", kind: .action(.quit)),
  ]

  /// All, by name.
  package static let all: [Command] = {
    var seen = Set(own.map(\.name))
    // Keys of the prompt, of the editor and of the export menu make no sense in a line.
    let actions = Action.table.filter { ![.prompt, .editor, .export].contains($0.context) && $0.action != .prompt }
    let others = actions.filter { seen.insert($0.name).inserted }.map {
      Command(name: $0.name, argument: "", help: $0.help, kind: .action($0.action))
    }
    return (own + others).sorted { $0.name < $1.name }
  }()

  /// Those whose name is `word`, or else begins with it.
  package static func named(_ word: String) -> [Command] {
    if let exact = all.first(where: { $0.name == word }) { return [exact] }
    return all.filter { $0.name.hasPrefix(word) }
  }

  /// The longest beginning that all `names` share.
  static func sharedPrefix(of names: [String]) -> String {
    guard var shared = names.first else { return "" }
    for name in names.dropFirst() {
      while !name.hasPrefix(shared) { shared.removeLast() }
    }
    return shared
  }
}
