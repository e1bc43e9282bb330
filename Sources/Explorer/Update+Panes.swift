import Screen
import UnicodeText

/// The focus: which pane the keys are for.
extension State {
  /// The panes that are on the screen, in the order in which they come.
  var panesOnScreen: [Pane] {
    guard list == nil, editor == nil, !export.isOpen else { return [.text] }
    switch view {
    case .compare:
      let geometry = Geometry(self, size: size, look: look)
      if geometry.isTooSmall { return [.text] }
      return [.text] + (geometry.panel == nil ? [] : [.panel]) + (geometry.inspector == nil ? [] : [.inspector])
    case .vocabulary: return vocabulary.showsDetails ? [.text, .details] : [.text]
    default: return [.text]
    }
  }

  /// The pane that the keys are for.
  package var focusedPane: Pane {
    panes.focus != .text && panesOnScreen.contains(panes.focus) ? panes.focus : .text
  }

  /// To the pane after or before; in the metrics to the section after or before.
  mutating func stepPane(_ step: Int) {
    if view == .metrics, list == nil {
      metrics.step(step)
      return
    }
    let all = panesOnScreen
    guard all.count > 1, let place = all.firstIndex(of: focusedPane) else {
      say(list == nil && view == .compare ? "one pane is here (model: s, inspector: i)" : "one pane is here")
      return
    }
    panes.focus = all[(place + step + all.count) % all.count]
  }

  /// Moves by lines of the pane that has the focus: by tokens in the panel, else through its facts.
  mutating func movePane(_ action: Action) -> [Effect] {
    switch focusedPane {
    case .text:
      complain("the text has the focus (Tab: the next pane)")
      return []
    case .panel:
      let page = max(1, (Geometry(self, size: size, look: look).panel?.height ?? 0) - 2)
      switch action {
      case .paneFirst: return move(.documentStart)
      case .paneLast: return move(.documentEnd)
      default: break
      }
      let step: Action = action == .paneUp || action == .panePageUp ? .previousToken : .nextToken
      let count = action == .paneUp || action == .paneDown ? 1 : page
      return (0..<count).flatMap { _ in move(step) }
    case .inspector, .details:
      if scrollFacts(of: focusedPane, action) { say("all of it is on the screen") }
    }
    return []
  }

  /// - Returns: whether all of the facts have room.
  @discardableResult
  mutating func scrollFacts(of pane: Pane, _ action: Action) -> Bool {
    let facts = Painter(state: self, size: size, look: look).facts(of: pane)
    let most = max(0, facts.lines - facts.room)
    let page = max(1, facts.room - 1)
    let start = min(panes.scroll, most)
    let goal =
      switch action {
      case .paneUp: start - 1
      case .paneDown: start + 1
      case .panePageUp: start - page
      case .panePageDown: start + page
      case .paneFirst: 0
      default: most
      }
    panes.scroll = max(0, min(goal, most))
    return most == 0
  }

  /// Facts about something else are seen from their first line.
  mutating func refreshPanes() {
    let token = view == .compare ? cursorToken.map { $0.token.start + (page?.window.start ?? 0) } : nil
    let subject = Panes.Subject(
      view: view, column: active, token: token, entry: view == .vocabulary ? vocabulary.entry : nil)
    if panes.subject != subject {
      panes.subject = subject
      panes.scroll = 0
    }
  }
}
