import Screen

/// Where everything stands on a screen of one size.
struct Geometry: Hashable, Sendable {
  /// Smallest screen that is drawn.
  static let minimum = Size(width: 60, height: 16)
  /// Smallest column of the columns layout.
  static let columnWidth = 19
  private static let sideInspectorWidth = 42
  /// From this width on the inspector stands right of the text, unless the model's panel does.
  private static let sideInspectorFrom = 110
  private static let bottomInspectorHeight = 8
  /// Lines that the inspector right of the text keeps before the table gets any.
  private static let leastSideInspector = 12
  /// From this width on the model's panel stands right of the text.
  private static let widePanelWidth = 160
  /// Lines of the panel, title included, when the text could fill the rest.
  private static let leastPanelHeight = 11

  let size: Size
  let arrangement: State.Arrangement
  /// Titles of the columns, also of the list; nil in rows.
  let header: Rect?
  /// Text, list or help.
  let body: Rect
  let inspector: Rect?
  /// The table of counts under a text and an inspector that stand side by side.
  let table: Rect?
  /// True when the inspector stands right of the body, false below.
  let inspectorIsBeside: Bool
  /// What the model makes of the active column, its title line included.
  let panel: Rect?
  /// The editor's box, borders included.
  let editor: Rect?
  /// The question of the tour, its title line included; above the border.
  let tour: Rect?
  /// Cells left of the text in rows and in the list.
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
    tour = Geometry.tour(state, size: size, look: look)
    body.height -= tour?.height ?? 0
    let isCompare = state.list == nil && state.view == .compare
    let editing = isCompare ? state.editor : nil
    if editing != nil {
      let height = min(Geometry.editorHeight(of: size), max(3, body.height - 6))
      editor = Rect(x: 0, y: body.y, width: size.width, height: height)
      body.y += height
      body.height -= height
    } else {
      editor = nil
    }
    let hasPanel = isCompare && count > 0 && (state.showsModel || editing.map { $0.pane != .model } ?? false)
    var panel: Rect?
    if hasPanel, size.width >= Geometry.widePanelWidth {
      // Room for all columns beside it, if that leaves the panel its own.
      let width = max(80, min(size.width / 2, size.width - count * (Geometry.columnWidth + 1)))
      panel = Rect(x: size.width - width, y: body.y, width: width, height: body.height)
      body.width -= width + 1
    }
    var inspector: Rect?
    var beside = false
    let digits = String(state.shown.reduce(0) { max($0, state.count($1)?.tokens ?? 0) }).utf8.count
    countWidth = max(2, digits)

    if state.showsInspector && isCompare && (editing == nil || size.height >= 40) {
      if size.width >= Geometry.sideInspectorFrom && panel == nil {
        beside = true
        let width = Geometry.sideInspectorWidth
        inspector = Rect(x: size.width - width, y: body.y, width: width, height: body.height)
        body.width -= width + 1
      } else {
        let height = max(3, min(Geometry.bottomInspectorHeight, body.height - 7))
        inspector = Rect(x: 0, y: body.bottom - height, width: body.width, height: height)
        body.height -= height + 1
      }
    }
    let columnsFit = count == 0 || (body.width + 1) / count - 1 >= Geometry.columnWidth
    arrangement = state.chosenArrangement ?? (columnsFit ? .columns : .rows(look.defaultSkin))
    inspectorIsBeside = beside

    // The rows of all columns come first while the text is edited.
    let least = min(Geometry.leastPanelHeight, editing == nil ? body.height / 2 : body.height * 2 / 5)
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
    case .list:
      // The offset of each line stands left of it.
      gutter = max(4, String(max(0, (state.document?.byteCount ?? 1) - 1)).utf8.count) + 1
      header = isCompare ? Rect(x: 0, y: body.y, width: body.width, height: 1) : nil
      if isCompare {
        body.y += 1
        body.height -= 1
      }
      let room = body.width - gutter
      capacity = max(1, min(count, (room + 1) / (Geometry.columnWidth + 1)))
      textWidth = max(1, (room + 1) / capacity - 1)
      blockHeight = 1
    case .rows(let skin):
      header = nil
      let titles = state.shown.reduce(8) { max($0, min(12, state.title($1).width)) }
      gutter = 4 + (state.columns.count > 9 ? 1 : 0) + titles + countWidth + 1
      textWidth = max(1, body.width - gutter)
      let fixed = (skin == .ruler ? 1 : 0) + (state.showsHex ? 1 : 0) + (count > 1 ? 1 : 0)
      let reserved = hasPanel && panel == nil ? least : 0
      capacity = max(1, min(count, body.height - reserved - fixed))
      blockHeight = fixed + capacity + 1
    }
    if hasPanel, panel == nil, body.height >= 4 {
      // The text takes what it needs, the panel the rest and never less than a third of the screen.
      let needed = max(1, state.layout?.lines.count ?? 1) * blockHeight - (blockHeight > 1 ? 1 : 0)
      let height = max(least, body.height - needed)
      panel = Rect(x: 0, y: body.bottom - height, width: body.width, height: height)
      body.height -= height
    }
    var table: Rect?
    if beside, panel == nil, let side = inspector, count > 1, let page = state.page,
      let lines = state.layout?.lines.count, lines > 0,
      page.window.bytes.count == state.document?.byteCount
    {
      let height = count + 2
      if body.height - lines * blockHeight >= height, side.height - height >= Geometry.leastSideInspector {
        table = Rect(x: 0, y: body.bottom - height, width: size.width, height: height)
        body.height -= height
        inspector?.height -= height
      }
    }
    self.table = table
    self.inspector = inspector
    linesPerPage = max(1, (body.height + (blockHeight > 1 ? 1 : 0)) / blockHeight)
    self.panel = panel
    self.body = body
  }

  /// Lines of the editor's box: four of text, more where the screen has room.
  private static func editorHeight(of size: Size) -> Int {
    switch size.height {
    case ..<20: 4
    case ..<36: 6
    case ..<56: 8
    default: 12
    }
  }

  private static func tour(_ state: State, size: Size, look: Look) -> Rect? {
    guard state.tour != nil, state.list == nil, size.height >= minimum.height else { return nil }
    let lines = state.tourLines(width: tourWidth(size.width), look: look)
    let wanted = 1 + lines.question.count + lines.answer.count
    guard wanted > 1 else { return nil }
    let height = min(wanted, max(2, (size.height - 5) / (state.view.isOfOneText ? 2 : 4)))
    return Rect(x: 0, y: size.height - 4 - height, width: size.width, height: height)
  }

  /// Cells of a line of the tour's question.
  static func tourWidth(_ width: Int) -> Int { max(8, min(width - 4, 116)) }

  /// Lines from the bottom: border, cursor, legend, status.
  var borderLine: Int { size.height - 4 }
  var cursorLine: Int { size.height - 3 }
  var legendLine: Int { size.height - 2 }
  var statusLine: Int { size.height - 1 }
}
