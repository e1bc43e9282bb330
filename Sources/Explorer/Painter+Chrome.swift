import Analysis
import Screen
import Tokenization
import UnicodeText

/// The lines around the body: tabs above; border, cursor, legend and status below.
extension Painter {
  mutating func paintTabs() {
    let width = geometry.size.width
    frame.fill(Rect(x: 0, y: 0, width: width, height: 1), style: look[.tab])
    var left = put(State.tabsTitle, x: 0, y: 0, .tab)
    if let listTitle {
      left = put(listTitle, x: left, y: 0, .tabOn)
    } else {
      for (view, cells) in state.tabs {
        let isOn = view == state.view
        left = put(
          VisibleText(isOn ? "[\(view.title)]" : " \(view.title) "), x: cells.lowerBound, y: 0, isOn ? .tabOn : .tab)
      }
    }
    var right = documentTitle
    if let note = state.document?.note, !note.isEmpty, width >= 100 {
      let room = width - left - right.width - 8
      if room >= 20 { right += "   " + look.label(note).clipped(to: room, look: look) }
    }
    right = right.clipped(to: max(0, width - left - 3), look: look)
    put(right, x: width - 1 - right.width, y: 0, .tab)
  }

  private var listTitle: VisibleText? {
    switch state.list {
    case nil: nil
    case .help: "[Help]"
    case .picker: "[Tokenizers]"
    case .browser: "[Texts]"
    case .warnings: "[Warnings]"
    case .messages: "[Messages]"
    }
  }

  /// Name of the text and its place among its like.
  private var documentTitle: VisibleText {
    guard let document = state.document else { return "" }
    let name = look.label(document.name) + (document.isEdited ? "*" : "")
    switch document.source {
    case .sample(let index):
      let (place, count) = state.placeAmongSamples(index)
      return name + " \(place)/\(count)"
    case .file, .standardInput: return name
    }
  }

  mutating func paintBorder() {
    let y = geometry.borderLine
    frame.fill(Rect(x: 0, y: y, width: geometry.size.width, height: 1), glyph: look.glyphs.line, style: look[.border])
    // The notes are about the text and its columns.
    if state.list != nil || state.view == .terms || state.view == .metrics || state.view == .vocabulary { return }
    var x = 2
    for (text, role) in notes where x + text.width + 4 <= geometry.size.width {
      x = put(" " + text + " ", x: x, y: y, role) + 1
    }
  }

  /// What is worth knowing about the text and the view, most urgent first.
  private var notes: [(VisibleText, Theme.Role)] {
    var out: [(VisibleText, Theme.Role)] = []
    let shown = state.shown
    if geometry.capacity < shown.count {
      let last = state.firstShown + geometry.capacity
      out.append(("tokenizers \(state.firstShown + 1)-\(last) of \(shown.count)  ( ) scroll", .accent))
    }
    out += state.warningBadges(look: look).map { ($0, .warning) }
    if state.layout?.summary.isRightToLeft == true { out.append(("rtl: logical order", .warning)) }
    if let page = state.page, !page.window.isExact { out.append(("cuts near the edges may differ", .warning)) }
    return out
  }

  mutating func paintCursorLine() {
    guard let page = state.page, let document = state.document, let (index, token) = state.cursorToken
    else { return }
    let y = geometry.cursorLine
    let start = page.window.start
    let text = look.quoted(page.window.bytes[token.start..<token.end])
    let (number, count) = state.place(of: index)
    let place = page.window.bytes.count == document.byteCount ? "\(number)/\(count)" : ""
    var line = VisibleText(" token \(place) ")
    for marker in state.markers(before: index) { line += look.form(marker.form) }
    line += text.clipped(to: 40, look: look)
    line += VisibleText("  id \(token.id)  bytes \(start + token.start)..\(start + token.end)")
    if token.kind != .merge { line += VisibleText("  \(token.kind.rawValue)") }
    let limit = geometry.size.width - 1
    var x = put(line, x: 0, y: y, .text, limit: limit)
    for part in relations(of: token.range) where x + 3 + part.width <= limit {
      x = put("   " + part, x: x, y: y, .dim)
    }
  }

