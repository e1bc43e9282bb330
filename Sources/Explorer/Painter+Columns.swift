import Analysis
import Screen
import Tokenization
import UnicodeText

/// The columns layout: every tokenizer shows the text itself, broken into lines at the same bytes.
extension Painter {
  mutating func paintColumns() {
    let order = state.shown
    guard let header = geometry.header, !order.isEmpty else { return }
    let visible = order[state.firstShown..<min(order.count, state.firstShown + geometry.capacity)]
    for (place, column) in visible.enumerated() {
      let x = place * (geometry.textWidth + 1)
      paintHeader(column, x: x, y: header.y)
      paintColumn(column, x: x)
      if place < visible.count - 1 {
        let bottom = tableTop ?? geometry.body.bottom
        let edge = Rect(x: x + geometry.textWidth, y: header.y, width: 1, height: bottom - header.y)
        frame.fill(edge, glyph: look.columnEdge, style: look[.border])
      }
    }
  }

  mutating func paintHeader(_ column: Int, x: Int, y: Int) {
    let width = geometry.textWidth
    let isActive = column == state.active
    let role: Theme.Role = isActive ? .tabOn : .tab
    frame.fill(Rect(x: x, y: y, width: width, height: 1), style: look[role])
    let titles = state.shown.map { min(8, state.title($0).width) }
    var right = numbers(
      column, room: width - 4 - min(8, state.title(column).width), rateRoom: width - 4 - (titles.max() ?? 0))
    if !right.isEmpty { right = " " + right }
    let pointer = isActive ? VisibleText(glyphs: [look.glyphs.pointer]) : " "
    let left = (pointer + VisibleText("\(column + 1) ") + look.label(state.title(column))).clipped(
      to: width - right.width, look: look)
    put(left, x: x, y: y, role)
    put(right, x: x + width - right.width, y: y, role)
  }

  /// Tokens, difference to the base and bytes per token, as far as they fit into `room` cells; the last into `rateRoom`, the
  /// same for all columns.
  private func numbers(_ column: Int, room: Int, rateRoom: Int) -> VisibleText {
    guard let count = state.count(column) else { return look.plain("…") }
    func padded(_ delta: String) -> String { String(repeating: " ", count: max(0, 4 - delta.utf8.count)) + delta }
    let mark = count.isFinal ? "" : "+"
    let exact = "\(count.tokens)" + mark
    let short = shortened(count.tokens) + mark
    var texts = [exact, short]
    if state.shown.count > 1 {
      let delta = delta(column) { "\($0)" }
      texts.insert(exact + " " + padded(delta), at: 0)
      let shortDelta = self.delta(column) { shortened($0, from: 1000) }
      if column != state.base, !delta.isEmpty {
        texts.insert(contentsOf: [exact + " " + delta, short + " " + shortDelta], at: 1)
      }
    }
    guard var text = texts.first(where: { $0.utf8.count <= room }) ?? texts.last else { return "" }
    if count.isFinal, count.tokens > 0, let bytes = state.document?.byteCount {
      let rate = "  \(hundredths(bytes, count.tokens)) B/t"
      if text.utf8.count + rate.utf8.count <= rateRoom { text += rate }
    }
    return VisibleText(text)
  }

  /// Tokens more or fewer than the base column has; empty until both are counted.
  private func delta(_ column: Int, _ written: (Int) -> String) -> String {
    if column == state.base { return "base" }
    guard let own = state.count(column), let base = state.count(state.base), own.isFinal, base.isFinal else {
      return ""
    }
    let difference = own.tokens - base.tokens
    return difference == 0 ? "=" : (difference > 0 ? "+" : "-") + written(abs(difference))
  }

  private mutating func paintColumn(_ column: Int, x left: Int) {
    guard let layout = state.layout, let page = state.page, let cut = state.segmentation(column) else { return }
    guard let first = layout.line(at: state.top - page.window.start), let row = layout.row(of: state.columns[column].id)
    else { return }
    let range = state.markedRange
    for line in first..<min(layout.lines.count, first + geometry.body.height) {
      let y = geometry.body.y + line - first
      let atoms = layout.lines[line].atoms
      var x = left
      let right = left + geometry.textWidth
      var walk = TokenWalk(layout: layout, segmentation: cut, row: row, from: layout.atoms.start(atoms.lowerBound))
      for atom in atoms {
        walk.advance(to: layout.atoms.start(atom))
        let style = tokenStyle(walk, column: column, cursor: range, tinted: look.hasColor)
        if walk.token.start == layout.atoms.start(atom) {
          for marker in walk.markers {
            if x < right {
              frame.put(glyph(of: cut.tokens[marker], column), x: x, y: y, style: markerStyle(walk, over: style))
            }
            x += 1
          }
        }
        x = paintAtom(atom, x: x, y: y, right: right, style: style)
        let end = layout.atoms.end(atom)
        if atom != atoms.upperBound - 1, let share = walk.share(at: end) {
          if x < right {
            let glyph = walk.isBeforeSuffix ? look.suffixSeparator(share) : separator(share)
            frame.put(glyph, x: x, y: y, style: separatorStyle(share))
          }
          x += 1
        }
      }
      if layout.lines[line].isBroken, x < right { frame.put(look.glyphs.broken, x: x, y: y, style: look[.dim]) }
    }
  }

  func separator(_ share: CutShare) -> Glyph {
    switch share {
    case .all: look.glyphs.separator
    case .some: look.separatorSome
    case .only: look.separatorOnly
    }
  }

  func separatorStyle(_ share: CutShare) -> Style {
    share == .all ? look[.border] : look[.accent]
  }
}

