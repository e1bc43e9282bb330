import Analysis
import Screen
import Tokenization

/// What the mouse means: a press puts the cursor there, gives a pane the focus or opens a tab, a drag marks tokens, the wheel scrolls.
extension State {
  /// Lines that one step of the wheel goes in a list.
  private static let wheelLines = 3

  mutating func handle(_ mouse: Mouse) -> [Effect] {
    let geometry = Geometry(self, size: size, look: look)
    guard isMouseOn, prompt == nil, editor == nil, !export.isOpen, !geometry.isTooSmall,
      (0..<size.width).contains(mouse.x),
      (0..<size.height).contains(mouse.y)
    else { return [] }
    pendingKeys = []
    switch mouse.kind {
    case .wheelUp, .wheelDown:
      return turn(isDown: mouse.kind == .wheelDown, over: pane(x: mouse.x, y: mouse.y, geometry))
    case .press:
      message = nil
      selection = nil
      return press(x: mouse.x, y: mouse.y, geometry)
    case .drag: drag(x: mouse.x, y: mouse.y, geometry)
    case .release: if selection?.head == nil { selection = nil }
    }
    return []
  }

  /// Marks from the press to here, as far as the text goes.
  private mutating func drag(x: Int, y: Int, _ geometry: Geometry) {
    guard selection != nil, list == nil, view == .compare, pane(x: x, y: y, geometry) == .text,
      let offset = place(x: x, y: y, geometry)?.offset
    else { return }
    selection?.head = offset
    move(to: offset)
  }

  /// The pane of compare at a cell.
  private func pane(x: Int, y: Int, _ geometry: Geometry) -> Pane {
    guard list == nil, view == .compare else { return .text }
    if geometry.panel?.contains(x: x, y: y) == true { return .panel }
    return geometry.inspector?.contains(x: x, y: y) == true ? .inspector : .text
  }

  private mutating func turn(isDown: Bool, over pane: Pane) -> [Effect] {
    if list != nil {
      var effects: [Effect] = []
      for _ in 0..<State.wheelLines { effects += perform(isDown ? .listDown : .listUp) }
      return effects
    }
    if pane == .inspector {
      for _ in 0..<State.wheelLines { scrollFacts(of: .inspector, isDown ? .paneDown : .paneUp) }
      return []
    }
    switch view {
    case .compare where pane == .panel: return move(isDown ? .nextToken : .previousToken)
    case .compare, .damage: return perform(isDown ? .nextLine : .previousLine)
    case .attention, .words: return perform(isDown ? .nextQuery : .previousQuery)
    case .routing: return perform(isDown ? .nextToken : .previousToken)
    case .metrics: return perform(isDown ? .metricsDown : .metricsUp)
    case .explain: return perform(isDown ? .nextStep : .previousStep)
    case .terms: return perform(isDown ? .nextTerm : .previousTerm)
    case .vocabulary: return perform(isDown ? .nextEntry : .previousEntry)
    case .seam: return perform(isDown ? .seamRight : .seamLeft)
    }
  }

  private mutating func press(x: Int, y: Int, _ geometry: Geometry) -> [Effect] {
    if y == 0 {
      if list == nil, let tab = tabs.first(where: { $0.cells.contains(x) }) { show(tab.view) }
      return []
    }
    if list != nil { return pressLine(y - geometry.body.y, geometry) }
    guard view == .compare else { return [] }
    let pane = pane(x: x, y: y, geometry)
    if y < geometry.borderLine { panes.focus = pane }
    guard pane != .inspector, let place = place(x: x, y: y, geometry) else { return [] }
    if let column = place.column { active = column }
    if let offset = place.offset {
      move(to: offset)
      if pane == .text { selection = TextSelection(anchor: offset) }
    }
    return []
  }

