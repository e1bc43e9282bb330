import UnicodeText

/// Commands that take a name or a place: what can follow them, and what they do.
extension State {
  /// What can stand after the name of a command; empty where that is not known.
  func arguments(of command: Command) -> [String] {
    switch command.kind {
    case .theme: looks.map(\.theme.name)
    case .sample: samples.map(\.name)
    case .view: View.allCases.map(\.rawValue)
    case .layer: (layerNumbers ?? []).map(String.init)
    case .head: (trace?.trace.attention?.heads ?? []).map(String.init) + ["mean"]
    case .expert: (0..<(trace?.trace.routing?.expertCount ?? 0)).map(String.init) + ["none"]
    case .toggle: columns.indices.map { String($0 + 1) }
    case .add: tokenizers.filter { !$0.isRecorded }.flatMap { $0.needsPattern ? State.patterned($0.id) : [$0.id] }
    default: []
    }
  }

  /// Completes what follows the name of a command as far as it is certain, and lists what fits where that is more than one.
  mutating func completeArgument(_ line: String) {
    let parts = line.split(separator: " ", maxSplits: 1)
    guard let word = parts.first.map(String.init), line.first != " ", Command.named(word).count == 1,
      let command = Command.named(word).first
    else { return }
    let begun = parts.count > 1 ? String(parts[1]) : ""
    let fitting = arguments(of: command).filter { $0.hasPrefix(begun) }
    guard let first = fitting.first else { return }
    prompt?.replace(word + " " + (fitting.count == 1 ? first : Command.sharedPrefix(of: fitting)))
    if fitting.count > 1 { prompt?.choices = fitting }
  }

  mutating func run(_ kind: Command.Kind, _ argument: String) -> [Effect] {
    switch kind {
    case .theme:
      guard let index = index(of: argument, in: looks.map(\.theme.name), "theme") else { return [] }
      lookIndex = index
      say("theme " + VisibleText(look.theme.name))
    case .sample:
      // Samples are numbered by their names, `03-tr-suffix-chain`.
      let numbers = samples.map { $0.name.split(separator: "-").first.flatMap { Int($0) } }
      if let number = Int(argument), let index = numbers.firstIndex(of: number) { return open(files.count + index) }
      guard let index = index(of: argument, in: samples.map(\.name), "sample") else { return [] }
      return open(files.count + index)
    case .view:
      guard let index = index(of: argument, in: View.allCases.map(\.rawValue), "view") else { return [] }
      let view = View.allCases[index]
      if view == .explain { return perform(.explain) }
      show(view)
    case .goto: return go(toByte: argument)
    case .add: return add(argument)
    case .expect: return expect(argument)
    case .search:
      if !argument.isEmpty { return search(for: argument) }
      openSearch()
    default: break
    }
    return []
  }

  private mutating func expect(_ path: String) -> [Effect] {
    guard !path.isEmpty else {
      complain("expect needs a file of ids, as tokview check takes it: expect FILE")
      return []
    }
    guard page != nil, !shown.isEmpty else {
      complain("nothing to compare: no text is open, or no tokenizer is shown (press 1-9, or p for all)")
      return []
    }
    say("comparing ...")
    return [.checkIDs(path: Array(path.utf8), tokenizer: columns[active].id, generation: documentGeneration)]
  }

  /// Says what `checkIDs` found and goes there.
  mutating func receiveCheck(_ result: VisibleText, byte: Int?, generation: Int) -> [Effect] {
    guard generation == documentGeneration else { return [] }
    guard let byte else {
      say(result)
      return []
    }
    if !view.showsText { show(.compare) }
    complain(result)
    return jump(to: byte)
  }

  private mutating func go(toByte argument: String) -> [Effect] {
    guard let document, document.byteCount > 0 else {
      complain("no byte is here: the text is empty")
      return []
    }
    let last = document.byteCount - 1
    let isPlain =
      !argument.isEmpty && argument.utf8.count <= 18 && argument.utf8.allSatisfy { (0x30...0x39).contains($0) }
    guard isPlain, let offset = Int(argument), offset <= last else {
      complain(VisibleText("goto needs a byte: 0 to \(grouped(last))"))
      return []
    }
    if list != nil { list = nil }
    if !view.showsText { show(.compare) }
    return jump(to: offset)
  }

  /// The place of a name, or of the only one that begins or ends so.
  private mutating func index(of argument: String, in names: [String], _ what: String) -> Int? {
    if let index = names.firstIndex(of: argument) { return index }
    let fitting = names.indices.filter { names[$0].hasPrefix(argument) || names[$0].hasSuffix("-" + argument) }
    if !argument.isEmpty, fitting.count == 1 { return fitting[0] }
    let shown = (fitting.isEmpty || argument.isEmpty ? Array(names.indices) : fitting).prefix(6).map { names[$0] }
    let more = shown.count < names.count && (fitting.isEmpty || fitting.count > 6) ? ", ..." : ""
    let problem =
      argument.isEmpty
      ? "\(what) needs a name"
      : fitting.isEmpty ? "no \(what) \"\(argument)\"" : "more than one \(what) fits \"\(argument)\""
    complain(VisibleText(problem + ": " + shown.joined(separator: ", ") + more))
    return nil
  }
}
