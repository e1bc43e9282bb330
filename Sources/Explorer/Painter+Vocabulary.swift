import Analysis
import Screen
import Tokenization
import UnicodeText

/// The vocabulary view: the entries of one column's vocabulary, and details of one of them.
extension Painter {
  mutating func paintVocabulary() {
    let body = geometry.body
    if let notice = vocabularyNotice {
      put(notice.clipped(to: body.width - 4, look: look), x: 2, y: body.y + 1, .text)
      return
    }
    guard let answer = state.vocabulary.answer else { return }
    let layout = VocabularyLayout(state, size: geometry.size, look: look)
    put(vocabularyCounts(answer).clipped(to: body.width - 2, look: look), x: 1, y: body.y, .dim)
    paintVocabularyTitles(layout, y: body.y + 1)
    let last = min(answer.rows.count, layout.first + layout.rows)
    for (line, row) in (layout.first..<max(layout.first, last)).enumerated() {
      paintEntry(answer, row: row, layout, y: body.y + 2 + line)
    }
    if answer.rows.isEmpty {
      put(emptyListNotice.clipped(to: body.width - 4, look: look), x: 2, y: body.y + 3, .text)
    }
    lack(height: answer.rows.count - layout.rows)
    if layout.detailLines > 0 { paintEntryDetails(answer, layout) }
    paintVocabularyLines(answer)
  }

  /// Why there is nothing to list.
  private var vocabularyNotice: VisibleText? {
    if state.shown.isEmpty { return "no tokenizer is shown (press 1-9, or p for all)" }
    if state.vocabulary.isMissing {
      return look.label(state.title(state.listedColumn))
        + " is a recording: it has no vocabulary (another tokenizer: h l)"
    }
    if state.vocabulary.answer == nil { return "reading the vocabulary ..." }
    return nil
  }

  private var emptyListNotice: VisibleText {
    guard let answer = state.vocabulary.answer else { return "" }
    let needsReach = state.vocabulary.show == .unreachable || state.vocabulary.show == .inside
    if state.vocabulary.isWaiting || needsReach && !answer.facts.reach.isComplete { return "looking ..." }
    return "no entry is like that (all: f v, and an empty :find)"
  }

  /// Entries, and how many of them are of no use.
  private func vocabularyCounts(_ answer: VocabularyBrowser.Answer) -> VisibleText {
    let facts = answer.facts
    let count = facts.listing.count
    var text = look.label(state.title(state.listedColumn)) + " " + look.label(facts.listing.vocabulary.name)
    text += VisibleText(": \(grouped(count)) entries")
    if answer.rows.count < count { text += VisibleText(", \(grouped(answer.rows.count)) listed") }
    if facts.reach.isComplete {
      text += VisibleText(", \(grouped(facts.reach.unreachable)) unreachable")
    } else {
      text += VisibleText(", \(facts.reach.tested * 100 / max(1, count)) % tried")
    }
    if let uses = facts.uses {
      let unused = count - uses.used
      text += VisibleText(", \(grouped(unused)) unused (\(tenths(Double(unused) * 100 / Double(max(1, count)))) %)")
      let bytes = state.document?.byteCount ?? 0
      if answer.countedBytes < bytes {
        text += VisibleText(" in the first \(answer.countedBytes * 100 / bytes) % of the text")
      }
    }
    return text
  }

  private mutating func paintVocabularyTitles(_ layout: VocabularyLayout, y: Int) {
    let order = state.vocabulary.order
    var x = 1
    func role(_ of: VocabularyQuery.Order?) -> Theme.Role { of == order ? .tabOn : .tab }
    func right(_ text: VisibleText, _ width: Int, _ role: Theme.Role) {
      put(text, x: x + width - text.width, y: y, role)
      x += width
    }
    right("id", VocabularyLayout.idWidth, role(.id))
    put("entry", x: x + 1, y: y, role(.bytes))
    x += 1 + layout.entryWidth
    right("bytes", VocabularyLayout.bytesWidth, role(.length))
    put("kind", x: x + 1, y: y, .tab)
    x += VocabularyLayout.kindWidth
    if layout.rankWidth > 0 { right("rank", layout.rankWidth, .tab) }
    if layout.partsWidth > 0 { put("joins", x: x + 2, y: y, .tab) }
    x += layout.partsWidth
    right("uses", VocabularyLayout.usesWidth, role(.uses))
    put("reach", x: x + 1, y: y, .tab)
  }

