import Analysis
import Tokenization

extension State {
  /// Puts the cursor on byte `offset` of the document, kept inside the window.
  mutating func move(to offset: Int) {
    guard let window = page?.window else { return }
    cursor = max(window.start, min(offset, max(window.start, window.end - 1)))
  }

  /// Moves the cursor; asks for another window when the goal lies outside this one.
  mutating func move(_ action: Action) -> [Effect] {
    guard let page, let document, document.byteCount > 0 else {
      say(document == nil ? "no text is open (samples: b)" : "this text is empty (next text: ])")
      return []
    }
    let window = page.window
    switch action {
    case .previousToken, .nextToken: stepToken(forward: action == .nextToken)
    case .previousWord, .nextWord: stepWord(forward: action == .nextWord)
    case .documentStart, .documentEnd:
      let offset = action == .documentStart ? 0 : document.byteCount - 1
      guard offset >= window.start && offset < window.end else { return read(around: offset, then: .offset(offset)) }
      move(to: offset)
    case .previousDifference:
      guard layout?.alignment.difference(before: cursor - window.start) == nil, window.start > 0 else {
        return search(forward: false)
      }
      return read(
        around: max(0, window.start - window.bytes.count / 2), then: .searchBackward(from: min(cursor, window.start)))
    case .nextDifference:
      guard layout?.alignment.difference(after: cursor - window.start) == nil, window.end < document.byteCount else {
        return search(forward: true)
      }
      return read(
        around: min(document.byteCount - 1, window.end + window.bytes.count / 2),
        then: .searchForward(from: max(cursor, window.end - 1)))
    default: moveByLine(action)
    }
    return []
  }

  private mutating func search(forward: Bool) -> [Effect] {
    guard let window = page?.window, let layout else { return [] }
    let here = cursor - window.start
    if let found = forward ? layout.alignment.difference(after: here) : layout.alignment.difference(before: here) {
      move(to: window.start + found.lowerBound)
    } else {
      say(forward ? "no difference after this place" : "no difference before this place")
    }
    return []
  }

  private mutating func stepToken(forward: Bool) {
    guard let window = page?.window, let cut = segmentation(active), let (index, token) = cursorToken else { return }
    var next = index + (forward ? 1 : -1)
    while cut.tokens.indices.contains(next), cut.tokens[next].isVirtual { next += forward ? 1 : -1 }
    if cut.tokens.indices.contains(next) {
      move(to: window.start + cut.tokens[next].start)
    } else if !forward {
      move(to: window.start + token.start)
    }
  }

  private mutating func stepWord(forward: Bool) {
    guard let window = page?.window else { return }
    var index = cursor - window.start + (forward ? 1 : -1)
    while window.bytes.indices.contains(index) {
      if WordRanges.isWordStart(index, in: window.bytes) {
        move(to: window.start + index)
        return
      }
      index += forward ? 1 : -1
    }
  }

  private mutating func moveByLine(_ action: Action) {
    guard let window = page?.window, let layout, let line = layout.line(at: cursor - window.start) else { return }
    let page = Geometry(self, size: size, look: look).linesPerPage
    let step: Int
    switch action {
    case .lineStart:
      move(to: window.start + layout.range(line).lowerBound)
      return
    case .lineEnd:
      move(to: window.start + layout.atoms.start(layout.lines[line].atoms.upperBound - 1))
      return
    case .previousLine: step = -1
    case .nextLine: step = 1
    case .halfPageUp: step = -max(1, page / 2)
    case .halfPageDown: step = max(1, page / 2)
    case .pageUp: step = -page
    default: step = page
    }
    let goal = max(0, min(line + step, layout.lines.count - 1))
    move(to: window.start + layout.offset(onLine: goal, atCell: layout.cell(of: cursor - window.start)))
    if abs(step) > 1, let first = layout.line(at: top - window.start) {
      let start = max(0, min(first + step, layout.lines.count - 1))
      top = window.start + layout.range(start).lowerBound
    }
  }
}
