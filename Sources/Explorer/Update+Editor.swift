import Analysis
import Screen
import UnicodeText

/// The editor: what its keys do to the draft, and when the draft is shown, read by the model, and left.
extension State {
  /// How long no key may come before the model reads what was typed.
  static let idleMilliseconds = 150

  /// The edited text that is open, if it is one.
  package var draft: Draft? { drafts[position] }

  // MARK: Opening and leaving

  mutating func edit() -> [Effect] {
    guard editor == nil else { return [] }
    if case .document = awaited {
      say("reading ... (e again when it is there)")
      return []
    }
    guard let document, let page else {
      complain("no text is open (samples: b)")
      return []
    }
    if drafts[position] != nil { return openEditor() }
    guard document.byteCount <= Draft.limit else {
      complain(
        VisibleText(
          "this text has \(grouped(document.byteCount)) bytes; up to \(grouped(Draft.limit)) can be edited (cut a part out first)"
        ))
      return []
    }
    if page.window.start == 0, page.window.bytes.count == document.byteCount {
      drafts[position] = Draft(page.window.bytes, of: document, caret: cursor)
      return openEditor()
    }
    draftRequests.reading = documentGeneration
    return [.readText(generation: documentGeneration)]
  }

  /// Takes the whole text in that was asked for to be edited.
  mutating func receiveText(_ bytes: [UInt8], generation: Int) -> [Effect] {
    guard draftRequests.reading == generation, generation == documentGeneration, let document else { return [] }
    draftRequests.reading = nil
    if case .document = awaited { return [] }
    guard bytes.count <= Draft.limit else {
      complain(VisibleText("this text has more than \(grouped(Draft.limit)) bytes (cut a part out first)"))
      return []
    }
    drafts[position] = Draft(bytes, of: document, caret: cursor)
    return openEditor()
  }

  private mutating func openEditor() -> [Effect] {
    guard let draft else { return [] }
    list = nil
    view = .compare
    editor = Editor(draft.text, pane: model != nil && showsPanel ? .model : .typing)
    // What is typed now is not part of what was typed before.
    drafts[position]?.move(to: draft.caret)
    noteCounts()
    return []
  }

  private mutating func leaveEditor() {
    editor = nil
    prompt = nil
    guard let draft else { return }
    if draft.isEdited {
      say(draft.source.name + "* is kept as edited (e goes on, :revert drops it)")
    } else if draft.history.done.isEmpty, draft.history.undone.isEmpty {
      drafts[position] = nil
    }
  }

  /// The edited text becomes what it was made from, in a step that can be undone.
  mutating func revert() -> [Effect] {
    guard let draft, draft.isEdited else {
      say("this text is not edited")
      return []
    }
    return replaceAll(with: draft.original, said: "dropped the changes (u undoes that)")
  }

  private mutating func replaceAll(with text: [UInt8], said: VisibleText) -> [Effect] {
    guard let draft else { return [] }
    lastChange += 1
    drafts[position]?.replace(0..<draft.text.count, with: text, .dropped, number: lastChange)
    drafts[position]?.move(to: min(draft.caret, text.count))
    say(said)
    return changed()
  }

  // MARK: Keys

  mutating func typeText(_ key: Key) -> [Effect] {
    if let action = KeyMap.editor.action(for: [key]) { return changeEditor(action) }
    switch key {
    case .character(let scalar): return insert(Array(String(scalar).utf8), .typed)
    case .control:
      // Those that have nothing to do with the text.
      switch KeyMap.compare.action(for: [key]) {
      case .redraw: return [.redraw]
      case .suspend: return [.suspend]
      default: return []
      }
    default: return []
    }
  }