  /// Which other tokenizers have this token's span, and what the others have there.
  func relations(of range: Range<Int>) -> [VisibleText] {
    guard let layout = state.layout, let page = state.page else { return [] }
    let alignment = layout.alignment
    let columns = state.shown.filter { page.segmentations[state.columns[$0].id] != nil }
    guard let row = columns.firstIndex(of: state.active), columns.count > 1 else { return [] }
    let same = alignment.rows(withSpan: range, except: row)
    if same.count == columns.count - 1 { return ["same in all"] }
    var out: [VisibleText] = []
    if !same.isEmpty { out.append(VisibleText("same in " + same.map { "\(columns[$0] + 1)" }.joined(separator: " "))) }
    for other in columns.indices where other != row && !same.contains(other) {
      let pieces = alignment.tokens(of: other, overlapping: range).filter { !$0.isVirtual }
      var text = look.label(state.title(columns[other])) + ": "
      for (index, piece) in pieces.enumerated() {
        if index > 0 { text += VisibleText(glyphs: [look.glyphs.separator]) }
        text += look.visible(page.window.bytes[piece.start..<piece.end])
      }
      out.append(text.clipped(to: 60, look: look))
    }
    return out
  }

  mutating func paintLegend() {
    if geometry.panel != nil, state.editor.map({ $0.pane == .model }) ?? true {
      paintPanelLegend()
      return
    }
    let morphemes = morphemeLegend
    let glyphs = look.glyphs
    let y = geometry.legendLine
    func mark(_ glyph: Glyph) -> VisibleText { VisibleText(glyphs: [glyph]) }
    let count = state.shown.count
    var parts: [VisibleText]
    switch geometry.arrangement {
    case .columns, .list:
      parts = [
        mark(glyphs.separator) + " all cut here", mark(look.separatorSome) + " some do",
        mark(look.separatorOnly) + " only this one",
      ]
      if !morphemes.isEmpty, geometry.arrangement == .columns {
        let signs = VisibleText(glyphs: [CutShare.all, .some, .only].map { look.suffixSeparator($0) })
        parts[parts.count - 1] += "   " + signs + " before a suffix"
      }
      parts += [
        look.hasColor ? "coloured: they differ" : "bold: they differ"
      ]
    case .rows(.ruler):
      // Short where the morphemes need the room.
      let words: [VisibleText] =
        morphemes.isEmpty ? [" all cut here", " some do", " only this one"] : [" all cut", " some", " only this"]
      parts = zip([glyphs.cutAll, glyphs.cutSome, glyphs.cutOnly], words).map { mark($0) + $1 }
      if count > 1 { parts.append(VisibleText("cuts by: n of \(count), ") + mark(glyphs.all) + " = all") }
    case .rows(.tint):
      parts = ["token by token on two backgrounds", "marked end: not all cut here"]
      if !morphemes.isEmpty { parts.removeFirst() }
      if count > 1 { parts.append(VisibleText("cuts by: n of \(count), ") + mark(glyphs.all) + " = all") }
    }
    var x = 1
    let width = geometry.size.width
    let first = geometry.arrangement == .rows(.tint) ? 0 : 3
    for (index, part) in parts.enumerated() {
      if index == first { x = paintMorphemeLegend(morphemes, x: x, y: y) }
      if x + part.width < width { x = put(part, x: x, y: y, .dim) + 3 }
    }
    if first >= parts.count { paintMorphemeLegend(morphemes, x: x, y: y) }
  }

  /// Writes what fits and returns the column after it.
  @discardableResult
  private mutating func paintMorphemeLegend(_ parts: [(VisibleText, Style)], x: Int, y: Int) -> Int {
    var end = x
    for (text, style) in parts where end + text.width < geometry.size.width {
      end = frame.put(text, x: end, y: y, style: style) + 1
    }
    return end > x ? end + 2 : x
  }

  /// How roots, suffixes, other tokens and markers look in the columns that have them; empty when none is shown.
  var morphemeLegend: [(VisibleText, Style)] {
    guard let layout = state.layout, layout.markers.contains(where: \.isMorphological) else { return [] }
    let glyphs = look.glyphs
    let words: [VisibleText] = ["root", "suffix", "other"]
    var out: [(VisibleText, Style)]
    if geometry.arrangement == .rows(.ruler) {
      let fills = [glyphs.fillRoot, glyphs.fillSuffix, glyphs.fillOther]
      out = zip(fills, words).map { (VisibleText(glyphs: [$0, .space]) + $1, look[.dim]) }
    } else {
      let roles: [Theme.Role] = [.tokenA, .suffix, .other]
      out = zip(roles, words).map { ($1, look.theme.style($0, over: .tokenA)) }
    }
    if layout.markers.contains(where: { !$0.indices.isEmpty }) {
      out.append((VisibleText(glyphs: [glyphs.markTitle, .space]) + "capital", look[.dim]))
      out.append((VisibleText(glyphs: [glyphs.markGlue, .space]) + "glued", look[.dim]))
    }
    return out
  }

