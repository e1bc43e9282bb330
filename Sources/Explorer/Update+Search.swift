import Analysis
import Screen
import Tokenization
import UnicodeText

/// Searching: what is typed after `/`, the keys for the next and the previous match, and what the engine is asked.
extension State {
  // MARK: The line

  mutating func openSearch() {
    if list == nil, view == .vocabulary {
      // What is found there is not in the text.
      prompt = Prompt()
      prompt?.replace("find ")
      return
    }
    if list == nil, !view.showsText {
      complain("this view has no search (text: c)")
      return
    }
    prompt = Prompt(.search)
    search.origin = Search.Origin(
      cursor: cursor, top: top, generation: page?.generation ?? -1, list: list, text: search.text,
      pattern: search.pattern, isShown: search.isShown)
  }

  /// After every key in the line: goes to the first match from where the search began.
  mutating func searchTyped() -> [Effect] {
    guard let prompt, prompt.kind == .search, let origin = search.origin else { return [] }
    if origin.list != nil {
      list = origin.list
      search.helpLine = nil
      if !prompt.string.isEmpty { _ = searchList(prompt.string, backward: false, stays: true) }
      return []
    }
    search.text = prompt.string
    search.pattern = try? SearchPattern(prompt.string)
    search.isShown = search.pattern != nil
    var effects = stopFinding()
    guard search.pattern != nil else { return effects + goBack() }
    effects += find(from: origin.cursor - 1, backward: false)
    return effects
  }

  /// Leaves the line and goes back to where the search began.
  mutating func leaveSearch() -> [Effect] {
    prompt = nil
    let effects = stopFinding() + goBack()
    search.helpLine = nil
    restoreSearch()
    return effects
  }

  /// Takes up the search before; without one what was typed is what `n` repeats.
  private mutating func restoreSearch() {
    guard let origin = search.origin else { return }
    search.origin = nil
    search.isShown = origin.isShown
    guard !origin.text.isEmpty else { return }
    search.text = origin.text
    search.pattern = origin.pattern
  }

  private mutating func goBack() -> [Effect] {
    guard let origin = search.origin else { return [] }
    if origin.list != nil {
      list = origin.list
      return []
    }
    if case .window = awaited {
      awaited = nil
      incoming = nil
    }
    guard let page, page.generation == origin.generation else { return jump(to: origin.cursor) }
    cursor = origin.cursor
    top = origin.top
    return []
  }

  /// Runs what was typed: nothing repeats the search before.
  mutating func runSearch() -> [Effect] {
    let line = prompt?.string ?? ""
    let origin = search.origin
    prompt = nil
    search.origin = nil
    if origin?.list != nil {
      guard !line.isEmpty || !search.listText.isEmpty else { return [] }
      if line.isEmpty { return step(backward: false) }
      search.listText = line
      if !searchList(line, backward: false, stays: true) { complainOfList(line) }
      return remember(line)
    }
    if line.isEmpty {
      search.text = origin?.text ?? ""
      search.pattern = origin?.pattern
      return step(backward: false)
    }
    do throws(SearchPattern.Fault) {
      search.pattern = try SearchPattern(line)
    } catch {
      search.origin = origin
      let effects = goBack()
      restoreSearch()
      if case .wrong(let reason) = error { complain(reason) }
      return effects + remember(line)
    }
    search.text = line
    search.isShown = true
    refreshMatches()
    if search.pending == nil, let page, !search.matches.contains(where: { $0.lowerBound == cursor - page.window.start })
    {
      // Where it was found while it was typed the cursor is there.
      return remember(line) + find(from: (origin?.cursor ?? cursor) - 1, backward: false, complains: true)
    }
    return remember(line)
  }

  /// Begins a search for `line` as if it was typed.
  mutating func search(for line: String) -> [Effect] {
    if list == nil, view == .vocabulary {
      findEntries(line)
      return []
    }
    openSearch()
    guard prompt?.kind == .search else { return [] }
    prompt?.replace(line)
    return searchTyped() + runSearch()
  }

  private mutating func remember(_ line: String) -> [Effect] {
    guard searchHistory.last != line else { return [] }
    searchHistory.append(line)
    if searchHistory.count > Prompt.historyLimit { searchHistory.removeFirst() }
    return [.remember(line, .search)]
  }

  // MARK: Matches

  /// The search as it is carried out now; nil without a pattern or the columns that it needs.
  var searchQuery: SearchQuery? {
    switch search.pattern {
    case nil: nil
    case .bytes(let bytes): .bytes(bytes)
    case .token(let id): shown.isEmpty ? nil : .token(id, tokenizer: columns[active].id)
    case .differences: shown.count < 2 ? nil : .differences(tokenizers: shownIDs)
    }
  }