  private mutating func paintEntry(
    _ answer: VocabularyBrowser.Answer, row: Int, _ layout: VocabularyLayout, y: Int
  ) {
    let facts = answer.facts
    let listing = facts.listing
    let entry = answer.rows[row]
    let isSelected = row == state.vocabulary.selected
    if isSelected {
      frame.fill(Rect(x: 0, y: y, width: geometry.body.width, height: 1), style: look[.match])
      frame.put(look.glyphs.pointer, x: 0, y: y, style: look[.match])
    }
    let plain: Theme.Role = isSelected ? .match : .text
    let dim: Theme.Role = isSelected ? .match : .dim
    var x = 1
    func right(_ text: VisibleText, _ width: Int, _ role: Theme.Role) {
      put(text, x: x + width - text.width, y: y, role)
      x += width
    }
    right(listing.id(entry).map { VisibleText("\($0)") } ?? "-", VocabularyLayout.idWidth, dim)
    put(entryText(listing, entry, width: layout.entryWidth - 1), x: x + 1, y: y, plain)
    x += 1 + layout.entryWidth
    right(VisibleText("\(listing.byteCount(entry))"), VocabularyLayout.bytesWidth, plain)
    put(VisibleText(listing.kind(entry).rawValue), x: x + 1, y: y, dim)
    x += VocabularyLayout.kindWidth
    if layout.rankWidth > 0 {
      right(listing.rank(entry).map { VisibleText("\($0)") } ?? "-", layout.rankWidth, dim)
    }
    if layout.partsWidth > 0 {
      put(joined(listing, listing.parts(entry)).clipped(to: layout.partsWidth - 2, look: look), x: x + 2, y: y, dim)
    }
    x += layout.partsWidth
    let uses = facts.uses.map { $0[entry] }
    right(
      uses.map { $0 == 0 ? "-" : VisibleText("\($0)") } ?? "?", VocabularyLayout.usesWidth, uses == 0 ? dim : plain)
    guard let reach = facts.reach[entry] else {
      put("?", x: x + 1, y: y, dim)
      return
    }
    if reach != .whole {
      put(VisibleText(reach.label), x: x + 1, y: y, reach.isUnreachable && !isSelected ? .warning : dim)
    }
  }

  /// An entry in at most `width` cells; morphemes and markers by their names.
  func entryText(_ listing: VocabularyListing, _ entry: Int, width: Int) -> VisibleText {
    // More bytes than cells are never shown.
    let bytes = listing.bytes(entry).prefix(4 * max(1, width) + 16)
    switch listing.kind(entry) {
    case .root, .suffix: return look.label(String(decoding: bytes, as: UTF8.self)).clipped(to: width, look: look)
    case .marker: return look.form(String(decoding: bytes, as: UTF8.self)).clipped(to: width, look: look)
    default: return look.visible(bytes).clipped(to: width, look: look)
    }
  }

  private func joined(_ listing: VocabularyListing, _ parts: [Int]) -> VisibleText {
    var text = VisibleText()
    for (index, part) in parts.prefix(16).enumerated() {
      if index > 0 { text += VisibleText(glyphs: [look.glyphs.separator]) }
      text += entryText(listing, part, width: 60)
    }
    return text
  }

  // MARK: Details