  mutating func paintStatus() {
    let width = geometry.size.width
    let y = geometry.statusLine
    frame.fill(Rect(x: 0, y: y, width: width, height: 1), style: look[.status])
    if let prompt = state.prompt {
      paintPrompt(prompt)
      return
    }
    if let message = state.message {
      let style = state.isError ? look.theme.style(.error, over: .status) : look[.status]
      frame.put(look.label(message).clipped(to: width - 2, look: look), x: 1, y: y, style: style)
      return
    }
    var x = 1
    for part in searchSettings + settings + (state.isMouseOn ? ["mouse"] : []) where x + part.width < width {
      x = frame.put(part, x: x, y: y, style: look[.status]) + 2
    }
    let room = width - x - 1
    var text = VisibleText()
    for hint in hints {
      let next = text.isEmpty ? hint : text + "  " + hint
      if next.width <= room { text = next }
    }
    frame.put(text, x: width - 1 - text.width, y: y, style: look[.status])
  }

  /// What is set, most important first.
  private var settings: [VisibleText] {
    if state.export.isOpen { return ["EXPORT"] }
    switch state.list {
    case .help(let page, _): return [VisibleText("HELP page \(page + 1) of 2")]
    case .picker: return [VisibleText("TOKENIZERS \(state.shown.count) shown")]
    case .browser: return [VisibleText("TEXTS \(state.documentCount)")]
    case .messages: return [VisibleText("MESSAGES \(state.messages.count)")]
    case .warnings: return [VisibleText("WARNINGS \(state.warnings.all.all.count)")]
    case nil: break
    }
    if state.focusedPane != .text { return [VisibleText(state.focusedPane.title)] }
    switch state.view {
    case .compare: break
    case .attention, .words, .routing: return heatSettings
    case .metrics: return metricsSettings
    case .terms: return termSettings
    case .damage: return damageSettings
    case .seam: return seamSettings
    case .explain: return explainSettings
    case .vocabulary: return vocabularySettings
    }
    var out: [VisibleText] = []
    if state.editor != nil { return ["EDIT"] }
    switch geometry.arrangement {
    case .columns: out.append("COMPARE")
    case .rows(let skin): out.append(VisibleText("COMPARE \(skin.rawValue)"))
    case .list: out.append("COMPARE list")
    }
    if let selected = state.selectedTokens {
      out.append(VisibleText("\(counted(selected.indices.count, "token")) selected (yt yy yi copy, Esc)"))
    }
    if case .window = state.awaited {
      switch state.target {
      case .searchForward, .searchBackward: out.append(VisibleText("searching \(percent(of: searched)) (Esc stops)"))
      case .offset, .firstDifference: out.append("reading ...")
      }
    }
    if let progress = state.countingProgress { out.append(VisibleText("counted \(Int(progress * 100)) %")) }
    guard let document = state.document, let page = state.page else { return out }
    if page.window.bytes.count < document.byteCount {
      out.append(
        VisibleText("byte \(grouped(state.cursor)) of \(grouped(document.byteCount)) (\(percent(of: state.cursor)))"))
    }
    if state.columns.indices.contains(state.base), state.shown.count > 1 {
      out.append(VisibleText("base \(state.base + 1) ") + look.label(state.title(state.base)))
    }
    if state.shown.count < state.columns.count {
      out.append(VisibleText("\(state.shown.count) of \(state.columns.count) on"))
    }
    if page.window.bytes.count == document.byteCount, let summary = state.layout?.summary {
      out.append(VisibleText("\(document.byteCount) B \(summary.characters) ch \(summary.words) w"))
    }
    return out
  }

  private var searched: Int {
    switch state.target {
    case .searchForward(let offset), .searchBackward(let offset), .offset(let offset), .firstDifference(let offset):
      offset
    }
  }

  private func percent(of offset: Int) -> String {
    let all = max(1, (state.document?.byteCount ?? 1) - 1)
    return "\(offset * 100 / all) %"
  }