  /// Brings the matches of the window in step with the search, the window and the columns.
  mutating func refreshMatches() {
    guard search.isShown, let query = searchQuery, let page else {
      search.set([], for: nil)
      return
    }
    let key = Search.Key(query: query, generation: page.generation)
    if key == search.key { return }
    let cuts = query.tokenizers.compactMap { page.segmentations[$0] }
    guard cuts.count == query.tokenizers.count else {
      search.set([], for: nil)
      return
    }
    search.set(query.matches(in: page.window.bytes, cuts), for: key)
  }

  /// Asks for the number of matches in a document that is longer than its window.
  mutating func countMatches() -> [Effect] {
    refreshMatches()
    guard search.isShown, prompt == nil, let query = searchQuery, let page, let document, awaited == nil,
      page.window.bytes.count < document.byteCount
    else { return [] }
    if search.total?.query == query, search.total?.generation == documentGeneration { return [] }
    let number = search.number()
    search.total = Search.Total(query: query, generation: documentGeneration, number: number)
    return [.countMatches(query, request: number)]
  }

  mutating func receive(count: Int, starts: [Int]?, isComplete: Bool, request: Int) {
    guard search.total?.number == request else { return }
    search.total?.count = count
    search.total?.starts = starts
    search.total?.isComplete = isComplete
  }

  /// Matches before and with the one at the cursor, and all; `isInWindow` while only those of the window are known.
  package var matchPlace: (number: Int?, count: Int, isInWindow: Bool)? {
    guard search.isShown, search.key != nil, let page, let document else { return nil }
    let here = cursor - page.window.start
    if let total = search.total, total.isComplete, total.query == searchQuery, total.generation == documentGeneration,
      page.window.bytes.count < document.byteCount
    {
      guard let starts = total.starts else { return (nil, total.count, false) }
      let place = starts.partitionPoint { $0 >= cursor }
      return (place < starts.count && starts[place] == cursor ? place + 1 : nil, total.count, false)
    }
    let number = search.matches.firstIndex { $0.lowerBound == here }.map { $0 + 1 }
    return (number, search.matches.count, page.window.bytes.count < document.byteCount)
  }

  // MARK: Going there

  /// The next match, or the one before.
  mutating func step(backward: Bool) -> [Effect] {
    if list != nil {
      if search.listText.isEmpty {
        say("nothing was searched for yet (/)")
      } else if !searchList(search.listText, backward: backward, stays: false) {
        complainOfList(search.listText)
      }
      return []
    }
    if !view.showsText {
      complain("this view has no search (text: c)")
      return []
    }
    if search.text.isEmpty {
      search.text = searchHistory.last ?? ""
      search.pattern = nil
    }
    guard !search.text.isEmpty else {
      say("nothing was searched for yet (/)")
      return []
    }
    if search.pattern == nil { search.pattern = try? SearchPattern(search.text) }
    search.isShown = search.pattern != nil
    refreshMatches()
    return find(from: cursor, backward: backward, complains: true)
  }

  /// Goes to the nearest match that begins after byte `from` of the document, or before it; round the end if there is none.
  private mutating func find(from: Int, backward: Bool, complains: Bool = false) -> [Effect] {
    guard let query = searchQuery, let page, let document else {
      if complains, search.pattern == .differences { complain("one tokenizer alone never differs (more of them: p)") }
      if complains, case .token = search.pattern { complain("no tokenizer is shown (press 1-9, or p for all)") }
      return []
    }
    refreshMatches()
    let start = page.window.start
    if let match = search.match(from: from - start, backward: backward) {
      return arrive(at: start + match.lowerBound, from: from, backward: backward)
    }
    if page.window.bytes.count == document.byteCount {
      let end = backward ? Int.max : -1
      guard search.key != nil, let match = search.match(from: end, backward: backward) else {
        if complains, search.key != nil { complainOfNothing() }
        return prompt == nil ? [] : goBack()
      }
      return arrive(at: match.lowerBound, from: from, backward: backward)
    }
    if let total = search.total, total.query == query, total.generation == documentGeneration, let starts = total.starts
    {
      let place = starts.partitionPoint { backward ? $0 >= from : $0 > from }
      let index = backward ? place - 1 : place
      let wrapped = starts.indices.contains(index) ? index : backward ? starts.count - 1 : 0
      guard starts.indices.contains(wrapped) else {
        complainOfNothing()
        return []
      }
      return arrive(at: starts[wrapped], from: from, backward: backward)
    }
    let number = search.number()
    search.pending = Search.Pending(number: number, query: query, from: from, isBackward: backward)
    return [.findMatch(query, from: from, backward: backward, request: number)]
  }

