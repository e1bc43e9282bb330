import Screen
import UnicodeText

/// The prompt: what keys do to its line, and the commands that it runs.
extension State {
  mutating func type(_ key: Key) -> [Effect] {
    prompt?.choices = []
    if let action = KeyMap.prompt.action(for: [key]) { return perform(action, key: key) }
    switch key {
    case .character(let scalar):
      prompt?.insert([scalar])
      return searchTyped()
    case .control:
      // Those that have nothing to do with the line.
      switch KeyMap.compare.action(for: [key]) {
      case .redraw: return [.redraw]
      case .suspend: return [.suspend]
      default: break
      }
    default: break
    }
    return []
  }

  mutating func changePrompt(_ action: Action) -> [Effect] {
    let isSearch = prompt?.kind == .search
    let history = isSearch ? searchHistory : promptHistory
    switch action {
    case .prompt: prompt = Prompt()
    case .promptRun: return runTyped()
    case .promptLeave: return leavePrompt()
    case .promptComplete: if prompt?.kind == .command { complete() }
    case .promptPrevious: if prompt?.kind != .sampleName { prompt?.recall(-1, from: history) }
    case .promptNext: if prompt?.kind != .sampleName { prompt?.recall(1, from: history) }
    case .promptBackspace where prompt?.text.isEmpty == true: return leavePrompt()
    default: prompt?.edit(action)
    }
    return searchTyped()
  }

  private mutating func runTyped() -> [Effect] {
    guard let prompt else { return [] }
    switch prompt.kind {
    case .command: return runPrompt()
    case .search: return runSearch()
    case .sampleName:
      self.prompt = nil
      return saveSample(prompt.string)
    }
  }

  private mutating func leavePrompt() -> [Effect] {
    if prompt?.kind == .search { return leaveSearch() }
    prompt = nil
    return []
  }

  /// Completes the name as far as it is certain, and lists what fits where that is more than one.
  private mutating func complete() {
    guard let prompt else { return }
    guard !prompt.string.contains(" ") else {
      completeArgument(prompt.string)
      return
    }
    let fitting = Command.named(prompt.string)
    guard let first = fitting.first else { return }
    if fitting.count == 1 {
      self.prompt?.replace(first.name + (first.argument.isEmpty ? "" : " "))
    } else {
      self.prompt?.replace(Command.sharedPrefix(of: fitting.map(\.name)))
      self.prompt?.choices = fitting.map(\.name)
    }
  }

  private mutating func runPrompt() -> [Effect] {
    let line = prompt?.string ?? ""
    prompt = nil
    let parts = line.split(separator: " ", maxSplits: 1)
    guard let word = parts.first.map(String.init) else { return [] }
    var effects: [Effect] = []
    if promptHistory.last != line {
      promptHistory.append(line)
      if promptHistory.count > Prompt.historyLimit { promptHistory.removeFirst() }
      effects.append(.remember(line, .command))
    }
    var argument = parts.count > 1 ? parts[1] : ""
    while argument.last == " " { argument.removeLast() }

    let fitting = Command.named(word)
    guard let command = fitting.first else {
      complain("no command \"" + VisibleText(word) + "\" (Tab lists them, ? has their names)")
      return effects
    }
    guard fitting.count == 1 else {
      let more = fitting.count > 4 ? " and \(fitting.count - 4) more" : ""
      complain(
        "\"" + VisibleText(word) + "\" begins "
          + VisibleText(fitting.prefix(4).map(\.name).joined(separator: ", ") + more + " (type more of it)"))
      return effects
    }
    return effects + run(command, String(argument))
  }

  private mutating func run(_ command: Command, _ argument: String) -> [Effect] {
    if command.argument.isEmpty, !argument.isEmpty {
      complain(VisibleText("\(command.name) takes nothing after its name"))
      return []
    }
    switch command.kind {
    case .action(let action): return run(action, named: command.name)
    case .terms:
      let effects = perform(.terms)
      return argument.isEmpty ? effects : effects + readTerms(argument)
    case .export(let replaces): return runExport(argument, replaces: replaces)
    case .exportCommand:
      showCommand()
    case .find:
      findEntries(argument)
      return []
    case .layer:
      guard let number = number(argument, of: layerNumbers, command) else { return [] }
      heat.layer = number
    case .head:
      if argument == "mean" {
        heat.head = nil
      } else {
        guard let number = number(argument, of: trace?.trace.attention?.heads, command) else { return [] }
        heat.head = number
      }
    case .expert:
      if argument == "none" {
        heat.expert = nil
      } else {
        let numbers = trace?.trace.routing.map { Array(0..<$0.expertCount) }
        guard let number = number(argument, of: numbers, command) else { return [] }
        heat.expert = number
      }
    case .toggle:
      guard let number = number(argument, of: columns.indices.map { $0 + 1 }, command) else { return [] }
      return toggle(column: number - 1)
    case .theme, .sample, .goto, .view, .search, .expect, .add: return run(command.kind, argument)
    }
    say(VisibleText(command.name + " " + argument))
    return []
  }

  /// Runs an action if it means something where the user is.
  private mutating func run(_ action: Action, named name: String) -> [Effect] {
    let contexts = Action.table.filter { $0.action == action }.map(\.context)
    // What belongs to a view closes the list that lies over it.
    if !contexts.contains(.everywhere), !contexts.contains(.list) { list = nil }
    guard contexts.contains(where: keyMap.contexts.contains) else {
      let places = contexts.map(\.title).joined(separator: ", ")
      complain(VisibleText("\(name) does something in: \(places)"))
      return []
    }
    return perform(action)
  }

  /// The number that `argument` says, if it is one of `numbers`; where those are not known, any from 0.
  mutating func number(_ argument: String, of numbers: [Int]?, _ command: Command) -> Int? {
    let isPlain =
      !argument.isEmpty && argument.utf8.count <= 6 && argument.utf8.allSatisfy { (0x30...0x39).contains($0) }
    guard isPlain, let number = Int(argument) else {
      complain(VisibleText("\(command.name) needs a number: \(command.name) \(command.argument)"))
      return nil
    }
    guard let numbers, !numbers.contains(number) else { return number }
    let range = numbers.isEmpty ? "" : " (there are \(numbers[0]) to \(numbers[numbers.count - 1]))"
    complain(VisibleText("no \(command.name == "toggle" ? "tokenizer" : command.name) \(number)" + range))
    return nil
  }
}

extension ActionEntry.Context {
  /// As help, README and messages call it.
  package var title: String {
    switch self {
    case .everywhere: "Everywhere"
    case .moving: "Moving"
    case .compare: "Compare"
    case .attention: "Attention and words"
    case .routing: "Routing"
    case .metrics: "Metrics"
    case .terms: "Terms"
    case .damage: "Damage"
    case .seam: "Seam"
    case .explain: "Explain"
    case .tour: "Tour"
    case .pane: "Panel, inspector or details with the focus"
    case .vocabulary: "Vocabulary"
    case .list: "Lists and help"
    case .prompt: "Prompt"
    case .export: "Export menu"
    case .editor: "Editor"
    }
  }
}