  private mutating func paintEntryDetails(_ answer: VocabularyBrowser.Answer, _ layout: VocabularyLayout) {
    let body = geometry.body
    let border = body.y + 2 + layout.rows
    frame.fill(Rect(x: 0, y: border, width: body.width, height: 1), glyph: look.glyphs.line, style: look[.border])
    guard let entry = state.vocabulary.entry else { return }
    let name = entryText(answer.facts.listing, entry, width: body.width - 10)
    put(" " + name + " ", of: .details, x: 2, y: border)
    let lines = entryLines(answer, entry)
    let first = firstFact(lines.count, room: layout.detailLines, right: body.width - 2, y: border)
    for (line, (label, text)) in lines.dropFirst(first).prefix(layout.detailLines).enumerated() {
      put(label, x: 1, y: border + 1 + line, .dim)
      put(text.clipped(to: body.width - 14, look: look), x: 13, y: border + 1 + line, .text)
    }
  }

  /// Lines of the details, and how many of them have room.
  var entryFacts: (lines: Int, room: Int) {
    guard let answer = state.vocabulary.answer, let entry = state.vocabulary.entry else { return (0, 0) }
    let room = VocabularyLayout(state, size: geometry.size, look: look).detailLines
    return (entryLines(answer, entry).count, room)
  }

  /// What there is to say of an entry, the most important first.
  private func entryLines(_ answer: VocabularyBrowser.Answer, _ entry: Int) -> [(VisibleText, VisibleText)] {
    let listing = answer.facts.listing
    var lines: [(VisibleText, VisibleText)] = []
    if let reach = answer.facts.reach[entry] { lines.append(("reach", VisibleText(reach.sentence))) }
    let vocabulary = state.vocabulary
    let details = vocabulary.described?.entry == entry ? vocabulary.details : nil
    if let details, !details.ids.isEmpty {
      var text = VisibleText()
      for (index, piece) in details.pieces.enumerated() {
        if index > 0 { text += VisibleText(glyphs: [look.glyphs.separator]) }
        text += look.visible(piece[...].prefix(256))
      }
      let ids = details.ids.prefix(8).map { "\($0)" }.joined(separator: " ")
      lines.append(("alone it is", text + VisibleText("   id \(ids)\(details.ids.count > 8 ? " ..." : "")")))
    }
    if let morpheme = details?.morpheme {
      lines.append(("meaning", look.label(morpheme.gloss)))
      if !morpheme.allomorphs.isEmpty {
        lines.append(("spellings", look.label(morpheme.allomorphs.joined(separator: " "))))
      }
    }
    if let details, !details.others.isEmpty {
      var (with, without) = (VisibleText(), VisibleText())
      for other in details.others {
        let title = look.label(state.entry(other.tokenizer)?.title ?? other.tokenizer)
        if let id = other.id { with += "  " + title + VisibleText(" \(id)") } else { without += "  " + title }
      }
      lines.append(("same bytes", (with.isEmpty ? "none" : with) + (without.isEmpty ? "" : "   not in" + without)))
    }
    if listing.isText(entry) {
      let hex = listing.bytes(entry).prefix(64).map { hexPair($0) }.joined(separator: " ")
      lines.append(("bytes", VisibleText("\(listing.byteCount(entry))   ") + VisibleText(hex)))
    }
    if listing.id(entry) != listing.innerID(entry) {
      lines.append(("internal id", VisibleText("\(listing.innerID(entry))")))
    }
    return lines + mergeLines(listing, entry)
  }

  /// The merges that make an entry, the last one first.
  private func mergeLines(_ listing: VocabularyListing, _ entry: Int) -> [(VisibleText, VisibleText)] {
    var lines: [(VisibleText, VisibleText)] = []
    var waiting = [(entry: entry, depth: 0)]
    while let (entry, depth) = waiting.popLast(), lines.count < 12 {
      let parts = listing.parts(entry)
      guard let rank = listing.rank(entry), !parts.isEmpty else { continue }
      let text = entryText(listing, entry, width: 40) + " = " + joined(listing, parts)
      let indent = VisibleText(glyphs: Array(repeating: .space, count: 2 * min(depth, 20)))
      lines.append((VisibleText("merge \(rank)"), indent + text))
      for part in parts.reversed() { waiting.append((part, depth + 1)) }
    }
    return lines
  }

