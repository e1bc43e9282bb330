import Screen
import UnicodeText

/// The screen of `state` at `size`.
///
/// Pure and total: any state at any size gives a frame. Cost: the visible cells, as long as `state` was last updated for this size and look;
/// otherwise the lines of the window are broken again.
package func view(_ state: State, size: Size, look: Look) -> Frame {
  let fitting = state.size == size && state.look == look ? state : state.fitted(to: size, look: look)
  var painter = Painter(state: fitting, size: size, look: look)
  painter.paint()
  return painter.frame
}

/// Draws one state into one frame; the views are extensions of it.
struct Painter {
  let state: State
  let look: Look
  let geometry: Geometry
  var frame: Frame
  /// What the routing view has drawn.
  var routing: RoutingScene?
  /// Cells that the view lacks to show all that it could scroll to, about.
  private(set) var lacking = Size(width: 0, height: 0)

  init(state: State, size: Size, look: Look) {
    self.state = state
    self.look = look
    geometry = Geometry(state, size: size, look: look)
    frame = Frame(size: size, style: look[.text])
  }

  mutating func paint() {
    guard !geometry.isTooSmall else {
      paintTooSmall()
      return
    }
    paintTabs()
    switch state.list {
    case nil: paintView()
    case .help(let page, let scroll): paintHelp(page: page, scroll: scroll)
    case .picker(let selected): paintPicker(selected: selected)
    case .browser(let selected): paintBrowser(selected: selected)
    case .warnings(let selected): paintWarnings(selected: selected)
    case .messages(let scroll): paintMessages(scroll: scroll)
    }
    if let rect = geometry.tour { paintTour(in: rect) }
    paintBorder()
    if state.export.isOpen { paintExport() }
    paintStatus()
  }

  private mutating func paintView() {
    switch state.view {
    case .compare: paintCompare()
    case .attention: paintAttention()
    case .words: paintWords()
    case .routing: paintRouting()
    case .metrics: paintMetrics()
    case .terms: paintTerms()
    case .damage: paintDamage()
    case .seam: paintSeamView()
    case .explain: paintExplain()
    case .vocabulary: paintVocabulary()
    }
  }

  private mutating func paintCompare() {
    if let notice = emptyNotice {
      put(notice, x: 2, y: geometry.body.y + 1, .text, limit: geometry.body.width - 4)
    }
    switch geometry.arrangement {
    case .columns: paintColumns()
    case .rows(let skin): paintRows(skin: skin)
    case .list: paintTokenList()
    }
    if let panel = geometry.panel { paintLower(in: panel) }
    if let box = geometry.editor { paintEditor(in: box) }
    lackOfCompare()
    if geometry.panel.map({ $0.x > 0 }) ?? true { paintTable() }
    if let rect = geometry.inspector { paintInspector(in: rect, beside: geometry.inspectorIsBeside) }
    paintCursorLine()
    paintLegend()
  }

  private mutating func lackOfCompare() {
    let lines = max(0, (state.layout?.lines.count ?? 0) - geometry.linesPerPage) * geometry.blockHeight
    let isBelow = geometry.panel.map { $0.x == 0 } ?? false
    let tokens = geometry.panel == nil ? 0 : state.trace?.trace.tokens.count ?? 0
    let rows = max(0, tokens + 1 - (geometry.panel?.height ?? 0))
    let hidden = state.shown.count - geometry.capacity
    let isColumns = geometry.arrangement == .columns || geometry.arrangement == .list
    lack(
      width: isColumns ? hidden * (Geometry.columnWidth + 1) : 0,
      height: (isBelow ? lines + rows : max(lines, rows)) + (isColumns ? 0 : hidden))
  }

  private mutating func paintLower(in rect: Rect) {
    switch state.editor?.pane {
    case nil, .model: paintPanel(in: rect)
    case .typing: paintTyping(in: rect)
    case .seam: paintSeam(in: rect)
    }
  }

  /// What to do when there is nothing to compare.
  var emptyNotice: VisibleText? {
    if state.document == nil { return state.awaited == nil ? "no text is open (samples: b)" : "reading ..." }
    if state.shown.isEmpty { return "no tokenizer is shown (press 1-9, or p for all)" }
    if state.document?.byteCount == 0 {
      return state.editor == nil ? "this text is empty (e writes one, ] is the next)" : "this text is empty: type"
    }
    return nil
  }

  private mutating func paintTooSmall() {
    let size = geometry.size
    let minimum = Geometry.minimum
    let text = "tokview needs \(minimum.width)x\(minimum.height), this is \(size.width)x\(size.height)"
    // Words wrap, so that the notice can be read on any screen that has room for it.
    var line = ""
    var y = 0
    for word in (text + " (\(wayOut))").split(separator: " ") {
      if !line.isEmpty, line.utf8.count + 1 + word.utf8.count > size.width {
        put(VisibleText(line), x: 0, y: y, .text)
        y += 1
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    put(VisibleText(line), x: 0, y: y, .text)
  }

  /// What leads out of a screen that shows nothing.
  private var wayOut: String {
    if state.prompt != nil { return "Esc leaves the prompt" }
    if state.editor != nil { return "Esc leaves the editor" }
    if state.export.isOpen { return "Esc leaves the menu" }
    if state.list != nil { return "q closes the list" }
    if state.view == .explain { return "q closes the steps" }
    return state.losesEdits ? "q twice quits, edits are lost" : "q quits"
  }

  /// Tells how many more cells would show more of the view; the greatest number counts.
  mutating func lack(width: Int = 0, height: Int = 0) {
    lacking.width = max(lacking.width, width)
    lacking.height = max(lacking.height, height)
  }

  /// Writes `text` in the style of `role` and returns the column after it.
  @discardableResult
  mutating func put(_ text: VisibleText, x: Int, y: Int, _ role: Theme.Role, limit: Int = .max) -> Int {
    frame.put(text, x: x, y: y, style: look[role], limit: limit)
  }
}
