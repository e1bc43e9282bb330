import Analysis
import Screen
import UnicodeText

/// Which tokens a small cache of keys and values would keep.
extension Painter {
  /// The chosen policy at the cursor; nil while it is off.
  func keyValueBudget(_ scene: AttentionScene) -> KeyValueBudget? {
    let policy: KeyValueBudget.Policy
    switch state.heat.budget {
    case .off: return nil
    case .importance: policy = .importance
    case .keyTokens: policy = .keyTokens
    case .recency: policy = .recency
    }
    let place = LensPlace(layer: scene.place.layer, head: scene.place.head, cursor: scene.row)
    return try? KeyValueBudget(policy, budget: state.heat.budgetSize, trace: scene.trace.trace, place: place)
  }

  /// `KV budget 8 by importance (last 1, top 7): 0 3 6 7 8 9 10 13  mass .94, all heads .91  what-if`
  mutating func paintBudget(_ budget: KeyValueBudget, y: Int) {
    let limit = geometry.size.width - 1
    let parts = [("first", budget.first), ("last", budget.last), ("top", budget.top)].filter { $0.1 > 0 }
    let rule = " (" + parts.map { "\($0.0) \($0.1)" }.joined(separator: ", ") + ")"
    let title = " KV budget \(state.heat.budgetSize) by \(budget.policy.rawValue)"
    let mass = "  mass \(budget.mass.map { decimal($0) } ?? "-")"
    let all = ", all heads \(budget.meanMass.map { decimal($0) } ?? "-")"
    let note = "  what-if"
    let list = budget.kept.map { " \($0)" }.joined()
    // What explains gives way to what says which tokens are kept.
    var width = title.utf8.count + 1 + list.utf8.count + mass.utf8.count
    func fitting(_ part: String) -> String {
      guard width + part.utf8.count <= limit else { return "" }
      width += part.utf8.count
      return part
    }
    let tail = fitting(note)
    let end = mass + fitting(all) + tail
    var x = put(VisibleText(title + fitting(rule) + ":"), x: 0, y: y, .text, limit: limit)
    let room = limit - end.utf8.count
    for (index, token) in budget.kept.enumerated() {
      let text = " \(token)"
      let isLast = index == budget.kept.count - 1
      if x + text.utf8.count + (isLast ? 0 : 4) > room {
        x = put(" ...", x: x, y: y, .dim, limit: max(0, room - x))
        break
      }
      x = put(VisibleText(text), x: x, y: y, .accent)
    }
    put(VisibleText(end), x: x, y: y, .text, limit: max(0, limit - x))
  }
}
