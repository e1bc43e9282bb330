import UnicodeText

/// Undo and redo: edits of the open text and what was chosen, in the order in which they were made.
extension State {
  var choices: Choices {
    Choices(columns: columns, base: base, layer: heat.layer, head: heat.head, lookIndex: lookIndex)
  }

  /// Remembers what a key changed.
  mutating func record(from before: Choices) {
    let after = choices
    guard before != after else { return }
    lastChange += 1
    choiceHistory.record(ChoiceHistory.Step(before: before, after: after, number: lastChange))
  }

  /// Takes back what was changed last, or does it again.
  mutating func undo(again: Bool) -> [Effect] {
    let history = draft?.history
    let text = (again ? history?.undone : history?.done)?.last?.number
    let choice = (again ? choiceHistory.undone : choiceHistory.done).last?.number
    switch (text, choice) {
    case (nil, nil):
      say(again ? "nothing to redo" : "nothing to undo")
      return []
    case (let text?, let choice?) where text > choice: return undoText(again: again)
    case (_?, nil): return undoText(again: again)
    default: return undoChoice(again: again)
    }
  }

  private mutating func undoChoice(again: Bool) -> [Effect] {
    let before = choices
    lastChange += 1
    let goal = again ? choiceHistory.redo(number: lastChange) : choiceHistory.undo(number: lastChange)
    guard let goal else { return [] }
    columns = goal.columns
    base = goal.base
    heat.layer = goal.layer
    heat.head = goal.head
    lookIndex = goal.lookIndex
    say((again ? "redone: " : "undone: ") + difference(from: before, to: goal))
    let wasOn = Set(before.columns.filter(\.isOn).map(\.id))
    return shownIDs.filter { !wasOn.contains($0) }.flatMap { need($0) }
  }

  /// The first thing that differs, as it is after the change.
  private func difference(from before: Choices, to after: Choices) -> VisibleText {
    if before.columns != after.columns {
      let on = { (choices: Choices) in Set(choices.columns.filter(\.isOn).map(\.id)) }
      let (was, now) = (on(before), on(after))
      func title(_ id: String) -> VisibleText { VisibleText(entry(id)?.title ?? id) }
      if let id = now.subtracting(was).min() { return title(id) + " is shown" }
      if let id = was.subtracting(now).min() { return title(id) + " is hidden" }
      return "list of tokenizers"
    }
    if before.base != after.base, columns.indices.contains(after.base) { return "base " + title(after.base) }
    if before.layer != after.layer { return VisibleText("layer \(after.layer)") }
    if before.head != after.head { return VisibleText("head \(after.head.map(String.init) ?? "mean")") }
    return "theme " + VisibleText(look.theme.name)
  }

  /// The same for the open text alone.
  mutating func undoText(again: Bool) -> [Effect] {
    lastChange += 1
    let step =
      again ? drafts[position]?.redo(number: lastChange) : drafts[position]?.undo(number: lastChange)
    guard let step else {
      say(again ? "no edit to redo" : "no edit to undo")
      return []
    }
    say((again ? "redone: " : "undone: ") + State.description(of: step))
    return changed()
  }

  private static func description(of step: EditHistory.Step) -> VisibleText {
    func quoted(_ bytes: [UInt8]) -> VisibleText {
      let text = "\"" + VisibleText(bytes: bytes.prefix(24)) + "\""
      return bytes.count > 24 ? text + VisibleText(" and \(grouped(bytes.count - 24)) bytes more") : text
    }
    return switch step.kind {
    case .typed: "typed " + quoted(step.edit.inserted)
    case .deleted: "deleted " + quoted(step.edit.removed)
    case .pasted: VisibleText("paste of \(grouped(step.edit.inserted.count)) bytes")
    case .dropped: "dropped changes"
    }
  }
}