  // MARK: Lines below

  private mutating func paintVocabularyLines(_ answer: VocabularyBrowser.Answer) {
    if let comparison = answer.facts.comparison, let listed = state.vocabulary.listed, let other = listed.other {
      let (own, that) = (title(ofTokenizer: listed.tokenizer), title(ofTokenizer: other))
      let text =
        own + " beside " + that
        + VisibleText(": \(grouped(comparison.shared)) shared, \(grouped(comparison.onlyFirst)) only ")
        + own + VisibleText(", \(grouped(comparison.onlySecond)) only ") + that
      put(" " + text.clipped(to: geometry.size.width - 6, look: look) + " ", x: 2, y: geometry.borderLine, .accent)
    }
    let width = geometry.size.width
    if let entry = state.vocabulary.entry {
      let listing = answer.facts.listing
      var line = VisibleText(" entry \(grouped(state.vocabulary.selected + 1))/\(grouped(answer.rows.count))  \"")
      line += entryText(listing, entry, width: 40) + "\""
      if let id = listing.id(entry) { line += VisibleText("  id \(id)") }
      let hex = listing.bytes(entry).prefix(16).map { hexPair($0) }.joined(separator: " ")
      if listing.isText(entry) { line += VisibleText("  hex \(hex)\(listing.byteCount(entry) > 16 ? " .." : "")") }
      put(line.clipped(to: width - 1, look: look), x: 0, y: geometry.cursorLine, .text)
    }
    put(vocabularyLegend, x: 1, y: geometry.legendLine, .dim, limit: width - 2)
  }

  private func title(ofTokenizer id: String) -> VisibleText { look.label(state.entry(id)?.title ?? id) }

  private var vocabularyLegend: VisibleText {
    switch state.vocabulary.show {
    case .all: "reach: never = in no text, inside = at most in a longer text, ? = not tried"
    case .unreachable: "in no text: its own bytes are not merged to it; scaffold tokens are taken apart"
    case .inside: "its bytes alone are cut otherwise; only a longer text can have it, if any"
    case .unused: "not once in this text"
    case .used: "at least once in this text"
    case .shared: "strings of bytes that both vocabularies have"
    case .only: "strings of bytes that the base (!) does not have"
    case .baseOnly: "entries of the base (!) whose bytes the active vocabulary does not have"
    }
  }

  /// What is set in the vocabulary view.
  var vocabularySettings: [VisibleText] {
    let browser = state.vocabulary
    var out: [VisibleText] = ["VOCABULARY"]
    if state.columns.indices.contains(state.active) { out.append(look.label(state.title(state.active))) }
    out.append(VisibleText("by \(browser.order.rawValue)"))
    if let kind = browser.kind { out.append(VisibleText(kind.rawValue)) }
    if browser.show != .all { out.append(VisibleText(browser.show == .baseOnly ? "only base" : browser.show.rawValue)) }
    if !browser.text.isEmpty {
      out.append("with " + look.visible(browser.text[...].prefix(64)).clipped(to: 16, look: look))
    }
    return out
  }
}

/// Two hexadecimal digits.
private func hexPair(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

extension EntryReach {
  /// As a column has it.
  fileprivate var label: String {
    switch self {
    case .whole: ""
    case .inside: "inside"
    case .never: "never"
    case .scaffold: "scaffold"
    case .special: "special"
    case .rules: "rules"
    }
  }

  fileprivate var sentence: String {
    switch self {
    case .whole: "a text of its bytes is this entry alone"
    case .inside: "at most in a longer text: as a text of its own it is cut otherwise, as one pretoken it is not"
    case .never: "no text has it: its own bytes are cut otherwise, also as one pretoken"
    case .scaffold: "no text has it: scaffold tokens are taken apart into what they were joined from"
    case .special: "only where special tokens are read, not in plain text"
    case .rules: "by the rules of the language: not tried"
    }
  }
}
