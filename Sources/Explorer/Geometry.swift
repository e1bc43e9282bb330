import Screen

/// Where everything stands on a screen of one size.
struct Geometry: Hashable, Sendable {
  /// Smallest screen that is drawn.
  static let minimum = Size(width: 60, height: 16)
  /// Smallest column of the columns layout.
  static let columnWidth = 19
  private static let sideInspectorWidth = 42
  private static let bottomInspectorHeight = 8
  /// From this width on the model's panel stands right of the text.
  private static let widePanelWidth = 160
  /// Lines of the panel, title included, when the text could fill the rest.
  private static let leastPanelHeight = 11

  let size: Size
  let arrangement: State.Arrangement
  /// Titles of the columns; nil in rows.
  let header: Rect?
  /// Text, list or help.
  let body: Rect
  let inspector: Rect?
  /// True when the inspector stands right of the body, false below.
  let inspectorIsBeside: Bool
  /// What the model makes of the active column, its title line included.
  let panel: Rect?
  /// Cells left of the text in rows.
  let gutter: Int
  /// Cells of a token count.
  let countWidth: Int
  /// Cells of text on one line.
  let textWidth: Int
  /// Columns or rows that fit.
  let capacity: Int
  /// Lines of the screen that one line of text takes, with the blank one after it.
  let blockHeight: Int
  /// Lines of text that fit.
  let linesPerPage: Int

  var isTooSmall: Bool { size.width < Geometry.minimum.width || size.height < Geometry.minimum.height }

  init(_ state: State, size: Size, look: Look) {
    self.size = size
    let count = state.shown.count
    var body = Rect(x: 0, y: 1, width: size.width, height: size.height - 5)
    let isCompare = state.list == nil && state.view == .compare
    let hasPanel = isCompare && state.showsModel && count > 0
    var panel: Rect?
    if hasPanel, size.width >= Geometry.widePanelWidth {
      // Room for all columns beside it, if that leaves the panel its own.
      let width = max(80, min(size.width / 2, size.width - count * (Geometry.columnWidth + 1)))
      panel = Rect(x: size.width - width, y: 1, width: width, height: body.height)
      body.width -= width + 1
    }
    let columnsFit = count == 0 || (body.width + 1) / count - 1 >= Geometry.columnWidth
    arrangement = state.chosenArrangement ?? (columnsFit ? .columns : .rows(look.defaultSkin))
    var inspector: Rect?
    var beside = false
    let digits = String(state.shown.reduce(0) { max($0, state.count($1)?.tokens ?? 0) }).utf8.count
    countWidth = max(2, digits)

    if state.showsInspector && isCompare {
      if arrangement != .columns && size.width >= 110 && panel == nil && !hasPanel {
        beside = true
        let width = Geometry.sideInspectorWidth
        inspector = Rect(x: size.width - width, y: 1, width: width, height: body.height)
        body.width -= width + 1
      } else {
        let height = max(3, min(Geometry.bottomInspectorHeight, body.height - 7))
        inspector = Rect(x: 0, y: body.bottom - height, width: body.width, height: height)
        body.height -= height + 1
      }
    }
    self.inspector = inspector
    inspectorIsBeside = beside

    switch arrangement {
    case .columns:
      gutter = 0
      header = isCompare ? Rect(x: 0, y: body.y, width: body.width, height: 1) : nil
      if isCompare {
        body.y += 1
        body.height -= 1
      }
      capacity = max(1, min(count, (body.width + 1) / (Geometry.columnWidth + 1)))
      textWidth = max(1, (body.width + 1) / capacity - 1)
      blockHeight = 1
    case .rows(let skin):
      header = nil
      let titles = state.shown.reduce(8) { max($0, min(12, state.title($1).width)) }
      gutter = 4 + (state.columns.count > 9 ? 1 : 0) + titles + countWidth + 1
      textWidth = max(1, body.width - gutter)
      let fixed = (skin == .ruler ? 1 : 0) + (state.showsHex ? 1 : 0) + (count > 1 ? 1 : 0)
      let reserved = hasPanel && panel == nil ? min(Geometry.leastPanelHeight, body.height / 2) : 0
      capacity = max(1, min(count, body.height - reserved - fixed))
      blockHeight = fixed + capacity + 1
    }
    if hasPanel, panel == nil, body.height >= 4 {
      // The text takes what it needs, the panel the rest and never less than a third of the screen.
      let needed = max(1, state.layout?.lines.count ?? 1) * blockHeight - (blockHeight > 1 ? 1 : 0)
      let height = max(min(Geometry.leastPanelHeight, body.height / 2), body.height - needed)
      panel = Rect(x: 0, y: body.bottom - height, width: size.width, height: height)
      body.height -= height
    }
    linesPerPage = max(1, (body.height + (blockHeight > 1 ? 1 : 0)) / blockHeight)
    self.panel = panel
    self.body = body
  }

  /// Lines from the bottom: border, cursor, legend, status.
  var borderLine: Int { size.height - 4 }
  var cursorLine: Int { size.height - 3 }
  var legendLine: Int { size.height - 2 }
  var statusLine: Int { size.height - 1 }
}
