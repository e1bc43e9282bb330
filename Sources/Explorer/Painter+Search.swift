import Screen
import UnicodeText

/// What the status line and the prompt say of a search.
extension Painter {
  /// The search and the place of its match, or how far it is.
  var searchSettings: [VisibleText] {
    if let pending = state.search.pending {
      return [VisibleText("searching \(Int(pending.progress * 100)) % (Esc stops)")]
    }
    guard state.list == nil, state.view.showsText, state.search.isShown, let place = matchPlace else { return [] }
    return ["/" + look.label(state.search.text).clipped(to: 20, look: look) + " " + place]
  }

  /// `3/17`, `3 of 17 in this window`, `17 matches`.
  private var matchPlace: VisibleText? {
    guard let (number, count, isInWindow) = state.matchPlace else { return nil }
    if isInWindow {
      return VisibleText(
        number.map { "\($0) of \(grouped(count)) in this window" } ?? "\(grouped(count)) in this window")
    }
    if count == 0 { return "no match" }
    return VisibleText(number.map { "\($0)/\(grouped(count))" } ?? "\(grouped(count)) match\(count == 1 ? "" : "es")")
  }

  /// The line over a search that is being typed.
  func searchHint(_ prompt: Prompt) -> VisibleText {
    let how: VisibleText = "Enter stays there, Esc goes back"
    if state.search.origin?.list != nil { return "text in any line of the list   " + how }
    do throws(SearchPattern.Fault) {
      _ = try SearchPattern(prompt.string)
    } catch {
      switch error {
      case .empty:
        return "text, \\=ID token, \\x HEX bytes, \\differs where columns differ; Enter repeats the search before"
      case .wrong(let reason): return reason
      }
    }
    if let pending = state.search.pending {
      return VisibleText("searching \(Int(pending.progress * 100)) %   ") + how
    }
    return (matchPlace.map { $0 + "   " } ?? "") + how
  }
}