/// Tokens of one row beside the atoms of a line, from left to right.
struct TokenWalk {
  private let layout: TextLayout
  private let segmentation: Segmentation
  private let markerTable: MarkerTable
  private var cut: Int
  private(set) var index: Int
  /// True when the token lies where the rows differ.
  private(set) var isLit = false

  init(layout: TextLayout, segmentation: Segmentation, row: Int, from offset: Int) {
    self.layout = layout
    self.segmentation = segmentation
    markerTable = layout.markers[row]
    index = segmentation.tokenIndex(at: offset) ?? 0
    cut = layout.alignment.cutIndex(from: offset + 1)
    light()
  }

  /// A text of which the vocabulary knows nothing has no tokens and is drawn in one piece.
  var token: Token {
    segmentation.tokens.isEmpty
      ? Token(id: Vocabulary.noToken, start: 0, end: segmentation.byteCount, kind: .special)
      : segmentation.tokens[index]
  }

  /// Place of the token among those that are not markers.
  var ordinal: Int { index - markerTable.count(before: index) }

  /// Nil where the row has no morphemes.
  var shape: MorphemeShape? { markerTable.isMorphological ? MorphemeShape(token.kind) : nil }

  /// Indices of the markers directly before the token.
  var markers: Range<Int> { markerTable.markers(before: index) }

  /// True when the next token is a suffix.
  var isBeforeSuffix: Bool {
    guard markerTable.isMorphological else { return false }
    return segmentation.tokens[(index + 1)...].first { $0.kind != .marker }?.kind == .suffix
  }

  /// Goes on to the token that holds byte `offset`.
  mutating func advance(to offset: Int) {
    guard token.end <= offset else { return }
    while token.end <= offset, index + 1 < segmentation.tokens.count { index += 1 }
    light()
  }

  private mutating func light() { isLit = layout.alignment.difference(at: token.start) != nil }

  /// How many rows cut at `offset`; nil when this row does not. Offsets must not fall.
  mutating func share(at offset: Int) -> CutShare? {
    guard token.end == offset else { return nil }
    let alignment = layout.alignment
    while cut < alignment.cuts.count, alignment.cuts[cut] < offset { cut += 1 }
    guard cut < alignment.cuts.count, alignment.cuts[cut] == offset else { return .all }
    return CutShare(rows: alignment.cutRows[cut].nonzeroBitCount, of: alignment.rowCount)
  }
}

extension Painter {
  /// Style of a token's cells. `cursor` is the range of the active column's token.
  func tokenStyle(_ walk: TokenWalk, column: Int, cursor: Range<Int>?, tinted: Bool) -> Style {
    let token = walk.token
    if let cursor, token.start < cursor.upperBound, token.end > cursor.lowerBound {
      return look[column == state.active ? .cursor : .match]
    }
    let isOdd = tinted && walk.ordinal % 2 == 1
    let role: Theme.Role = walk.isLit ? (isOdd ? .tokenB : .tokenA) : (isOdd ? .agreedB : .agreedA)
    if token.kind == .special { return look.theme.style(.special, over: role) }
    return switch walk.shape {
    case nil, .root: look[role]
    case .suffix: look.theme.style(walk.isLit ? .suffix : .agreedSuffix, over: role)
    case .other: look.theme.style(walk.isLit ? .other : .agreedOther, over: role)
    }
  }

  /// Style of a marker before a token in `style`.
  func markerStyle(_ walk: TokenWalk, over style: Style) -> Style {
    if style == look[.cursor] || style == look[.match] { return style }
    var marker = look[.ghost]
    marker.background = style.background
    marker.attributes.formUnion(style.attributes)
    return marker
  }

  /// The sign of a marker of `column`.
  func glyph(of marker: Token, _ column: Int) -> Glyph {
    look.sign(ofMarker: state.markers[state.columns[column].id]?[marker.id]?.form)
  }

  /// Draws one atom before column `right` and returns the column after it.
  mutating func paintAtom(_ atom: Int, x: Int, y: Int, right: Int, style: Style) -> Int {
    guard let atoms = state.layout?.atoms else { return x }
    let width = atoms.width(atom)
    let shown = min(width, right - x)
    guard shown > 0 else { return x + width }
    var style = style
    if state.search.marks(atoms.start(atom)) {
      style = look[.found]
    } else if look.hasColor, atoms.kind(atom).contains(.standIn), style != look[.cursor], style != look[.match] {
      style.foreground = look[.invisible].foreground
    }
    frame.fill(Rect(x: x, y: y, width: shown, height: 1), style: style)
    let text =
      state.showsHex && geometry.arrangement.isOfColumns
      ? atoms.hex(atom) : VisibleText(glyphs: Array(atoms.glyphs(atom, showsInvisibles: state.showsInvisibles)))
    frame.put(text, x: x, y: y, style: style, limit: shown)
    return x + width
  }
}

/// `a / b` with two decimals, rounded half up.
func hundredths(_ a: Int, _ b: Int) -> String {
  let value = (a * 200 + b) / (b * 2)
  let rest = value % 100
  return "\(value / 100).\(rest < 10 ? "0" : "")\(rest)"
}

/// Below `limit` as it is, then thousands or millions: `9999`, `344k`, `34.4M`.
func shortened(_ number: Int, from limit: Int = 10_000) -> String {
  if number < limit { return "\(number)" }
  if number < 10_000_000 { return "\(number / 1000)k" }
  return "\(number / 1_000_000).\(number % 1_000_000 / 100_000)M"
}
