import Analysis
import Screen
import Tokenization
import UnicodeText

/// The state after `event`, and the work that it asks for.
///
/// Pure: reads no clock, disk or environment, and never blocks. Cost of a move: the visible lines; of a new window, width or set of columns:
/// linear in the bytes of the window.
package func update(_ state: State, _ event: Event) -> (State, [Effect]) {
  var state = state
  let effects = state.handle(event)
  return (state, effects)
}

extension State {
  /// `update` in place.
  package mutating func handle(_ event: Event) -> [Effect] {
    var effects: [Effect] = []
    switch event {
    case .input(let input): effects = handle(input)
    case .opened(let document, let window, let offset, let generation):
      guard awaited == .document(generation) else { return [] }
      incomingDocument = document
      incomingPlace = offset
      borrow(for: document)
      target = drafts[position] == nil ? .firstDifference(from: offset) : .offset(offset)
      effects = receive(window, generation: generation)
    case .grew(let byteCount, let generation):
      if incoming?.generation == generation { incomingDocument?.byteCount = byteCount }
      guard generation == documentGeneration, let known = document?.byteCount else { return settle() }
      document?.byteCount = byteCount
      search.total = nil
      // A document that was whole in its window has not been counted yet.
      if page.map({ $0.window.bytes.count == known }) == true { effects = count(shownIDs) }
    case .windowRead(let window, let generation):
      guard awaited == .window(generation), incoming == nil else { return [] }
      effects = receive(window, generation: generation)
    case .segmented(let tokenizer, let segmentation, let generation):
      if incoming?.generation == generation, incoming?.window.bytes.count == segmentation.byteCount {
        incoming?.segmentations[tokenizer] = segmentation
      } else if page?.generation == generation, page?.window.bytes.count == segmentation.byteCount {
        page?.segmentations[tokenizer] = segmentation
      } else {
        return []
      }
    case .described(let tokenizer, let described):
      markers[tokenizer, default: [:]].merge(described) { $1 }
    case .specials(let tokenizer, let spellings): specials[tokenizer] = spellings
    case .counted(let tokenizer, let tokens, let bytes, let generation):
      guard generation == documentGeneration else { return [] }
      counts[tokenizer] = Count(tokens: tokens, bytes: bytes)
      if bytes == document?.byteCount { noteCounts() }
    case .explained(let explanation, let generation):
      guard
        explained
          == ExplanationRequest(tokenizer: explanation.tokenizer, offset: explanation.offset, generation: generation)
      else {
        return []
      }
      self.explanation = explanation
    case .digested(let digest, let generation):
      if awaited == .document(generation) {
        incomingDocument?.digest = digest
      } else if generation == documentGeneration {
        document?.digest = digest
      }
    case .modelRead(let tokenizer, let trace, let request, let generation):
      receive(trace, of: tokenizer, request: request, generation: generation)
    case .modelFailed(let tokenizer, let reason, let request, let generation):
      guard reading?.number == request else { return [] }
      reading = nil
      unreadable.insert(TraceCache.Key(tokenizer: tokenizer, generation: generation))
      modelFailure = reason
    case .termsRead(let list, let name, let request):
      if terms.show(list, name: name, request: request) { say(name + VisibleText(": \(counted(list.count, "term"))")) }
    case .termsUnreadable(let reason, let request):
      terms.giveUp(request: request)
      complain(reason)
    case .idsChecked(let result, let byte, let generation):
      effects = receiveCheck(result, byte: byte, generation: generation)
    case .termsCounted(let tokenizer, let cuts, let request): terms.add(cuts, of: tokenizer, request: request)
    case .damaged(let text, let cuts, let request): damage.receive(text, cuts, number: request)
    case .measured(let tokenizer, let measurement, let generation):
      metrics.receive(measurement, of: tokenizer, generation: generation)
    case .corpusMeasured(let tokenizer, let text, let measurement, let request):
      metrics.corpus.receive(measurement, of: tokenizer, text: text, request: request)
    case .parallelsCounted(let tokenizer, let counts): metrics.receive(counts, of: tokenizer)
    case .yanked(let bytes, let name, let file): effects = receive(yanked: bytes, name: name, file: file)
    case .exported(let path): sayExported(path)
    case .textRead(let bytes, let generation): effects = receiveText(bytes, generation: generation)
    case .waited(let request): effects = receiveWait(request)
    case .sampleSaved(let entry, let place, let path): receiveSample(entry, place: place, path: path)
    case .seamChecked(let checks, let request): seam.receive(checks, number: request)
    case .found(let start, let isWhole, let request):
      effects = receive(found: start, isWhole: isWhole, request: request)
    case .searching(let progress, let request):
      if search.pending?.number == request { search.pending?.progress = progress }
    case .matchesCounted(let count, let starts, let isComplete, let request):
      receive(count: count, starts: starts, isComplete: isComplete, request: request)
    case .recalled(let commands, let searches):
      promptHistory = Array((commands + promptHistory).suffix(Prompt.historyLimit))
      searchHistory = Array((searches + searchHistory).suffix(Prompt.historyLimit))
    case .derived(let sides, let request): stepper.receive(sides, of: page?.window.bytes ?? [], number: request)
    case .vocabularyListed(let answer, let request): vocabulary.receive(answer, number: request)
    case .entryDescribed(let details, let request): vocabulary.receive(details, number: request)
    case .unavailable(let tokenizer, let reason):
      drop(tokenizer)
      metrics.forget(tokenizer)
      complain(reason)
    case .unreadable(let reason, let generation):
      if awaited == .document(generation) || awaited == .window(generation) {
        awaited = nil
        incoming = nil
        incomingDocument = nil
        heldKeys = []
      }
      complain(reason)
    case .failed(let reason): complain(reason)
    }
    effects += settle()
    while let key = takeHeldKey() { effects += take(key) + settle() }
    return effects
  }