  /// Takes the answer to `findMatch`.
  mutating func receive(found start: Int?, isWhole: Bool, request: Int) -> [Effect] {
    guard let pending = search.pending, pending.number == request else { return [] }
    search.pending = nil
    guard let start else {
      if prompt != nil { return goBack() }
      if isWhole { complainOfNothing() }
      return []
    }
    return arrive(at: start, from: pending.from, backward: pending.isBackward)
  }

  private mutating func arrive(at offset: Int, from: Int, backward: Bool) -> [Effect] {
    if prompt == nil, backward ? offset >= from : offset <= from {
      say(backward ? "searched on from the end" : "searched on from the start")
    }
    return jump(to: offset)
  }

  /// Puts the cursor on byte `offset` of the document, in another window if need be.
  mutating func jump(to offset: Int) -> [Effect] {
    guard let window = page?.window, let document, document.byteCount > 0 else { return [] }
    let offset = max(0, min(offset, document.byteCount - 1))
    guard offset >= window.start, offset < window.end else { return read(around: offset, then: .offset(offset)) }
    if case .window = awaited {
      awaited = nil
      incoming = nil
    }
    move(to: offset)
    return []
  }

  /// Gives up a search through the document.
  mutating func stopFinding() -> [Effect] {
    guard search.pending != nil else { return [] }
    search.pending = nil
    return [.stopSearch]
  }

  private mutating func complainOfNothing() {
    let text = look.quoted(Array(search.text.utf8)[...])
    let tokens = count(active).flatMap { $0.isFinal ? $0.tokens : nil }
    let searched = tokens.map { counted($0, "token") } ?? counted(document?.byteCount ?? 0, "byte")
    complain("no match for " + text + VisibleText(" (\(searched) searched)"))
  }

  // MARK: Lists

  /// The lines of the open list as they are searched; of the help both pages.
  private var listLines: [String] {
    switch list {
    case nil, .warnings: []
    case .messages: messageLines(look: look).map(\.string)
    case .help: (0..<2).flatMap { helpLines(page: $0, look: look).map(\.string) }
    case .picker: tokenizers.map { "\($0.title) \($0.id) \($0.summary)" }
    case .browser:
      (0..<browserRowCount).map { row in
        guard let place = text(inRow: row) else { return "parallel sets" }
        guard place >= files.count else { return files[place].string }
        let entry = samples[place - files.count]
        return "\(entry.name) \(entry.title) \(entry.language) \(entry.domain) \(entry.note)"
      }
    }
  }

  /// Goes to the next line of the list that has `text`, in small or capital letters; false if none has.
  private mutating func searchList(_ text: String, backward: Bool, stays: Bool) -> Bool {
    let lines = listLines
    let wanted = text.lowercased()
    let first = listCount(ofHelpPage: 0)
    let here: Int
    switch list {
    case nil, .warnings: return false
    case .help(let page, let scroll): here = search.helpLine ?? (page == 0 ? 0 : first) + scroll - (stays ? 0 : 1)
    case .picker(let selected), .browser(let selected), .messages(let selected): here = selected
    }
    guard !lines.isEmpty else { return false }
    for distance in (stays ? 0 : 1)..<(lines.count + 1) {
      let index = ((here + (backward ? -distance : distance)) % lines.count + lines.count) % lines.count
      guard has(lines[index].lowercased(), wanted) else { continue }
      switch list {
      case .help:
        let page = index < first ? 0 : 1
        let line = index - (page == 0 ? 0 : first)
        let height = Geometry(self, size: size, look: look).body.height
        search.helpLine = index
        list = .help(page: page, scroll: max(0, min(line - height / 2, listCount(ofHelpPage: page) - height)))
      case .picker: list = .picker(selected: index)
      case .browser: list = .browser(selected: index)
      case .messages: list = .messages(scroll: index)
      case nil, .warnings: break
      }
      return true
    }
    return false
  }

  private func has(_ line: String, _ wanted: String) -> Bool {
    wanted.isEmpty || !ByteMatcher(Array(wanted.utf8)).starts(in: Array(line.utf8)).isEmpty
  }

  private func listCount(ofHelpPage page: Int) -> Int { helpLines(page: page, look: look).count }

  /// The line of the help that was found last, if it is on `page`.
  func foundHelpLine(page: Int) -> Int? {
    guard let line = search.helpLine else { return nil }
    let first = listCount(ofHelpPage: 0)
    return page == 0 ? (line < first ? line : nil) : (line >= first ? line - first : nil)
  }

  private mutating func complainOfList(_ text: String) {
    complain("no line has " + look.quoted(Array(text.utf8)[...]))
  }
}
