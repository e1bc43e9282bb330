import Tokenization
import UnicodeText

/// Columns of tokenizers that the list does not have as they are: those that the user names.
extension State {
  /// An id with each of the patterns that can follow it.
  static func patterned(_ id: String) -> [String] { PretokenPattern.allCases.map { "\(id)@\($0.rawValue)" } }

  /// Asks how a vocabulary without a pattern cuts text first: the command that adds it, without its end.
  mutating func askPattern(_ id: String) {
    prompt = Prompt()
    prompt?.replace("add \(id)@")
    prompt?.choices = State.patterned(id)
  }

  /// Shows the tokenizer that `id` names as `-t` does; whether there is one is found out by opening it.
  mutating func add(_ id: String) -> [Effect] {
    guard !id.isEmpty else {
      complain("add needs a tokenizer as after -t: lbpe, bpe:NAME, FILE, FILE@PATTERN")
      return []
    }
    if let column = columns.firstIndex(where: { $0.id == id }) {
      if !columns[column].isOn { return toggle(column: column) }
      say(VisibleText(id) + VisibleText(" is column \(column + 1)"))
      return []
    }
    if entry(id)?.needsPattern == true {
      askPattern(id)
      return []
    }
    if entry(id) == nil, columns.count < State.columnLimit {
      let title = id.split(separator: "/").last.map(String.init) ?? id
      tokenizers.append(
        TokenizerEntry(
          id: id, title: title, summary: "added by its name", vocabulary: id, isDefault: false, isAdded: true))
    }
    if columns.count < State.columnLimit { say(VisibleText(id) + VisibleText(" is column \(columns.count + 1)")) }
    return append(id)
  }

  mutating func append(_ id: String) -> [Effect] {
    guard columns.count < State.columnLimit else {
      complain("\(State.columnLimit) tokenizers side by side are the most")
      return []
    }
    columns.append(Column(id: id))
    return need(id)
  }

  /// Switches off what cannot be opened; nothing stays of what was only named.
  mutating func drop(_ id: String) {
    guard entry(id)?.isAdded == true, let column = columns.firstIndex(where: { $0.id == id }) else {
      for index in columns.indices where columns[index].id == id { columns[index].isOn = false }
      return
    }
    tokenizers.removeAll { $0.id == id }
    columns.remove(at: column)
    if active > column { active -= 1 }
    if base > column { base -= 1 }
    if case .picker(let selected) = list { list = .picker(selected: max(0, min(selected, tokenizers.count - 1))) }
  }
}