  /// Puts pasted bytes in as one step; line ends become line feeds, nothing else is changed.
  mutating func pasteText(_ bytes: [UInt8]) -> [Effect] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      if byte == 0x0A, index > 0, bytes[index - 1] == 0x0D { continue }
      text.append(byte == 0x0D ? 0x0A : byte)
    }
    return insert(text, .pasted)
  }

  private mutating func insert(_ bytes: [UInt8], _ kind: EditHistory.Kind) -> [Effect] {
    guard let draft, !bytes.isEmpty else { return [] }
    guard draft.text.count + bytes.count <= Draft.limit else {
      let what = kind == .pasted ? "a paste of \(grouped(bytes.count)) bytes" : "more"
      complain(VisibleText("no room for \(what): a text that is edited has up to \(grouped(Draft.limit)) bytes"))
      return []
    }
    return replace(draft.caret..<draft.caret, with: bytes, kind)
  }

  private mutating func replace(_ range: Range<Int>, with bytes: [UInt8], _ kind: EditHistory.Kind) -> [Effect] {
    guard !range.isEmpty || !bytes.isEmpty else { return [] }
    lastChange += 1
    drafts[position]?.replace(range, with: bytes, kind, number: lastChange)
    return changed()
  }

  mutating func changeEditor(_ action: Action) -> [Effect] {
    guard let draft, editor != nil else { return [] }
    if action != .editorUp && action != .editorDown { editor?.goal = nil }
    let caret = draft.caret
    switch action {
    case .editorLeave: leaveEditor()
    case .editorDrop:
      let start = editor?.start ?? draft.original
      editor = nil
      if start == draft.text {
        say("nothing was changed")
        return []
      }
      return replaceAll(with: start, said: "dropped the changes (u undoes that)")
    case .editorSave: prompt = Prompt(.sampleName)
    case .editorUndo, .editorRedo: return undoText(again: action == .editorRedo)
    case .editorPane:
      let next = editor?.pane.next ?? .typing
      editor?.pane = next == .model && (model == nil || !showsPanel) ? next.next : next
    case .editorNewline: return insert([0x0A], .typed)
    case .editorTab: return insert([0x09], .typed)
    case .editorCode: return insertCode()
    case .editorBackspace: return replace(Graphemes.start(before: caret, in: draft.text)..<caret, with: [], .deleted)
    case .editorDelete: return replace(caret..<Graphemes.end(after: caret, in: draft.text), with: [], .deleted)
    case .editorDeleteWord: return replace(draft.wordStart..<caret, with: [], .deleted)
    case .editorDeleteBefore: return replace(draft.lineStart..<caret, with: [], .deleted)
    case .editorDeleteAfter:
      // At the end of a line its line feed.
      let end = draft.lineEnd == caret ? min(draft.text.count, caret + 1) : draft.lineEnd
      return replace(caret..<end, with: [], .deleted)
    default: moveCaret(action, draft)
    }
    return []
  }

  private mutating func moveCaret(_ action: Action, _ draft: Draft) {
    let place: Int
    switch action {
    case .editorLeft: place = Graphemes.start(before: draft.caret, in: draft.text)
    case .editorRight: place = Graphemes.end(after: draft.caret, in: draft.text)
    case .editorLineStart: place = draft.lineStart
    case .editorLineEnd: place = draft.lineEnd
    default:
      let box = Geometry(self, size: size, look: look).editor ?? Rect(x: 0, y: 0, width: size.width, height: 6)
      let page = max(1, box.height - 3)
      let step: Int
      switch action {
      case .editorUp: step = -1
      case .editorDown: step = 1
      case .editorPageUp: step = -page
      default: step = page
      }
      let lines = EditorLines(
        draft.text, caret: draft.caret, width: Painter.editorWidth(of: box), count: page + 1, options: look.options)
      let cell = editor?.goal ?? lines.cell(of: draft.caret, on: lines.current)
      let goal = lines.current + step
      place =
        goal < 0
        ? lines.lines[0].bytes.lowerBound
        : goal >= lines.lines.count
          ? lines.lines[lines.lines.count - 1].bytes.upperBound : lines.offset(atCell: cell, on: goal)
      editor?.goal = cell
    }
    drafts[position]?.move(to: place)
  }

  /// Replaces `\u{200d}` or `\xe2` before the caret by what it stands for.
  private mutating func insertCode() -> [Effect] {
    guard let draft else { return [] }
    let before = draft.text[max(0, draft.caret - 12)..<draft.caret]
    if let start = before.lastIndex(of: 0x5C), let bytes = State.code(before[(start + 1)...]) {
      return replace(start..<draft.caret, with: bytes, .typed)
    }
    complain("type a code, such as \\u{200d} or \\xe2, and then ^V")
    return []
  }

  /// The bytes that `u{200d}` or `xe2` stands for.
  private static func code(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    func number(_ digits: ArraySlice<UInt8>) -> UInt32? {
      guard (1...6).contains(digits.count) else { return nil }
      return UInt32(String(decoding: digits, as: UTF8.self), radix: 16).flatMap { digits.first == 0x2B ? nil : $0 }
    }
    if text.first == UInt8(ascii: "x"), text.count == 3 { return number(text.dropFirst()).map { [UInt8($0)] } }
    guard text.starts(with: [UInt8(ascii: "u"), UInt8(ascii: "{")]), text.last == UInt8(ascii: "}"),
      let scalar = number(text.dropFirst(2).dropLast()).flatMap(Unicode.Scalar.init)
    else { return nil }
    return Array(String(scalar).utf8)
  }

  // MARK: Showing the draft

  /// Asks for the changed text to be shown, and for the model to read it once no key comes for a while.
  mutating func changed() -> [Effect] {
    draftRequests.lastWait += 1
    draftRequests.hasWarned = false
    editor?.isIdle = false
    editor?.pendingKeys += 1
    let wait: [Effect] =
      editor == nil ? [] : [.wait(milliseconds: State.idleMilliseconds, request: draftRequests.lastWait)]
    return wait + showDraft()
  }

  /// One text is on its way at a time, so that fast typing is followed instead of being waited out.
  mutating func showDraft() -> [Effect] {
    guard let draft else { return [] }
    if case .document = awaited {
      draftRequests.isStale = true
      return []
    }
    draftRequests.isStale = false
    let pending = editor?.pendingKeys ?? 0
    editor?.sentKeys += pending
    editor?.pendingKeys = 0
    lastGeneration += 1
    awaited = .document(lastGeneration)
    incoming = nil
    incomingDocument = nil
    return [.openText(draft.text, draft.document, around: draft.anchor, generation: lastGeneration)]
  }

  mutating func receiveWait(_ request: Int) -> [Effect] {
    guard request == draftRequests.lastWait, editor?.isIdle == false else { return [] }
    editor?.isIdle = true
    return count(shownIDs)
  }

  /// Remembers how many tokens the text has now; a long one is counted when no key has come for a while.
  mutating func noteCounts() {
    guard editor != nil, page != nil else { return }
    // What is counted is the text before the key.
    if case .document = awaited { return }
    let counted = shown.compactMap { column in
      count(column).flatMap { $0.isFinal ? (columns[column].id, $0.tokens) : nil }
    }
    let isKnown = counted.count == shown.count
    editor?.note(isKnown ? Dictionary(uniqueKeysWithValues: counted) : nil)
  }

  /// Keeps the cursor of the other views at the character before the caret.
  mutating func followCaret() {
    guard editor != nil, let draft, page != nil else { return }
    cursor = draft.anchor
  }

  // MARK: Saving

  /// Asks for the open draft to be written as a sample called `title`.
  mutating func saveSample(_ title: String) -> [Effect] {
    guard let draft else { return [] }
    let trimmed = title.split(separator: " ").joined(separator: " ")
    guard !trimmed.isEmpty else {
      complain("a sample needs a name (^S asks again)")
      return []
    }
    var entry: SampleEntry?
    if case .sample(let index) = draft.source.source, samples.indices.contains(index) { entry = samples[index] }
    draftRequests.saving = (position, draft.text)
    let number = samples.reduce(0) { max($0, $1.name.split(separator: "-").first.flatMap { Int($0) } ?? 0) } + 1
    return [
      .saveSample(
        NewSample(
          place: plainSampleCount, number: number, title: trimmed, language: entry?.language ?? "und",
          domain: entry?.domain ?? "general",
          note: "edited from " + (entry?.name ?? draft.source.name.string), body: draft.text))
    ]
  }

  /// The text that was saved is a sample now; what it was made from stays as it was.
  mutating func receiveSample(_ entry: SampleEntry, place: Int, path: VisibleText) {
    guard (0...samples.count).contains(place) else { return }
    samples.insert(entry, at: place)
    let added = files.count + place
    // What comes after it has moved on by one.
    drafts = Dictionary(uniqueKeysWithValues: drafts.map { ($0 < added ? $0 : $0 + 1, $1) })
    if position >= added { position += 1 }
    say("saved as " + path)
    guard let saving = draftRequests.saving else { return }
    draftRequests.saving = nil
    let former = saving.position < added ? saving.position : saving.position + 1
    guard let draft = drafts.removeValue(forKey: former) else { return }
    let isOpen = position == former
    let source = Document(
      source: .sample(place), name: VisibleText(entry.name), note: VisibleText(entry.note),
      byteCount: saving.text.count)
    drafts[added] = draft.saved(saving.text, as: source)
    guard isOpen else { return }
    position = added
    // What is on its way comes under the old name.
    if awaited == nil { document = drafts[position]?.document } else { draftRequests.isStale = true }
  }
}