  private var hintedActions: [Action] {
    if state.export.isOpen { return [.exportWrite, .exportLeave, .exportFull, .exportDown] }
    if state.list != nil { return [.choose, .back, .listDown] }
    if state.editor != nil {
      return [.editorLeave, .editorDrop, .editorUndo, .editorRedo, .editorPane, .editorSave]
    }
    if state.focusedPane != .text { return [.help, .nextPane, .back, .paneDown, .panePageDown] }
    switch state.view {
    case .compare:
      let panel: [Action] = geometry.panel == nil ? [] : [.nextLayer, .nextHead, .attention]
      return [.help, .close, .nextDifference, .nextTokenizer] + panel
        + [.nextToken, .explain, .nextSample, .layout, .inspector]
        + (state.panesOnScreen.count > 1 ? [.nextPane] : []) + [.picker, .edit, .export]
    case .attention:
      // In the grid the cursor keys are those of layers and heads.
      let moves: [Action] = state.heat.form == .grid ? [.direction] : [.nextQuery, .nextKey, .direction]
      return [.help, .nextLayer, .nextHead, .form, .sink, .scale] + moves + [.words, .compare, .export]
    case .words:
      return [
        .help, .nextLayer, .nextHead, .nextQuery, .direction, .sink, .budget, .scale, .nextKey, .attention, .export,
      ]
    case .routing:
      return [.help, .nextLayer, .nextExpert, .routingText, .routingClasses, .policy, .nextToken, .compare, .export]
    case .metrics:
      return [.help, .nextPane, .corpus, .sortMetrics, .nextTokenizer, .base, .compare, .nextSample, .export]
    case .terms: return [.help, .nextTerm, .nextTokenizer, .base, .prompt, .compare, .picker, .export]
    case .vocabulary:
      return [
        .help, .nextEntry, .entryOrder, .entryShow, .entryKind, .entryDetails, .nextTokenizer, .base, .compare, .export,
      ]
    case .damage:
      let noise: [Action] = state.document?.pair == nil ? [.noiseKind, .moreNoise, .noiseSeed] : []
      return [.help, .nextTokenizer] + noise + [.nextToken, .compare, .prompt, .export]
    case .seam: return [.help, .nextToken, .seamRight, .nextTokenizer, .edit, .compare, .export]
    case .explain: return [.help, .stepOn, .nextStep, .lastStep, .nextTokenizer, .nextDifference, .nextWord, .export]
    }
  }

  /// Keys worth a hint, most useful first, from the action table.
  private var hints: [VisibleText] {
    let contexts = (state.export.isOpen ? KeyMap.export : state.keyMap).contexts
    return hintedActions.compactMap { action in
      guard let entry = Action.table.first(where: { $0.action == action && contexts.contains($0.context) }) else {
        return nil
      }
      let hint =
        switch action {
        case .back: state.focusedPane == .text ? "close" : "text"
        case .nextPane: state.view == .metrics ? "section" : entry.hint
        case .paneDown: state.focusedPane == .panel ? "token" : entry.hint
        default: entry.hint
        }
      return hint.isEmpty ? nil : look.plain(entry.keyLabel.split(separator: " ")[0] + " " + hint)
    }
  }
}

/// `n name` with an s where it belongs.
func counted(_ count: Int, _ name: String) -> String { "\(count) \(name)\(count == 1 ? "" : "s")" }

/// A number with commas between groups of three digits.
func grouped(_ number: Int) -> String {
  var out = ""
  for (index, digit) in String(number).reversed().enumerated() {
    if index > 0, index % 3 == 0, digit != "-" { out.append(",") }
    out.append(digit)
  }
  return String(out.reversed())
}

extension State {
  /// What stands left of the tabs.
  static let tabsTitle: VisibleText = " tokview  "

  /// The tabs with the cells of the first line that they take.
  var tabs: [(view: View, cells: Range<Int>)] {
    var left = State.tabsTitle.width
    return View.allCases.filter(isTab).map { view in
      let cells = left..<left + VisibleText(view.title).width + 2
      left = cells.upperBound
      return (view, cells)
    }
  }

  /// Views without a key of their own have a tab only while they are open.
  private func isTab(_ view: View) -> Bool {
    switch view {
    case .compare, .metrics: true
    case .attention, .words, .routing: model != nil
    case .terms, .damage, .vocabulary, .seam, .explain: view == self.view
    }
  }
}
