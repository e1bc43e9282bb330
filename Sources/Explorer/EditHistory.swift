/// The edits of one text that can be taken back, and those that were.
struct EditHistory: Sendable {
  enum Kind: Hashable, Sendable { case typed, deleted, pasted, dropped }

  struct Step: Hashable, Sendable {
    var edit: TextEdit
    let kind: Kind
    /// Where the caret was before.
    let caret: Int
    /// Orders the changes of all kinds in time.
    var number: Int
  }

  /// Most steps.
  static let stepLimit = 200
  /// Most bytes that the steps may hold, apart from the newest.
  static let byteLimit = 8 << 20

  private(set) var done: [Step] = []
  private(set) var undone: [Step] = []
  /// Whether the next edit begins a step of its own.
  private var isSealed = true
  private var cost = 0

  /// What is typed next is not part of what was typed before.
  mutating func seal() { isSealed = true }

  /// Takes an edit in. Characters typed one after the other make one step up to the end of a word, and so do deleted ones.
  mutating func record(_ edit: TextEdit, _ kind: Kind, caret: Int, number: Int) {
    undone = []
    if !isSealed, let last = done.last, last.kind == kind, let joined = joined(last.edit, edit, kind) {
      cost += joined.cost - last.edit.cost
      done[done.count - 1].edit = joined
      done[done.count - 1].number = number
    } else {
      done.append(Step(edit: edit, kind: kind, caret: caret, number: number))
      cost += edit.cost
    }
    isSealed = kind == .pasted || kind == .dropped
    trim()
  }

  private func joined(_ first: TextEdit, _ next: TextEdit, _ kind: Kind) -> TextEdit? {
    switch kind {
    case .typed:
      guard next.removed.isEmpty, next.offset == first.offset + first.inserted.count, first.inserted.count < 256
      else { return nil }
      // A word begins after a space or a line end.
      if let last = first.inserted.last, last <= 0x20, let typed = next.inserted.first, typed > 0x20 { return nil }
      return TextEdit(offset: first.offset, removed: first.removed, inserted: first.inserted + next.inserted)
    case .deleted:
      guard first.inserted.isEmpty, next.inserted.isEmpty, first.removed.count < 256 else { return nil }
      if next.offset + next.removed.count == first.offset {
        return TextEdit(offset: next.offset, removed: next.removed + first.removed, inserted: [])
      }
      return next.offset == first.offset
        ? TextEdit(offset: first.offset, removed: first.removed + next.removed, inserted: []) : nil
    case .pasted, .dropped: return nil
    }
  }

  private mutating func trim() {
    while done.count > 1, done.count > EditHistory.stepLimit || cost > EditHistory.byteLimit {
      cost -= done.removeFirst().edit.cost
    }
  }

  /// Takes the last step back; nil when there is none.
  mutating func undo(number: Int) -> Step? {
    guard var step = done.popLast() else { return nil }
    isSealed = true
    cost -= step.edit.cost
    step.number = number
    undone.append(step)
    return step
  }

  /// Does the step again that was taken back last; nil when there is none.
  mutating func redo(number: Int) -> Step? {
    guard var step = undone.popLast() else { return nil }
    isSealed = true
    cost += step.edit.cost
    step.number = number
    done.append(step)
    return step
  }
}