  /// Takes all of the document's bytes in place of the window.
  package mutating func show(whole bytes: [UInt8]) -> [Effect] {
    lastGeneration += 1
    awaited = .window(lastGeneration)
    incoming = nil
    incomingPlace = windowPlace
    target = .offset(cursor)
    return handle(.windowRead(TextWindow(bytes: bytes, start: 0, isExact: true), generation: lastGeneration))
  }

  /// Puts the cursor on byte `offset` of the document, kept inside the window.
  package mutating func go(to offset: Int) -> [Effect] {
    move(to: offset)
    return settle()
  }

  mutating func say(_ text: VisibleText) {
    keep(text)
    message = text
    isError = false
  }

  private mutating func keep(_ text: VisibleText) {
    messages.append(text)
    if messages.count > State.messageLimit { messages.removeFirst() }
  }

  mutating func complain(_ text: VisibleText) {
    keep("! " + text)
    message = "! " + text
    isError = true
  }

  private mutating func handle(_ input: InputEvent) -> [Effect] {
    switch input {
    case .resize(let size):
      self.size = size
      return []
    case .closed: return [.quit]
    case .mouse(let mouse): return handle(mouse)
    case .paste(let bytes):
      if prompt == nil, editor != nil {
        message = nil
        return pasteText(bytes)
      }
      prompt?.paste(bytes)
      return searchTyped()
    case .key(let key):
      return holds(key) ? [] : take(key)
    }
  }

  private mutating func take(_ key: Key) -> [Effect] {
    message = nil
    if prompt == nil, editor != nil { return typeText(key) }
    let before = choices
    let place = cursor
    let number = lastChange
    let effects = press(key)
    // The cursor would be moved out of sight inside of what is marked.
    if cursor != place { selection = nil }
    // What undo did is no change of its own.
    if number == lastChange { record(from: before) }
    return effects
  }

  private mutating func press(_ key: Key) -> [Effect] {
    if prompt != nil { return type(key) }
    let map = export.isOpen ? KeyMap.export : keyMap
    var keys = pendingKeys + [key]
    pendingKeys = []
    if map.action(for: keys) == nil, !map.isPrefix(keys), keys.count > 1 { keys = [key] }
    if let action = map.action(for: keys) { return perform(action, key: key) }
    if map.isPrefix(keys) { pendingKeys = keys }
    return []
  }