  /// The first press on a line selects it, the second one opens it.
  private mutating func pressLine(_ row: Int, _ geometry: Geometry) -> [Effect] {
    let selected: Int
    switch list {
    case .picker(let line), .browser(let line), .warnings(let line): selected = line
    case .help, .messages, nil: return []
    }
    let line = Painter.firstLine(of: listCount, selected: selected, height: geometry.body.height) + row
    guard row >= 0, row < geometry.body.height, line < listCount else { return [] }
    if line == selected { return perform(.choose) }
    switch list {
    case .picker: list = .picker(selected: line)
    case .warnings: list = .warnings(selected: line)
    default: list = .browser(selected: line)
    }
    return []
  }

  /// The column and the byte of the document that compare shows at a cell; nil where it shows neither.
  func place(x: Int, y: Int, _ geometry: Geometry) -> (column: Int?, offset: Int?)? {
    if let panel = geometry.panel, y > panel.y, y < panel.bottom, x >= panel.x, x < panel.right {
      return panelToken(atLine: y - panel.y - 1, of: panel).map { (nil, $0) }
    }
    guard let page, let layout, let first = layout.line(at: top - page.window.start) else { return nil }
    let order = shown
    let body = geometry.body
    guard x >= body.x, x < body.right, y < body.bottom else { return nil }
    if !geometry.arrangement.isOfColumns {
      guard y >= body.y else { return nil }
      let line = first + (y - body.y) / geometry.blockHeight
      guard layout.lines.indices.contains(line) else { return nil }
      var row = (y - body.y) % geometry.blockHeight
      if case .rows(.ruler) = geometry.arrangement { row -= 1 }
      if showsHex { row -= 1 }
      let isRow = row >= 0 && row < geometry.capacity && order.indices.contains(firstShown + row)
      let cell = x - geometry.gutter
      return (
        isRow ? order[firstShown + row] : nil,
        cell < 0 ? nil : page.window.start + layout.offset(onLine: line, atCell: cell)
      )
    }
    let slot = (x - geometry.gutter) / (geometry.textWidth + 1)
    guard x >= geometry.gutter, slot < geometry.capacity, order.indices.contains(firstShown + slot) else { return nil }
    let column = order[firstShown + slot]
    let line = first + y - body.y
    guard y >= body.y, layout.lines.indices.contains(line) else { return (column, nil) }
    let cell = x - geometry.gutter - slot * (geometry.textWidth + 1)
    let offset =
      geometry.arrangement == .list
      ? layout.range(line).lowerBound : self.offset(in: column, line: line, cell: cell, layout)
    return (column, page.window.start + offset)
  }

  /// The byte of the window at a cell of a column, whose markers and cuts take cells too.
  private func offset(in column: Int, line: Int, cell wanted: Int, _ layout: TextLayout) -> Int {
    let atoms = layout.lines[line].atoms
    guard let cut = segmentation(column), let row = layout.row(of: columns[column].id) else {
      return layout.offset(onLine: line, atCell: wanted)
    }
    var walk = TokenWalk(layout: layout, segmentation: cut, row: row, from: layout.atoms.start(atoms.lowerBound))
    var cell = 0
    for atom in atoms {
      walk.advance(to: layout.atoms.start(atom))
      if walk.token.start == layout.atoms.start(atom) { cell += walk.markers.count }
      cell += layout.atoms.width(atom)
      if walk.share(at: layout.atoms.end(atom)) != nil { cell += 1 }
      if cell > wanted { return layout.atoms.start(atom) }
    }
    return layout.atoms.start(atoms.upperBound - 1)
  }

  /// Where the token on a line of the model's panel begins.
  private func panelToken(atLine line: Int, of panel: Rect) -> Int? {
    guard let trace, let window = page?.window else { return nil }
    let tokens = trace.trace.tokens
    let cursor = trace.token(at: self.cursor - window.start) ?? 0
    let lines = panel.height - 1
    let index = max(0, min(cursor - lines / 2, tokens.count - lines)) + line
    guard tokens.indices.contains(index), let range = tokens[index].bytes else { return nil }
    return window.start + range.lowerBound
  }
}
