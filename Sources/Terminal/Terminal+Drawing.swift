import CNcurses
import CTerm
import Screen
import UnicodeText

extension Terminal {
  /// A part of a line that goes to ncurses at once.
  private struct Run {
    var y: Int
    var start: Int
    var end: Int
    /// The last glyph's width is drawn differently by some terminals.
    var endsUnsure: Bool
  }

  /// Refreshes of one frame that only serve to place the cursor anew.
  private static let mostMoves = 400

  /// Shows `frame`; what is on the screen already is not sent again. Cells beyond the screen are left out.
  package func draw(_ frame: Frame) {
    wanted = frame
    let window = cncurses_screen()
    if shown == nil || shown?.size != frame.size {
      shown = nil
      werase(window)
      clearok(window, true)
    }
    for attempt in 0..<2 {
      if put(frame, isLast: attempt == 1) { break }
      // Too many colour pairs in a row of themes: start over with those that this frame needs.
      pairs.removeAll()
      lastStyle = nil
      shown = nil
      werase(window)
      clearok(window, true)
    }
    shown = frame
  }

  /// Hands the changed cells to ncurses. False if a colour pair found no room; the last time, plain colours stand in.
  private func put(_ frame: Frame, isLast: Bool) -> Bool {
    let window = cncurses_screen()
    var moves = 0
    for run in changedRuns(frame) {
      guard fillCells(frame, run, isLast: isLast) else { return false }
      cells.withUnsafeBufferPointer { buffer in
        _ = mvwadd_wchnstr(window, Int32(run.y), Int32(run.start), buffer.baseAddress, Int32(buffer.count))
      }
      // ncurses trusts its own count of columns. After a glyph that a terminal may draw wider or narrower the cursor goes
      // to a known place first, so the rest of the line cannot shift.
      if run.endsUnsure && moves < Self.mostMoves {
        moves += 1
        show()
        moveHome()
      }
    }
    show()
    return true
  }

  private func show() {
    wmove(cncurses_screen(), 0, 0)
    wrefresh(cncurses_screen())
  }

  /// ncurses believes that the cursor is at home after `show()`; now it is.
  private func moveHome() {
    guard let capability = cncurses_capability("cup"),
      let sequence = cncurses_move_sequence(capability, 0, 0)
    else { return }
    send(sequence)
  }

  private func changedRuns(_ frame: Frame) -> [Run] {
    let width = min(frame.size.width, size.width)
    let height = min(frame.size.height, size.height)
    var runs: [Run] = []
    for y in 0..<height {
      var start = 0
      var end = width
      if let shown {
        while start < end, frame[start, y] == shown[start, y] { start += 1 }
        while end > start, frame[end - 1, y] == shown[end - 1, y] { end -= 1 }
        if start == end { continue }
        // Whole glyphs, those that vanish included.
        while start > 0, frame[start, y].glyph == nil || shown[start, y].glyph == nil { start -= 1 }
        while end < width, frame[end, y].glyph == nil || shown[end, y].glyph == nil { end += 1 }
      }
      var first = start
      var x = start
      while x < end {
        let glyph = frame[x, y].glyph
        x += Int(glyph?.width ?? 1)
        if let glyph, glyph.hasUnsureWidth {
          runs.append(Run(y: y, start: first, end: min(x, width), endsUnsure: true))
          first = x
        }
      }
      if first < end { runs.append(Run(y: y, start: first, end: end, endsUnsure: false)) }
    }
    return runs
  }

  private func fillCells(_ frame: Frame, _ run: Run, isLast: Bool) -> Bool {
    cells.removeAll(keepingCapacity: true)
    var x = run.start
    while x < run.end {
      let cell = frame[x, run.y]
      guard let (attributes, pair) = look(cell.style, isLast: isLast) else { return false }
      let glyph = cell.glyph ?? .space
      if x + Int(glyph.width) > run.end {
        append(UnicodeText.Glyph.space, attributes, pair)  // a wide glyph cut by the edge
      } else {
        append(glyph, attributes, pair)
      }
      x += Int(glyph.width)
    }
    return true
  }

  private func append(_ glyph: Glyph, _ attributes: attr_t, _ pair: Int32) {
    var cell = cchar_t()
    var text = (wchar_t(glyph.base), wchar_t(0), wchar_t(0), wchar_t(0), wchar_t(0), wchar_t(0))
    if glyph.base >= 0x7F || glyph.marks.0 != 0 {
      let isShown = isUnicode && cterm_width(glyph.base) == Int32(glyph.width)
      if isShown {
        let marks = glyph.marks
        if isMark(marks.0) { text.1 = wchar_t(marks.0) }
        if text.1 != 0, isMark(marks.1) { text.2 = wchar_t(marks.1) }
        if text.2 != 0, isMark(marks.2) { text.3 = wchar_t(marks.2) }
        if text.3 != 0, isMark(marks.3) { text.4 = wchar_t(marks.3) }
      } else {
        // ncurses would place what follows in another column than the frame does.
        text.0 = isUnicode ? 0xFFFD : 0x3F
      }
      withUnsafePointer(to: &text) { pointer in
        pointer.withMemoryRebound(to: wchar_t.self, capacity: 6) {
          _ = cncurses_set_cell(&cell, $0, attributes, pair)
        }
      }
      cells.append(cell)
      if !isShown && glyph.width == 2 { append(.space, attributes, pair) }
      return
    }
    withUnsafePointer(to: &text) { pointer in
      pointer.withMemoryRebound(to: wchar_t.self, capacity: 6) {
        _ = cncurses_set_cell(&cell, $0, attributes, pair)
      }
    }
    cells.append(cell)
  }

  private func isMark(_ value: UInt32) -> Bool { value != 0 && cterm_width(value) == 0 }

  /// Attributes and pair of a style; nil if there is no room for the pair and a second attempt may help.
  private func look(_ style: Style, isLast: Bool) -> (attr_t, Int32)? {
    if let last = lastStyle, last.style == style { return (last.attributes, last.pair) }
    var attributes: attr_t = 0
    if style.attributes.contains(.bold) { attributes |= cncurses_bold() }
    if style.attributes.contains(.dim) { attributes |= cncurses_dim() }
    if style.attributes.contains(.underline) { attributes |= cncurses_underline() }
    if style.attributes.contains(.reverse) { attributes |= cncurses_reverse() }
    if style.attributes.contains(.italic) { attributes |= cncurses_italic() }
    var pair: Int32 = 0
    if depth > .mono {
      if let found = pairs.pair(foreground: style.foreground, background: style.background) {
        pair = found
      } else if !isLast {
        return nil
      }
    }
    lastStyle = (style, attributes, pair)
    return (attributes, pair)
  }
}

extension Glyph {
  /// Combining marks, and symbols that are two cells wide only as emoji: terminals differ.
  fileprivate var hasUnsureWidth: Bool {
    marks.0 != 0 || (0x1_F000...0x1_FFFF).contains(base) || (width == 2 && (0x2300...0x2BFF).contains(base))
  }
}