  // MARK: Documents and windows

  /// - Parameter onTour: nil where the user opens a text; that ends a tour unless it has a question of its own.
  mutating func open(_ position: Int, onTour next: Tour? = nil) -> [Effect] {
    guard (0..<files.count + samples.count).contains(position) else { return [] }
    if let draft, draft.isEdited { say(draft.source.name + "* is kept as edited: it is there when you come back") }
    self.position = position
    if tour != nil || next != nil {
      tour = next ?? tourStops.firstIndex(of: self.position - files.count).map { Tour(place: $0) }
    }
    lastGeneration += 1
    awaited = .document(lastGeneration)
    incoming = nil
    incomingDocument = nil
    list = nil
    draftRequests.isStale = false
    if let draft { return [.openText(draft.text, draft.document, around: draft.anchor, generation: lastGeneration)] }
    search.pending = nil
    if self.position < files.count { return [.openFile(self.position, generation: lastGeneration)] }
    return [.openSample(self.position - files.count, generation: lastGeneration)]
  }

  /// Asks for the part of the document around `offset`; the cursor goes to `target` when it is there.
  mutating func read(around offset: Int, then target: Target) -> [Effect] {
    if case .document = awaited { return [] }
    lastGeneration += 1
    awaited = .window(lastGeneration)
    incoming = nil
    incomingPlace = offset
    self.target = target
    return [.readWindow(around: offset, generation: lastGeneration)]
  }

  private mutating func receive(_ window: TextWindow, generation: Int) -> [Effect] {
    incoming = Page(window: window, generation: generation)
    return shown.isEmpty ? [] : [.segment(tokenizers: shownIDs, window, generation: generation)]
  }

  /// Shows the incoming page once every shown tokenizer has cut it.
  private mutating func adopt() -> [Effect] {
    guard let next = incoming, shownIDs.allSatisfy({ next.segmentations[$0] != nil }) else { return [] }
    incoming = nil
    awaited = nil
    page = next
    windowPlace = incomingPlace
    traces.keep(generation: next.generation)
    unreadable = []
    var effects: [Effect] = []
    if let opened = incomingDocument {
      document = opened
      incomingDocument = nil
      documentGeneration = next.generation
      selection = nil
      counts = [:]
      if editor == nil { top = next.window.start }
      // While keys follow each other only what is shown is cut.
      if editor?.isIdle != false { effects += count(shownIDs) }
      noteCounts()
    }
    refresh()
    effects += go(to: target)
    if draftRequests.isStale { effects += showDraft() }
    return effects
  }

  func count(_ ids: [String]) -> [Effect] {
    guard let document, let page, page.window.bytes.count < document.byteCount, !ids.isEmpty else { return [] }
    return [.count(tokenizers: ids, generation: documentGeneration)]
  }

  private mutating func go(to target: Target) -> [Effect] {
    guard let window = page?.window, let document else { return [] }
    switch target {
    case .offset(let offset): move(to: offset)
    case .firstDifference(let offset):
      move(to: offset)
      let relative = offset - window.start
      if let layout,
        let first = layout.alignment.difference(at: relative) ?? layout.alignment.difference(after: relative)
      {
        move(to: window.start + first.lowerBound)
      }
    case .searchForward(let offset):
      if let found = layout?.alignment.difference(after: offset - window.start) {
        move(to: window.start + found.lowerBound)
      } else if window.end < document.byteCount {
        return read(
          around: min(document.byteCount - 1, window.end + window.bytes.count / 2),
          then: .searchForward(from: max(offset, window.end - 1)))
      } else {
        say("no difference after this place")
      }
    case .searchBackward(let offset):
      if let found = layout?.alignment.difference(before: offset - window.start) {
        move(to: window.start + found.lowerBound)
      } else if window.start > 0 {
        return read(
          around: max(0, window.start - window.bytes.count / 2), then: .searchBackward(from: min(offset, window.start)))
      } else {
        say("no difference before this place")
      }
    }
    return []
  }

