import Analysis
import Screen
import Tokenization
import UnicodeText

/// The rows layout: one column map for all, one row for each tokenizer, as rulers or as tinted text.
extension Painter {
  mutating func paintRows(skin: Skin) {
    guard let layout = state.layout, let page = state.page, let first = layout.line(at: state.top - page.window.start)
    else { return }
    let order = state.shown
    guard !order.isEmpty else { return }
    let visible = order[state.firstShown..<min(order.count, state.firstShown + geometry.capacity)]
    var y = geometry.body.y
    for line in first..<min(layout.lines.count, first + geometry.linesPerPage) {
      let block = y
      if skin == .ruler {
        label("text", y: y)
        paintText(line, y: y)
        y += 1
      }
      if state.showsHex {
        label("hex", y: y)
        paintHex(line, y: y)
        y += 1
      }
      for column in visible where y < geometry.body.bottom {
        paintGutter(column, y: y, isFirst: line == first)
        paintRow(column, line: line, y: y, skin: skin)
        y += 1
      }
      if order.count > 1, y < geometry.body.bottom {
        label("cuts by", y: y)
        paintCuts(line, y: y)
      }
      y = block + geometry.blockHeight
    }
  }

  private mutating func label(_ text: VisibleText, y: Int) {
    guard y < geometry.body.bottom else { return }
    put(text, x: 2, y: y, .dim)
  }

  /// Number and title; the count on the first line only.
  private mutating func paintGutter(_ column: Int, y: Int, isFirst: Bool) {
    let isActive = column == state.active
    let role: Theme.Role = isActive ? .tabOn : .tab
    let numberWidth = state.columns.count > 9 ? 2 : 1
    if isActive { put(VisibleText(glyphs: [look.glyphs.pointer]), x: 0, y: y, .accent) }
    let number = "\(column + 1)"
    put(VisibleText(number), x: 1 + numberWidth - number.utf8.count, y: y, role)
    let room = geometry.gutter - geometry.countWidth - 4 - numberWidth
    put(look.label(state.title(column)).clipped(to: room, look: look), x: 2 + numberWidth, y: y, role)
    guard isFirst else { return }
    let count = state.count(column).map { "\($0.tokens)" } ?? "?"
    put(VisibleText(count), x: geometry.gutter - 1 - count.utf8.count, y: y, role, limit: geometry.countWidth)
  }

  private mutating func paintText(_ line: Int, y: Int) {
    guard let layout = state.layout, y < geometry.body.bottom else { return }
    var x = geometry.gutter
    let cursor = state.markedRange
    for atom in layout.lines[line].atoms {
      let start = layout.atoms.start(atom)
      let role: Theme.Role =
        cursor?.contains(start) == true ? .cursor : layout.alignment.difference(at: start) != nil ? .tokenA : .agreedA
      x = paintAtom(atom, x: x, y: y, right: geometry.body.right, style: look[role])
    }
    if layout.lines[line].isBroken, x < geometry.body.right {
      frame.put(look.glyphs.broken, x: x, y: y, style: look[.dim])
    }
  }

  private mutating func paintHex(_ line: Int, y: Int) {
    guard let layout = state.layout, y < geometry.body.bottom else { return }
    var x = geometry.gutter
    for (place, atom) in layout.lines[line].atoms.enumerated() {
      let room = geometry.body.right - x
      if room > 0 { put(layout.atoms.hex(atom), x: x, y: y, place % 2 == 0 ? .dim : .text, limit: room) }
      x += layout.atoms.width(atom)
    }
  }

  private mutating func paintRow(_ column: Int, line: Int, y: Int, skin: Skin) {
    guard let layout = state.layout, let cut = state.segmentation(column),
      let row = layout.row(of: state.columns[column].id)
    else { return }
    let atoms = layout.lines[line].atoms
    let cursor = state.markedRange
    let right = geometry.body.right
    var x = geometry.gutter
    var walk = TokenWalk(layout: layout, segmentation: cut, row: row, from: layout.atoms.start(atoms.lowerBound))
    // Signs of the markers of the token, which stand in its first cells.
    var signs: ArraySlice<Glyph> = []
    for atom in atoms {
      walk.advance(to: layout.atoms.start(atom))
      if walk.token.start == layout.atoms.start(atom) {
        signs = walk.markers.map { glyph(of: cut.tokens[$0], column) }[...]
      }
      let width = layout.atoms.width(atom)
      let share = walk.share(at: layout.atoms.end(atom))
      switch skin {
      case .tint:
        let style = tokenStyle(walk, column: column, cursor: cursor, tinted: true)
        let end = paintAtom(atom, x: x, y: y, right: right, style: style)
        // Only a space gives up its sign; letters show by themselves what a marker says.
        if let sign = signs.popFirst(), layout.atoms.isSpace(atom), x < right {
          frame.put(sign, x: x, y: y, style: markerStyle(walk, over: style))
        }
        signs = []
        if let share, share != .all, end <= right {
          let minority = look.theme.minority
          frame.restyle(Rect(x: end - 1, y: y, width: 1, height: 1)) { $0.adding(minority) }
        }
      case .ruler:
        let style = rulerStyle(walk, column: column, cursor: cursor)
        frame.fill(
          Rect(x: x, y: y, width: min(width, right - x), height: 1), glyph: look.fill(walk.shape), style: style)
        // The last cell of a token is for its cut.
        for (cell, sign) in signs.prefix(share == nil ? width : width - 1).enumerated() where x + cell < right {
          frame.put(sign, x: x + cell, y: y, style: style)
        }
        signs = signs.dropFirst(share == nil ? width : width - 1)
        if let share, x + width <= right {
          let isMinority = share != .all && style.attributes.isDisjoint(with: .reverse)
          frame.put(cutGlyph(share), x: x + width - 1, y: y, style: isMinority ? style.adding(.bold) : style)
        }
      }
      x += width
    }
    if layout.lines[line].isBroken, x < right { frame.put(look.glyphs.broken, x: x, y: y, style: look[.dim]) }
  }

  private func rulerStyle(_ walk: TokenWalk, column: Int, cursor: Range<Int>?) -> Style {
    let token = walk.token
    if let cursor, token.start < cursor.upperBound, token.end > cursor.lowerBound {
      return look[column == state.active ? .cursor : .match]
    }
    return look[walk.isLit ? .text : .border]
  }

  private func cutGlyph(_ share: CutShare) -> Glyph {
    switch share {
    case .all: look.glyphs.cutAll
    case .some: look.glyphs.cutSome
    case .only: look.glyphs.cutOnly
    }
  }

  /// How many rows cut after each atom.
  private mutating func paintCuts(_ line: Int, y: Int) {
    guard let layout = state.layout else { return }
    var x = geometry.gutter
    let alignment = layout.alignment
    for atom in layout.lines[line].atoms {
      x += layout.atoms.width(atom)
      guard x <= geometry.body.right else { break }
      let count = alignment.count(at: layout.atoms.end(atom))
      if count == 0 { continue }
      if count == alignment.rowCount {
        frame.put(look.glyphs.all, x: x - 1, y: y, style: look[.dim])
      } else {
        put(count > 9 ? "+" : VisibleText("\(count)"), x: x - 1, y: y, .accent)
      }
    }
  }
}
