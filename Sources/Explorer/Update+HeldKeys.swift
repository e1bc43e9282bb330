import Screen
import UnicodeText

/// Keys that come before what they are about: they are typed when it is there, in their order.
extension State {
  /// Most keys that are held.
  static let heldKeysLimit = 256

  /// Holds `key` where it, or one before it, needs what is not there yet; a second `Esc` drops those that wait.
  mutating func holds(_ key: Key) -> Bool {
    guard !heldKeys.isEmpty || isTooEarly(pendingKeys + [key]), key != .control("c") else { return false }
    if key == .escape, heldKeys.last == .escape {
      heldKeys = []
      return false
    }
    heldKeys = Array((heldKeys + pendingKeys + [key]).prefix(State.heldKeysLimit))
    pendingKeys = []
    return true
  }

  /// Takes the first key that was held, once nothing is in its way.
  mutating func takeHeldKey() -> Key? {
    guard !heldKeys.isEmpty, !isTooEarly(pendingKeys + heldKeys) else { return nil }
    return heldKeys.removeFirst()
  }

  /// Whether what the first of `keys` mean needs something that is not there yet.
  private func isTooEarly(_ keys: [Key]) -> Bool {
    guard prompt == nil, editor == nil, list == nil, !export.isOpen, let action = action(of: keys) else { return false }
    return isOpening && State.needText.contains(action)
      || view == .explain && stepper.question.isWaiting && State.needSteps.contains(action)
      || view == .vocabulary && vocabulary.isWaiting && State.needEntries.contains(action)
      || view == .terms && terms.isWaiting && State.needTerms.contains(action)
      || search.pending != nil && State.needMatch.contains(action)
      || reading != nil && trace == nil && State.needTrace.contains(action)
  }

  private func action(of keys: [Key]) -> Action? {
    let map = keyMap
    for count in keys.indices.map({ $0 + 1 }) {
      let start = Array(keys.prefix(count))
      if let action = map.action(for: start) { return action }
      if !map.isPrefix(start) { return nil }
    }
    return nil
  }

  /// True while a text is opened, or a far part of it is read for the cursor to go there.
  private var isOpening: Bool {
    switch (awaited, target) {
    case (nil, _): false
    case (.document, _): true
    case (.window, .offset(let offset)): page.map { !($0.window.start...$0.window.end).contains(offset) } ?? true
    case (.window, _): true
    }
  }

  /// Not those that choose tokenizers: a text is shown when all of them have cut it, and one may be slow.
  private static let needText: Set<Action> = {
    let contexts: Set<ActionEntry.Context> = [.moving, .pane, .attention, .routing, .damage, .seam, .explain]
    return Set(Action.table.filter { contexts.contains($0.context) }.map(\.action))
      .subtracting([.toggle, .base, .previousTokenizer, .nextTokenizer])
      .union([.previousLine, .nextLine, .search, .nextMatch, .previousMatch, .edit, .undo, .redo]).union(takeAway)
  }()

  /// What copies and writes.
  private static let takeAway: Set<Action> = [
    .export, .repeatExport, .yankRow, .yankToken, .yankIDs, .yankJSON, .yankScreen, .yankCommand,
  ]

  private static let needTerms = takeAway.union([
    .previousTerm, .nextTerm, .termPageUp, .termPageDown, .firstTerm, .lastTerm,
  ])

  private static let needSteps: Set<Action> = [.previousStep, .nextStep, .firstStep, .lastStep, .stepOn]

  private static let needEntries: Set<Action> = [
    .previousEntry, .nextEntry, .entriesUp, .entriesDown, .firstEntry, .lastEntry, .entryDetails, .entryKind,
  ]

  private static let needMatch: Set<Action> = [.nextMatch, .previousMatch]

  private static let needTrace: Set<Action> = [
    .previousLayer, .nextLayer, .previousHead, .nextHead, .meanHead, .previousKey, .nextKey, .previousExpert,
    .nextExpert,
  ]
}