  /// Asks again for what has not been answered: an export does not wait for others.
  package mutating func askAgain() -> [Effect] {
    reading = nil
    if explanation == nil { explained = nil }
    terms.askAgain()
    damage.question.askAgain()
    seam.question.askAgain()
    stepper.question.askAgain()
    vocabulary.askAgain(byteCount: document?.byteCount ?? 0)
    // A text of any size is measured while it is read; an export has what is there.
    if let document, page?.window.bytes.count == document.byteCount { metrics.askAgain() }
    if search.total?.isComplete == false { search.total = nil }
    return settle()
  }

  // MARK: Keeping the parts in step

  /// Brings derived parts in step with the rest and asks for what is missing.
  private mutating func settle() -> [Effect] {
    var effects: [Effect] = []
    if !columns.indices.contains(active) || !columns[active].isOn {
      active = shown.first { $0 >= active } ?? shown.last ?? 0
    }
    if !columns.indices.contains(base) || !columns[base].isOn { base = shown.first ?? 0 }
    effects += adopt()
    followCaret()
    refresh()
    refreshWarnings()
    keepCursorVisible()
    refreshPanes()
    effects += readAhead()
    effects += explain()
    effects += readModel()
    effects += countTerms()
    effects += damageText()
    effects += measure()
    effects += checkSeam()
    effects += deriveSteps()
    effects += countMatches()
    effects += listVocabulary()
    effects += describeEntry()
    return effects
  }

  /// The same state as if the screen had this size and look.
  func fitted(to size: Size, look: Look) -> State {
    var state = self
    state.size = size
    state.looks = [look]
    state.lookIndex = 0
    state.refresh()
    state.keepCursorVisible()
    return state
  }

  private mutating func refresh() {
    guard let page else {
      layout = nil
      return
    }
    let geometry = Geometry(self, size: size, look: look)
    let key = TextLayout.Key(
      generation: page.generation, rows: shownIDs.filter { page.segmentations[$0] != nil },
      width: geometry.arrangement == .list ? 0 : geometry.textWidth,
      isColumns: geometry.arrangement == .columns, isHex: showsHex, options: look.options,
      isList: geometry.arrangement == .list)
    if layout?.key != key { layout = TextLayout(key: key, page: page, reusing: layout) }
  }

  private mutating func keepCursorVisible() {
    guard let page, let layout else { return }
    cursor = max(page.window.start, min(cursor, max(page.window.start, page.window.end - 1)))
    guard let line = layout.line(at: cursor - page.window.start),
      let first = layout.line(at: max(0, top - page.window.start))
    else {
      top = page.window.start
      return
    }
    let geometry = Geometry(self, size: size, look: look)
    let visible = geometry.linesPerPage
    var start = first
    if line < start { start = line }
    if line >= start + visible { start = line - visible + 1 }
    // No empty lines below the end while there is text above.
    start = min(start, max(0, layout.lines.count - visible))
    top = page.window.start + layout.range(start).lowerBound

    let order = shown
    if let place = order.firstIndex(of: active) {
      if place < firstShown { firstShown = place }
      if place >= firstShown + geometry.capacity { firstShown = place - geometry.capacity + 1 }
    }
    firstShown = max(0, min(firstShown, order.count - geometry.capacity))
  }

  /// Asks for another window when the cursor comes near an edge behind which there is more text.
  private mutating func readAhead() -> [Effect] {
    guard let document, let window = page?.window, awaited == nil else { return [] }
    let margin = window.bytes.count / 8
    let nearStart = window.start > 0 && cursor < window.start + margin
    let nearEnd = window.end < document.byteCount && cursor >= window.end - margin
    return nearStart || nearEnd ? read(around: cursor, then: .offset(cursor)) : []
  }

  private mutating func explain() -> [Effect] {
    guard showsInspector, let page, let (_, token) = cursorToken else { return [] }
    let request = ExplanationRequest(tokenizer: columns[active].id, offset: token.start, generation: page.generation)
    guard request != explained else { return [] }
    explained = request
    explanation = nil
    return [.explain(tokenizer: request.tokenizer, offset: token.start, page.window, generation: page.generation)]
  }
}
