import UnicodeText

/// What the user chose that can be undone, apart from edits of texts.
struct Choices: Hashable, Sendable {
  let columns: [Column]
  let base: Int
  let layer: Int
  let head: Int?
  let lookIndex: Int
}

/// Choices made and undone, newest last.
struct ChoiceHistory: Sendable {
  struct Step: Hashable, Sendable {
    let before: Choices
    let after: Choices
    /// Orders the changes of all kinds in time.
    var number: Int
  }

  private(set) var done: [Step] = []
  private(set) var undone: [Step] = []

  mutating func record(_ step: Step) {
    undone = []
    done.append(step)
    if done.count > EditHistory.stepLimit { done.removeFirst() }
  }

  mutating func undo(number: Int) -> Choices? {
    guard var step = done.popLast() else { return nil }
    step.number = number
    undone.append(step)
    return step.before
  }

  mutating func redo(number: Int) -> Choices? {
    guard var step = undone.popLast() else { return nil }
    step.number = number
    done.append(step)
    return step.after
  }
}
